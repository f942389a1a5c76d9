import { AppError } from '../errors.ts';
import { need } from '../flow/act.ts';
import { type Change, move, update } from '../flow/lifecycle.ts';
import type { AccountRow, GrantRow, PersonRow, Role } from '../flow/model.ts';
import { authorise } from '../flow/permissions.ts';
import { fullName } from '../flow/person-name.ts';
import type { NewEntry, Reads } from '../flow/ports.ts';
import { fingerprint, newBearer } from './bearer.ts';
import type { Identity, Origin } from './identity.ts';
import { normalisePassword } from './password.ts';
import { type IdentityDeps, recorded } from './recorded.ts';
import type { IdentityUnit } from './records.ts';
import { isOperator } from './strength.ts';

/** A link lives this long (invariant 5). */
const LINK_MS = 15 * 60_000;
const gone = () => new AppError('expired', 'this link was used or has ended: ask for a new one');

/** Grants that stand now or will: a deputy to come counts as an operator already. */
async function standingGrants(reads: Reads, personId: string, now: number): Promise<GrantRow[]> {
  const grants = await reads.find('grant', { personId, revokedAt: null });
  return grants.filter((g) => g.validUntil === null || g.validUntil > now);
}

/** What an invitation changes: nothing for who never came in, else the account goes back and everything issued under it ends. */
async function reopening(unit: IdentityUnit, account: AccountRow, now: number): Promise<Change[]> {
  if (account.state === 'invited') return [];
  if (isOperator(await standingGrants(unit, account.id, now))) {
    throw new AppError(
      'forbidden',
      "an operator's account is not reopened by one person: end the operator roles first, then grant them again by dual control",
    );
  }
  const tokens = await unit.find('apiToken', { personId: account.id, revokedAt: null });
  const step = move('account', account, account.state === 'active' ? 'invite' : 'enable');
  return [step, ...tokens.map((token) => update('apiToken', token, { revokedAt: now }, { revokedAt: null }))];
}

export function createAccountEnrolment(
  deps: IdentityDeps,
): Pick<Identity, 'firstLinks' | 'invite' | 'peek' | 'enrol' | 'accountState'> {
  const { reads } = deps.store;

  /** A fresh link, which ends those before it; the entry never holds it. */
  const link = async (unit: IdentityUnit, personId: string, now: number) => {
    const token = newBearer(deps.chance);
    const expiresAt = now + LINK_MS;
    await unit.keepEnrolment({ hash: fingerprint(token), personId, expiresAt });
    return { token, expiresAt };
  };

  /** The person whom a link lets in, as long as it stands. */
  const holderOf = async (token: string): Promise<{ person: PersonRow; expiresAt: number } | undefined> => {
    const row = await deps.records.enrolmentByHash(fingerprint(token));
    if (!row || row.usedAt !== null || row.expiresAt <= deps.clock.now()) return undefined;
    const person = await reads.get('person', row.personId);
    return person && { person, expiresAt: row.expiresAt };
  };

  const activate = async (unit: IdentityUnit, token: string, hash: string): Promise<string> => {
    const now = deps.clock.now();
    const personId = await unit.redeemEnrolment(fingerprint(token), now);
    if (personId === undefined) throw gone();
    const account = await need(unit.get('account', personId), 'account');
    const [grant] = await standingGrants(unit, personId, now);
    const entry = {
      actor: personId,
      role: grant?.role ?? 'agent',
      action: 'account.activate',
      subject: `account:${personId}`,
    };
    await unit.record({ ...entry, outcome: 'done', changes: [move('account', account, 'activate')] });
    await unit.keepPassword(personId, hash, now);
    await unit.endSessionsOf(personId);
    await unit.dropWaysIn(personId); // an account that was recovered: what let somebody in before is void
    return personId;
  };

  return {
    firstLinks: () =>
      deps.store.transact(async (unit) => {
        const now = deps.clock.now();
        const links: { person: PersonRow; role: Role; token: string }[] = [];
        for (const person of await unit.find('person', {}, { orderBy: 'createdAt', limit: 2 })) {
          const account = await unit.get('account', person.id);
          // founded: the role came with the person, before anybody could grant it
          const role = (await unit.find('grant', { personId: person.id, grantedAt: person.createdAt })).find(
            (g) => g.role !== 'agent',
          )?.role;
          if (account?.state !== 'invited' || role === undefined) continue;
          const { token } = await link(unit, person.id, now);
          const entry: NewEntry = {
            actor: 'system',
            role: 'system',
            action: 'account.invite',
            subject: `account:${person.id}`,
            outcome: 'done',
          };
          await unit.record(entry);
          links.push({ person, role, token });
        }
        return links;
      }),

    invite: (caller, personId) =>
      recorded(deps, caller, 'account.invite', `account:${personId}`, async (unit, now) => {
        const role = authorise(caller, 'account.invite', { personId }, now);
        const account = await need(unit.get('account', personId), 'account');
        const changes = await reopening(unit, account, now);
        const entry = { actor: caller.personId, role, action: 'account.invite', subject: `account:${personId}` };
        await unit.record({ ...entry, outcome: 'done', detail: { from: account.state }, changes });
        if (changes.length > 0) {
          await unit.endSessionsOf(personId);
          await unit.dropWaysIn(personId);
        }
        return link(unit, personId, now);
      }),

    peek: async (token) => {
      const held = await holderOf(token);
      return held && { name: fullName(held.person), expiresAt: held.expiresAt };
    },

    enrol: async ({ token, password }, from: Origin) => {
      const at = deps.clock.now();
      const log = (personId: string | null, outcome: 'done' | 'refused') =>
        deps.records.logAccess({ at, event: 'enrol', personId, address: from.address, outcome });
      const held = await holderOf(token);
      if (!held) {
        await log(null, 'refused');
        throw gone();
      }
      await deps.policy.check(password, held.person, isOperator(await standingGrants(reads, held.person.id, at)));
      const hash = await deps.hasher.hash(normalisePassword(password)); // slow, so before the transaction
      const personId = await deps.store.transact((unit) => activate(unit, token, hash));
      await log(personId, 'done');
    },

    accountState: async (personId) => (await need(reads.get('account', personId), 'account')).state,
  };
}
