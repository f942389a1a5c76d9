import type { Client, QueryResult } from 'pg';
import { AppError } from '../../errors.ts';

/** Whoever writes holds this lock until their commit: the journal is one line. Any number, known to Jeton alone. */
const JOURNAL_LOCK = 7_302_025_112_601;
/** A group has the isolation that its lock is made for, whatever is usual for the role or the database. */
export const BEGIN = `begin isolation level read committed; select pg_advisory_xact_lock(${JOURNAL_LOCK})`;

/**
 * Commits. PostgreSQL also answers COMMIT with success where an administrator cancelled the wait for a standby, and warns
 * that the standby may not have it; and where it undid the transaction, and names that. Throws what pg throws, or
 * `overloaded` where nobody knows whether it lasts.
 */
export async function commit(client: Client, text: string): Promise<void> {
  let isWarned = false;
  const heard = (): void => {
    isWarned = true;
  };
  client.on('notice', heard);
  try {
    const answered: QueryResult | QueryResult[] = await client.query(text);
    const last = Array.isArray(answered) ? answered.at(-1) : answered;
    if (last?.command !== 'COMMIT') throw new AppError('internal', 'the database undid a group of units at its commit');
  } finally {
    client.removeListener('notice', heard);
  }
  if (isWarned) throw unknown(new Error('the server warned as it committed'));
}

/** What was being committed is there or is not: nobody knows. */
export const unknown = (cause: unknown): AppError =>
  new AppError('overloaded', 'the database was lost as it kept this: look whether it was done before you repeat it', {
    cause,
  });
