import { isSurgeDay, workDayOf } from '../../../../src/book/rules/calendar/work-day.ts';
import { beginOf } from '../../../../src/book/rules/calendar/working-days.ts';
import { outOfOrder, SURGE } from '../../../../src/book/rules/limits.ts';

const TODAY = 20_800;
const [NOON, HOUR] = [beginOf(TODAY) + 12 * 3_600_000, 3_600_000];
const settings = (of: Record<string, string>) => (id: string) => of[id];

describe('a day of work', () => {
  it('ends at five, and at seven while surge mode lasts, with fifty to be made by each technician', () => {
    expect(workDayOf(settings({}), NOON)).toEqual({
      endHour: { usual: 17, surge: 19 },
      target: { low: 25, high: 30, surge: 50 },
      surge: null,
      longestSurge: { from: TODAY, until: TODAY + 3 },
    });
  });

  it('is one of surge mode where that lasts on a part of it, and none once it is over', () => {
    const surge = (from: number, until: number) =>
      settings({ [SURGE]: JSON.stringify({ from, until, reason: 'crisis' }) });
    const work = workDayOf(surge(NOON, NOON + 24 * HOUR), NOON);
    expect([TODAY - 1, TODAY, TODAY + 1, TODAY + 2].map((day) => isSurgeDay(work, day))).toEqual([
      ...[false, true, true, false],
    ]);
    // its end at midnight is no part of the next day
    expect(workDayOf(surge(NOON, beginOf(TODAY + 1)), NOON).surge).toEqual({ from: TODAY, until: TODAY });
    expect(workDayOf(surge(NOON - HOUR, NOON), NOON).surge).toBeNull();
  });

  it('is never shorter in surge mode', () => {
    expect(outOfOrder(settings({}), 'surge.endHour', 16)).toEqual(['day.endHour']);
    expect(outOfOrder(settings({}), 'day.endHour', 20)).toEqual(['surge.endHour']);
    expect(outOfOrder(settings({}), 'surge.endHour', 20)).toEqual([]);
  });
});
