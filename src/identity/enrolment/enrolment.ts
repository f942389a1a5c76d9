import { authorise } from '../../book/rights/authorise.ts';
import { hasEnded, rolesOf } from '../../book/rights/roles.ts';
import { type Change, move, update } from '../../book/tables/lifecycle.ts';
import type { AccountRow, GrantRow, PersonRow } from '../../book/tables/rows/people.ts';
import { AppError } from '../../errors.ts';
import { need } from '../../flow/act.ts';
import { fullName } from '../../flow/people/person-name.ts';
import { reopen } from '../../flow/people/recovery.ts';
import type { Reads } from '../../flow/ports/store.ts';
import { fingerprint, newBearer } from '../bearer.ts';
import type { FirstLink, Identity, Origin } from '../identity.ts';
import { normalisePassword } from '../passwords/password.ts';
import { isOperator } from '../passwords/strength.ts';
import { type IdentityDeps, recorded } from '../record-act.ts';
import type { EnrolmentRow, IdentityUnit } from '../records.ts';
import { newTypedCode, typedCodeHash } from '../typed-code.ts';
import { formerWrong, knowsFormer, whoComesFirst } from './first-links.ts';

/** A link lives this long (invariant 5). */
const LINK_MS = 15 * 60_000;
const gone = () => new AppError('expired', 'this link was used or has ended: ask for a new one');
const codeWrong = () =>
  new AppError(
    'sign_in_failed',
    "an operator's account asks for a second person's code too: ask a security officer or another administrator for it",
  );
type Needing = Pick<EnrolmentRow, 'personId' | 'inviterId' | 'codeHash'>;
const codeHashOf = (typed: string): string => typedCodeHash('vouch', typed);

/** Grants that stand now or will: a deputy to come counts as an operator already. */
async function standingGrants(reads: Reads, personId: string, now: number): Promise<GrantRow[]> {
  const grants = await reads.find('grant', { personId, revokedAt: null });
  return grants.filter((g) => !hasEnded(g, now));
}

/** What an invitation changes: who invites; an account that was open or disabled goes back, and everything issued under it ends. */
async function invitation(unit: IdentityUnit, account: AccountRow, inviterId: string, now: number): Promise<Change[]> {
  if (account.state === 'invited') {
    return [update('account', account, { inviterId, voucherId: null }, { state: 'invited' })];
  }
  if (isOperator(await standingGrants(unit, account.id, now))) {
    throw new AppError(
      'forbidden',
      "an operator's account is not reopened by one person: propose to give it back, and a second person confirms",
      { detail: { why: 'operator-alone' } },
    );
  }
  return reopen(unit, account, now, inviterId);
}

