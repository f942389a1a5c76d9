import canonicalize from 'canonicalize';
import { AppError } from '../errors.ts';

const DEEPEST = 32;

/**
 * The canonical text (RFC 8785, JCS) of a JSON value. Only what two parsers cannot read differently is let through:
 * plain objects, arrays, strings, booleans, null and integers up to 2^53−1. Throws `internal` for anything else. Every entry
 * and every personal value passes here, so it is written in one go.
 */
export function canonical(value: unknown): string {
  return written(value, 0);
}

function written(value: unknown, depth: number): string {
  if (depth > DEEPEST) throw new AppError('internal', `a journalled value may be nested ${DEEPEST} levels deep`);
  if (typeof value === 'string') return writtenText(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'number') return writtenNumber(value);
  if (typeof value !== 'object') throw new AppError('internal', 'nothing cannot be written as JSON: use null');
  if (Array.isArray(value)) return `[${value.map((item) => written(item ?? null, depth + 1)).join()}]`;
  const kind = Object.getPrototypeOf(value) as object | null;
  if (kind !== Object.prototype && kind !== null) {
    throw new AppError('internal', 'a journalled value must be plain JSON: turn octets and dates into text first');
  }
  const members = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const key of Object.keys(members).sort()) {
    if (members[key] === undefined) continue;
    text += `${text === '' ? '' : ','}${writtenText(key)}:${written(members[key], depth + 1)}`;
  }
  return `{${text}}`;
}

function writtenNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  throw new AppError('internal', `a journalled number must be an integer up to 2^53−1, not ${value}: write it as text`);
}

/** JSON.stringify escapes half of a pair of surrogates, of which nobody could say what it means. */
function writtenText(value: string): string {
  const text = JSON.stringify(value);
  if (text.includes('\\ud') && /\p{Surrogate}/u.test(value)) {
    throw new AppError('internal', 'this value has no canonical JSON form');
  }
  return text;
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
