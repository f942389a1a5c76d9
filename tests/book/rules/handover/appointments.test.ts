import { planYears } from '../../../../src/book/rules/calendar/roster.ts';
import { dateOf, dayOf, dayOfDate, isWorkingDay, momentOf } from '../../../../src/book/rules/calendar/working-days.ts';
import { countIn, type Desk, daysOffered, slotsOf } from '../../../../src/book/rules/handover/appointments.ts';

const DESK: Desk = { open: true, minutes: 25, places: 2, fromHour: 9, toHour: 11, days: 3 };
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'short' });
const HOUR = 3_600_000;

describe('a slot of the desk', () => {
  it('begins on the clock of Paris, in winter, in summer and on the days of a change', () => {
    for (const date of ['2026-12-01', '2026-07-01', '2026-03-29', '2026-10-25', '2027-03-28'])
      for (const minutes of [0, 6 * 60, 9 * 60 + 15, 22 * 60])
        expect(clock.format(momentOf(dayOfDate(date), minutes))).toBe(
          `${date} ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`,
        );
    expect(momentOf(dayOfDate('2026-03-30'), 540) - momentOf(dayOfDate('2026-03-28'), 540)).toBe(47 * HOUR);
  });

  it('is over when the desk closes', () => {
    const slots = slotsOf(dayOfDate('2026-12-01'), DESK);
    expect(slots.map(({ startsAt }) => clock.format(startsAt).slice(11))).toEqual(['09:00', '09:25', '09:50', '10:15']);
    expect(slots.every(({ startsAt, endsAt }) => endsAt - startsAt === 25 * 60_000)).toBe(true);
    expect(slotsOf(dayOfDate('2026-12-01'), { ...DESK, toHour: 9 })).toEqual([]);
  });

  it('meets those that it overlaps, and none that only touches it', () => {
    const slot = { startsAt: 100, endsAt: 200 };
    const others = [
      [0, 100],
      [0, 101],
      [150, 160],
      [199, 300],
      [200, 300],
    ].map(([startsAt = 0, endsAt = 0]) => ({ startsAt, endsAt }));
    expect(countIn(slot, others)).toBe(3);
  });
});

describe('the days that are offered', () => {
  it('are the next worked ones, today among them', () => {
    const offered = (from: string) => daysOffered(dayOfDate(from), DESK, isWorkingDay).map(dateOf);
    expect(offered('2026-12-23')).toEqual(['2026-12-23', '2026-12-24', '2026-12-28']);
    expect(offered('2026-12-25')).toEqual(['2026-12-28', '2026-12-29', '2026-12-30']);
  });

  it('are none where the desk stays closed for longer than a plan may hold', () => {
    expect(daysOffered(dayOfDate('2026-12-01'), DESK, () => false)).toEqual([]);
  });

  it('are held by plans that begin in the year of the day or the one before', () => {
    expect(planYears(dayOfDate('2027-01-04'), dayOfDate('2027-01-04'))).toEqual([2026, 2027]);
    expect(planYears(dayOfDate('2026-12-31'), dayOfDate('2027-01-04'))).toEqual([2025, 2026, 2027]);
    expect(dayOf(momentOf(dayOfDate('2026-03-29'), 23 * 60))).toBe(dayOfDate('2026-03-29'));
  });
});
