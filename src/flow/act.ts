import { authorise, authoriseEver } from '../book/rights/authorise.ts';
import type { ActedOn } from '../book/rights/relations.ts';
import { type Caller, rolesOf, scopesOf } from '../book/rights/roles.ts';
import type { Right } from '../book/rights/sentences.ts';
import type { Role } from '../book/tables/codes.ts';
import type { Change } from '../book/tables/lifecycle.ts';
import { SUBJECT } from '../book/tables/ref.ts';
import { AppError, type ErrorCode, isAppError } from '../errors.ts';
import type { Node } from './nodes/this-node.ts';
import type { Call } from './ports/answers.ts';
import type { TokenBench } from './ports/bench.ts';
import type {
  CertificateAuthority,
  ChallengeVerifier,
  SoftwareCredentialMaker,
  StatusPublisher,
} from './ports/certificates.ts';
import type { Chance } from './ports/chance.ts';
import type { Claims } from './ports/claims.ts';
import type { Clock } from './ports/clock.ts';
import type { Directory } from './ports/directory.ts';
import type { Sight } from './ports/nodes.ts';
import type { Printer } from './ports/paper.ts';
import type { Places } from './ports/places.ts';
import type { SecretHasher } from './ports/secret-hasher.ts';
import type { Store, Unit } from './ports/store.ts';
import type { Vault } from './ports/vault.ts';
import { type Counted, FOR_OTHERS, type Pace, pace } from './rate-limit.ts';
import { goesFirst } from './urgent.ts';
import { notThere, toldAs } from './visibility.ts';

/** Everything the flow reaches the world with. */
export interface Deps {
  /** The process that this is, among those that run on the same records. */
  node: Node;
  store: Store;
  clock: Clock;
  chance: Chance;
  /** Long work is one node's at a time. */
  claims: Claims;
  /** The nodes that are heard of. */
  sight: Sight;
  vault: Vault;
  ca: CertificateAuthority;
  status: StatusPublisher;
  bench: TokenBench;
  /** Who works at which place of the bench. */
  places: Places;
  software: SoftwareCredentialMaker;
  printer: Printer;
  /** For what signed-in people type back, or have printed: guesses of strangers never stand before it. */
  hasher: SecretHasher;
  /** For revocation codes as they are given: their line goes before everything else, and nothing else stands in it. */
  codes: SecretHasher;
  verifyChallenge: ChallengeVerifier;
  /** The settings of the environment that are written into certificates, as canonical JSON, and SHA-256 (hex) of it. */
  configuration: { readonly hash: string; readonly text: string };
  /** The ministry's directory, where one is configured. */
  directory?: Directory | undefined;
  /** Technical faults that the flow survives (a CRL that will be tried again); never a secret. */
  warn(message: string, error: unknown): void;
}

/** Refusals of signed-in people that the journal keeps (RGS A2 V.4.1). */
const JOURNALLED: readonly ErrorCode[] = [
  'forbidden',
  'own_request',
  'same_person',
  'out_of_scope',
  'exclusive_role',
  'last_of_role',
  'fresh_factor_needed',
  'not_found',
  'wrong_state',
  'conflict',
  'duplicate',
  'already_done',
  'changed_since',
  'expired',
  'limit_reached',
  'token_wrong',
  'token_foreign',
];

/** A loss is never kept waiting, nor an incident; each is reported once. */
const NEVER_WAITS: readonly Right[] = ['token.reportLoss', 'workstation.lose', 'incident.report'];

/** Who acts; by a door whose calls may be repeated, with the call. */
export type Asker = Caller & { call?: Call };

/** One act by one person on one thing: inside, the caller's rights are checked and what happened is recorded. */
export interface Act {
  unit: Unit;
  now: number;
  /**
   * Throws the refusal, or answers the role under which the caller acts on the object. Another right than the act's own is
   * named where it depends on the object. Without an object only a right that depends on no fact is given.
   */
  allow(object?: ActedOn, right?: Right): Role;
  /** Before the object is known: throws what no object could mend. Whatever is done is allowed for its object after it. */
  checkEver(): void;
  /** Records the act with its changes. `action` and `subject` default to the act's own. */
  done(
    changes: readonly Change[],
    more?: { detail?: Record<string, unknown>; action?: string; subject?: string },
  ): Promise<number>;
}

/**
 * Runs `work` as one transaction. A refusal rolls it back, leaves an entry with its code, and is thrown on;
 * so a refused act changes nothing and is never forgotten. Who may not see the thing is told that there is none. `decides`: the act
 * that two persons decide on by this one, which waits no longer than that.
 */
