import { createHash, createHmac } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { SignedIn } from './operation.ts';

interface Claim {
  caller: string;
  key: string;
  route: string;
  bodyHash: string;
  expiresAt: number;
}
/** Where answers are remembered; the store implements it. */
export interface AnswerMemory {
  claim(
    claim: Claim,
    now: number,
  ): Promise<
    { outcome: 'fresh' | 'mismatch' | 'in_progress' } | { outcome: 'done'; status: number; answer: string | null }
  >;
  finish(claim: Pick<Claim, 'caller' | 'key'>, status: number, answer: string | null): Promise<void>;
  forget(claim: Pick<Claim, 'caller' | 'key'>): Promise<void>;
}

/** How long a repeated call finds its answer. */
const KEPT_MS = 24 * 60 * 60_000;
const KEY = /^[\x21-\x7e]{16,128}$/;

export interface Answer {
  status: number;
  /** JSON text; null when there is none, or when it may not be stored. */
  body: string | null;
}
interface Call {
  key: string;
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
function claimOf({ key, callerId, rights, route, body, now }: Call): Claim {
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
    expiresAt: now + KEPT_MS,
  };
}

/**
 * Runs `act` once for a caller and a key: a repeated call gets the first one's answer. Only what was done is remembered;
 * a refusal changes nothing, so it may be tried again. Throws `idempotency_mismatch` for the key with another route or
 * body or with other rights (a narrower token of the same person never reads what a wider one was told), `conflict` while the first call runs, `already_done` where the answer held a secret and was not kept.
 */
export async function once(
  memory: AnswerMemory,
  call: Call,
  act: () => Promise<Answer & { keep: boolean }>,
): Promise<Answer & { replayed: boolean }> {
  const claim = claimOf(call);
  const standing = await memory.claim(claim, call.now);
  if (standing.outcome === 'mismatch') {
    throw new AppError(
      'idempotency_mismatch',
      'this Idempotency-Key was used for another call, or with other rights: take a new key',
    );
  }
  if (standing.outcome === 'in_progress') {
    throw new AppError('conflict', 'a call with this Idempotency-Key is running: wait for its end, then repeat it');
  }
  if (standing.outcome === 'done') {
    if (standing.answer === null && standing.status !== 204) {
      throw new AppError('already_done', 'this call was done; its answer held a secret and was not kept');
    }
    return { status: standing.status, body: standing.answer, replayed: true };
  }
  try {
    const { keep, ...answer } = await act();
    await memory.finish(claim, answer.status, keep ? answer.body : null);
    return { ...answer, replayed: false };
  } catch (error) {
    await memory.forget(claim);
    throw error;
  }
}
