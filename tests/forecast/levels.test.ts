import { isWorkingDay, mondayOf } from '../../src/book/rules/calendar/working-days.ts';
import { type DayOver, follow, LEVELS, NEVER_JUDGED, noneJudged, type Standing } from '../../src/forecast/levels.ts';

const MONDAY = mondayOf(20_800);
/** A day on which ten tokens were made, and so many requests wait whose first date was for this day. */
const over = (waiting: number, date: number, more: Partial<DayOver> = {}): DayOver => ({
  day: MONDAY,
  ...noneJudged(),
  made: 10,
  open: Array.from({ length: waiting }, () => ({ mid: date, by: date, left: ['mid', 'by'] as const })),
  ...more,
});
const many = (standing: Standing, of: DayOver, days: number): Standing =>
  Array.from({ length: days }).reduce<Standing>((now) => follow(now, of), standing);

describe('what the next dates are given by', () => {
  it('is what is said where nothing was judged and nothing waits', () => {
    expect(follow(NEVER_JUDGED, over(0, MONDAY)).aim).toEqual(LEVELS);
  });

  it('aims lower where open dates are all going to be kept, and higher where none is', () => {
    // two hundred wait, which takes twenty working days: four weeks
    const kept = follow(NEVER_JUDGED, over(200, MONDAY + 60)).aim;
    const missed = follow(NEVER_JUDGED, over(200, MONDAY + 1)).aim;
    expect([kept.mid < LEVELS.mid, kept.by < LEVELS.by]).toEqual([true, true]);
    expect([missed.mid > LEVELS.mid, missed.by > LEVELS.by]).toEqual([true, true]);
    // what was judged already is not presumed, nor what has no date
    const open = [{ mid: MONDAY, by: MONDAY, left: [] }, null];
    expect(follow(NEVER_JUDGED, over(0, MONDAY, { open })).aim).toEqual(LEVELS);
  });

  it('sees that dates will be missed from the pace of the last days, before any is past', () => {
    const due = over(100, MONDAY + 14);
    const [fast, slow] = [10, 3].map((made) => many(NEVER_JUDGED, { ...due, made }, 3).aim.mid);
    expect(fast).toBeLessThan(0.5);
    expect(slow).toBeGreaterThan(0.5);
    // a day on which nobody works says nothing of the pace, one on which nothing could be made does
    const saturday = { ...due, day: MONDAY + 5, made: 0 };
    expect(isWorkingDay(MONDAY + 5)).toBe(false);
    const standing = follow(NEVER_JUDGED, due);
    expect(follow(standing, saturday).made).toEqual([10]);
    expect(follow(standing, { ...due, made: 0 }).made).toEqual([10, 0]);
    expect(many(standing, due, 9).made).toHaveLength(3);
  });

  it('goes no farther than some bounds, whatever becomes of dates', () => {
    const { judged, aimed } = noneJudged();
    judged.far = { mid: { kept: 0, of: 5000 }, by: { kept: 0, of: 5000 } };
    aimed.far = { mid: 2500, by: 4250 };
    const { aim, stretch, kept } = many(NEVER_JUDGED, over(0, MONDAY, { judged, aimed }), 500);
    expect(aim).toEqual({ mid: 0.95, by: 0.98 });
    expect(stretch).toMatchObject({ far: { mid: 1, by: 1 }, near: { mid: 0, by: 0 } });
    expect(kept.mid).toBeCloseTo(0, 5);
  });

  it('stretches waits against the share that each date was given at', () => {
    const { judged, aimed } = noneJudged();
    judged.near.mid = { kept: 6, of: 20 };
    // they were to be kept in three cases of ten, and were
    aimed.near.mid = 6;
    expect(follow(NEVER_JUDGED, over(0, MONDAY, { judged, aimed })).stretch.near.mid).toBe(0);
    aimed.near.mid = 10;
    expect(follow(NEVER_JUDGED, over(0, MONDAY, { judged, aimed })).stretch.near.mid).toBeCloseTo(0.02);
  });

  it('ends at once where a day of the journal is none', () => {
    for (const date of [Number.NaN, Number.MAX_SAFE_INTEGER, -1]) {
      const { aim } = follow(NEVER_JUDGED, over(3, date));
      expect(Object.values(aim).every(Number.isFinite)).toBe(true);
    }
  });
});
