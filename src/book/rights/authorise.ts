import { AppError, type ErrorCode } from '../../errors.ts';
import type { Role } from '../tables/codes.ts';
import { type ActedOn, broken } from './relations.ts';
import { type Caller, type Held, rolesOf, scopesOf } from './roles.ts';
import { type Relation, type Right, SENTENCES, type Sentence } from './sentences.ts';

const MESSAGES: Partial<Record<ErrorCode, string>> = {
  forbidden: 'none of your roles may do this',
  out_of_scope: 'this belongs to a service outside your scope: ask its own approver or correspondent',
  own_request: 'you asked for this or would hold it: another person must act',
  same_person: 'you had another part in this: a second person must act',
  fresh_factor_needed: 'confirm who you are first: this act needs a factor given moments ago',
};

/** The sentences of each right: one page asks about a hundred rights. */
const OF_RIGHT: ReadonlyMap<Right, readonly Sentence[]> = new Map(
  [...new Set(SENTENCES.map(({ act }) => act))].map((right) => [right, SENTENCES.filter(({ act }) => act === right)]),
);

/** The sentences for a right in the roles that the caller has here and now. */
function sentencesOf(caller: Held, right: Right, now: number): Sentence[] {
  const roles = rolesOf(caller, now);
  const reaches = ({ role, urgent: one }: Sentence) =>
    roles.includes(role) || (one && caller.oneFactor?.includes(role));
  return (OF_RIGHT.get(right) ?? []).filter(reaches);
}

interface Refusal {
  refusal: ErrorCode;
  /** The role that the refusal is about. */
  role: Role;
}
/** Under which role, and whether a factor given moments ago is missing still. */
interface Granted {
  role: Role;
  needsFresh: boolean;
}

/** Whether the caller gave a factor moments ago, or at the beginning of a shift that is open still. */
const isFresh = (caller: Caller, { atBench }: Sentence, now: number): boolean =>
  caller.freshUntil > now || (atBench === true && (caller.bench?.until ?? 0) > now);

/** The best of these sentences: one that lacks nothing, else one that lacks a fresh factor, else the last refusal. */
function best(
  caller: Caller,
  sentences: readonly Sentence[],
  now: number,
  refusalOf: (sentence: Sentence) => ErrorCode | undefined,
): Granted | Refusal {
  let found: Granted | Refusal = { refusal: 'forbidden', role: rolesOf(caller, now)[0] ?? 'agent' };
  for (const sentence of sentences) {
    const { role } = sentence;
    const refusal = refusalOf(sentence);
    if (refusal === undefined) {
      if (!sentence.fresh || isFresh(caller, sentence, now)) return { role, needsFresh: false };
      found = { role, needsFresh: true };
    } else if ('refusal' in found) found = { refusal, role };
  }
  return found;
}

function judge(caller: Caller, right: Right, object: ActedOn, now: number): Granted | Refusal {
  const { personId, service } = caller;
  return best(caller, sentencesOf(caller, right, now), now, (sentence) =>
    broken(sentence, { personId, service, scopes: scopesOf(caller, sentence.role, now) }, object),
  );
}

function granted(verdict: Granted | Refusal, act: Right): Role {
  const { role } = verdict;
  const refusal = 'refusal' in verdict ? verdict.refusal : verdict.needsFresh ? 'fresh_factor_needed' : undefined;
  if (refusal === undefined) return role;
  throw new AppError(refusal, MESSAGES[refusal] ?? 'this is not allowed', { detail: { act, role } });
}

/**
 * The role under which `caller` may use the right on `object` now. Throws the best-fitting refusal as an AppError with
 * {act, role}. With `{}` it asks for a right on whatever it may be: one that depends on no fact.
 */
export const authorise = (caller: Caller, right: Right, object: ActedOn, now: number): Role =>
  granted(judge(caller, right, object, now), right);

/** Whether `authorise` would answer a role. */
export const may = (caller: Caller, right: Right, object: ActedOn, now: number): boolean => {
  const verdict = judge(caller, right, object, now);
  return 'needsFresh' in verdict && !verdict.needsFresh;
};

/** What can be offered to `caller` on `object`: undefined for nothing; `needsFresh`: once they have given a factor. */
export function offered(
  caller: Caller,
  right: Right,
  object: ActedOn,
  now: number,
): { needsFresh: boolean } | undefined {
  const verdict = judge(caller, right, object, now);
  return 'refusal' in verdict ? undefined : { needsFresh: verdict.needsFresh };
}

/** Whether there may be something on which `caller` can use the right, a fresh factor given: for menus and lists. */
export const mightEver = (caller: Held, right: Right, now: number): boolean =>
  sentencesOf(caller, right, now).length > 0;

/** The roles that have a right, whatever it asks of those who use it. */
export const rolesWith = (right: Right): Role[] => [
  ...new Set(SENTENCES.flatMap(({ act, role }) => (act === right ? [role] : []))),
];

/** By these a right reaches nothing but the caller's own. */
const OF_THEIR_OWN: readonly Relation[] = ['own', 'uses'];

/** The same, on what is not the caller's own: only then is a large file of theirs worth holding. */
export const mightForOthers = (caller: Held, right: Right, now: number): boolean =>
  sentencesOf(caller, right, now).some(({ relations }) => !relations.some((one) => OF_THEIR_OWN.includes(one)));

/** By these a right reaches whatever belongs to some services; by any other, what stands nearer to the caller. */
const OF_SERVICES: readonly Relation[] = ['anyone', 'scope', 'their-service'];

/**
 * The services in all of which the caller may use one of these rights, or `all`: what lists and searches begin with. What is
 * the caller's own in other services is not counted.
 */
export function reachOf(caller: Caller, rights: readonly Right[], now: number): 'all' | string[] {
  const sentences = rights
    .flatMap((right) => sentencesOf(caller, right, now))
    .filter(({ relations }) => relations.every((relation) => OF_SERVICES.includes(relation)));
  const scopes = sentences.flatMap(({ role, relations }) =>
    relations.includes('scope') ? scopesOf(caller, role, now) : relations.includes('anyone') ? ['*'] : [caller.service],
  );
  return scopes.includes('*') ? 'all' : [...new Set(scopes)];
}

/**
 * The first look before the object is known: throws `forbidden` where none of the caller's roles has the right, and
 * `fresh_factor_needed` where all that have it need one. Whatever it lets pass is authorised once the object is known.
 */
export const authoriseEver = (caller: Caller, right: Right, now: number): void =>
  void granted(
    best(caller, sentencesOf(caller, right, now), now, () => undefined),
    right,
  );
