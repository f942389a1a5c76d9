import type { TableName, Tables } from '../book/tables/tables.ts';
import { isAppError } from '../errors.ts';
import type { Deps } from './act.ts';
import type { NewEntry, Unit } from './ports/store.ts';
import { nextTurn } from './turn.ts';

/**
 * What a round ends by itself: each of these rows in a transaction of its own, as it stands by then. `end` answers its entry, or
 * nothing where it stays. A row that somebody edited keeps no other from being ended: it is warned of, and tried again by the next
 * round. Answers how many were ended.
 */
export async function endEach<T extends TableName>(
  deps: Pick<Deps, 'store' | 'clock' | 'warn'>,
  table: T,
  rows: readonly { id: string }[],
  end: (unit: Unit, row: Tables[T], now: number) => Promise<NewEntry | undefined>,
): Promise<number> {
  let count = 0;
  for (const { id } of rows) {
    const ended = deps.store.transact(async (unit) => {
      const row = await unit.get(table, id);
      const entry = row && (await end(unit, row, deps.clock.now()));
      if (entry) await unit.record(entry);
      return entry ? 1 : 0;
    });
    count += await ended.catch((error: unknown) => {
      if (!isAppError(error, 'record_tampered', 'conflict', 'against_the_book')) throw error;
      deps.warn(`${table} ${id} was not ended`, error);
      return 0;
    });
    await nextTurn();
  }
  return count;
}
