import { createHash, createHmac } from 'node:crypto';
import { AppError, type ErrorCode, isAppError, PASSING_FAULTS } from '../errors.ts';
import type { Answer, Call, Claim, Standing } from '../flow/ports/answers.ts';
import type { SignedIn } from './operation.ts';

/** Where answers are remembered; the store implements it. */
export interface AnswerMemory {
  find(claim: Claim): Promise<Standing>;
  keep(claim: Claim, answer: Answer | undefined): Promise<void>;
  forget(claim: Claim): Promise<void>;
}

/** How long a repeated call finds its answer. */
const KEPT_MS = 24 * 60 * 60_000;
/** What a client may call a call. */
export const KEY = /^[\x21-\x7e]{16,128}$/;

/** Faults of the records: after an act that is kept, they say nothing of what the others came to. */
const CUT_SHORT = [...PASSING_FAULTS, 'internal'] as const satisfies readonly ErrorCode[];

/** A call as it came in. */
interface Received {
  /** The client's key. */
  key: string;
  callId: string;
  callerId: string;
  /** What the caller may do, as `rightsOf` writes it. */
  rights: string;
  route: string;
  /** The body as it came. */
  body: Uint8Array;
  now: number;
}

/** The rights under which an answer was given, in one line: the means of sign-in, and each usable role with its scopes. */
export function rightsOf({ means, roles, caller }: Pick<SignedIn, 'means' | 'roles' | 'caller'>): string {
  const held = caller.grants.filter(({ role }) => roles.includes(role)).map(({ role, scope }) => `${role}@${scope}`);
  return [means, ...[...new Set(held)].sort()].join(' ');
}

/**
 * What the database gets of a call: a body may hold a PIN or a password, so it is hashed under the client's key, and of
 * the key itself only a hash is kept.
 */
function claimOf({ key, callId, callerId, rights, route, body, now }: Received): Claim {
  if (!KEY.test(key)) {
    throw new AppError(
      'invalid_input',
      'the header Idempotency-Key takes 16 to 128 visible characters, such as a UUID',
    );
  }
  const bodyHash = createHmac('sha256', key).update(`${rights}\n${route}\n`).update(body).digest('hex');
  return {
    caller: callerId,
    key: createHash('sha256').update(key).digest('hex'),
    route,
    bodyHash,
    callId,
    sentAt: now,
    expiresAt: now + KEPT_MS,
  };
}

/** Throws what a repeated call is told where there is no answer to repeat. */
function answered(standing: Exclude<Standing, { outcome: 'fresh' }>): Answer {
  if (standing.outcome === 'mismatch') {
    throw new AppError(
      'idempotency_mismatch',
      'this Idempotency-Key was used for another call, or with other rights: take a new key',
    );
  }
  if (standing.outcome === 'begun') {
    throw new AppError(
      'already_done',
      'this call has begun and did at least a part of what it asks: the service was interrupted, or another node is at it still; look at what stands, then go on under a new key',
    );
  }
  const { status, body } = standing;
  if (body === null && status !== 204) {
    throw new AppError('already_done', 'this call was done; its answer held a secret and was not kept');
  }
  return { status, body };
}

/**
 * Runs calls once for a caller and a key: a repeated call gets the first one's answer. The answer is kept in the transaction
 * in which the call acts (`Call`), so that both survive a crash or neither does; what is left to keep at the end is kept then.
 * Only what was done is remembered; a refusal changes nothing, so it may be tried again.
 */
export function createOnce(memory: AnswerMemory) {
  const running = new Set<string>();
  /**
   * Throws `idempotency_mismatch` for the key with another route or body or with other rights (a narrower token of the same
   * person never reads what a wider one was told), `conflict` while the first call runs, `already_done` where the answer held
   * a secret and was not kept, or where it is not known.
   */
  return async (
    received: Received,
    answerOf: Call['answerOf'],
    act: (call: Call) => Promise<Answer & { keep: boolean }>,
  ): Promise<Answer & { replayed: boolean }> => {
    const claim = claimOf(received);
    const name = `${claim.caller} ${claim.key}`;
    if (running.has(name)) {
      throw new AppError('conflict', 'a call with this Idempotency-Key is running: wait for its end, then repeat it');
    }
    running.add(name);
    const call: Call = { claim, answerOf };
    const repeated = async () => {
      const standing = await memory.find(claim);
      return standing.outcome === 'fresh' ? undefined : { ...answered(standing), replayed: true };
    };
    /**
     * What a refusal of the act comes to. A call whose last act was refused may be tried again; one that a fault cut short may have done
     * more than it says. Where nothing of this call was done, the same call at another node may have been faster: it is answered as that one.
     */
    const refused = async (error: unknown) => {
      const isRefusal = isAppError(error) && !isAppError(error, ...CUT_SHORT);
      const answer = isRefusal && !call.kept ? await repeated() : undefined;
      if (answer) return answer;
      if (isRefusal && call.kept) await memory.forget(claim);
      throw error;
    };
    try {
      const before = await repeated();
      if (before) return before;
      const acted = await act(call).catch(refused);
      if ('replayed' in acted) return acted;
      const { keep, ...answer } = acted;
      const due = { status: answer.status, body: keep ? answer.body : null };
      const kept = call.kept?.answer;
      if (kept?.status !== due.status || kept.body !== due.body) await memory.keep(claim, due);
      return { ...answer, replayed: false };
    } finally {
      running.delete(name);
    }
  };
}
