import { rolesOf } from '../../book/rights/roles.ts';
import { AppError } from '../../errors.ts';
import { countEntry } from '../../flow/act.ts';
import type { Identity } from '../identity.ts';
import type { IdentityDeps } from '../record-act.ts';
import { type Sessions, sessionEnded } from '../sessions/sessions.ts';
import { normalisePassword } from './password.ts';
import { isOperator, isStrong, needsPasskey } from './strength.ts';

/** Twenty at a stretch, then one a minute: each is an entry that the journal keeps. */
const CHANGES = { burst: 20, backMs: 60_000 };

/** A new password by its owner (ASVS 6.2.2, 6.2.3), after which they are signed in here and nowhere else (7.4.3). */
export function createPasswordChange(deps: IdentityDeps, sessions: Sessions): Pick<Identity, 'changePassword'> {
  return {
    changePassword: async (token, { current, password }, from) => {
      const row = await sessions.byToken(token);
      const who = row && (await sessions.owner(row));
      if (!row || !who) throw sessionEnded();
      const { caller, person } = who;
      await sessions.checkNotRestored(row.personId);
      const operator = isOperator(caller.grants);
      if (needsPasskey(deps.passkeys.need, caller.grants) && (!isStrong(row) || row.freshUntil <= deps.clock.now()))
        throw new AppError('fresh_factor_needed', 'confirm with your passkey before you change the password');
      countEntry(deps.store, `passwords ${row.personId}`, deps.clock.now(), CHANGES);
      const fine = await deps.throttle.attempt(`person ${row.personId}`, from.address, async () => {
        const stored = await deps.records.passwordOf(row.personId);
        const fits = stored && (await deps.hasher.known.verify(stored.hash, normalisePassword(current)));
        await sessions.log('password', row.personId, from, fits ? 'done' : 'refused');
        return fits || undefined;
      });
      if (!fine) throw new AppError('sign_in_failed', 'this is not your present password: try again');
      await deps.policy.check(password, person, operator);
      const hash = await deps.hasher.known.hash(normalisePassword(password)); // slow, so before the transaction
      await deps.store.transact(async (unit) => {
        const now = deps.clock.now();
        // the hash took its time: a session that ended meanwhile does not come back by it
        if (!(await unit.endSession(row.hash))) throw sessionEnded();
        await unit.keepPassword(row.personId, hash, now);
        await unit.endSessionsOf(row.personId);
        await unit.keepSession(row); // this one goes on, under the new token that follows
        const role = rolesOf(caller, now)[0] ?? 'agent';
        const entry = { actor: row.personId, role, action: 'account.changePassword', outcome: 'done' } as const;
        await unit.record({ ...entry, subject: `account:${row.personId}` });
      });
      // a password is no proof of the passkey that made this session fresh
      return needsPasskey(deps.passkeys.need, caller.grants) ? sessions.goOn(row) : sessions.renew(row);
    },
  };
}
