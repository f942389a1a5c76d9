import { type Caller, rolesOf } from '../../book/rights/roles.ts';
import { AppError } from '../../errors.ts';
import { restoredIn } from '../../flow/restore/restore.ts';
import { fingerprint, newBearer } from '../bearer.ts';
import type { OpenedSession, Origin, SignedIn } from '../identity.ts';
import { isElsewhere } from '../passkeys/passkey-site.ts';
import { isByToken, isStrong, LOSS_ONLY, type Method, needsPasskey, usable } from '../passwords/strength.ts';
import type { IdentityDeps } from '../record-act.ts';
import type { IdentityUnit, SessionRow } from '../records.ts';
import { ABSOLUTE_MS, benchUntil, IDLE_MS, isLocked, lasts, NO_BENCH } from './session-life.ts';

/** A factor counts as fresh for this long after it was given. */
export const FRESH_MS = 5 * 60_000;
/** `seenAt` is written at most this often: a commit to disk for every request would be too many. */
const TOUCH_MS = 30_000;

/** Sessions whose owners are remembered: those of a day, of a service with a few hundred people at once. */
const REMEMBERED = 2000;

const RESTORED =
  'the records were restored, and your account was not opened anew since: ask an administrator for a new link';

/** Whether what opens a session stands yet. */
export type Still = (unit: IdentityUnit) => Promise<boolean>;

/** Somebody whose account lets them in, before their way in says which roles they may use. */
interface Recognised {
  person: SignedIn['person'];
  caller: Caller;
}

/**
 * Who a person is now, or undefined when their account lets nobody in. Asked anew with every request: a disabled account
 * and an ended role are dead at once (ASVS 7.4.2, 8.3.2).
 */
export async function recognise(
  { store }: Pick<IdentityDeps, 'store'>,
  personId: string,
  freshUntil: number,
): Promise<Recognised | undefined> {
  const { reads } = store;
  const [person, account, grants] = await Promise.all([
    reads.get('person', personId),
    reads.get('account', personId),
    reads.find('grant', { personId, revokedAt: null }),
  ]);
  if (!person || person.purgedAt !== null || account?.state !== 'active') return undefined;
  return { person, caller: { personId, service: person.service, grants, freshUntil } };
}

/** The error for a session that is over. */
export const sessionEnded = () => new AppError('session_expired', 'this session has ended: sign in again');