export async function act<R>(
  deps: Pick<Deps, 'store' | 'clock'>,
  caller: Asker,
  name: Right,
  subject: string,
  work: (act: Act) => Promise<R>,
  { decides }: { decides?: string | undefined } = {},
): Promise<R> {
  let unseen: ((error: unknown) => unknown) | undefined;
  try {
    const { result, kept } = await deps.store.transact(
      async (unit) => {
        const now = deps.clock.now(); // when its turn has come, so that rows and entry tell one time
        let role: Role | undefined;
        let recorded = false;
        const stillHeld = createStanding(unit, caller, now);
        const result = await work({
          unit,
          now,
          allow(object = {}, right = name) {
            unseen = (error) => toldAs(error, { caller, right: name, subject, object, now });
            role = authorise(caller, right, object, now);
            unseen = undefined;
            if (!NEVER_WAITS.includes(name)) checkPace(deps, caller, role, now);
            return role;
          },
          checkEver: () => authoriseEver(caller, name, now),
          async done(changes, more = {}) {
            if (role === undefined) throw new AppError('internal', `${name} was recorded before its right was checked`);
            await stillHeld(role);
            const entry = { actor: caller.personId, role, action: name, subject, outcome: 'done' as const };
            recorded = true;
            return unit.record({ ...entry, ...more, changes });
          },
        });
        return { result, kept: recorded && caller.call ? await keepAnswer(unit, caller.call, result) : undefined };
      },
      { urgent: goesFirst({ action: name, detail: { act: decides } }), act: { name, actor: caller.personId } },
    );
    if (kept && caller.call) caller.call.kept = kept;
    return result;
  } catch (error) {
    if (isAppError(error, ...JOURNALLED)) await refused(deps, caller, name, subject, error);
    throw unseen ? unseen(error) : error;
  }
}

async function keepAnswer(unit: Unit, { claim, answerOf }: Call, result: unknown): Promise<Call['kept']> {
  const answer = answerOf(result);
  await unit.keepAnswer(claim, answer);
  return { answer };
}

/**
 * The caller's rights were read when their request came in, and the act may have waited for its turn: what somebody does is
 * committed only while they hold the role and their account is open, as the book asks. Each role is looked up once in an act,
 * however many entries it makes.
 */
function createStanding(unit: Unit, caller: Caller, now: number): (role: Role) => Promise<void> {
  const seen = new Set<Role>();
  return async (role) => {
    if (seen.has(role)) return;
    const { personId } = caller;
    const grants = await unit.find('grant', { personId, revokedAt: null });
    const account = await unit.get('account', personId);
    const scopes = scopesOf({ ...caller, grants }, role, now);
    const held = scopesOf(caller, role, now).every((scope) => scopes.includes(scope));
    if (!held || account?.state !== 'active') throw new AppError('forbidden', 'your role ended a moment ago');
    seen.add(role);
  };
}

const tooMany = (): AppError =>
  new AppError('too_many_requests', 'you did too much in a short time: wait a minute, then try again', {
    detail: { seconds: 60 },
  });

/** Counts an entry that somebody causes. Throws `too_many_requests` once they caused too many. */
export function countEntry(store: Counted, name: string, now: number, of?: Pace): void {
  const { left, spend } = pace(store, name, now, of);
  if (left === 0) throw tooMany();
  spend();
}

/** An agent's acts are few, and a correspondent's as many as their service has people; one who fills the journal waits. */
function checkPace({ store }: Pick<Deps, 'store'>, { personId }: Caller, role: Role, now: number): void {
  if (role === 'agent') countEntry(store, personId, now);
  if (role === 'correspondent') countEntry(store, `for others ${personId}`, now, FOR_OTHERS);
}

/**
 * Where an id was expected and something else was typed, only the word before it is kept: entries stay for seven years
 * and cannot be corrected.
 */
const named = (subject: string): string =>
  SUBJECT.test(subject) ? subject : `${/^\w*/.exec(subject)?.[0] || 'text'}:unreadable`;

/** Leaves the entry of a refused act; throws `too_many_requests` instead once somebody has caused too many, and the last one says so. */
export async function refused(
  deps: Pick<Deps, 'store' | 'clock'>,
  caller: Caller,
  action: string,
  subject: string,
  error: AppError,
): Promise<void> {
  const now = deps.clock.now();
  const { left, spend } = pace(deps.store, caller.personId, now);
  if (left === 0) throw tooMany();
  spend();
  const entry = { actor: caller.personId, action, subject: named(subject), outcome: 'refused' as const };
  const detail = { code: error.code, ...(left === 1 ? { slowed: true } : {}) };
  await deps.store.transact(async (unit) => unit.record({ ...entry, role: await roleHeld(unit, caller, now), detail }));
}

/**
 * A role that the caller holds still, which is not always one that they held when their request came in: whose account is
 * not open has none but the agent's.
 */
async function roleHeld(unit: Unit, caller: Caller, now: number): Promise<Role> {
  const account = await unit.get('account', caller.personId);
  if (account?.state !== 'active') return 'agent';
  const grants = await unit.find('grant', { personId: caller.personId, revokedAt: null });
  return rolesOf({ ...caller, grants }, now)[0] ?? 'agent';
}

/** The row, or the refusal `not_found` with a sentence that names what was looked for. */
export async function need<R>(row: Promise<R | undefined>, what: string): Promise<R> {
  const found = await row;
  if (found === undefined) throw notThere(what);
  return found;
}
