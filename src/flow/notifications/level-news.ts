import { LATE, readLate } from '../../book/rules/waiting/service-level.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { Unit } from '../ports/store.ts';
import { activeHolders } from './active-holders.ts';
import type { Notice } from './templates.ts';

/** Announced dates pass the service level: supervisors plan. Once for each crossing. */
export async function ofLateDates(
  unit: Unit,
  change: Extract<Change, { table: 'setting' }>,
  now: number,
): Promise<Notice[]> {
  const late = change.id === LATE ? readLate(('insert' in change ? change.insert : change.set).value) : undefined;
  if (!late || late.ended !== null) return [];
  const holders = await activeHolders(unit, ['supervisor'], now);
  const whom = [...new Set(holders.map(({ personId }) => personId))];
  return whom.map((personId) => ({ template: 'dates-late', personId, about: `setting:${LATE}` }));
}
