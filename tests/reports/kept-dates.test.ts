import { type ReportedEntry, reportOn } from '../../src/reports/daily.ts';

const DAY = 86_400_000;
const dayNumber = (date: string): number => Date.parse(date) / DAY;
type Change = Record<string, unknown>;
const entry = (time: string, ...changes: Change[]): ReportedEntry => ({
  at: `${time}:00.000Z`,
  actor: 'someone',
  action: 'x.y',
  subject: 'x:1',
  outcome: 'done',
  detail: { changes },
});
const submit = (id: string): Change => ({
  table: 'request',
  id,
  insert: { id, number: id, state: 'submitted', producerId: null },
});
const step = (id: string, from: string, state: string): Change => ({ table: 'request', id, from, set: { state } });
/** Dates for a request: by these days. */
const promise = (requestId: string, mid: string, by: string, more: object = {}): Change => ({
  table: 'promise',
  id: `of ${requestId}`,
  insert: { requestId, midDay: dayNumber(mid), byDay: dayNumber(by), reach: 'near', reason: 'first', ...more },
});
const [MON, TUE, WED, THU] = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'] as const;
const NOW = Date.UTC(2026, 10, 27, 12);
const judgedOn = async (entries: ReportedEntry[], date: string) =>
  (await reportOn(entries, { date, now: NOW })).report.promises.judged.near;
const made = (id: string, day: string): ReportedEntry => entry(`${day}T10:00`, step(id, 'in_production', 'produced'));
const asked = (id: string, mid: string, by: string): ReportedEntry[] => [
  entry(`${MON}T08:00`, submit(id)),
  entry(`${MON}T08:01`, promise(id, mid, by)),
];

describe('dates that were announced', () => {
  it('are kept by what is made on their day or before, on the day it is made', async () => {
    const entries = [...asked('r1', TUE, THU), made('r1', WED)];
    expect(await judgedOn(entries, WED)).toEqual({ mid: { kept: 0, of: 0 }, by: { kept: 1, of: 1 } });
    // the middle day had passed before
    expect(await judgedOn(entries, TUE)).toEqual({ mid: { kept: 0, of: 1 }, by: { kept: 0, of: 0 } });
    expect(await judgedOn(entries, THU)).toEqual({ mid: { kept: 0, of: 0 }, by: { kept: 0, of: 0 } });
  });

  it('are missed once their day is over, and judged once', async () => {
    const entries = [...asked('r1', MON, TUE), made('r1', THU)];
    expect(await judgedOn(entries, TUE)).toEqual({ mid: { kept: 0, of: 0 }, by: { kept: 0, of: 1 } });
    expect(await judgedOn(entries, THU)).toEqual({ mid: { kept: 0, of: 0 }, by: { kept: 0, of: 0 } });
  });

  it('are not judged while their day runs', async () => {
    const now = Date.UTC(2026, 10, 24, 12);
    const { report } = await reportOn(asked('r1', TUE, TUE), { date: TUE, now });
    expect(report.promises.judged.near.by).toEqual({ kept: 0, of: 0 });
  });

  it('are not judged where the request was sent back or withdrawn', async () => {
    const back = [...asked('r1', TUE, TUE), entry(`${MON}T09:00`, step('r1', 'submitted', 'needs_information'))];
    expect(await judgedOn(back, TUE)).toMatchObject({ by: { of: 0 } });
    const gone = [...asked('r1', TUE, TUE), entry(`${MON}T09:00`, step('r1', 'submitted', 'withdrawn'))];
    expect(await judgedOn(gone, TUE)).toMatchObject({ by: { of: 0 } });
  });

  it('count as they were told first; those that move are counted apart', async () => {
    const entries = [
      ...asked('r1', MON, MON),
      entry(`${TUE}T08:00`, promise('r1', WED, THU, { reason: 'pace' })),
      made('r1', WED),
    ];
    const { promises } = (await reportOn(entries, { date: TUE, now: NOW })).report;
    expect(promises).toMatchObject({ given: 0, moved: 1 });
    expect(await judgedOn(entries, WED)).toMatchObject({ by: { of: 0 } });
    expect((await reportOn(entries, { date: MON, now: NOW })).report.promises).toMatchObject({ given: 1, moved: 0 });
  });

  it('are due on the last day that was told: how many there are, and how many were made by then', async () => {
    const dueOn = async (entries: ReportedEntry[], date: string, now = NOW) =>
      (await reportOn(entries, { date, now })).report.promises.due;
    const entries = [
      ...asked('early', MON, WED),
      ...asked('inTime', TUE, WED),
      ...asked('late', TUE, WED),
      ...asked('gone', TUE, WED),
      entry(`${MON}T09:00`, step('gone', 'submitted', 'withdrawn')),
      ...asked('moves', MON, MON),
      made('early', MON),
      entry(`${MON}T11:00`, step('early', 'produced', 'handed_over'), step('early', 'handed_over', 'closed')),
      entry(`${TUE}T08:00`, promise('moves', WED, WED, { reason: 'pace' })),
      made('inTime', WED),
      made('late', THU),
    ];
    expect(await dueOn(entries, WED)).toEqual({ of: 4, made: 2 });
    expect(await dueOn(entries, MON)).toEqual({ of: 1, made: 0 });
    expect(await dueOn(entries, THU)).toEqual({ of: 0, made: 0 });
    // while the day runs: those that were made so far
    const noon = Date.UTC(2026, 10, 25, 9);
    const soFar = entries.filter(({ at }) => Date.parse(at) < noon);
    expect(await dueOn(soFar, WED, noon)).toEqual({ of: 4, made: 1 });
  });

  it('correct the next ones in the same way, whether days are read one by one or at once', async () => {
    const entries = [...asked('r1', TUE, WED), ...asked('r2', MON, MON), made('r1', TUE), made('r2', THU)];
    const atOnce = await reportOn(entries, { date: THU, now: NOW });
    let before: { standing: typeof atOnce.standing; since: number } | undefined;
    for (const date of [MON, TUE, WED, THU]) {
      const since = before?.since ?? 0;
      const end = Date.parse(`${date}T23:00:00Z`);
      const of = { date, now: NOW, ...(before ? { before: before.standing, since } : {}) };
      const { standing } = await reportOn(
        entries.filter(({ at }) => Date.parse(at) >= since && Date.parse(at) < end),
        of,
      );
      before = { standing, since: end };
    }
    expect(before?.standing.dates).toEqual(atOnce.standing.dates);
    expect(before?.standing.due).toEqual(atOnce.standing.due);
    expect(atOnce.standing.dates.stretch.near.by).not.toBe(0);
  });
});
