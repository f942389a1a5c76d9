import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from '../flow/ports/chance.ts';
import type { Clock } from '../flow/ports/clock.ts';
import { createApiTokens } from './api-tokens.ts';
import { createBenchSessions } from './bench-session.ts';
import { createCertificateSignIn } from './certificates.ts';
import { createChallenges } from './challenges.ts';
import { createDeviceCodes } from './device-codes.ts';
import { createAccountEnrolment } from './enrolment.ts';
import type { PasswordHasher } from './hasher.ts';
import type { Identity } from './identity.ts';
import { createProvider, type ProviderSetting } from './oidc.ts';
import { createPasskeys } from './passkeys.ts';
import { createPasswordPolicy, type PasswordPolicy, readCommonPasswords } from './password.ts';
import { createPasswordChange } from './password-change.ts';
import type { PasskeySetting } from './record-act.ts';
import type { IdentityRecords, IdentityStore } from './records.ts';
import { createOwnSessions, createSessions } from './sessions.ts';
import { createSignIn } from './sign-in.ts';
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
    ...createOwnSessions(deps, sessions),
    ...createBenchSessions(deps, sessions),
    ...createPasskeys(deps, sessions),
    ...createDeviceCodes(deps, sessions),
    ...createCertificateSignIn(deps, sessions),
    ...createApiTokens(deps),
  };
}
