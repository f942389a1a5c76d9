import canonicalize from 'canonicalize';
import { AppError } from '../errors.ts';

/**
 * The canonical text (RFC 8785, JCS) of a JSON value. Only what two parsers cannot read differently is let through:
 * plain objects, arrays, strings, booleans, null and integers up to 2^53−1. Throws `internal` for anything else.
 */
export function canonical(value: unknown): string {
  checkPlain(value, 0);
  try {
    const text = canonicalize(value);
    if (text !== undefined) return text;
  } catch (error) {
    throw new AppError('internal', 'this value has no canonical JSON form', { cause: error });
  }
  throw new AppError('internal', 'nothing cannot be written as JSON: use null');
}

const DEEPEST = 32;
const notPlain = (): AppError =>
  new AppError('internal', 'a journalled value must be plain JSON: turn octets and dates into text first');

function checkPlain(value: unknown, depth: number): void {
  if (depth > DEEPEST) throw new AppError('internal', `a journalled value may be nested ${DEEPEST} levels deep`);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new AppError(
      'internal',
      `a journalled number must be an integer up to 2^53−1, not ${value}: write it as text`,
    );
  }
  if (typeof value === 'function' || typeof value === 'symbol') throw notPlain();
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) checkPlain(item, depth + 1);
    return;
  }
  const kind = Object.getPrototypeOf(value) as object | null;
  if (kind !== Object.prototype && kind !== null) {
    throw notPlain();
  }
  for (const item of Object.values(value)) checkPlain(item, depth + 1);
}

/**
 * Whether `text` is the canonical form of `value`, which was parsed from it. A line with a key twice, with spaces or
 * with another order of keys could be read differently by another program, so it is none of ours. The quick way
 * settles nearly every line: what JSON.stringify gives back unchanged, with its keys in order, is canonical.
 */
export function isCanonical(text: string, value: unknown): boolean {
  try {
    if (JSON.stringify(value) === text && inOrder(value) && !text.includes('\\ud')) return true;
    return onlyIntegers(value) && canonicalize(value) === text;
  } catch {
    return false; // a lone surrogate has no canonical form, and ten thousand brackets in a row overflow the stack
  }
}

/** Two programs may read another number differently: what is above 2^53−1 or not whole is none of ours. */
function onlyIntegers(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(onlyIntegers);
}

/** Integers up to 2^53−1, and keys that ascend by UTF-16 code units, which is how JavaScript compares strings and what RFC 8785, 3.2.3 asks. */
function inOrder(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(inOrder);
  let last: string | undefined;
  for (const [key, item] of Object.entries(value)) {
    if (last !== undefined && key <= last) return false;
    if ((typeof item === 'object' || typeof item === 'number') && !inOrder(item)) return false;
    last = key;
  }
  return true;
}
