import type { ActedOn } from '../../book/rights/relations.ts';
import { relationsAtLoss, usersOf } from '../../book/rules/workstation/machine-users.ts';
import { move } from '../../book/tables/lifecycle.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { TOKEN_IN_USE } from '../../book/tables/states.ts';
import { type Asker, act, type Deps } from '../act.ts';
import type { Reads } from '../ports/store.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { endedBy, endMachine } from './end-of-use.ts';
import { findWorkstation } from './find-workstation.ts';

/** What became of a machine that was reported lost. */
export interface Lost {
  workstation: string;
  state: WorkstationRow['state'];
  /** Tokens that were revoked with it. */
  revoked: number;
  /** Requests for it that were withdrawn with it. */
  withdrawn: number;
  /** False when the CRL could not be published yet; OCSP says `revoked` all the same, and the CRL is tried again. */
  published: boolean;
}

/** A machine, as far as the right to report it lost depends on it. */
export async function atLoss(reads: Pick<Reads, 'find'>, machine: WorkstationRow): Promise<ActedOn> {
  const tokens = await reads.find('token', { workstationId: machine.id, state: TOKEN_IN_USE });
  const ids = usersOf(machine, tokens);
  // whoever edited the row of one of them keeps nobody from reporting the loss; only the service that it says is not believed
  const users = await reads.find('person', { id: ids }, { leaveOut: true });
  return relationsAtLoss(machine, ids, users);
}

/** The loss of a machine: its user's own click, or that of whoever speaks for them. */
export function createLoss(deps: Deps) {
  return {
    /** Its tokens in use and its own certificates are revoked in the same transaction, around the clock, and the requests for it closed. */
    reportLoss: async (caller: Asker, { workstation }: { workstation: string }): Promise<Lost> => {
      const done = await act(deps, caller, 'workstation.lose', `workstation:${workstation}`, async (a) => {
        const row = await findWorkstation(a.unit, workstation);
        a.allow(await atLoss(a.unit, row));
        const step = move('workstation', row, 'lose'); // throws before anything is read for it
        const ended = await endMachine(a, row.id, 'workstation-lost');
        await a.done([step, ...ended], { subject: `workstation:${row.id}` });
        return { workstation: row.assetNumber, state: 'lost' as const, ...endedBy(ended) };
      });
      return { ...done, published: await concludeRevocation(deps) };
    },
  };
}
