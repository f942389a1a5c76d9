import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance, Clock, SecretHasher } from '../flow/ports.ts';
import { createApiTokens } from './api-tokens.ts';
import { createAccountEnrolment } from './enrolment.ts';
import type { Identity } from './identity.ts';
import { createPasswordPolicy, type PasswordPolicy, readCommonPasswords } from './password.ts';
import type { IdentityRecords, IdentityStore } from './records.ts';
import { createSignIn } from './sign-in.ts';
import { createThrottle } from './throttle.ts';

/**
 * Accounts, passwords, sessions and API tokens over the store. `hasher` is createSecretHasher's; `demo` is true for a
 * throw-away data folder only. `policy` and `sleep` (what slowed attempts wait with) are injected by tests.
 */
export function createIdentity(given: {
  store: IdentityStore;
  records: IdentityRecords;
  clock: Clock;
  chance: Chance;
  hasher: SecretHasher;
  demo?: boolean;
  policy?: PasswordPolicy;
  sleep?: (ms: number) => Promise<unknown>;
}): Identity {
  const { policy = createPasswordPolicy({ common: readCommonPasswords() }), demo = false } = given;
  const wait = given.sleep ?? sleep;
  const throttle = createThrottle({ clock: given.clock, sleep: async (ms) => void (await wait(ms)) });
  const deps = { ...given, policy, demo, throttle };
  return { ...createAccountEnrolment(deps), ...createSignIn(deps), ...createApiTokens(deps) };
}
