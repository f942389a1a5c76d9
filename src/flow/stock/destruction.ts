import { hash } from 'node:crypto';
import type { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { TokenRef } from '../../book/rules/decision-args.ts';
import { type Change, move } from '../../book/tables/lifecycle.ts';
import type { ProposalRow } from '../../book/tables/rows/people.ts';
import { canonical } from '../../journal/canonical.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import { fullName } from '../people/person-name.ts';
import { forgetSecrets } from '../production/job-secrets.ts';
import { checkHere } from './on-the-way.ts';
import { dropSoPins } from './so-pins.ts';

/** A scrapped or returned token is destroyed; its SO-PINs and its last holder's code go with it. */
export async function destroyChanges(a: Act, { serial }: z.output<typeof TokenRef>): Promise<Change[]> {
  const { token, change } = await destroyable(a, serial);
  await dropSoPins(a.unit, token);
  await a.unit.dropRevocationCode(serial);
  return [change];
}

/** A token that may be destroyed, and the change that does it. Throws `wrong_state`, for one on the way to another location too. */
export async function destroyable({ unit }: Pick<Act, 'unit'>, serial: string) {
  const token = await need(unit.get('token', serial), 'token');
  checkHere(token);
  return { token, change: move('token', token, 'destroy') };
}

/** The verbs of a token's destruction, and its report. */
export function createDestruction(deps: Deps) {
  /** The report with both names, for the signatures of those who destroy it. */
  const print = async (proposal: ProposalRow): Promise<void> => {
    const { serial } = TokenRef.parse(JSON.parse(proposal.args));
    const { reads } = deps.store;
    const token = await need(reads.get('token', serial), 'token');
    const delivery = await reads.get('delivery', token.deliveryId);
    const [proposer, confirmer] = await Promise.all(
      [proposal.proposerId, proposal.confirmerId ?? ''].map((id) => reads.get('person', id)),
    );
    await deps.printer.print({
      kind: 'destruction-report',
      serial,
      model: token.model,
      delivery: delivery?.reference ?? '',
      decidedAt: proposal.proposedAt,
      proposer: fullName(proposer) || '—',
      confirmer: fullName(confirmer) || '—',
    });
  };

  return {
    /** After the commit: what was secret of the token is gone, and the report prints; it stands without paper. */
    conclude: async (proposal: ProposalRow): Promise<void> => {
      await forgetSecrets(deps);
      await print(proposal).catch((error: unknown) => deps.warn('destruction report not printed', error));
    },

    /** Prints the report of a destroyed token again. */
    printReport: async (caller: Caller, input: z.output<typeof TokenRef>): Promise<void> => {
      const proposal = await act(deps, caller, 'destruction.print', `token:${input.serial}`, async (a) => {
        a.allow();
        const argsHash = hash('sha256', canonical({ act: 'token.destroy', args: { serial: input.serial } }));
        const [executed] = await a.unit.find('proposal', { argsHash, state: 'executed' });
        const found = await need(Promise.resolve(executed), 'destruction');
        await a.done([]);
        return found;
      });
      await print(proposal);
    },
  };
}