/** Sessions as every way in opens, raises and reads them. */
export function createSessions(deps: IdentityDeps) {
  const { records, store } = deps;

  const log = (event: string, personId: string | null, from: Origin, outcome: 'done' | 'refused'): Promise<void> =>
    records.logAccess({ at: deps.clock.now(), event, personId, address: from.address, outcome });

  /** Whether somebody's account is still as it was before a restore: nobody opened it anew. */
  const isRestored = async (personId: string): Promise<boolean> =>
    ((await records.passwordOf(personId))?.restoredAt ?? null) !== null;

  /**
   * What a restored account reaches: the report of a loss, and once two persons confirmed the restore an agent's part, where
   * the provider vouches for them today. What else let them in may have been taken from them since the backup.
   */
  const reachOf = async (personId: string, how: { method: Method; reach?: string | null }): Promise<string | null> => {
    if (!(await isRestored(personId))) return how.reach ?? null;
    return how.method === 'oidc' && !(await restoredIn(store.reads)) ? 'agent' : LOSS_ONLY;
  };

  /**
   * Whether the session is confirmed by a passkey alone: a password is refused, or would leave the roles withheld that wait
   * for the key. Somebody without one that answers here has their password; it registers a passkey for whoever has none at all.
   */
  const asksKey = async (
    row: SessionRow,
    { grants }: Caller,
    { withheld, restored }: Pick<SignedIn, 'withheld' | 'restored'>,
  ): Promise<boolean> => {
    if (!needsPasskey(deps.passkeys.need, grants)) return false;
    if (isStrong(row)) return true;
    if (restored || withheld.length === 0) return false;
    return (await records.passkeysOf(row.personId)).some((own) => !isElsewhere(own, deps.passkeys.site()));
  };

  /** Of many tokens, without ending what is over: the place of the bench, or ''; undefined for what ended or is locked. */
  const standings = async (tokens: readonly string[]): Promise<(string | undefined)[]> => {
    const hashes = tokens.map(fingerprint);
    const rows = new Map((await records.sessionsAmong([...new Set(hashes)])).map((row) => [row.hash, row]));
    const now = deps.clock.now();
    return hashes.map((hash) => {
      const row = rows.get(hash);
      if (!row || !lasts(row, now) || isLocked(row, now)) return undefined;
      return row.benchNode === deps.node.name ? (row.benchPlace ?? '') : '';
    });
  };

  /** The session of a hashed token, as long as it lasts. */
  const byHash = async (hash: string): Promise<SessionRow | undefined> => {
    const row = await records.sessionByHash(hash);
    const now = deps.clock.now();
    if (!row || lasts(row, now)) return row;
    await records.endSession(row.hash);
    return undefined;
  };

  /** What is known of somebody, whichever of their sessions asks. */
  const known = (personId: string) => Promise.all([recognise(deps, personId, 0), isRestored(personId)]);

  /** Who a session's owner is now, with the roles that its strength leaves. */
  const owner = async (row: SessionRow, asked = known(row.personId)): Promise<SignedIn | undefined> => {
    const [found, restored] = await asked;
    if (!found) return undefined;
    const now = deps.clock.now();
    const own = { ...found.caller, freshUntil: row.freshUntil };
    const { scopes, withheld } = usable(row, own, deps.passkeys.need, now);
    const locked = isLocked(row, now);
    const isAtBench = row.benchNode === deps.node.name && row.benchPlace !== null && row.benchUntil !== null;
    const caller: Caller = {
      ...own,
      ...(scopes ? { scopes, oneFactor: withheld } : {}),
      ...(isStrong(row) ? { secondFactor: true } : {}),
      ...(isByToken(row) ? { byToken: true } : {}),
      ...(isAtBench ? { bench: { place: row.benchPlace ?? '', until: row.benchUntil ?? 0 } } : {}),
      ...(locked ? { scopes: [], oneFactor: [] } : {}),
    };
    const { csrf, method } = row;
    const { person } = found;
    const ends = { idle: now + IDLE_MS, absolute: row.expiresAt };
    const stepUp = (await asksKey(row, caller, { withheld, restored })) ? 'passkey' : 'password';
    const roles = rolesOf(caller, now);
    return { person, caller, roles, withheld, restored, locked, means: 'session', method, stepUp, csrf, ends };
  };

  /** Whose session a hashed token opens, which never changes; whether it still does is asked each time. */
  const owners = new Map<string, string>();
  const rememberOwner = ({ hash, personId }: SessionRow): void => {
    const [oldest] = owners.keys();
    if (owners.size >= REMEMBERED && oldest !== undefined) owners.delete(oldest);
    owners.set(hash, personId);
  };

  /**
   * The session of a token and who its owner is. Every page begins with both, so they are asked for in one moment where it is
   * known whose session it is: on a server each question that waits for another is a way there and back.
   */
  const withOwner = async (token: string): Promise<{ row: SessionRow; who: SignedIn } | undefined> => {
    const hash = fingerprint(token);
    const personId = owners.get(hash);
    const ahead = personId === undefined ? undefined : known(personId);
    ahead?.catch(() => {}); // heard of where the session lasts, and by nobody else
    const row = await byHash(hash);
    if (!row) {
      owners.delete(hash);
      return undefined;
    }
    if (personId === undefined) rememberOwner(row);
    const who = await owner(row, row.personId === personId ? ahead : undefined);
    return who && { row, who };
  };

  /** Where a session is at the bench now: its place may have been taken while a password was checked. */
  const atBench = async (unit: IdentityUnit, { hash, benchNode: node }: SessionRow): Promise<Partial<SessionRow>> => {
    if (node === null) return NO_BENCH;
    const fresh = (await unit.sessionsAtBench(node)).find((one) => one.hash === hash);
    const { benchNode, benchPlace } = fresh?.benchPlace ? fresh : NO_BENCH;
    return { benchNode, benchPlace, benchUntil: benchPlace === null ? null : benchUntil(deps.clock.now()) };
  };

  /**
   * Keeps a session under a new token (ASVS 7.2.4), where `may` lets it in the same transaction: what ends sessions at this
   * moment finds either this one or no right to it. Answers undefined where it does not.
   */
  const keep = async (
    session: Omit<SessionRow, 'hash'>,
    may: (unit: IdentityUnit) => Promise<Partial<SessionRow> | undefined>,
  ): Promise<OpenedSession | undefined> => {
    const token = newBearer(deps.chance);
    const kept = await store.transact(async (unit) => {
      const more = await may(unit);
      if (more) await unit.keepSession({ ...session, ...more, hash: fingerprint(token) });
      return more !== undefined;
    });
    return kept ? { token, csrf: session.csrf, expiresAt: session.expiresAt } : undefined;
  };

  const goOn = async (row: SessionRow, set: Partial<SessionRow>): Promise<OpenedSession> => {
    const { hash: _, ...session } = row;
    const renewed = await keep({ ...session, ...set, seenAt: deps.clock.now() }, async (unit) => {
      const bench = await atBench(unit, row);
      return (await unit.endSession(row.hash)) ? bench : undefined; // it may have ended meanwhile
    });
    if (!renewed) throw sessionEnded();
    return renewed;
  };

  return {
    log,
    standings,
    byToken: (token: string): Promise<SessionRow | undefined> => byHash(fingerprint(token)),
    isRestored,

    /** A restored account gets no further way in. Throws `forbidden`. */
    checkNotRestored: async (personId: string): Promise<void> => {
      if (await isRestored(personId)) throw new AppError('forbidden', RESTORED);
    },

    /**
     * A new session of a person whose factors were judged; `atMost`: how fresh it is and how long it lasts at most. `still`:
     * whether what opens it stands yet, asked in the transaction that keeps it. Answers undefined where it ended meanwhile,
     * or the account was closed.
     */
    open: async (
      personId: string,
      from: Origin,
      how: { method: Method; reach?: string | null; idToken?: string | null; still?: Still },
      atMost: Partial<Pick<SessionRow, 'freshUntil' | 'expiresAt'>> = {},
    ): Promise<OpenedSession | undefined> => {
      const now = deps.clock.now();
      const freshUntil = Math.min(now + FRESH_MS, atMost.freshUntil ?? Infinity);
      const expiresAt = Math.min(now + ABSOLUTE_MS, atMost.expiresAt ?? Infinity);
      const times = { createdAt: now, seenAt: now, freshUntil, expiresAt };
      const row = {
        personId,
        csrf: newBearer(deps.chance),
        ...times,
        address: from.address,
        method: how.method,
        reach: await reachOf(personId, how),
        idToken: how.idToken ?? null,
        ...NO_BENCH,
      };
      const opened = await keep(row, async (unit) => {
        if (how.still && !(await how.still(unit))) return undefined;
        return (await unit.get('account', personId))?.state === 'active' ? {} : undefined;
      });
      if (!opened) await log('sign-in', personId, from, 'refused'); // whatever was logged before it
      return opened;
    },

    /** The session goes on under a new token with a fresh factor, unlocked; a passkey raises it. Throws `session_expired`. */
    renew: (row: SessionRow, raise?: Method): Promise<OpenedSession> => {
      const raised = raise ? { method: raise, reach: null } : {};
      return goOn(row, { ...raised, freshUntil: deps.clock.now() + FRESH_MS });
    },

    /** The same, as fresh as it was. Throws `session_expired`. */
    goOn: (row: SessionRow): Promise<OpenedSession> => goOn(row, {}),

    owner: (row: SessionRow): Promise<SignedIn | undefined> => owner(row),
    withOwner,

    touch: async (row: SessionRow): Promise<void> => {
      const now = deps.clock.now();
      if (now - row.seenAt >= TOUCH_MS) await records.touchSession(row.hash, { seenAt: now });
    },
  };
}
export type Sessions = ReturnType<typeof createSessions>;
