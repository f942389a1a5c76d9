import { atMost } from '../statements/at-most.ts';
import type { Db } from '../tables.ts';

/** What stood at the end of a day, and what was done on it, as texts of the reports; derived from the journal. */
export interface DayEnds {
  /** The last one at or before `at` (milliseconds). */
  last(at: number): Promise<{ at: number; open: string } | undefined>;
  /** When it was, without its text, which may be long. */
  lastAt(at: number): Promise<number | undefined>;
  /** Reports of the days that ended from `from` to `to` (milliseconds), in their order. */
  reports(from: number, to: number): Promise<string[]>;
  /**
   * A day's end that is kept already is not changed, for the journal's past does not change: but `instead` where it was found
   * to be none.
   */
  keep(end: { at: number; open: string; report: string }, instead?: boolean): Promise<void>;
}

/** What was open at the end of each day, as reports begin from it. */
export function createDayEnds(db: Db): DayEnds {
  return {
    last: (at) =>
      db
        .selectFrom('dayEnd')
        .select(['at', 'open'])
        .where('at', '<=', at)
        .orderBy('at', 'desc')
        .limit(atMost(1))
        .executeTakeFirst(),
    lastAt: async (at) => {
      const before = db.selectFrom('dayEnd').select('at').where('at', '<=', at);
      return (await before.orderBy('at', 'desc').limit(atMost(1)).executeTakeFirst())?.at;
    },
    reports: async (from, to) => {
      const within = db.selectFrom('dayEnd').select('report').where('at', '>=', from).where('at', '<=', to);
      return (await within.orderBy('at').execute()).map(({ report }) => report);
    },
    keep: ({ at, ...end }, instead = false) =>
      db.transaction().execute(async (tx) => {
        await tx
          .insertInto('dayEnd')
          .values({ at, ...end })
          .onConflict((c) => (instead ? c.column('at').doUpdateSet(end) : c.column('at').doNothing()))
          .execute();
      }),
  };
}
