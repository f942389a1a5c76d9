import { isLaterDate } from '../../book/rules/waiting/promises.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { Unit } from '../ports/store.ts';
import type { Notice } from './templates.ts';

/**
 * Who was told a date hears that it moves to a later one, and why; the first one, and an earlier one, stand on their page. The
 * holder alone: who asked for a hundred others would get a hundred mails.
 */
export async function ofPromise(unit: Unit, change: Extract<Change, { table: 'promise' }>): Promise<Notice[]> {
  if (!('insert' in change) || !isLaterDate(change.insert.reason)) return [];
  const request = await unit.get('request', change.insert.requestId);
  if (!request) return [];
  return [{ template: 'date-moved', personId: request.holderId, about: `promise:${change.id}` }];
}
