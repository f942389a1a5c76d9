import { type RawBuilder, sql } from 'kysely';
import { AppError } from '../../errors.ts';

/**
 * How many rows a statement answers, for `limit`. It stands in the text: SQLite prepares a statement with a bound limit anew
 * each time that it runs. Throws `internal` for what is no number of rows.
 */
export function atMost(rows: number): RawBuilder<number> {
  if (!Number.isSafeInteger(rows) || rows < 0) throw new AppError('internal', `${rows} is no number of rows`);
  return sql.raw(String(rows));
}
