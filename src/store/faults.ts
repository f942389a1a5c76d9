import { isAppError } from '../errors.ts';
import { constraintOf, sqlState } from './postgres/server/errors.ts';
import { sqliteCode } from './sqlite/file.ts';

/** What either engine says when a value that may not occur twice would. */
const UNIQUE = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', '23505']);
/** What either engine says when it found no room: for a page, for the index of its log, on the server's disk. */
const FULL = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', '53100']);

/** What PostgreSQL says of a value that is no number, or too great for a column; SQLite finds nothing that is like it. */
const NO_VALUE = new Set(['22P02', '22003']);

const codeOf = (error: unknown): string => sqliteCode(error) ?? sqlState(error) ?? '';

/** Whether a value that may not occur twice was there already. */
export const isTwice = (error: unknown): boolean => UNIQUE.has(codeOf(error));

/** Whether it was there in the index of this name. */
export const isTwiceIn = (error: unknown, index: string): boolean =>
  isTwice(error) && (constraintOf(error) === index || (error as Error).message.includes(`'${index}'`));

/** Whether something was looked for that the column cannot have. */
export const isNoValue = (error: unknown): boolean => NO_VALUE.has(codeOf(error));

/** Whether the database found no room for this, or for a unit that it shared its commit with. */
export function isFull(error: unknown): boolean {
  if (codeOf(error) !== '') return FULL.has(codeOf(error));
  return isAppError(error) && error.cause !== undefined && isFull(error.cause);
}
