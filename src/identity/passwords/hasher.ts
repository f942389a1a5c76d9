import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../../errors.ts';
import type { SecretHasher } from '../../flow/ports/secret-hasher.ts';

/** Memory in KiB, passes, lanes. */
export interface HashCost {
  memoryCost: number;
  timeCost: number;
  parallelism: number;
}
/** OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane (ASVS 11.4.2). */
const OWASP: HashCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Three at a time leave one of libuv's four threads to files and devices; the rest waits in line. */
const AT_ONCE = 3;
/** How many of them may be for strangers: guesses leave a thread, and a core, to everything else. */
const STRANGERS_AT_ONCE = availableParallelism() > 2 ? 2 : 1;
/** How many may wait in each line: more would only hold memory, and would not be answered in time. */
const LINE = 200;

/** The lines, the one that goes first first. */
const LINES = ['codes', 'known', 'strangers'] as const;
type Line = (typeof LINES)[number];

/** A hasher for passwords: guesses of strangers wait in its own line; `known` is for people who came in before, and the codes that they give. */
export interface PasswordHasher extends SecretHasher {
  known: SecretHasher;
}
/** `codes` is for revocation codes as they are given, which go before everything else. */
export interface Hasher extends PasswordHasher {
  codes: SecretHasher;
}

/** Runs what it is given, `AT_ONCE` at a time, the first line first. Throws `overloaded` when that line is full. */
function createLines(): <R>(line: Line, work: () => Promise<R>) => Promise<R> {
  const waiting: Record<Line, (() => void)[]> = { codes: [], known: [], strangers: [] };
  const running: Record<Line, number> = { codes: 0, known: 0, strangers: 0 };
  const mayRun = (line: Line): boolean =>
    running.codes + running.known + running.strangers < AT_ONCE &&
    (line !== 'strangers' || running.strangers < STRANGERS_AT_ONCE);
  const callNext = (): void => {
    const line = LINES.find((each) => waiting[each].length > 0 && mayRun(each));
    if (line === undefined) return;
    running[line] += 1;
    waiting[line].shift()?.();
  };
  return async (line, work) => {
    if (waiting[line].length >= LINE) {
      throw new AppError('overloaded', 'too many sign-ins at once: try again in a minute');
    }
    await new Promise<void>((turn) => {
      waiting[line].push(turn);
      callNext();
    });
    try {
      return await work();
    } finally {
      running[line] -= 1;
      callNext();
    }
  };
}

/**
 * Argon2id, off the event loop, in PHC form (`$argon2id$v=19$m=…`). Tests inject a cheaper cost; a stored hash is
 * verified at the cost it names; one that cannot be read throws. Guesses of strangers never stand before a revocation code,
 * nor before somebody who came in from the same address before.
 */
export function createSecretHasher(cost: HashCost = OWASP): Hasher {
  const inLine = createLines();
  const of = (line: Line): SecretHasher => ({
    hash: (secret) => inLine(line, () => hash(secret, cost)), // the package's default algorithm is Argon2id
    verify: (stored, secret) => inLine(line, () => verify(stored, secret)),
  });
  return { ...of('strangers'), known: of('known'), codes: of('codes') };
}
