import { AppError } from '../errors.ts';
import { type Caller, rolesOf } from '../flow/permissions.ts';
import { fingerprint, newBearer } from './bearer.ts';
import type { Identity, OpenedSession, Origin, SignedIn } from './identity.ts';
import { normalisePassword } from './password.ts';
import type { IdentityDeps } from './recorded.ts';
import type { SessionRow } from './records.ts';

/** A session ends after this without a request, and after that whatever happens (ASVS 7.3.1, 7.3.2). */
const IDLE_MS = 15 * 60_000;
const ABSOLUTE_MS = 8 * 60 * 60_000;
/** A factor counts as fresh for this long after it was given. */
const FRESH_MS = 5 * 60_000;
/** `seenAt` is written at most this often: a commit to disk for every request would be too many. */
const TOUCH_MS = 30_000;

/**
 * Who a person is now, or undefined when their account lets nobody in. Asked anew with every request: a disabled account
 * and an ended role are dead at once (ASVS 7.4.2, 8.3.2).
 */
export async function recognise(
  deps: IdentityDeps,
  personId: string,
  how: { means: SignedIn['means']; csrf: string; freshUntil: number; scopes?: Caller['scopes'] },
): Promise<SignedIn | undefined> {
  const { reads } = deps.store;
  const [person, account] = await Promise.all([reads.get('person', personId), reads.get('account', personId)]);
  if (!person || person.purgedAt !== null || account?.state !== 'active') return undefined;
  const grants = await reads.find('grant', { personId, revokedAt: null });
  const scopes = how.scopes === undefined ? {} : { scopes: how.scopes };
  const caller: Caller = { personId, service: person.service, grants, freshUntil: how.freshUntil, ...scopes };
  return { caller, person, roles: rolesOf(caller, deps.clock.now()), means: how.means, csrf: how.csrf };
}

export function createSignIn(
  deps: IdentityDeps,
): Pick<Identity, 'signIn' | 'signOut' | 'bySession' | 'refresh' | 'endSessions'> {
  const { records, store } = deps;
  // what an unknown login's password is compared with, so that it takes as long; made before anybody asks
  const nobody = deps.hasher.hash(newBearer(deps.chance));
  nobody.catch(() => {}); // the first sign-in awaits it and hears of it

  const log = (event: string, personId: string | null, from: Origin, outcome: 'done' | 'refused'): Promise<void> =>
    records.logAccess({ at: deps.clock.now(), event, personId, address: from.address, outcome });

  /** True when the password fits an account that may come in; as slow when there is none. */
  const fits = async (personId: string | undefined, password: string): Promise<boolean> => {
    const key = personId ?? '';
    const [account, stored] = await Promise.all([store.reads.get('account', key), records.passwordOf(key)]);
    const verified = await deps.hasher.verify(stored?.hash ?? (await nobody), normalisePassword(password));
    return verified && stored !== undefined && account?.state === 'active';
  };

  const sessionOf = async (token: string): Promise<SessionRow | undefined> => {
    const row = await records.sessionByHash(fingerprint(token));
    const now = deps.clock.now();
    if (!row || (now < row.expiresAt && now < row.seenAt + IDLE_MS)) return row;
    await records.endSession(row.hash);
    return undefined;
  };

  /** Keeps a session under a new token (ASVS 7.2.4); answers undefined when the one it goes on from has ended meanwhile. */
  const keep = async (session: Omit<SessionRow, 'hash'>, before?: string): Promise<OpenedSession | undefined> => {
    const token = newBearer(deps.chance);
    const kept = await store.transact(async (unit) => {
      if (before !== undefined && !(await unit.endSession(before))) return false;
      await unit.keepSession({ ...session, hash: fingerprint(token) });
      return true;
    });
    return kept ? { token, csrf: session.csrf, expiresAt: session.expiresAt } : undefined;
  };

  const open = async (personId: string): Promise<OpenedSession | undefined> => {
    const now = deps.clock.now();
    const times = { createdAt: now, seenAt: now, freshUntil: now + FRESH_MS, expiresAt: now + ABSOLUTE_MS };
    return keep({ personId, csrf: newBearer(deps.chance), ...times });
  };

  const ended = () => new AppError('session_expired', 'this session has ended: sign in again');

  return {
    signIn: async ({ login, password }, from) => {
      const opened = await deps.throttle.attempt(login, from.address, async () => {
        const person = await records.personByLogin(login.normalize('NFC').trim());
        const fine = await fits(person?.id, password);
        await log('sign-in', person?.id ?? null, from, fine ? 'done' : 'refused');
        return fine && person ? open(person.id) : undefined;
      });
      if (opened) return opened;
      throw new AppError(
        'sign_in_failed',
        'login and password do not fit, or the account is not active: check both, or ask your administrator',
      );
    },

    signOut: async (token, from) => {
      const row = await records.sessionByHash(fingerprint(token));
      if (row && (await records.endSession(row.hash))) await log('sign-out', row.personId, from, 'done');
    },

    bySession: async (token) => {
      const row = await sessionOf(token);
      if (!row) return undefined;
      const { csrf, freshUntil } = row;
      const who = await recognise(deps, row.personId, { means: 'session', csrf, freshUntil });
      const now = deps.clock.now();
      if (who && now - row.seenAt >= TOUCH_MS) await records.touchSession(row.hash, { seenAt: now });
      return who;
    },

    refresh: async (token, password, from) => {
      const row = await sessionOf(token);
      if (!row) throw ended();
      const fine = await deps.throttle.attempt(`person ${row.personId}`, from.address, async () => {
        const fitting = await fits(row.personId, password);
        await log('refresh', row.personId, from, fitting ? 'done' : 'refused');
        return fitting || undefined;
      });
      if (!fine) throw new AppError('sign_in_failed', 'this is not your password: try again');
      const now = deps.clock.now();
      const renewed = await keep({ ...row, seenAt: now, freshUntil: now + FRESH_MS }, row.hash);
      if (!renewed) throw ended();
      return renewed;
    },

    endSessions: (personId) => records.endSessionsOf(personId),
  };
}
