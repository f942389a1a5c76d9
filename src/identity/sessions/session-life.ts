import type { SessionRow } from '../records.ts';

/** A session ends after this without a request, and after that whatever happens (ASVS 7.3.1, 7.3.2). */
export const IDLE_MS = 15 * 60_000;
export const ABSOLUTE_MS = 8 * 60 * 60_000;
/** With a place of the bench a session locks after this without a gesture: tokens and PINs in the making lie there. */
const BENCH_IDLE_MS = 10 * 60_000;

type Life = Pick<SessionRow, 'expiresAt' | 'seenAt' | 'benchUntil'>;

/** Until when a session that is used at the bench now stays open there. */
export const benchUntil = (now: number): number => now + BENCH_IDLE_MS;

/** Left alone at the bench: it does nothing until its owner gave a factor again. */
export const isLocked = ({ benchUntil: until }: Pick<SessionRow, 'benchUntil'>, now: number): boolean =>
  until !== null && until <= now;

/** Whether a session lasts. One at the bench locks instead of ending for want of use: its owner opens it by one touch. */
export const lasts = ({ expiresAt, seenAt, benchUntil: until }: Life, now: number): boolean =>
  now < expiresAt && (until !== null || now < seenAt + IDLE_MS);

/** A session that is at no bench. */
export const NO_BENCH = { benchNode: null, benchPlace: null, benchUntil: null };
