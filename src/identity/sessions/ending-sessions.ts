import { authorise } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import { AppError } from '../../errors.ts';
import { need } from '../../flow/act.ts';
import { notThere } from '../../flow/visibility.ts';
import { fingerprint } from '../bearer.ts';
import type { Identity, OwnSession } from '../identity.ts';
import { isStrong } from '../passwords/strength.ts';
import { type IdentityDeps, recorded } from '../record-act.ts';
import type { SessionRow } from '../records.ts';
import { lasts } from './session-life.ts';
import type { Sessions } from './sessions.ts';

/** Of a session's hash, what its owner names it by. */
const ID_LENGTH = 26;

/** Sessions that are open: listed for their owner, and ended from anywhere by them or by an administrator (ASVS 7.5.2). */
export function createEndingSessions(
  deps: IdentityDeps,
  sessions: Pick<Sessions, 'log'>,
): Pick<
  Identity,
  'signOut' | 'endSessions' | 'endOwnSessions' | 'endSessionsFor' | 'sessions' | 'sessionId' | 'endSession'
> {
  const { records } = deps;
  const lasting = async (personId: string): Promise<SessionRow[]> => {
    const now = deps.clock.now();
    return (await records.sessionsOf(personId)).filter((s) => lasts(s, now));
  };
  const idOf = (hash: string): string => hash.slice(0, ID_LENGTH);
  const shown = ({ hash, createdAt, seenAt, expiresAt, method, address }: SessionRow): OwnSession => ({
    id: idOf(hash),
    createdAt,
    seenAt,
    expiresAt,
    method,
    address,
  });

  /** A phished password would put out who works here with their passkey. Throws `fresh_factor_needed`. */
  const checkMayEnd = (caller: Caller, rows: readonly SessionRow[]): void => {
    if (caller.scopes === undefined || !rows.some(isStrong)) return;
    throw new AppError('fresh_factor_needed', 'confirm with your passkey before you end a session that it opened', {
      detail: { why: 'passkey' },
    });
  };

  return {
    signOut: async (token, from) => {
      const row = await records.sessionByHash(fingerprint(token));
      if (!row || !(await records.endSession(row.hash))) return { idToken: null };
      await sessions.log('sign-out', row.personId, from, 'done');
      return { idToken: row.idToken };
    },

    endSessions: (personId) => records.endSessionsOf(personId),

    endOwnSessions: async (caller) => {
      checkMayEnd(caller, await lasting(caller.personId));
      return records.endSessionsOf(caller.personId);
    },

    endSessionsFor: (caller, personId) => {
      const subject = personId === undefined ? 'session:all' : `account:${personId}`;
      const action = personId === undefined ? 'session.endAll' : 'account.endSessions';
      return recorded(deps, caller, action, subject, async (unit, now) => {
        const role = authorise(caller, 'account.endSessions', { personId: personId ?? null }, now);
        // counted: whoever edited the row of the account keeps its sessions from nobody
        if (personId !== undefined && (await unit.count('account', { id: personId })) === 0) throw notThere('account');
        const ended = await (personId === undefined
          ? unit.endSessionsBut(caller.personId)
          : unit.endSessionsOf(personId));
        const entry = { actor: caller.personId, role, action, subject } as const;
        await unit.record({ ...entry, outcome: 'done', detail: { ended } });
        return ended;
      });
    },

    sessions: async (caller) => (await lasting(caller.personId)).map(shown),

    sessionId: (token) => idOf(fingerprint(token)),

    endSession: async (caller, id, from) => {
      const own = await lasting(caller.personId);
      const row = await need(Promise.resolve(own.find((s) => shown(s).id === id)), 'session of yours');
      checkMayEnd(caller, [row]);
      if (await records.endSession(row.hash)) await sessions.log('sign-out', row.personId, from, 'done');
    },
  };
}
