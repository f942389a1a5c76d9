import { covers } from '../../book/rights/roles.ts';
import { CERTIFICATE_LIVE, TOKEN_IN_USE } from '../../book/tables/states.ts';
import type { NewEntry, Unit } from '../ports/store.ts';
import { activeHolders } from './active-holders.ts';
import type { Notice } from './templates.ts';

/**
 * An account that is disabled shuts Jeton, and no gateway: whoever may revoke for its person hears that something of theirs
 * is in use still, and where one click ends it.
 */
export async function ofClosedAccount(
  unit: Unit,
  { action, outcome, actor, subject }: NewEntry,
  now: number,
): Promise<Notice[]> {
  if (action !== 'account.disable' || outcome !== 'done') return [];
  const holderId = subject.slice('account:'.length);
  // whoever edited the person's row does not keep an account open
  const [person] = await unit.find('person', { id: holderId }, { leaveOut: true });
  const tokens = await unit.count('token', { holderId, state: TOKEN_IN_USE });
  const credentials = await unit.count('certificate', { holderId, tokenId: null, state: CERTIFICATE_LIVE });
  if (!person || tokens + credentials === 0) return [];
  const officers = await activeHolders(unit, ['security-officer'], now);
  const approvers = await activeHolders(unit, ['approver'], now);
  const inCharge = [...officers, ...approvers.filter(({ scope }) => covers(scope, person.service))];
  const whom = new Set(inCharge.map(({ personId }) => personId));
  for (const id of [holderId, actor]) whom.delete(id);
  return [...whom].map((personId) => ({ template: 'closed-still-holds', personId, about: `account:${holderId}` }));
}
