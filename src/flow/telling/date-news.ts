import type { Change } from '../../book/tables/lifecycle.ts';
import type { Unit } from '../ports/store.ts';
import { partiesOf } from './parties.ts';
import type { Notice } from './templates.ts';

/** Who was told a date hears that it moves to a later one, and why; the first one, and an earlier one, stand on their page. */
export async function ofPromise(unit: Unit, change: Extract<Change, { table: 'promise' }>): Promise<Notice[]> {
  if (!('insert' in change) || ['first', 'earlier'].includes(change.insert.reason)) return [];
  const request = await unit.get('request', change.insert.requestId);
  if (!request) return [];
  return partiesOf(request).map((personId) => ({ template: 'date-moved', personId, about: `promise:${change.id}` }));
}
