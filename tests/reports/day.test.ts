import { dateAt, dayOf, hourAt } from '../../src/reports/day.ts';

const HOUR = 3_600_000;
const paris = (date: string) => dayOf(date, 'Europe/Paris');

describe('a day of Paris', () => {
  it('begins at 23:00 UTC in winter and at 22:00 in summer', () => {
    expect(new Date(paris('2026-11-24').begin).toISOString()).toBe('2026-11-23T23:00:00.000Z');
    expect(new Date(paris('2026-07-14').begin).toISOString()).toBe('2026-07-13T22:00:00.000Z');
  });
  it('has 23 hours when summer time begins and 25 when it ends', () => {
    const length = ({ begin, end }: { begin: number; end: number }) => (end - begin) / HOUR;
    expect(length(paris('2026-03-29'))).toBe(23);
    expect(length(paris('2026-10-25'))).toBe(25);
    expect(length(paris('2026-11-24'))).toBe(24);
  });
  it('ends where the next begins, all year round, and holds its own instants', () => {
    for (let utc = Date.UTC(2026, 0, 1); utc < Date.UTC(2027, 0, 1); utc += 24 * HOUR) {
      const day = paris(new Date(utc).toISOString().slice(0, 10));
      expect(paris(new Date(utc + 24 * HOUR).toISOString().slice(0, 10)).begin).toBe(day.end);
      expect([dateAt(day.begin, 'Europe/Paris'), dateAt(day.end - 1, 'Europe/Paris')]).toEqual([day.date, day.date]);
      expect([hourAt(day.begin, 'Europe/Paris'), hourAt(day.end - 1, 'Europe/Paris')]).toEqual([0, 23]);
    }
  });
  it('meets two o’clock twice when summer time ends', () => {
    const { begin } = paris('2026-10-25');
    expect([1, 2, 3, 4].map((hours) => hourAt(begin + hours * HOUR, 'Europe/Paris'))).toEqual([1, 2, 2, 3]);
  });
  it.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', '', '2026-11-24T00:00:00Z'])('refuses %j', (date) => {
    expect(() => paris(date)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});

describe('a day of Réunion or Guadeloupe', () => {
  it('begins by its own clock', () => {
    expect(new Date(dayOf('2026-11-24', 'Indian/Reunion').begin).toISOString()).toBe('2026-11-23T20:00:00.000Z');
    expect(new Date(dayOf('2026-11-24', 'America/Guadeloupe').begin).toISOString()).toBe('2026-11-24T04:00:00.000Z');
  });
});
