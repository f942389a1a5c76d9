import type { z } from 'zod';
import { OPERATOR_ROLES } from '../../book/rights/roles.ts';
import { soleOfficer } from '../../book/rights/sole-officer.ts';
import type { GrantRole, PersonRef } from '../../book/rules/decision-args.ts';
import type { Role } from '../../book/tables/codes.ts';
import { type Change, move, update } from '../../book/tables/lifecycle.ts';
import type { AccountRow, ApiTokenRow } from '../../book/tables/rows/people.ts';
import { AppError } from '../../errors.ts';
import { need } from '../act.ts';
import type { Reads, Unit } from '../ports/store.ts';
import type { Recording } from './import-person.ts';

/** API tokens of somebody that still let a machine in; those of before are more in time than one reading answers. */
export const liveTokens = (reads: Pick<Reads, 'find'>, personId: string, now: number): Promise<ApiTokenRow[]> =>
  reads.find('apiToken', { personId, revokedAt: null }, { orderBy: 'expiresAt', from: now + 1 });

/**
 * Puts an account that was open or disabled back to where it waits for a link. Its ways in, API tokens and proposals
 * become void: somebody else may have used it.
 */
export async function reopen(
  unit: Unit,
  account: AccountRow,
  now: number,
  inviterId: string | null = null,
): Promise<Change[]> {
  const tokens = await liveTokens(unit, account.id, now);
  const proposals = await unit.find('proposal', { proposerId: account.id, state: 'proposed' });
  await unit.dropWaysIn(account.id);
  const step = move('account', account, account.state === 'disabled' ? 'enable' : 'invite', {
    inviterId,
    voucherId: null,
  });
  return [
    step,
    ...tokens.map((token) => update('apiToken', token, { revokedAt: now }, { revokedAt: null })),
    ...proposals.map((proposal) => move('proposal', proposal, 'cancel')),
  ];
}

/** The account that two persons may give back. Throws `wrong_state` for one that waits for a link, or whose person's data were purged. */
export async function recoverable(unit: Unit, { personId }: z.output<typeof PersonRef>): Promise<AccountRow> {
  const person = await need(unit.get('person', personId), 'person');
  const account = await need(unit.get('account', personId), 'account');
  if (person.purgedAt !== null || account.state === 'invited')
    throw new AppError(
      'wrong_state',
      'this account waits for a link, or its person is gone: there is nothing to give back',
    );
  return account;
}

/**
 * Gives an account back to its person, roles and all, when every way in is lost: it waits for a new one-time link. An
 * administrator alone may do that for no operator (`account.invite`).
 */
export async function recoverChanges(unit: Unit, args: z.output<typeof PersonRef>, now: number): Promise<Change[]> {
  return reopen(unit, await recoverable(unit, args), now);
}

/** The only security officer who can come in at `now`; undefined where there is none, or several. */
export async function soleOfficerNow(reads: Pick<Reads, 'find'>, now: number): Promise<string | undefined> {
  const grants = await reads.find('grant', { role: 'security-officer', revokedAt: null });
  const open = await reads.find('account', { id: grants.map((grant) => grant.personId), state: 'active' });
  const ids = new Set(open.map(({ id }) => id));
  return soleOfficer(grants, (id) => ids.has(id), now);
}

/**
 * The account of the only security officer who can come in. Throws `wrong_state` where somebody else is officer too: the
 * two of whom one is that officer give an account back; and for whoever is no officer.
 */
export async function onlyOfficer(
  { unit, now }: Pick<Recording, 'unit' | 'now'>,
  { personId }: z.output<typeof PersonRef>,
): Promise<AccountRow> {
  const account = await recoverable(unit, { personId });
  if ((await soleOfficerNow(unit, now)) === personId) return account;
  throw new AppError('wrong_state', 'this is not the only security officer whose account is open', {
    detail: { why: 'sole-officer' },
  });
}

/**
 * Whether the account was opened by one person alone, who could be using it. Then an operator's role closes it first.
 */
export function isOpenedAlone(account: Pick<AccountRow, 'state' | 'voucherId'> | undefined): boolean {
  return account?.state === 'active' && account.voucherId === null;
}

/** Whether the role, granted now, closes the person's account. */
export async function closesAccount(reads: Pick<Reads, 'get'>, personId: string, role: Role): Promise<boolean> {
  return OPERATOR_ROLES.includes(role) && isOpenedAlone(await reads.get('account', personId));
}

/**
 * Before an operator role is granted: an account that one person alone opened is closed, so that no administrator waits in
 * it for what two others grant. Its person comes in by a new link and a second person's code.
 */
export async function closedFirst(
  { unit, now }: Pick<Recording, 'unit' | 'now'>,
  grants: readonly Pick<GrantRole, 'personId' | 'role'>[],
): Promise<Change[]> {
  const changes: Change[] = [];
  const operators = grants.filter(({ role }) => OPERATOR_ROLES.includes(role));
  for (const id of new Set(operators.map(({ personId }) => personId))) {
    const account = await unit.get('account', id);
    if (account && isOpenedAlone(account)) changes.push(...(await reopen(unit, account, now)));
  }
  return changes;
}
