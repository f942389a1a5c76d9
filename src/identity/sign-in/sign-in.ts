import { AppError } from '../../errors.ts';
import type { SecretHasher } from '../../flow/ports/secret-hasher.ts';
import { newBearer } from '../bearer.ts';
import type { Identity } from '../identity.ts';
import { normalisePassword } from '../passwords/password.ts';
import { isStrong, needsPasskey } from '../passwords/strength.ts';
import type { IdentityDeps } from '../record-act.ts';
import { type Sessions, type Still, sessionEnded } from '../sessions/sessions.ts';

/** Sign-in and step-up by password. */
export function createSignIn(deps: IdentityDeps, sessions: Sessions): Pick<Identity, 'signIn' | 'refresh'> {
  const { records, store } = deps;
  // what an unknown login's password is compared with, so that it takes as long; made before anybody asks
  const nobody = deps.hasher.hash(newBearer(deps.chance));
  nobody.catch(() => {}); // the first sign-in awaits it and hears of it

  /** The hash that the password fits, of an account that may come in; as slow when there is none. */
  const fits = async (
    hasher: SecretHasher,
    personId: string | undefined,
    password: string,
  ): Promise<string | undefined> => {
    const key = personId ?? '';
    const [account, stored] = await Promise.all([store.reads.get('account', key), records.passwordOf(key)]);
    const verified = await hasher.verify(stored?.hash ?? (await nobody), normalisePassword(password));
    return verified && account?.state === 'active' ? stored?.hash : undefined;
  };

  return {
    signIn: async ({ login, password }, from) => {
      const opened = await deps.throttle.attempt(login, from.address, async (isKnown) => {
        const person = await records.personByLogin(login.normalize('NFC').trim());
        const hash = await fits(isKnown ? deps.hasher.known : deps.hasher, person?.id, password);
        await sessions.log('sign-in', person?.id ?? null, from, hash === undefined ? 'refused' : 'done');
        if (hash === undefined || !person) return undefined;
        // a new password, chosen while this one was compared, ends what the old one opened
        const still: Still = async (unit) => (await unit.passwordOf(person.id))?.hash === hash;
        return sessions.open(person.id, from, { method: 'password', still });
      });
      if (opened) return opened;
      throw new AppError(
        'sign_in_failed',
        'login and password do not fit, or the account is not active: check both, or ask your administrator',
      );
    },

    refresh: async (token, password, from) => {
      const row = await sessions.byToken(token);
      const who = row && (await sessions.owner(row));
      if (!row || !who) throw sessionEnded();
      // a password alone, which may have been phished, is no fresh factor for a role that asked for more to come in
      if (isStrong(row) && needsPasskey(deps.passkeys.need, who.caller.grants)) {
        throw new AppError('sign_in_failed', 'your roles ask for your passkey here, not for your password', {
          detail: { why: 'key-first' },
        });
      }
      const fine = await deps.throttle.attempt(`person ${row.personId}`, from.address, async () => {
        const hash = await fits(deps.hasher.known, row.personId, password);
        await sessions.log('refresh', row.personId, from, hash === undefined ? 'refused' : 'done');
        return hash;
      });
      if (!fine) throw new AppError('sign_in_failed', 'this is not your password: try again');
      return sessions.renew(row);
    },
  };
}
