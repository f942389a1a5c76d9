import {
  beginOf,
  dateOf,
  dayOf,
  isWorkingDay,
  lastWorkingDay,
  mondayOf,
} from '../../../../src/book/rules/calendar/working-days.ts';
import {
  type Ending,
  isDue,
  planRenewals,
  type RenewalPolicy,
} from '../../../../src/book/rules/certificates/renewals.ts';
import { DAY_MS } from '../../../../src/durations.ts';

const POLICY: RenewalPolicy = { first: 60, second: 30, last: 7, perDay: 30 };
const at = (date: string): number => Date.parse(`${date}T10:00:00Z`);
const day = (date: string): number => dayOf(at(date));
const TODAY = day('2026-09-01');
const surge = (count: number, date: string, name = 's'): Ending[] =>
  Array.from({ length: count }, (_, i) => ({ id: `${name}${String(i).padStart(4, '0')}`, notAfter: at(date) }));

describe('a working day', () => {
  it.each([
    ['2026-11-27', true],
    ['2026-11-28', false],
    ['2026-11-29', false],
    ['2026-04-06', false], // Easter Monday
    ['2026-05-14', false], // Ascension
    ['2026-05-25', false], // Whit Monday
    ['2027-03-29', false], // Easter Monday
    ['2026-07-14', false],
    ['2026-12-25', false],
    ['2026-12-28', true],
  ])('%s: %s', (date, works) => expect(isWorkingDay(day(date))).toBe(works));

  it('is one of Paris, in summer and in winter', () => {
    for (const date of ['2026-07-01', '2026-12-01', '2026-03-29', '2026-10-25']) {
      const begin = beginOf(day(date));
      expect([dateOf(dayOf(begin)), dateOf(dayOf(begin - 1))]).toEqual([date, dateOf(day(date) - 1)]);
    }
    expect(dateOf(mondayOf(day('2026-11-29')))).toBe('2026-11-23');
    expect(dateOf(lastWorkingDay(day('2026-05-25')))).toBe('2026-05-22');
  });
});

describe('renewals that the service asks for', () => {
  const check = (ends: readonly Ending[], plan: ReturnType<typeof planRenewals>): void => {
    const end = new Map(ends.map((one) => [one.id, dayOf(one.notAfter)]));
    expect(plan.flatMap(({ ids }) => ids).sort()).toEqual(ends.map(({ id }) => id).sort());
    for (const { day: on, ids } of plan) {
      expect(isWorkingDay(on)).toBe(true);
      for (const id of ids) {
        expect((end.get(id) ?? 0) - on).toBeLessThanOrEqual(POLICY.first);
        expect((end.get(id) ?? 0) - on).toBeGreaterThanOrEqual(POLICY.last);
      }
    }
  };

  it('spread 600 that end on one day over 20 working days, none above capacity and none late', () => {
    const ends = [...surge(600, '2026-11-10'), ...surge(3, '2026-11-02', 'a'), ...surge(3, '2026-12-02', 'z')];
    const plan = planRenewals(ends, { today: TODAY, made: 0, policy: POLICY });
    check(ends, plan);
    expect(Math.max(...plan.map(({ ids }) => ids.length))).toBe(30);
    // the calm ones before it have a day of their own, and those after it wait for none of it
    expect(plan[0]).toEqual({ day: day('2026-09-03'), ids: ['a0000', 'a0001', 'a0002'] });
    expect(plan.filter(({ ids }) => ids.length === 30)).toHaveLength(20);
  });

  it('play day by day as they were planned, whatever else people ask for meanwhile', () => {
    const ends = [...surge(600, '2026-11-10'), ...surge(90, '2026-10-15', 'b')];
    let left = ends;
    const done = [];
    for (let today = TODAY; left.length > 0; today += 1) {
      const byPeople = today % 3 === 0 ? 5 : 0;
      const [first] = planRenewals(left, { today, made: byPeople, policy: POLICY });
      if (first?.day !== today) continue;
      expect(first.ids.length + byPeople).toBeLessThanOrEqual(30);
      done.push(first);
      left = left.filter(({ id }) => !first.ids.includes(id));
    }
    check(ends, done);
  });

  it('go above capacity on the last day alone, where no order would do', () => {
    const ends = surge(2000, '2026-11-10');
    const plan = planRenewals(ends, { today: TODAY, made: 0, policy: POLICY });
    check(ends, plan);
    expect(plan.filter(({ ids }) => ids.length > 30).map(({ day: on }) => dateOf(on))).toEqual(['2026-11-03']);
  });

  it('are asked for at once where the service stood still', () => {
    const ends = surge(40, '2026-09-04');
    const [first, ...more] = planRenewals(ends, { today: day('2026-09-01'), made: 0, policy: POLICY });
    expect([first?.ids.length, more]).toEqual([40, []]);
  });

  it('are due from the first day of their window to their end', () => {
    const [one] = surge(1, '2026-11-10') as [Ending];
    expect(isDue(one, beginOf(day('2026-09-11')), POLICY)).toBe(true);
    expect(isDue(one, beginOf(day('2026-09-11')) - 1, POLICY)).toBe(false);
    expect(isDue(one, one.notAfter - 1, POLICY)).toBe(true);
    expect(isDue(one, one.notAfter, POLICY)).toBe(false);
    expect(DAY_MS * 60).toBeGreaterThan(one.notAfter - beginOf(day('2026-09-12')));
  });
});
