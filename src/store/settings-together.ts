import type { SettingRow } from '../book/tables/rows/service.ts';
import type { TableName, Tables } from '../book/tables/tables.ts';
import type { Page, Where } from '../flow/ports/store.ts';
import { isPostgres } from './engine.ts';
import { createQuestionBatch } from './question-batch.ts';
import type { StoreReads } from './rows.ts';
import { padded } from './statements/padded.ts';
import type { Db } from './tables.ts';

/**
 * Reads outside of units, of which those of settings in one turn of the event loop are one question to a server: a page asks for some
 * ten of them, each where it needs it, and every question wakes two processes. `strict` reads the same and leaves no row out:
 * where it refuses one, each is asked for by itself, as it was.
 */
export function withSettingsTogether(db: Db, reads: StoreReads, strict: Pick<StoreReads, 'find'>): StoreReads {
  if (!isPostgres(db)) return reads;
  const together = createQuestionBatch(async (questions: readonly (readonly string[])[]): Promise<SettingRow[][]> => {
    const ids = [...new Set(questions.flat())].sort();
    const rows = await strict.find('setting', { id: padded(ids) });
    return questions.map((some) => rows.filter(({ id }) => some.includes(id)));
  });
  const settings = async (ids: readonly string[]): Promise<SettingRow[] | undefined> => {
    const answer = await together(ids).catch(() => undefined);
    return answer?.map((row) => ({ ...row }));
  };
  const idsOf = (table: TableName, where: object, page?: object): readonly string[] | undefined => {
    const [[column, value] = [], ...more] = Object.entries(where) as [string, unknown][];
    if (table !== 'setting' || column !== 'id' || more.length > 0 || page !== undefined) return undefined;
    const ids = [value].flat();
    return ids.length > 0 && ids.every((id) => typeof id === 'string') ? ids : undefined;
  };
  return {
    ...reads,
    get: async <T extends TableName>(table: T, id: string) => {
      const answer = table === 'setting' ? await settings([id]) : undefined;
      return answer ? (answer[0] as Tables[T] | undefined) : reads.get(table, id);
    },
    find: async <T extends TableName>(table: T, where: Where<T>, page?: Page<T>) => {
      const ids = idsOf(table, where, page);
      const answer = ids && (await settings(ids));
      return answer ? (answer as Tables[TableName][] as Tables[T][]) : reads.find(table, where, page);
    },
  };
}
