import { beginOfDate } from '../../../src/book/rules/calendar/working-days.ts';
import { ago, isoDay, moment } from '../../../src/console/frame/dates.ts';

const MS = { hour: 3_600_000, day: 86_400_000 };

describe('dates on the screen', () => {
  it('are those of Paris', () => {
    expect(isoDay(Date.UTC(2026, 10, 24, 23, 30))).toBe('2026-11-25');
    expect(moment('fr', Date.UTC(2026, 6, 1, 10, 0))).toBe('1er juil. 2026, 12:00');
  });

  it.each([
    ['2026-11-24', Date.UTC(2026, 10, 23, 23)],
    ['2026-07-01', Date.UTC(2026, 5, 30, 22)],
    ['2026-03-29', Date.UTC(2026, 2, 28, 23)],
  ])('midnight of %s', (text, expected) => expect(beginOfDate(text)).toBe(expected));

  it('ends a day where the next begins, when the clocks change too', () => {
    expect(beginOfDate('2026-03-29', 1)).toBe(Date.UTC(2026, 2, 29, 22));
    expect((beginOfDate('2026-10-25', 1) ?? 0) - (beginOfDate('2026-10-25') ?? 0)).toBe(25 * MS.hour);
    expect(beginOfDate('2026-12-31', 1)).toBe(beginOfDate('2027-01-01'));
  });

  it.each(['', '2026-02-30', '24/11/2026', 'x'])('%j is no day', (text) => expect(beginOfDate(text)).toBeUndefined());

  it('are said in the largest unit that fits', () => {
    const now = Date.UTC(2026, 10, 24);
    expect(ago('fr', now - 3 * MS.day - MS.hour, now)).toBe('il y a 3 jours');
    expect(ago('en', now - 2 * MS.hour, now)).toBe('2 hours ago');
    expect(ago('fr', now - 60_000, now)).toBe('il y a 1 minute');
    expect([ago('fr', now, now), ago('fr', now - 59_000, now)]).toEqual(['à l’instant', 'à l’instant']);
    expect(ago('en', now - 10_000, now)).toBe('just now');
  });
});
