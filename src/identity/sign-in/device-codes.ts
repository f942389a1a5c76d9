import { rolesOf } from '../../book/rights/roles.ts';
import { AppError } from '../../errors.ts';
import { fingerprint, newBearer } from '../bearer.ts';
import type { Identity } from '../identity.ts';
import type { Method } from '../passwords/strength.ts';
import { type IdentityDeps, recordedWayIn } from '../record-act.ts';
import { lasts } from '../sessions/session-life.ts';
import { type Sessions, type Still, sessionEnded } from '../sessions/sessions.ts';
import { newTypedCode, typedCodeHash } from '../typed-code.ts';

/** Long enough to open the console and sign in there (RFC 8628 section 5.2: short-lived). */
const LIFE_MS = 10 * 60_000;
const userCodeHash = (typed: string): string => typedCodeHash('user code', typed);

/** How the command line signs in: a code, confirmed by its person in a browser where they can use a passkey (RFC 8628). */
export function createDeviceCodes(
  deps: IdentityDeps,
  sessions: Sessions,
): Pick<Identity, 'startDeviceSignIn' | 'peekDeviceSignIn' | 'approveDeviceSignIn' | 'redeemDeviceSignIn'> {
  const { records } = deps;
  const gone = () => new AppError('expired', 'no command line waits with this code: start its sign-in again');

  /** Looked up slowly after wrong guesses, so that a guessed code cannot let in another person's command line. */
  const waiting = async (personId: string, typed: string, address: string) =>
    deps.throttle.attempt(`code ${personId}`, address, async () => {
      const row = await records.deviceCodeByUserCode(userCodeHash(typed));
      return row && row.personId === null && row.expiresAt > deps.clock.now() ? row : undefined;
    });

  return {
    startDeviceSignIn: async (from) => {
      const deviceCode = newBearer(deps.chance);
      const userCode = newTypedCode(deps.chance);
      const createdAt = deps.clock.now();
      const expiresAt = createdAt + LIFE_MS;
      const hashes = { hash: fingerprint(deviceCode), userCodeHash: userCodeHash(userCode) };
      await records.keepDeviceCode({ ...hashes, address: from.address, createdAt, expiresAt });
      return { deviceCode, userCode, expiresAt };
    },

    peekDeviceSignIn: async (caller, userCode, from) => {
      const row = await waiting(caller.personId, userCode, from.address);
      return row && { address: row.address, createdAt: row.createdAt };
    },

    approveDeviceSignIn: async (token, userCode, from) => {
      const session = await sessions.byToken(token);
      const who = session && (await sessions.owner(session));
      if (!session || !who) throw sessionEnded();
      const row = await waiting(session.personId, userCode, from.address);
      const { personId, method, reach, freshUntil, expiresAt: endsAt } = session;
      const by = { personId, method, reach, freshUntil, endsAt };
      await recordedWayIn(deps, who.caller, 'session.letIn', `account:${personId}`, async (unit, now) => {
        // a guess before this one may have made it wait: what ended meanwhile lets nobody in
        const still = await unit.sessionByHash(session.hash);
        if (!still || !lasts(still, now)) throw sessionEnded();
        if (session.freshUntil <= now)
          throw new AppError('fresh_factor_needed', 'confirm who you are before you let a command line in');
        if (!row || !(await unit.approveDeviceCode(row.userCodeHash, by, now)))
          throw new AppError('expired', 'no command line waits with this code', { detail: { why: 'device-code' } });
        const role = rolesOf(who.caller, now)[0] ?? 'agent';
        await unit.record({
          actor: personId,
          role,
          action: 'session.letIn',
          subject: `account:${personId}`,
          outcome: 'done',
        });
      });
    },

    redeemDeviceSignIn: async (deviceCode, from) => {
      const hash = fingerprint(deviceCode);
      const now = deps.clock.now();
      // looked at before anything is written: anybody may ask, as often as they like
      const standing = await records.deviceCodeByHash(hash);
      if (!standing || standing.expiresAt <= now) throw gone();
      if (standing.personId === null) return undefined;
      const { personId, method, reach, freshUntil, endsAt } = standing;
      if (endsAt === null || endsAt <= now) throw gone();
      // no factor was given since: a code must not renew what the session that let it in has left
      const atMost = { freshUntil: freshUntil ?? 0, expiresAt: endsAt };
      // taken away as the session is kept: who ends sessions and codes at this moment ends the one or the other
      const still: Still = async (unit) => (await unit.redeemDeviceCode(hash, now)) !== undefined;
      const opened = await sessions.open(personId, from, { method: method as Method, reach, still }, atMost);
      if (!opened) throw gone(); // another was faster, or its person may not come in any more
      await sessions.log('sign-in', personId, from, 'done');
      return opened;
    },
  };
}
