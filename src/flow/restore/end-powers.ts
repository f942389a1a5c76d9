import { ENTRY_ROWS } from '../../book/rules/limits.ts';
import { CONFIRMING, HELD, RESTORE, type Restored } from '../../book/rules/service/restored.ts';
import { type Change, move, update } from '../../book/tables/lifecycle.ts';
import type { GrantRow } from '../../book/tables/rows/people.ts';
import { LETTER_OPEN, PROPOSAL_OPEN, SECRET_LETTERS } from '../../book/tables/states.ts';
import { canonical } from '../../journal/canonical.ts';
import { notifying } from '../notifications/notices.ts';
import type { Clock } from '../ports/clock.ts';
import type { RestoreStore, RestoreUnit } from '../ports/ways-in.ts';
import { setting } from '../two-persons/limits.ts';

const ENTRY = { actor: 'system', role: 'system', action: 'restore.end', subject: 'service', outcome: 'done' } as const;
/** What an entry of it ends; the last one ends nothing, and says that all is. */
type Kind = 'apiToken' | 'proposal' | 'grant' | 'account' | 'letter' | 'pickupCode';
type Piece = (unit: RestoreUnit) => Promise<number>;

async function record(unit: RestoreUnit, kind: Kind, changes: readonly Change[]): Promise<void> {
  if (changes.length > 0) await unit.record({ ...ENTRY, detail: { kind }, changes });
}

async function apiTokens(unit: RestoreUnit, at: number): Promise<number> {
  const tokens = await unit.find('apiToken', { revokedAt: null }, { limit: ENTRY_ROWS });
  const changes = tokens.map((token) => update('apiToken', token, { revokedAt: at }, { revokedAt: null }));
  for (const { id } of tokens) await unit.dropApiToken(id);
  await record(unit, 'apiToken', changes);
  return tokens.length;
}

/** A released SO-PIN that was looked at since would be shown again, and a device be asked again. */
async function proposals(unit: RestoreUnit): Promise<number> {
  const open = await unit.find('proposal', { state: PROPOSAL_OPEN }, { limit: ENTRY_ROWS });
  const changes = open.map((row) => move('proposal', row, row.state === 'proposed' ? 'expire' : 'fail'));
  await record(unit, 'proposal', changes);
  return open.length;
}

/** Accounts of operators wait for a new link: whatever opened them is void. Those who confirm get one from the terminal. */
async function reopened(unit: RestoreUnit, grants: readonly GrantRow[]): Promise<Change[]> {
  const id = [...new Set(grants.map(({ personId }) => personId))];
  const accounts = id.length === 0 ? [] : await unit.find('account', { id, state: 'active' });
  const confirming = await unit.find('grant', { personId: id, role: CONFIRMING, revokedAt: null });
  const known = new Set(confirming.map(({ personId }) => personId));
  return accounts.map((account) =>
    move('account', account, 'invite', known.has(account.id) ? {} : { inviterId: null, voucherId: null }),
  );
}
async function heldGrants(unit: RestoreUnit, at: number): Promise<number> {
  const grants = await unit.find('grant', { role: HELD, revokedAt: null }, { limit: ENTRY_ROWS });
  const ended = grants.map((grant) => update('grant', grant, { revokedAt: at }, { revokedAt: null }));
  await record(unit, 'grant', [...ended, ...(await reopened(unit, grants))]);
  return grants.length;
}

/** Ends the ways in of those who may confirm a restore; they keep their role until two of them have confirmed it. */
async function confirmingAccounts(unit: RestoreUnit): Promise<number> {
  const grants = await unit.find('grant', { role: CONFIRMING, revokedAt: null });
  const changes = (await reopened(unit, grants)).slice(0, ENTRY_ROWS);
  await record(unit, 'account', changes);
  return changes.length;
}

/** Letters whose secret no backup holds: their tokens get a new PIN by the usual way. */
async function secretLetters(unit: RestoreUnit): Promise<number> {
  const letters = await unit.find('letter', { kind: SECRET_LETTERS, state: LETTER_OPEN }, { limit: ENTRY_ROWS });
  for (const { secretId } of letters) if (secretId !== null) await unit.dropSecret(secretId);
  const ended = letters.map((letter) => move('letter', letter, 'expire', { secretId: null }));
  await record(unit, 'letter', ended);
  return letters.length;
}

/** A pick-up code that was used up, locked or replaced since; its holder asks for a new one on their page. */
async function pickupCodes(unit: RestoreUnit): Promise<number> {
  const open = await unit.find('pickupCode', { state: 'open' }, { limit: ENTRY_ROWS });
  for (const { id } of open) await unit.dropPickupHash(id);
  await record(
    unit,
    'pickupCode',
    open.map((code) => move('pickupCode', code, 'end')),
  );
  return open.length;
}

/**
 * Before anybody may sign in, ends what the restore brought back although it may have been ended after the backup: API
 * tokens, proposals, operator roles, pick-up codes, and the ways in of all but those who may confirm the restore. It is done in
 * pieces, each with its entry; after a crash the next start goes on with what is left.
 */
export async function endPowers(
  { store, clock }: { store: RestoreStore; clock: Clock },
  restored: Restored,
): Promise<void> {
  const { transact } = notifying<RestoreUnit>(store, clock);
  const { at } = restored;
  const pieces: Piece[] = [
    (u) => apiTokens(u, at),
    proposals,
    (u) => heldGrants(u, at),
    confirmingAccounts,
    secretLetters,
    pickupCodes,
  ];
  for (const piece of pieces) while ((await transact(piece)) > 0);
  await transact(async (unit) => {
    const confirming = await unit.find('grant', { role: CONFIRMING, revokedAt: null });
    const narrowed = await unit.narrowWaysIn(at, [...new Set(confirming.map(({ personId }) => personId))]);
    const change = await setting(unit, RESTORE, canonical({ ...restored, ended: true }));
    await unit.record({ ...ENTRY, detail: narrowed, changes: [change] });
  });
}
