import { create } from '../../src/book/tables/lifecycle.ts';
import { patiently } from '../../src/reports/day-count.ts';
import { createDailyReports } from '../../src/reports/days.ts';
import { createPeriodReports } from '../../src/reports/period-reports.ts';
import { person, request } from '../support/records/rows.ts';
import { openTestStore } from '../support/records/store.ts';
import { heldDays } from '../support/world/held-days.ts';
import { daysHere, sumsHere } from '../support/world/reading-here.ts';

const DAY = 86_400_000;
const SYSTEM = { actor: 'system', role: 'system', outcome: 'done' } as const;
const DATES = ['1998-11-24', '1998-11-25', '1998-11-26', '1998-11-27', '1998-11-28'];

/** A journal with four entries on each of five days, none of which was kept, and reports whose days are read when the test says so. */
async function uncounted() {
  const s = await openTestStore();
  for (const [day] of DATES.entries()) {
    for (let i = 0; i < 4; i++) {
      const row = request(`r${day}-${i}`, `p${day}-${i}`, { submittedAt: s.clock.now() });
      const changes = [create('person', person(row.holderId)), create('request', row)];
      await s.store.transact((u) =>
        u.record({ ...SYSTEM, action: 'request.submit', subject: `request:${row.id}`, changes }),
      );
    }
    s.clock.pass(DAY);
  }
  const open = () => {
    const held = heldDays();
    const own = daysHere({ ...s.journal, lastDayEnd: s.dayEnds.last }, s.dayEnds);
    const of = { firstAt: s.journal.firstAt, clock: s.clock, timeZone: 'Europe/Paris' };
    const reports = createDailyReports({
      ...of,
      ...own,
      read: held.hold(own.read),
      checkpoint: async () => ({ size: 0, root: new Uint8Array(32), note: '' }),
      covering: async () => ({ size: 0, root: new Uint8Array(32), note: '' }),
    });
    return { held, reports, periods: createPeriodReports({ ...of, days: reports, sum: sumsHere(s.dayEnds) }) };
  };
  const kept = async () => (await s.dayEnds.reports(0, s.clock.now())).map((text) => JSON.parse(text).date);
  return { ...s, open, kept };
}
const PATIENT = { patienceMs: 30 };
/** Long enough for a count to have begun and said how far it is, on a busy machine too. */
const LONGER = { patienceMs: 3000 };
const counted = (detail: object) => ({ code: 'conflict', detail: { why: 'days-counted', ...detail } });

describe('the count of days that were not kept', () => {
  it('says how far it is, and keeps each day as soon as it is counted', async () => {
    const w = await uncounted();
    const { reports, held } = w.open();
    expect(reports.counting()).toBeUndefined();
    const all = reports.keepDayEnds();
    const first = await held.askedAs(1);
    expect(reports.counting()).toMatchObject({ date: DATES[0], done: 0, total: 20, perSecond: null, leftMs: null });
    w.clock.pass(2000);
    first.proceed(2, 4);
    expect(reports.counting()).toMatchObject({ date: DATES[0], done: 2, total: 20, perSecond: 1, leftMs: 18_000 });
    first.end();
    const second = await held.askedAs(2);
    expect(await w.kept()).toEqual([DATES[0]]);
    expect(reports.counting()).toMatchObject({ date: DATES[1], done: 4, total: 20 });
    expect(second.task.date).toBe(DATES[1]);
    held.release();
    await all;
    expect(reports.counting()).toBeUndefined();
    expect(await w.kept()).toEqual(DATES);
  });

  it('is one for all who ask, each of whom has their day once it is there', async () => {
    const w = await uncounted();
    const { reports, periods, held } = w.open();
    const [old, older, week] = [
      reports.daily('1998-11-25'),
      reports.daily('1998-11-24'),
      periods.period('week', '1998-11-24'),
    ];
    const round = reports.keepDayEnds();
    (await held.askedAs(1)).end();
    expect(await older).toMatchObject({ date: '1998-11-24', received: 4 });
    (await held.askedAs(2)).end();
    expect(await old).toMatchObject({ date: '1998-11-25', received: 4, backlog: 8 });
    held.release();
    expect(await week).toMatchObject({ received: 20, missing: [] });
    await round;
    // each day was read once, and the one that runs for the week alone
    expect(held.asked.map(({ task }) => task.date)).toEqual([...DATES, '1998-11-29']);
  });

  it('tells who has no more patience how far it is, and goes on', async () => {
    const w = await uncounted();
    const { reports, periods, held } = w.open();
    const asked = [
      reports.daily('1998-11-26', LONGER),
      reports.daily('1998-11-29', LONGER),
      periods.period('month', '1998-11-24', LONGER),
      periods.trends('month', LONGER),
    ].map((one) => one.catch((error: unknown) => error));
    const first = await held.askedAs(1);
    w.clock.pass(1000);
    first.proceed(1, 4);
    for (const one of asked)
      expect(await one).toMatchObject(counted({ date: DATES[0], done: 1, total: 20, leftMs: 19_000 }));
    expect(held.asked).toHaveLength(1);
    held.release();
    expect(await reports.daily('1998-11-29')).toMatchObject({ complete: false, backlog: 20 });
  });

  it('is told at once while it waits for its turn to read', async () => {
    let looks = 0;
    const standing = () => {
      looks += 1;
      return { date: '', done: 0, total: null, begunAt: 0, perSecond: null, leftMs: null };
    };
    const told = patiently(new Promise(() => {}), { patienceMs: 1 }, standing);
    await expect(told).rejects.toMatchObject({ code: 'conflict', detail: { why: 'days-counted', total: null } });
    expect(looks).toBe(1);
  });

  it('is waited for a little longer where it ends soon', async () => {
    const w = await uncounted();
    const { reports, held } = w.open();
    const patienceMs = 500; // before its first end a busy machine has begun to count
    const asked = reports.daily('1998-11-24', { patienceMs });
    const first = await held.askedAs(1);
    w.clock.pass(100);
    first.proceed(19, 19);
    const waits = new Promise((resolve) => setTimeout(() => resolve('waits'), patienceMs + 200));
    const answer = await Promise.race([asked, waits]);
    expect(answer).toBe('waits');
    held.release();
    expect(await asked).toMatchObject({ received: 4 });
  });

  it('goes on where it was broken off, and whoever waited is told', async () => {
    const w = await uncounted();
    const before = w.open();
    const [waited, round] = [before.reports.daily('1998-11-26'), before.reports.keepDayEnds()];
    const ends = Promise.allSettled([waited, round]);
    (await before.held.askedAs(1)).end();
    (await before.held.askedAs(2)).fail(new Error('the process ended'));
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await w.kept()).toEqual([DATES[0]]);

    const after = w.open(); // as the service starts again
    after.held.release();
    expect(await after.reports.daily('1998-11-26')).toMatchObject({ received: 4, backlog: 12 });
    await after.reports.keepDayEnds();
    expect(after.held.asked.map(({ task }) => task.date)).toEqual(DATES.slice(1));
  });

  it('is left by whoever has gone, and goes on for others', async () => {
    const w = await uncounted();
    const { reports, held } = w.open();
    const gone = new AbortController();
    const [asked, round] = [reports.daily('1998-11-25', { signal: gone.signal }), reports.keepDayEnds()];
    await held.askedAs(1);
    gone.abort();
    await expect(asked).rejects.toMatchObject({ code: 'wrong_state' });
    held.release();
    await round;
    expect(await w.kept()).toEqual(DATES);
  });

  it('leaves days of before the journal alone', async () => {
    const w = await uncounted();
    const { reports, held } = w.open();
    held.release();
    expect(await reports.daily('1998-11-01', PATIENT)).toMatchObject({ received: 0 });
    expect(await w.kept()).toEqual([]);
  });

  it('fills a gap and counts nothing twice', async () => {
    const w = await uncounted();
    const first = w.open();
    first.held.release();
    await first.reports.keepDayEnds();
    const gap = Date.UTC(1998, 10, 25, 23);
    await w.behind.run('delete from "dayEnd" where "at" = ?', gap);
    const { reports, held } = w.open();
    held.release();
    expect(await reports.daily('1998-11-25')).toMatchObject({ received: 4, backlog: 8 });
    expect(held.asked.map(({ task }) => task.date)).toEqual(['1998-11-25']);
  });
});

