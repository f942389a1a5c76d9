import { FARTHEST_PLAN, plannedBy } from '../../../src/book/rules/calendar/roster.ts';
import { dateOf, dayOf, isWorkingDay, mondayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { PlanRoster } from '../../../src/flow/roster/roster.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** How many technicians are to work on days to come. */
describe('a roster', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const today = (): number => dayOf(w.clock.now());
  const date = (days: number): string => dateOf(today() + days);

  it('is planned by a supervisor, and kept with who planned it', async () => {
    const { id } = await w.flow.roster.plan(w.simon, {
      from: date(1),
      to: date(4),
      technicians: 3,
      reason: 'reinforcement',
    });
    expect(await w.reads.get('roster', id)).toMatchObject({
      nth: 1,
      firstDay: today() + 1,
      lastDay: today() + 4,
      technicians: 3,
      plannedBy: w.simon.personId,
    });
    const [entry] = (await w.opened.lists.entries({}, { limit: 1 })).items;
    expect(entry).toMatchObject({ action: 'roster.plan', subject: `roster:${id}`, outcome: 'done' });
    expect(await w.flow.reading.roster(w.thomas)).toMatchObject([
      { id, plannerName: expect.stringContaining('Simon') },
    ]);
    expect((await w.flow.roster.decided()).roster).toHaveLength(1);
  });

  it('of one day is that day alone, and the plan made last comes first', async () => {
    await w.flow.roster.plan(w.simon, { from: date(1), to: date(9), technicians: 2, reason: 'usual' });
    await w.flow.roster.plan(w.simon, { from: date(3), technicians: 0, reason: 'closure' });
    const plans = await w.flow.reading.roster(w.simon);
    expect(
      plans.map(({ firstDay, lastDay, technicians }) => [firstDay - today(), lastDay - today(), technicians]),
    ).toEqual([
      [3, 3, 0],
      [1, 9, 2],
    ]);
  });

  it.each(['thomas', 'adele', 'odile', 'alice'] as const)('is not planned by %s', async (name) => {
    const plan = { from: date(1), technicians: 1, reason: 'usual' } as const;
    await expect(w.flow.roster.plan(w[name], plan)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await w.reads.count('roster', {})).toBe(0);
  });

  it.each([
    ['of a day that is past', -1, 1, 'from', 'past'],
    ['of days that are not in order', 4, 3, 'to', 'order'],
    ['of days whose last one is too far', 1, FARTHEST_PLAN + 1, 'to', 'too_far'],
    ['of days that are too far', FARTHEST_PLAN + 1, FARTHEST_PLAN + 1, 'from', 'too_far'],
  ] as const)('is refused %s', async (_, from, to, field, rule) => {
    const plan = { from: date(from), to: date(to), technicians: 1, reason: 'usual' } as const;
    await expect(w.flow.roster.plan(w.simon, plan)).rejects.toMatchObject({
      code: 'invalid_input',
      detail: { field, rule },
    });
    expect(await w.reads.count('roster', {})).toBe(0);
  });

  it('takes no number that the journal would not agree with, where somebody added rows behind the service', async () => {
    await w.flow.roster.plan(w.simon, { from: date(1), technicians: 1, reason: 'usual' });
    await w.opened.behind.run(`insert into "roster" ("id", "nth", "firstDay", "lastDay", "year", "technicians", "reason", "plannedBy",
      "plannedAt", "seal") select 'forged', 0, "firstDay", "lastDay", "year", 9, "reason", "plannedBy", "plannedAt", "seal" from "roster"`);
    const again = w.flow.roster.plan(w.simon, { from: date(2), technicians: 1, reason: 'usual' });
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
    await w.opened.behind.run(`delete from "roster" where "id" = 'forged'`);
  });

  it.each([
    [0, 'usual'],
    [1, 'closure'],
    [-1, 'absence'],
    [201, 'reinforcement'],
    [1.5, 'usual'],
  ])('has no technician on a closure, and then alone: %s, %s', (technicians, reason) => {
    expect(PlanRoster.safeParse({ from: '2026-11-27', technicians, reason }).success).toBe(false);
  });
});

describe('what is planned of a day', () => {
  const monday = mondayOf(20_800);
  const plan = (nth: number, firstDay: number, lastDay: number, technicians: number) => ({
    nth,
    firstDay: monday + firstDay,
    lastDay: monday + lastDay,
    technicians,
  });

  it('is what was said last, whatever the order in which plans are read', () => {
    const plans = [plan(2, 1, 1, 0), plan(1, 0, 4, 3), plan(3, 2, 3, 5)];
    for (const some of [plans, plans.toReversed()])
      expect([0, 1, 2, 3, 4, 7].map((day) => plannedBy(some)(monday + day))).toEqual([3, 0, 5, 5, 3, undefined]);
  });

  it('leaves weekends and holidays out, but where they are planned by themselves', () => {
    expect(isWorkingDay(monday + 5)).toBe(false);
    expect(plannedBy([plan(1, 0, 11, 3)])(monday + 5)).toBeUndefined();
    expect(plannedBy([plan(1, 5, 5, 2)])(monday + 5)).toBe(2);
    expect(plannedBy([plan(1, 5, 6, 2)])(monday + 6)).toBe(2);
    expect(plannedBy([plan(1, 5, 7, 2)])(monday + 5)).toBeUndefined();
  });
});
