import type { Change } from '../../book/tables/lifecycle.ts';
import type { NewEntry, Unit } from '../ports/store.ts';
import { activeHolders } from './active-holders.ts';
import type { Notice } from './templates.ts';

/** A token that came back: whoever had it hears that it was taken, so that nobody is looked to for it any more. */
export async function ofReturn(
  unit: Unit,
  change: Extract<Change, { table: 'token' }>,
  { action }: NewEntry,
): Promise<Notice[]> {
  // a renewal on the very token passes through the same state, and its holder never gave it back
  if (!['token.return', 'token.find'].includes(action) || 'insert' in change) return [];
  const token = await unit.get('token', change.id);
  if (!token?.holderId) return [];
  // missing from its shelf and found there, it did not come back from them a second time
  const once = `token-returned:${token.id}:${token.certificateId}`;
  return [{ template: 'token-returned', personId: token.holderId, about: `token:${change.id}`, once }];
}

/** A location runs low: supervisors order, technicians move what is elsewhere. Once for each crossing. */
export async function ofStockAlert(
  unit: Unit,
  change: Extract<Change, { table: 'stockAlert' }>,
  now: number,
): Promise<Notice[]> {
  if (!('insert' in change)) return [];
  const holders = await activeHolders(unit, ['supervisor', 'technician'], now);
  const whom = [...new Set(holders.map(({ personId }) => personId))];
  return whom.map((personId) => ({ template: 'stock-low', personId, about: `stockAlert:${change.id}` }));
}
