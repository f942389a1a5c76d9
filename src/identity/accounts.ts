import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from '../flow/ports/chance.ts';
import type { Clock } from '../flow/ports/clock.ts';
import { createAccountEnrolment } from './enrolment/enrolment.ts';
import type { Identity } from './identity.ts';
import { createApiTokens } from './machines/api-tokens.ts';
import { createChallenges } from './passkeys/challenges.ts';
import { createPasskeys } from './passkeys/passkeys.ts';
import type { PasswordHasher } from './passwords/hasher.ts';
import { createPasswordPolicy, type PasswordPolicy, readCommonPasswords } from './passwords/password.ts';
import { createPasswordChange } from './passwords/password-change.ts';
import { createProvider, type ProviderSetting } from './provider/oidc.ts';
import type { PasskeySetting } from './record-act.ts';
import type { IdentityRecords, IdentityStore } from './records.ts';
import { createBenchSessions } from './sessions/bench-session.ts';
import { createEndingSessions } from './sessions/ending-sessions.ts';
import { createSessionBearers } from './sessions/session-bearers.ts';
import { createSessions } from './sessions/sessions.ts';
import { createCertificateSignIn } from './sign-in/certificates.ts';
import { createDeviceCodes } from './sign-in/device-codes.ts';
import { createSignIn } from './sign-in/sign-in.ts';
import { createThrottle } from './throttle.ts';

/**
 * Accounts, passwords, sessions and API tokens over the store. `hasher` is createSecretHasher's; `demo` is true for a
 * throw-away data folder only, where API tokens need no certificate. `policy`, `plainTokens` and `sleep` (what slowed
 * attempts wait with) are injected by tests.
 */
export function createIdentity(given: {
  store: IdentityStore;
  records: IdentityRecords;
  clock: Clock;
  chance: Chance;
  /** The process that this is: a bench is one node's. Left out: nobody works at a bench by it. */
  node?: { readonly name: string };
  hasher: PasswordHasher;
  demo?: boolean;
  plainTokens?: boolean;
  /** Left out: nobody needs a passkey and nobody can have one. */
  passkeys?: PasskeySetting;
  /** Left out: no certificate is taken for one of ours that the records do not know. */
  ownIssuers?: (() => readonly Uint8Array[]) | undefined;
  /** An identity provider, and where browsers come back to. */
  provider?: { setting: ProviderSetting; consoleUrl(): string } | undefined;
  policy?: PasswordPolicy;
  sleep?: (ms: number) => Promise<unknown>;
}): Identity {
  const { policy = createPasswordPolicy({ common: readCommonPasswords() }), demo = false } = given;
  const wait = given.sleep ?? sleep;
  const throttle = createThrottle({ clock: given.clock, sleep: async (ms) => void (await wait(ms)) });
  const passkeys = given.passkeys ?? { need: 'nobody' as const, site: () => undefined };
  const { plainTokens = demo, ownIssuers = () => [], node = { name: '' } } = given;
  const challenges = createChallenges(given);
  const deps = { ...given, node, policy, demo, plainTokens, throttle, passkeys, challenges, ownIssuers };
  const sessions = createSessions(deps);
  const { provider } = given;
  return {
    ...(provider ? { provider: createProvider(deps, sessions, provider.setting, provider.consoleUrl) } : {}),
    ...createAccountEnrolment(deps),
    ...createSignIn(deps, sessions),
    ...createPasswordChange(deps, sessions),
    ...createSessionBearers(sessions),
    ...createEndingSessions(deps, sessions),
    ...createBenchSessions(deps, sessions),
    ...createPasskeys(deps, sessions),
    ...createDeviceCodes(deps, sessions),
    ...createCertificateSignIn(deps, sessions),
    ...createApiTokens(deps),
  };
}
