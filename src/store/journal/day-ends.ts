import type { Db } from '../tables.ts';

/** What was open at the end of a day, as text of the reports; derived from the journal. */
export interface DayEnds {
  /** The last one at or before `at` (milliseconds). */
  last(at: number): Promise<{ at: number; open: string } | undefined>;
  /** A day's end that is kept already is not changed: the journal's past does not change. */
  keep(end: { at: number; open: string }): Promise<void>;
}

/** What was open at the end of each day, as reports begin from it. */
export function createDayEnds(db: Db): DayEnds {
  return {
    last: (at) =>
      db.selectFrom('dayEnd').selectAll().where('at', '<=', at).orderBy('at', 'desc').limit(1).executeTakeFirst(),
    keep: (end) =>
      db.transaction().execute(async (tx) => {
        await tx
          .insertInto('dayEnd')
          .values(end)
          .onConflict((c) => c.column('at').doNothing())
          .execute();
      }),
  };
}
