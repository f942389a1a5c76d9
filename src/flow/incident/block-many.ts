import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { canBlock } from '../../book/rules/incidents.ts';
import { INCIDENT_KINDS } from '../../book/tables/codes.ts';
import { type Change, update } from '../../book/tables/lifecycle.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps } from '../act.ts';
import { each, type ResultOf } from '../each.ts';
import { Ref, ServiceCode } from '../inputs.ts';
import { guard } from '../reading/guard.ts';
import type { Lists } from '../reading/lists.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { findWorkstation, workstationsCalled } from '../workstation/find-workstation.ts';
import { blockChanges, hitOf, type Target, targetOfMachine } from './blocking.ts';

/** As many machines as one act blocks; of a larger service the rest is blocked by doing it again. */
const MOST_BLOCKED = 500;

const Machines = z.strictObject({
  /** Asset numbers. */
  workstations: z.array(Ref).min(1).max(MOST_BLOCKED).optional(),
  /** All machines of a service, with those below it, that are not blocked, lost or retired. */
  service: ServiceCode.optional(),
});
type Machines = z.output<typeof Machines>;
const isOneOf = ({ workstations, service }: Machines): boolean =>
  (workstations === undefined) !== (service === undefined);
const ONE = { error: 'name machines, or a service' };
/** Machines that an act on many would hit: a list of asset numbers, or a service. */
export const HitMachines = Machines.refine(isOneOf, ONE);
export const BlockMachines = Machines.extend({ reason: z.enum(INCIDENT_KINDS) }).refine(isOneOf, ONE);

/** What an act on many would take away. */
export interface HitCount {
  /** Asset numbers of the machines that would be blocked, or whose tokens would be revoked. */
  workstations: string[];
  /** Numbers of the list that no machine has, or one of which there is nothing to take away. */
  left: string[];
  tokens: number;
  credentials: number;
  people: number;
  /** The service has more machines than one act blocks. */
  more: boolean;
}
export type BlockedMachine = { workstation: string } & ResultOf<{ tokens: number; credentials: number }>;

/** Many machines are blocked at once: of a list, or of a service. */
export function createManyBlocked(deps: Deps, lists: Pick<Lists, 'workstationsOfService'>) {
  const { reads } = deps.store;
  const check = guard(deps);

  const namedBy = async ({ workstations, service }: Machines): Promise<string[]> => {
    if (workstations) return [...new Set(workstations)];
    const rows = await lists.workstationsOfService(service ?? '', MOST_BLOCKED + 1);
    return rows.map(({ assetNumber }) => assetNumber);
  };

  const blockOne = (caller: Caller, ref: string, reason: z.output<typeof BlockMachines>['reason']) =>
    act(deps, caller, 'incident.block', `workstation:${ref}`, async (a) => {
      const workstation = await findWorkstation(a.unit, ref);
      a.allow();
      const target = await targetOfMachine(a.unit, workstation);
      const { changes, hit } = await blockChanges(a.unit, target, a.now);
      if (changes.length === 0)
        throw new AppError('already_done', `workstation ${workstation.assetNumber} is ${workstation.state} already`);
      const subject = `workstation:${workstation.id}`;
      const marked = await markOpen(a, caller, target);
      await a.done([...changes, ...marked], { action: 'incident.blockWorkstation', subject, detail: { reason } });
      return { tokens: hit.tokens.length, credentials: hit.credentials.length };
    });

  return {
    /** What would be hit, to be read before it is done. */
    hits: async (caller: Caller, input: z.output<typeof HitMachines>): Promise<HitCount> => {
      check(caller, 'incident.read');
      const named = await namedBy(input);
      const numbers = named.slice(0, MOST_BLOCKED);
      const called = await workstationsCalled(reads, numbers);
      const known = [...new Set(called.values())];
      // one that is retired is not blocked any more, and what is left in use of it is taken away all the same
      const hits = await Promise.all(known.map(async (row) => ({ row, ...(await hitOfMachine(row)) })));
      const all = hits.filter(
        ({ row, tokens, credentials }) => canBlock(row.state) || tokens.length + credentials.length > 0,
      );
      const found = new Set(all.map(({ row }) => row.assetNumber));
      return {
        workstations: [...found].sort(),
        left: numbers.filter((number) => !found.has(called.get(number)?.assetNumber ?? '')),
        tokens: new Set(all.flatMap(({ tokens }) => tokens.map(({ id }) => id))).size,
        credentials: new Set(all.flatMap(({ credentials }) => credentials.map(({ id }) => id))).size,
        people: new Set(all.flatMap(({ personIds }) => personIds)).size,
        more: named.length > MOST_BLOCKED,
      };
    },

    /** Blocks each, at once and before all other work. One that is refused keeps no other waiting; one CRL at the end. */
    blockMany: async (
      caller: Caller,
      input: z.output<typeof BlockMachines>,
    ): Promise<{ machines: BlockedMachine[]; published: boolean }> => {
      await act(deps, caller, 'incident.block', 'workstation', async (a) => a.checkEver());
      const numbers = (await namedBy(input)).slice(0, MOST_BLOCKED);
      const results = await each(deps, numbers, (number) => blockOne(caller, number, input.reason));
      const machines = results.map((result, i): BlockedMachine => ({ workstation: numbers[i] ?? '', ...result }));
      const isDone = results.some(({ outcome }) => outcome === 'done');
      return { machines, published: isDone ? await concludeRevocation(deps) : true };
    },
  };

  async function hitOfMachine(row: WorkstationRow) {
    const target = await targetOfMachine(reads, row);
    return { ...(await hitOf(reads, target)), personIds: target.personIds };
  }
}

/** What is open of the machine, and of these people beyond any machine, is blocked with it. */
async function markOpen(a: Act, { personId }: Caller, { workstation, personIds }: Target): Promise<Change[]> {
  const state = 'open' as const;
  const ofMachine = workstation ? await a.unit.find('incident', { workstationId: workstation.id, state }) : [];
  const ofPeople =
    personIds.length > 0 ? await a.unit.find('incident', { personId: personIds, workstationId: null, state }) : [];
  return [...ofMachine, ...ofPeople].map((row) =>
    update('incident', row, { blockedAt: a.now, blockerId: personId }, { state, blockedAt: row.blockedAt }),
  );
}
