import type { Change } from '../../book/tables/lifecycle.ts';
import type { Unit } from '../ports/store.ts';
import { activeHolders } from './active-holders.ts';
import type { Notice } from './templates.ts';

/**
 * An incident that was reported: the security officers hear of it at once, whoever reported it, and the person whom it befell
 * reads what to do until somebody comes.
 */
export async function ofIncident(
  unit: Unit,
  change: Extract<Change, { table: 'incident' }>,
  now: number,
): Promise<Notice[]> {
  if (!('insert' in change)) return [];
  const { personId } = change.insert;
  const about = `incident:${change.id}`;
  const officers = await activeHolders(unit, ['security-officer'], now);
  const whom = [...new Set(officers.map((officer) => officer.personId))];
  return [
    { template: 'incident-received', personId, about },
    ...whom.map((officer): Notice => ({ template: 'incident-reported', personId: officer, about })),
  ];
}
