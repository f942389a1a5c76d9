import type { Caller } from '../../book/rights/roles.ts';
import { type Change, update } from '../../book/tables/lifecycle.ts';
import type { Act } from '../act.ts';
import type { Target } from './blocking.ts';

/**
 * What is open of a machine, and of these people beyond any machine, is marked as blocked with it: it may be closed as such. An incident
 * that somebody edited keeps nobody from blocking; the daily comparison names it.
 */
export async function markBlocked(
  { unit, now }: Pick<Act, 'unit' | 'now'>,
  { personId }: Pick<Caller, 'personId'>,
  { workstation, personIds }: Target,
): Promise<Change[]> {
  const state = 'open' as const;
  const leaveOut = { leaveOut: true } as const;
  const ofMachine = workstation ? await unit.find('incident', { workstationId: workstation.id, state }, leaveOut) : [];
  const ofPeople =
    personIds.length > 0
      ? await unit.find('incident', { personId: personIds, workstationId: null, state }, leaveOut)
      : [];
  return [...ofMachine, ...ofPeople].map((row) =>
    update('incident', row, { blockedAt: now, blockerId: personId }, { state, blockedAt: row.blockedAt }),
  );
}
