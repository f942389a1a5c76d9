import type { Caller } from '../book/rights/roles.ts';
import { type ErrorCode, isAppError } from '../errors.ts';
import { countEntry, refused } from '../flow/act.ts';
import type { Chance } from '../flow/ports/chance.ts';
import type { Clock } from '../flow/ports/clock.ts';
import { goesFirst } from '../flow/urgent.ts';
import type { Challenges } from './passkeys/challenges.ts';
import type { PasswordHasher } from './passwords/hasher.ts';
import type { PasswordPolicy } from './passwords/password.ts';
import type { PasskeyNeed } from './passwords/strength.ts';
import type { IdentityRecords, IdentityStore, IdentityUnit } from './records.ts';
import type { Throttle } from './throttle.ts';

/** Where passkeys are bound to, and whose roles ask for one. */
export interface PasskeySetting {
  need: PasskeyNeed;
  /** The console's origin and host name as browsers see them; undefined where it is opened by an IP address. */
  site(): { origin: string; rpId: string } | undefined;
}

/** Everything identity reaches the world with. */
export interface IdentityDeps {
  store: IdentityStore;
  records: IdentityRecords;
  clock: Clock;
  chance: Chance;
  /** The process that this is: a bench is one node's. */
  node: { readonly name: string };
  hasher: PasswordHasher;
  policy: PasswordPolicy;
  throttle: Throttle;
  passkeys: PasskeySetting;
  challenges: Challenges;
  /** DER of every CA of ours, whether it still issues or not. */
  ownIssuers(): readonly Uint8Array[];
  /** A throw-away data folder: API tokens count as fresh. */
  demo: boolean;
  /** Whether an API token that no certificate binds opens anything: in a throw-away data folder. */
  plainTokens: boolean;
}

/** Refusals of signed-in people that the journal keeps. */
const JOURNALLED: readonly ErrorCode[] = [
  'forbidden',
  'same_person',
  'fresh_factor_needed',
  'not_found',
  'wrong_state',
  'conflict',
  'already_done',
  'limit_reached',
];

/** Ways in that one person makes: sixty at a stretch, then one a minute. */
const WAYS_IN = { burst: 60, backMs: 60_000 };

/** One transaction with its entry; a refusal rolls it back, leaves an entry with its code, and is thrown on. */
export async function recorded<R>(
  deps: IdentityDeps,
  caller: Caller,
  action: string,
  subject: string,
  work: (unit: IdentityUnit, now: number) => Promise<R>,
): Promise<R> {
  try {
    return await deps.store.transact((unit) => work(unit, deps.clock.now()), { urgent: goesFirst({ action }) });
  } catch (error) {
    if (isAppError(error, ...JOURNALLED)) await refused(deps, caller, action, subject, error);
    throw error;
  }
}

/**
 * The same for a passkey, code or token that a person makes for themselves: they are counted, since making and ending
 * them without limit would fill the journal. Ending one is never delayed.
 */
export async function recordedWayIn<R>(...given: Parameters<typeof recorded<R>>): Promise<R> {
  const [deps, caller] = given;
  countEntry(deps.store, `ways in ${caller.personId}`, deps.clock.now(), WAYS_IN);
  return recorded(...given);
}
