import { z } from 'zod';
import { AppError } from '../errors.ts';
import { canonical, isCanonical } from './canonical.ts';

/** The longest line an entry may be, in octets of UTF-8, its newline not counted. */
export const MAX_LINE = 65_535;

/** What happened once, as one line of the journal. */
export interface Entry {
  /** Its place, counted from 0 without a gap. */
  seq: number;
  /** UTC with milliseconds; never before the last entry's. */
  at: string;
  /** A person's id, or `system`. */
  actor: string;
  role: string;
  /** `table.verb`, such as `request.approve`. */
  action: string;
  /** `table:id`. */
  subject: string;
  outcome: 'done' | 'refused' | 'failed';
  detail: Record<string, unknown>;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const isTime = (text: string): boolean => {
  const ms = TIME.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
};
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const Line = z.looseObject({
  seq: z.int().min(0),
  at: z.string().refine(isTime),
  actor: z.string().min(1),
  role: z.string().min(1),
  action: z.string().min(1),
  subject: z.string(),
  outcome: z.enum(['done', 'refused', 'failed']),
  detail: z.custom<Record<string, unknown>>(isObject),
});

/** A time as the journal writes it: `2026-11-24T09:30:00.000Z`. Throws `internal` outside the years 0 to 9999. */
export function formatTime(ms: number): string {
  const text = Number.isSafeInteger(ms) && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : '';
  if (!TIME.test(text)) throw new AppError('internal', `${ms} is no time the journal can write`);
  return text;
}

/** The entry's line, without a newline: what is hashed, signed, kept and exported. Throws `internal` above MAX_LINE octets. */
export function encodeEntry(entry: Entry): string {
  const line = canonical(entry);
  if (Buffer.byteLength(line) > MAX_LINE) {
    throw new AppError('internal', `an entry may be ${MAX_LINE} octets long: split ${entry.action} into several acts`);
  }
  return line;
}

/** Reads a line. Attacker-controlled: a line that is not the canonical form of an entry is refused with `journal_broken`. */
export function parseEntry(line: string): Entry {
  const { entry, value } = readLine(line);
  if (!isCanonical(line, value)) throw new AppError('journal_broken', 'this line is not canonical JSON (RFC 8785)');
  return entry;
}

/**
 * Reads a line of our own database for what it says: a line that is no entry is refused with `journal_broken`. Whether it is as it was
 * signed, canonical or not, is for the verification to say; here that would cost a third of the time, and whoever edits lines
 * could write canonical ones as well.
 */
export const readEntry = (line: string): Entry => readLine(line).entry;

function readLine(line: string): { entry: Entry; value: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new AppError('journal_broken', 'this line is not JSON', { cause: error });
  }
  const read = Line.safeParse(value);
  if (!read.success) {
    const field = read.error.issues[0]?.path.join('.') || 'its shape';
    throw new AppError('journal_broken', `this line is not an entry: look at ${field}`);
  }
  return { entry: read.data, value };
}
