import { dailyReport } from '../../src/reports/daily.ts';
import type { DailyReport } from '../../src/reports/shape.ts';
import { coverOf, coverSince } from '../../src/reports/stock-cover.ts';
import { datesOf } from '../../src/reports/weeks-and-months.ts';

/** A Friday. */
const DATE = '2026-10-30';

describe('how long the stock of a day’s end lasts', () => {
  let days: DailyReport[];
  beforeEach(async () => {
    const dates = datesOf({ first: '2026-09-25', last: DATE });
    days = await Promise.all(
      dates.map(async (date) => ({
        ...(await dailyReport([], { date, now: Date.UTC(2026, 10, 25) })),
        produced: 9,
        made: { firstIssue: 9, renewal: 0, replacement: 0, temporary: 0, nomade: 30, repeat: 1 },
        stock: { inStock: 90, blanks: 70, toCheck: 0 },
      })),
    );
  });
  const today = () => days.at(-1)!;

  it('is reckoned over twenty working days, with tokens made again and without Nomade', () => {
    expect(coverSince(DATE)).toBe('2026-10-05');
    // 26 days of the calendar, ten tokens on each
    expect(coverOf(today(), days, undefined)).toEqual({ perDay: 13, days: 70 / 13 });
  });
  it('takes days before the journal as days on which nothing was made', () => {
    const lately = days.filter(({ date }) => date >= '2026-10-29');
    expect(coverOf(today(), lately, '2026-10-29')).toEqual({ perDay: 1, days: 70 });
  });
  it('is not known where a day is to be counted anew, and is no number where nothing was made', () => {
    expect(
      coverOf(
        today(),
        days.filter(({ date }) => date !== '2026-10-12'),
        undefined,
      ),
    ).toBeNull();
    const made = { ...today().made, nomade: 0, repeat: 0 };
    const none = days.map((day) => ({ ...day, produced: 0, made }));
    expect(coverOf(none.at(-1)!, none, undefined)).toEqual({ perDay: 0, days: null });
  });
});
