import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../errors.ts';
import type { SecretHasher } from '../flow/ports/secret-hasher.ts';

/** Memory in KiB, passes, lanes. */
export interface HashCost {
  memoryCost: number;
  timeCost: number;
  parallelism: number;
}
/** OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane (ASVS 11.4.2). */
const OWASP: HashCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Two at a time leave libuv's pool (four threads) to files and devices; the rest waits in line. */
const AT_ONCE = 2;
/** How many may wait: more would only hold memory, and would not be answered in time. */
const LINE = 200;

/** Runs what it is given, `AT_ONCE` at a time, in order. Throws `overloaded` when the line is full. */
function createLine(): <R>(work: () => Promise<R>) => Promise<R> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (waiting.length >= LINE) throw new AppError('overloaded', 'too many sign-ins at once: try again in a minute');
    if (running >= AT_ONCE) await new Promise<void>((turn) => waiting.push(turn));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift(); // takes this one's place
      if (next) next();
      else running -= 1;
    }
  };
}

/**
 * Argon2id, off the event loop, in PHC form (`$argon2id$v=19$m=…`). Tests inject a cheaper cost; a stored hash is
 * verified at the cost it names; one that cannot be read throws.
 */
export function createSecretHasher(cost: HashCost = OWASP): SecretHasher {
  const inLine = createLine();
  return {
    hash: (secret) => inLine(() => hash(secret, cost)), // the package's default algorithm is Argon2id
    verify: (stored, secret) => inLine(() => verify(stored, secret)),
  };
}
