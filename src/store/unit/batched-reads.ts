import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { TableName, Tables } from '../../book/tables/tables.ts';
import type { Identifiers, Page, Where } from '../../flow/ports/store.ts';
import { bearsIdentifier, IDENTIFIERS } from '../people-with-identifiers.ts';
import { createQuestionBatch } from '../question-batch.ts';
import { MOST, type StoreReads } from '../rows.ts';
import { cellsOf } from '../seal/seals.ts';
import { padded } from '../statements/padded.ts';

const isAscii = (of: Identifiers): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of them that are ASCII
  IDENTIFIERS.every((name) => /^[\x00-\x7f]*$/.test(of[name] ?? ''));

type AnyPage = Pick<Page<TableName>, 'leaveOut'>;
/** Whether a question has no order or end of its own. */
const isWhole = (page: object): boolean => Object.keys(page).every((name) => name === 'leaveOut');

/**
 * Asks one question for what many ask in the same turn of the event loop, where they differ by the value of the first column: what it
 * answers is told apart by that value.
 */
export function createBatchedReads(reads: Pick<StoreReads, 'find' | 'peopleWithIdentifiers' | 'peopleLike'>) {
  const batches = new Map<string, (value: string) => Promise<{ id: string }[]>>();
  const batchOf = (table: TableName, column: string, same: object, page: AnyPage) => {
    const name = JSON.stringify([table, column, same, page]);
    const findOf = (value: unknown) => reads.find(table, { [column]: value, ...same } as Where<TableName>, page);
    const ask = async (values: readonly string[]): Promise<{ id: string }[][]> => {
      if (values.length === 1) return [await findOf(values[0])];
      const rows = await findOf(padded(values));
      // of more than that the rest would be missing
      if (rows.length === MOST) return Promise.all(values.map(findOf));
      const found = new Map(values.map((value): [string, { id: string }[]] => [value, []]));
      for (const row of rows) found.get(String(cellsOf(row)[column]))?.push(row);
      return values.map((value) => [...(found.get(value) ?? [])]);
    };
    const known = batches.get(name) ?? createQuestionBatch(ask);
    batches.set(name, known);
    return known;
  };
  const find = <T extends TableName>(table: T, where: Where<T>, page: Page<T> = {}): Promise<Tables[T][]> => {
    const [[column, value] = [], ...more] = Object.entries(where);
    if (column === undefined || typeof value !== 'string' || !isWhole(page)) return reads.find(table, where, page);
    const ask = batchOf(table, column, Object.fromEntries(more), page as AnyPage);
    return ask(value) as Promise<unknown> as Promise<Tables[T][]>; // rows of this table
  };
  const peopleTogether = createQuestionBatch(async (of: readonly Identifiers[]) => {
    const rows = await reads.peopleLike(padded(of));
    return of.map((one) => rows.filter((row) => bearsIdentifier(row, one)));
  });
  return {
    find,
    /** The server and this program agree on what is the same in another case for ASCII. */
    peopleWithIdentifiers: (of: Identifiers): Promise<PersonRow[]> =>
      isAscii(of) ? peopleTogether(of) : reads.peopleWithIdentifiers(of),
  };
}