/** How an account is opened: links, codes, and the first password. */
export function createAccountEnrolment(
  deps: IdentityDeps,
): Pick<Identity, 'firstLinks' | 'invite' | 'vouch' | 'peek' | 'enrol' | 'accountState'> {
  const { reads } = deps.store;

  /** A fresh link, which ends those before it; the entry never holds it. */
  const link = async (
    unit: IdentityUnit,
    personId: string,
    now: number,
    how: Pick<EnrolmentRow, 'inviterId' | 'former'>,
  ) => {
    const token = newBearer(deps.chance);
    const expiresAt = now + LINK_MS;
    await unit.keepEnrolment({ hash: fingerprint(token), personId, expiresAt, ...how });
    return { token, expiresAt };
  };
  /** Whoever made the link could use it: for an operator's account, or one that is to be, that one person is not enough. */
  const needsCode = async (on: Reads, { personId, inviterId, codeHash }: Needing): Promise<boolean> =>
    inviterId !== null && (codeHash !== null || isOperator(await standingGrants(on, personId, deps.clock.now())));

  /** The person whom a link lets in, as long as it stands. */
  const holderOf = async (token: string): Promise<{ person: PersonRow; row: EnrolmentRow } | undefined> => {
    const row = await deps.records.enrolmentByHash(fingerprint(token));
    if (!row || row.usedAt !== null || row.expiresAt <= deps.clock.now()) return undefined;
    const person = await reads.get('person', row.personId);
    return person && { person, row };
  };

  const activate = async (unit: IdentityUnit, token: string, hash: string, code: string): Promise<string> => {
    const now = deps.clock.now();
    const link = await unit.redeemEnrolment(fingerprint(token), now);
    if (link === undefined) throw gone();
    const { personId } = link;
    // again, in the transaction: the role may have been granted a moment ago
    const vouched = link.inviterId === null || link.codeHash === codeHashOf(code);
    if (!vouched && (await needsCode(unit, link))) throw codeWrong();
    const account = await need(unit.get('account', personId), 'account');
    const grants = await unit.find('grant', { personId, revokedAt: null });
    const role = rolesOf({ grants }, now)[0] ?? 'agent';
    const entry = { actor: personId, role, action: 'account.activate', subject: `account:${personId}` };
    await unit.record({ ...entry, outcome: 'done', changes: [move('account', account, 'activate')] });
    await unit.dropWaysIn(personId);
    await unit.keepPassword(personId, hash, now);
    return personId;
  };

  return {
    firstLinks: () =>
      deps.store.transact(async (unit) => {
        const now = deps.clock.now();
        const links: FirstLink[] = [];
        for (const { person, role, former } of await whoComesFirst(unit, now)) {
          const { token } = await link(unit, person.id, now, { inviterId: null, former: former ? 1 : 0 });
          const entry = { actor: 'system', role: 'system', action: 'account.firstLink', outcome: 'done' } as const;
          await unit.record({ ...entry, subject: `account:${person.id}` });
          links.push({ person, name: fullName(person), role, token, former });
        }
        return links;
      }),

    invite: (caller, personId) =>
      recorded(deps, caller, 'account.invite', `account:${personId}`, async (unit, now) => {
        const role = authorise(caller, 'account.invite', { personId }, now);
        const account = await need(unit.get('account', personId), 'account');
        if ((await unit.get('person', personId))?.purgedAt !== null)
          throw new AppError('wrong_state', 'the data of this person were purged: nobody comes in by this account');
        const changes = await invitation(unit, account, caller.personId, now);
        const entry = { actor: caller.personId, role, action: 'account.invite', subject: `account:${personId}` };
        await unit.record({ ...entry, outcome: 'done', detail: { from: account.state }, changes });
        const made = await link(unit, personId, now, { inviterId: caller.personId, former: 0 });
        return { ...made, needsCode: await needsCode(unit, { personId, inviterId: caller.personId, codeHash: null }) };
      }),

    vouch: async (caller, who) => {
      const [known] = await reads.find('person', { directoryId: who }, { limit: 1 });
      const personId = known?.id ?? who;
      return recorded(deps, caller, 'account.vouch', `account:${personId}`, async (unit, now) => {
        const role = authorise(caller, 'account.vouch', { personId }, now);
        const row = await unit.enrolmentOf(personId);
        const standing = await need(Promise.resolve(row && row.expiresAt > now ? row : undefined), 'link that waits');
        if (standing.inviterId === caller.personId)
          throw new AppError('same_person', 'you made this link: a second person gives the code');
        if (standing.inviterId === null) throw new AppError('wrong_state', 'a link of the terminal asks for no code');
        const code = newTypedCode(deps.chance);
        if (!(await unit.vouchEnrolment(standing.hash, codeHashOf(code), now))) throw gone();
        const account = await need(unit.get('account', personId), 'account');
        const expected = { state: 'invited', inviterId: standing.inviterId } as const;
        const changes = [update('account', account, { voucherId: caller.personId }, expected)];
        const entry = { actor: caller.personId, role, action: 'account.vouch', subject: `account:${personId}` };
        await unit.record({ ...entry, outcome: 'done', changes });
        return { code, expiresAt: standing.expiresAt };
      });
    },

    peek: async (token) => {
      const held = await holderOf(token);
      if (!held) return undefined;
      const { person, row } = held;
      const asks = { needsCode: await needsCode(reads, row), needsFormer: row.former === 1 };
      return { name: fullName(person), expiresAt: row.expiresAt, ...asks };
    },

    enrol: async ({ token, password, code = '', former, passkey }, from: Origin) => {
      const at = deps.clock.now();
      const log = (personId: string | null, outcome: 'done' | 'refused') =>
        deps.records.logAccess({ at, event: 'enrol', personId, address: from.address, outcome });
      // each made-up link is a line of the access log: one address makes few of them
      const held = await deps.throttle.attempt(`link ${fingerprint(token)}`, from.address, async () => {
        const found = await holderOf(token);
        if (!found) await log(null, 'refused');
        return found;
      });
      if (!held) throw gone();
      const { row } = held;
      if (await needsCode(reads, row)) {
        const fits = await deps.throttle.attempt(`vouch ${row.personId}`, from.address, async () => {
          const now = await deps.records.enrolmentByHash(row.hash);
          return now?.codeHash === codeHashOf(code) || undefined;
        });
        if (!fits) {
          await log(row.personId, 'refused');
          throw codeWrong();
        }
      }
      if (row.former === 1) {
        const fits = await deps.throttle.attempt(`former ${row.personId}`, from.address, () =>
          knowsFormer(deps, row.personId, { former, passkey }),
        );
        if (!fits) {
          await log(row.personId, 'refused');
          throw formerWrong();
        }
      }
      await deps.policy.check(password, held.person, isOperator(await standingGrants(reads, held.person.id, at)));
      const hash = await deps.hasher.known.hash(normalisePassword(password)); // slow, so before the transaction
      const personId = await deps.store.transact((unit) => activate(unit, token, hash, code));
      await log(personId, 'done');
    },

    accountState: async (personId) => (await need(reads.get('account', personId), 'account')).state,
  };
}
