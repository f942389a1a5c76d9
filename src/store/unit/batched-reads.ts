import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { TableName, Tables } from '../../book/tables/tables.ts';
import type { Identifiers, Where } from '../../flow/ports/store.ts';
import { bearsIdentifier, IDENTIFIERS } from '../people-with-identifiers.ts';
import { MOST, type StoreReads } from '../rows.ts';
import { cellsOf } from '../seal/seals.ts';

/** Values of one statement at most. */
const MANY = 64;

/** Puts off what is asked until nothing else is asked in the same turn of the event loop, and asks for all of it. */
function createQuestionBatch<Q, A>(ask: (questions: readonly Q[]) => Promise<readonly A[]>) {
  let waiting: { question: Q; answer(a: A): void; fail(error: unknown): void }[] = [];
  const send = async (): Promise<void> => {
    const all = waiting;
    waiting = [];
    while (all.length > 0) {
      const some = all.splice(0, MANY);
      await ask(some.map(({ question }) => question)).then(
        (answers) => {
          for (const [i, one] of some.entries()) one.answer(answers[i] as A);
        },
        (error) => {
          for (const one of some) one.fail(error);
        },
      );
    }
  };
  return (question: Q): Promise<A> =>
    new Promise((answer, fail) => {
      if (waiting.length === 0) process.nextTick(send);
      waiting.push({ question, answer, fail });
    });
}

/** Few lengths, so that few texts are put together: the last value stands several times. */
function padded<T>(values: readonly T[]): T[] {
  const length = 2 ** Math.ceil(Math.log2(values.length));
  return Array.from({ length }, (_, i) => values[Math.min(i, values.length - 1)] as T);
}

const isAscii = (of: Identifiers): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of them that are ASCII
  IDENTIFIERS.every((name) => /^[\x00-\x7f]*$/.test(of[name] ?? ''));

/**
 * Asks one question for what many ask in the same turn of the event loop, where they differ by one value: what it answers is told
 * apart by that value.
 */
export function createBatchedReads(reads: Pick<StoreReads, 'find' | 'peopleWithIdentifiers' | 'peopleLike'>) {
  const byColumn = new Map<string, (value: string) => Promise<{ id: string }[]>>();
  const columnOf = (table: TableName, column: string) => {
    const name = `${table} ${column}`;
    const ask = async (values: readonly string[]): Promise<{ id: string }[][]> => {
      const where = { [column]: padded(values) } as Where<TableName>;
      const rows = await reads.find(table, where);
      // of more than that the rest would be missing
      if (rows.length === MOST)
        return Promise.all(values.map((value) => reads.find(table, { [column]: value } as never)));
      return values.map((value) => rows.filter((row) => cellsOf(row)[column] === value));
    };
    const known = byColumn.get(name) ?? createQuestionBatch(ask);
    byColumn.set(name, known);
    return known;
  };
  const find = <T extends TableName>(table: T, where: Where<T>): Promise<Tables[T][]> => {
    const [[column, value] = [], ...more] = Object.entries(where);
    if (column === undefined || column === 'id' || typeof value !== 'string' || more.length > 0)
      return reads.find(table, where);
    return columnOf(table, column)(value) as Promise<unknown> as Promise<Tables[T][]>; // rows of this table
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
