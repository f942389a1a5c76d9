import { usersOf } from '../../book/rules/workstation/machine-users.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { NewEntry, Unit } from '../ports/store.ts';
import { activeHolders } from './active-holders.ts';
import type { Notice } from './templates.ts';

/**
 * A machine that was reported lost: the security officers hear of it at once, whoever reported it, and so do the agent who has it and
 * the holders of the tokens that end with it: a loss that nobody had is not long unseen.
 */
export async function ofLoss(
  unit: Unit,
  change: Extract<Change, { table: 'workstation' }>,
  { changes = [] }: NewEntry,
  now: number,
): Promise<Notice[]> {
  if ('insert' in change || change.set.state !== 'lost') return [];
  // they are revoked by this entry: what is in use on it now are no tokens any more
  const ended = changes.flatMap(({ table, id }) => (table === 'token' ? [id] : []));
  const machine = (await unit.get('workstation', change.id)) ?? { holderId: null };
  const about = `workstation:${change.id}`;
  const users = usersOf(machine, await unit.find('token', { id: ended }));
  const officers = await activeHolders(unit, ['security-officer'], now);
  const whom = [...new Set(officers.map(({ personId }) => personId))];
  return [
    ...users.map((personId): Notice => ({ template: 'workstation-lost', personId, about })),
    ...whom.map((personId): Notice => ({ template: 'workstation-reported-lost', personId, about })),
  ];
}
