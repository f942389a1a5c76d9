import type { Change } from '../../book/tables/lifecycle.ts';
import { AppError } from '../../errors.ts';
import { isTwice, isTwiceIn } from '../faults.ts';

export type Insert = Extract<Change, { insert: unknown }>;
export type Update = Extract<Change, { set: unknown }>;
export const isInsert = (change: Change): change is Insert => 'insert' in change;

/** Undefined would reach the table as null and the journal not at all. */
export function given(table: string, [column, value]: [string, unknown]): unknown {
  if (value === undefined) throw new AppError('internal', `a change of ${table} gives ${column} no value: use null`);
  return value;
}

/** What refuses an update of a row that is not as it was expected. */
export const hasChanged = ({ table, id }: Pick<Update, 'table' | 'id'>): AppError =>
  new AppError('conflict', `this ${table} has changed in the meantime: read it again`, { detail: { table, id } });

/** What a broken UNIQUE means to people: `duplicate` for an open request, else `conflict`; other errors as they are. */
export function uniqueAs(error: unknown, what: string): unknown {
  if (!isTwice(error)) return error;
  if (isTwiceIn(error, 'requestOpen')) {
    return new AppError(
      'duplicate',
      'an open request for the same holder and the same workstation or device stands already',
      { cause: error },
    );
  }
  if (isTwiceIn(error, 'incidentOpen')) {
    return new AppError('already_done', 'this incident is known: it was reported already', { cause: error });
  }
  return new AppError('conflict', `this ${what} stands already: read it again`, {
    detail: { table: what },
    cause: error,
  });
}
