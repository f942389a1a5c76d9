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

/**
 * Tokens are on their way to a location: technicians of its site hear that they come, else all of them, but never their sender,
 * who does not receive them.
 */
export async function ofTransfer(
  unit: Unit,
  change: Extract<Change, { table: 'stockTransfer' }>,
  now: number,
): Promise<Notice[]> {
  if (!('insert' in change)) return [];
  const { toId, sentBy } = change.insert;
  const holders = await activeHolders(unit, ['technician'], now);
  const able = [...new Set(holders.map(({ personId }) => personId))].filter((id) => id !== sentBy);
  const there = (await unit.get('stockLocation', toId))?.site;
  const near = (await unit.find('person', { id: able }, { leaveOut: true })).filter(({ site }) => site === there);
  const whom = near.length > 0 ? near.map(({ id }) => id) : able;
  return whom.map((personId) => ({ template: 'stock-sent', personId, about: `stockTransfer:${change.id}` }));
}