describe('the day that runs', () => {
  /** Kept up to yesterday. */
  async function running() {
    const w = await uncounted();
    const { reports, held } = w.open();
    const kept = w.open();
    kept.held.release();
    await kept.reports.keepDayEnds();
    return { ...w, reports, held };
  }
  const TODAY = '1998-11-29';

  it('is counted for all who ask at once by one count more', async () => {
    const w = await running();
    const asked = [1, 2, 3].map(() => w.reports.daily(TODAY));
    (await w.held.askedAs(1)).end();
    (await w.held.askedAs(2)).end();
    for (const one of asked) expect(await one).toMatchObject({ complete: false, backlog: 20 });
    expect(w.held.asked).toHaveLength(2);
  });

  it('says how far it is where it takes long, and is there for whoever comes back', async () => {
    const w = await running();
    const asked = w.reports.daily(TODAY, LONGER);
    const first = await w.held.askedAs(1);
    first.proceed(0, 100);
    w.clock.pass(2000);
    first.proceed(1, 100);
    await expect(asked).rejects.toMatchObject(counted({ date: TODAY, done: 1, total: 100, leftMs: 198_000 }));
    const joined = w.reports.daily(TODAY);
    first.end();
    expect(await joined).toMatchObject({ complete: false });
    expect(await w.reports.daily(TODAY, PATIENT)).toMatchObject({ complete: false });
    expect(w.held.asked).toHaveLength(1);
    w.clock.pass(6000);
    w.held.release();
    await w.reports.daily(TODAY);
    expect(w.held.asked).toHaveLength(2);
  });

  it('is read once at a time, whatever days that have not begun are asked for meanwhile', async () => {
    const w = await running();
    const asked = [w.reports.daily(TODAY)];
    const first = await w.held.askedAs(1);
    for (const date of ['2030-01-01', '2030-01-02', '1998-11-30']) {
      await expect(w.reports.daily(date)).rejects.toMatchObject({ code: 'invalid_input', detail: { field: 'date' } });
      await expect(w.reports.anew(date)).rejects.toMatchObject({ code: 'invalid_input', detail: { field: 'date' } });
      asked.push(w.reports.daily(TODAY));
    }
    await new Promise((turn) => setTimeout(turn, 50)); // whoever begins another reading has begun it by then
    expect(w.held.asked.map(({ task }) => task.date)).toEqual([TODAY]);
    first.end();
    (await w.held.askedAs(2)).end();
    await Promise.all(asked);
    expect(w.held.asked.map(({ task }) => task.date)).toEqual([TODAY, TODAY]);
  });

  it('that has not begun is refused before days are counted for it', async () => {
    const w = await uncounted();
    const { reports, held } = w.open();
    await expect(reports.daily('1998-11-30')).rejects.toMatchObject({ code: 'invalid_input' });
    expect(held.asked).toEqual([]);
  });
});
