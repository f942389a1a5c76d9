import type { Change } from '../../book/tables/lifecycle.ts';
import type { NewEntry, Unit } from '../ports/store.ts';
import type { Notice } from './templates.ts';

/**
 * A token that was recalled: its holder hears what takes its place, once that is settled. What is made again before they had it
 * they hear of as of any other production.
 */
export async function ofRecall(
  unit: Unit,
  change: Extract<Change, { table: 'recallItem' }>,
  { action }: NewEntry,
): Promise<Notice[]> {
  if ('insert' in change || change.set.settledAt == null || action === 'recall.repeat') return [];
  const item = await unit.get('recallItem', change.id);
  if (!item?.holderId || item.left === 'holder') return [];
  const template = item.requestId === null ? 'token-recalled' : 'recall-replaces';
  return [{ template, personId: item.holderId, about: `recallItem:${item.id}` }];
}
