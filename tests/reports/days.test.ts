import { create, move } from '../../src/book/tables/lifecycle.ts';
import type { RequestRow } from '../../src/book/tables/rows/requests.ts';
import { dateAt } from '../../src/reports/day.ts';
import { createDailyReports } from '../../src/reports/days.ts';
import type { DailyReport } from '../../src/reports/shape.ts';
import { person, request } from '../support/records/rows.ts';
import { openTestStore } from '../support/records/store.ts';
import { daysHere } from '../support/world/reading-here.ts';

const DAY = 86_400_000;
/** Without what is reckoned from reports of days before, of which some here keep none. */
const counted = ({ cover: _, ...report }: DailyReport) => report;
const SYSTEM = { actor: 'system', role: 'system', outcome: 'done' } as const;

describe('daily reports that begin where the day before ended', () => {
  it('say the same as from the beginning, and read only what came since', async () => {
    const s = await openTestStore();
    const read: [number, number][] = [];
    const deps = {
      firstAt: s.journal.firstAt,
      checkpoint: async () => ({ size: 0, root: new Uint8Array(32), note: '' }),
      covering: async () => ({ size: 0, root: new Uint8Array(32), note: '' }),
      clock: s.clock,
      timeZone: 'Europe/Paris',
    };
    const lines = {
      entriesBefore: s.journal.entriesBefore,
      linesBetween: (from: number, to: number) => {
        read.push([from, to]);
        return s.journal.linesBetween(from, to);
      },
    };
    const { last } = s.dayEnds;
    const kept = createDailyReports({ ...deps, ...daysHere({ ...lines, lastDayEnd: last }, s.dayEnds) });
    const none = { ...lines, lastDayEnd: async () => undefined };
    const fresh = createDailyReports({ ...deps, ...daysHere(none, { keep: async () => {}, reports: async () => [] }) });
    const rows: RequestRow[] = [];
    for (let day = 0; day < 4; day++) {
      const row = request(`r${day}`, `p${day}`, { submittedAt: s.clock.now() });
      const holder = create('person', person(row.holderId));
      rows.push(row);
      const subject = `request:${row.id}`;
      await s.store.transact((u) =>
        u.record({ ...SYSTEM, action: 'request.submit', subject, changes: [holder, create('request', row)] }),
      );
      const old = rows[day - 2];
      if (old)
        await s.store.transact((u) =>
          u.record({
            ...SYSTEM,
            action: 'request.withdraw',
            subject,
            changes: [move('request', old, 'withdraw', { closedAt: s.clock.now() })],
          }),
        );
      s.clock.pass(DAY);
      await kept.keepDayEnds();
    }
    for (const date of ['1998-11-24', '1998-11-26', '1998-11-27', '1998-11-28']) {
      expect(counted(await kept.daily(date))).toEqual(counted(await fresh.daily(date)));
    }
    expect(await kept.daily('1998-11-27')).toMatchObject({ received: 1, backlog: 2, complete: true });
    read.length = 0;
    // what is over is not read again; today is, from where yesterday ended
    await kept.daily('1998-11-27');
    await kept.daily('1998-11-28');
    expect(read).toEqual([[Date.UTC(1998, 10, 27, 23), Date.UTC(1998, 10, 28, 23)]]);
    expect((await kept.recent('1998-11-28', 30)).map(({ date }) => date)).toEqual([
      ...['1998-11-24', '1998-11-25', '1998-11-26', '1998-11-27'],
    ]);
    expect((await kept.recent('1998-11-28', 2)).map(({ date }) => date)).toEqual(['1998-11-26', '1998-11-27']);

    // of a journal whose days' ends are gone, each day is read once, and none from the beginning again
    const ends = new Map<number, string>();
    const lastOf = async (at: number) => {
      const known = Math.max(0, ...[...ends.keys()].filter((end) => end <= at));
      return known > 0 ? { at: known, open: ends.get(known) ?? '' } : undefined;
    };
    const anew = createDailyReports({
      ...deps,
      ...daysHere(
        { ...lines, lastDayEnd: lastOf },
        {
          keep: async ({ at, open }) => void ends.set(at, open),
          reports: async () => [],
        },
      ),
    });
    read.length = 0;
    await anew.keepDayEnds();
    expect(read.length).toBeGreaterThanOrEqual(4);
    for (const [i, [from, to]] of read.entries()) {
      if (i > 0) expect([from, to - from]).toEqual([read[i - 1]?.[1], DAY]);
    }
    expect(counted(await anew.daily('1998-11-27'))).toEqual(counted(await fresh.daily('1998-11-27')));
  });

  it('are given up once who asked has gone, of a day that is over too', async () => {
    const s = await openTestStore();
    const signals: (AbortSignal | undefined)[] = [];
    const reports = createDailyReports({
      firstAt: s.journal.firstAt,
      clock: s.clock,
      timeZone: 'Europe/Paris',
      checkpoint: async () => ({ size: 0, root: new Uint8Array(32), note: '' }),
      covering: async () => ({ size: 0, root: new Uint8Array(32), note: '' }),
      ...daysHere(
        { ...s.journal, lastDayEnd: async () => undefined },
        { keep: async () => {}, reports: async () => [] },
      ),
      read: (_task, _progress, signal) => {
        signals.push(signal);
        return new Promise((_, refuse) => signal?.addEventListener('abort', () => refuse(new Error('given up'))));
      },
    });
    for (const date of ['1900-01-01', dateAt(s.clock.now(), 'Europe/Paris')]) {
      const gone = new AbortController();
      const asked = reports.daily(date, { signal: gone.signal });
      const before = signals.length;
      while (signals.length === before) await new Promise((turn) => setImmediate(turn));
      gone.abort();
      await expect(asked).rejects.toMatchObject({ code: 'wrong_state' });
      expect(signals.at(-1)?.aborted).toBe(true);
    }
  });

  it('are kept a minute after the day, and never of a day before the journal', async () => {
    const s = await openTestStore();
    const holder = create('person', person('p'));
    await s.store.transact((u) =>
      u.record({ ...SYSTEM, action: 'person.import', subject: 'person:p', changes: [holder] }),
    );
    const kept = new Map<number, string>();
    const reports = createDailyReports({
      firstAt: s.journal.firstAt,
      clock: s.clock,
      timeZone: 'Europe/Paris',
      checkpoint: async () => ({ size: 0, root: new Uint8Array(32), note: '' }),
      covering: async () => ({ size: 0, root: new Uint8Array(32), note: '' }),
      ...daysHere(
        { ...s.journal, lastDayEnd: async () => undefined },
        {
          // as the store: what is kept stays
          keep: async ({ at, report }) => void (kept.has(at) || kept.set(at, report)),
          reports: async (from, to) => [...kept].flatMap(([at, text]) => (at >= from && at <= to ? [text] : [])),
        },
      ),
    });
    const midnight = Date.UTC(1998, 10, 24, 23);
    s.clock.pass(midnight - s.clock.now() + 59_000);
    expect(await reports.daily('1998-11-24')).toMatchObject({ complete: true });
    expect(await reports.daily('1900-01-01')).toMatchObject({ received: 0, complete: true });
    expect([...kept.keys()]).toEqual([]);
    s.clock.pass(1_000);
    await reports.daily('1998-11-24');
    expect([...kept.keys()]).toEqual([midnight]);
    // of before a figure got another meaning
    kept.set(midnight, JSON.stringify({ ...JSON.parse(kept.get(midnight) ?? '{}'), format: 1, received: 99 }));
    expect(await reports.recent('1998-11-25', 3)).toEqual([]);
    expect(await reports.daily('1998-11-24')).toMatchObject({ format: 3, received: 0 });
    // what somebody edited is no report, and what leaves the house is counted whatever was kept
    kept.set(midnight, '{"received":99}');
    expect(await reports.daily('1998-11-24')).toMatchObject({ received: 0 });
    expect(await reports.recent('1998-11-25', 3)).toEqual([]);
    const forged = { ...(await reports.counted('1998-11-24')), received: 99 };
    kept.set(midnight, JSON.stringify(forged));
    expect(await reports.daily('1998-11-24')).toMatchObject({ received: 99 });
    expect(await reports.counted('1998-11-24')).toMatchObject({ received: 0 });
  });
});
