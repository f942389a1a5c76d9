import { hash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import { openReadings, type Readings } from '../../../src/app/readings/readings.ts';
import { dayOf, ZONE } from '../../../src/book/rules/calendar/working-days.ts';
import { create } from '../../../src/book/tables/lifecycle.ts';
import type { RequestRow } from '../../../src/book/tables/rows/requests.ts';
import { unpack } from '../../../src/cli/unpack.ts';
import { DAY_MS } from '../../../src/durations.ts';
import { verifyExport } from '../../../src/journal/verify.ts';
import { dateAt } from '../../../src/reports/day.ts';
import type { ForecastTask } from '../../../src/reports/forecast.ts';
import { openReadOnlyRecords } from '../../../src/store/read-only-records.ts';
import { ANYTHING, serviceKey } from '../../journal/sample.ts';
import { keeperOf, lengthen } from '../../support/judged/long-journal.ts';
import { person, request, workstation } from '../../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';
import { counts } from '../../support/runs/long.ts';
import { keptDays } from '../../support/world/kept-days.ts';

const MANY = 20_000;
const POLICY = '{}';
const EXPORT = {
  actor: 'system',
  role: 'system',
  action: 'journal.export',
  subject: 'journal',
  outcome: 'done',
} as const;

/** Programs as they are built (`npm run build`). */
describe('what reads much of the journal, beside the service', () => {
  let s: TestStore;
  let readings: Readings;
  let exports: string;
  beforeEach(async () => {
    s = await openTestStore();
    exports = mkdtempSync(join(tmpdir(), 'jeton-exports-'));
    readings = openReadings({ place: { path: s.path }, exports, stands: async () => String(await s.lists.size()) });
  });
  afterEach(async () => {
    await readings.close();
    rmSync(exports, { recursive: true, force: true });
  });
  const task = async () => {
    const detail = { openings: false, policySha256: hash('sha256', POLICY) };
    const recordedAt = await s.store.transact((unit) => unit.record({ ...EXPORT, detail }));
    return keeperOf(s).exportTask({ recordedAt, policy: POLICY, openings: false });
  };

  it('reckons when requests will be ready that can be made, what is urgent first once it is approved', async () => {
    const now = Date.UTC(2026, 10, 25, 9);
    const today = dayOf(now);
    const asked = (id: string, workstationId: string, more: Partial<RequestRow> = {}) =>
      create('request', request(id, 'a', { workstationId, submittedAt: now - 1000, ...more }));
    const told = { fromDay: today - 3, midDay: today - 2, byDay: today - 1, reach: 'near', reason: 'first' } as const;
    const machines = Array.from({ length: 5 }, (_, at) =>
      create(
        'workstation',
        workstation(`w${at}`, { assetNumber: `PN-${at}`, state: at === 3 ? 'registered' : 'commissioned' }),
      ),
    );
    const changes = [
      ...[create('person', person('a')), ...machines],
      asked('first', 'w0', { state: 'approved', submittedAt: now - 3000 }),
      asked('urgent', 'w1', { state: 'approved', priority: 2, confirmedPriority: 2 }),
      asked('wish', 'w2', { state: 'submitted', priority: 2 }),
      asked('nobody-can', 'w3', { state: 'approved' }),
      asked('told', 'w4', { state: 'approved', submittedAt: now - 2000 }),
      create('promise', {
        id: 'p',
        requestId: 'told',
        nth: 1,
        ...told,
        ahead: 0,
        blankDay: null,
        madeAt: now - 5 * DAY_MS,
      }),
    ];
    await s.store.transact((unit) => unit.record({ ...EXPORT, action: 'x.y', changes }));
    const dates = await readings.dates({
      now,
      timeZone: 'Europe/Paris',
      roster: [],
      coming: [],
      bench: { slots: 0, msPerToken: null },
      workDay: {
        endHour: { usual: 17, surge: 19 },
        target: { low: 25, high: 30, surge: 50 },
        surge: null,
        longestSurge: { from: 20_800, until: 20_803 },
      },
      within: 10,
      leadDays: 15,
      passing: { continuity: 7, crisis: 30 },
    });
    expect(dates.map(({ requestId, ahead }) => [requestId, ahead])).toEqual([
      ['urgent', 0],
      ['first', 1],
      ['told', 2],
      ['wish', 3],
    ]);
    for (const { fromDay, byDay } of dates) expect([fromDay >= today, byDay >= fromDay]).toEqual([true, true]);
    // nothing is in the stock: they wait for an order of today, fifteen working days
    expect(new Set(dates.map(({ blankDay }) => blankDay))).toEqual(new Set([today + 21]));
  });

  it('adds up days that were kept, and believes none that was edited', async () => {
    const [good, edited] = await keptDays({ first: '2026-11-23', last: '2026-11-24' }, { technicians: 2 });
    if (!good || !edited) throw new Error('no days');
    await s.dayEnds.keep({ at: good.at, open: '{}', report: JSON.stringify(good.report) });
    const report = JSON.stringify({ ...edited.report, produced: 'many' });
    await s.dayEnds.keep({ at: edited.at, open: '{}', report });
    const period = { first: '2026-11-23', last: '2026-11-29' };
    const task = { timeZone: 'Europe/Paris', begins: '2026-11-23', today: '2026-11-24', periods: [period], beside: [] };
    const [sum] = await readings.sums(task);
    expect(sum).toMatchObject({ ...period, produced: good.report.produced, missing: ['2026-11-24'] });
    const [mended] = await readings.sums({ ...task, beside: [edited.report] });
    expect(mended?.missing).toEqual([]);
    expect(mended?.produced).toBe(good.report.produced + edited.report.produced);
  });

  it.each([
    ['lists', '{"open":[', () => '[],', '0]}'],
    ['objects', '{"open":[', () => '{},', '0]}'],
    ['requests without anything', '{"open":[', () => '["",{}],', '0]}'],
    ['depths', '', () => '[', ''],
    ['numbers', '{"dates":{"made":[', () => '"",', '0]}}'],
    ['names', '{"tokens":{', (nth: number) => `"${nth.toString(36)}":"",`, '"":""}}'],
  ])('reads a day although somebody made the end before it grow to masses of %s', async (_, head, piece, tail) => {
    await lengthen(s, 40);
    const [kept] = await keptDays({ first: '1998-11-22', last: '1998-11-22' }, { technicians: 2 });
    if (!kept) throw new Error('no day');
    const task = { date: '1998-11-24', timeZone: 'Europe/Paris', now: START + DAY_MS, checkpoint: null };
    const honest = await readings.report(task);
    const most = Math.floor((counts(3, 31) * 1024 * 1024) / piece(9_999_999).length);
    const open = deflateRawSync(head + Array.from({ length: most }, (_one, nth) => piece(nth)).join('') + tail);
    await s.dayEnds.keep({ at: kept.at, open: open.toString('base64'), report: JSON.stringify(kept.report) });
    expect(await readings.report(task)).toEqual(honest);
  });

  it('verifies and exports what the service signed without reading a line of it, and says how far it is', async () => {
    await lengthen(s, MANY);
    const told: [number, number][] = [];
    const progress = (done: number, total: number): void => void told.push([done, total]);
    const verified = await readings.verify(await keeperOf(s).verificationTask(), { progress });
    expect(verified).toMatchObject({ size: MANY, signed: true, consistentWith: null });
    expect([told[0], told.at(-1)]).toEqual([
      [0, MANY],
      [MANY, MANY],
    ]);

    const made = await readings.export('journal-test', await task());
    expect(made).toMatchObject({ size: MANY + 1, lines: MANY + 1 });
    const zip = join(exports, 'fetched.zip');
    await writeFile(zip, await buffer(made.stream()));
    const dir = mkdtempSync(join(exports, 'unpacked-'));
    await unpack(zip, dir);
    expect(await verifyExport(dir, { vkey: serviceKey.vkey, rules: ANYTHING })).toMatchObject({ size: MANY + 1 });
    await made.remove();
    expect(readdirSync(exports).filter((name) => name.startsWith('export-'))).toEqual([]);

    const again = await readings.verify(await keeperOf(s).verificationTask());
    expect(again).toMatchObject({ signed: true, consistentWith: MANY + 1 });
  });

  it('finds what the service finds, page after page, with a process that is kept for the next search', async () => {
    await lengthen(s, 300);
    const filter = { text: 'mark-1' };
    const first = await readings.search(filter, { limit: 50 });
    expect(first).toEqual(await s.lists.entries(filter, { limit: 50 }));
    expect(readings.counts().quick).toEqual({ running: 0, waiting: 0, idle: 1 });
    const cursor = first.next ?? '';
    expect(await readings.search(filter, { limit: 50, cursor })).toEqual(
      await s.lists.entries(filter, { limit: 50, cursor }),
    );
    await expect(readings.search(filter, { limit: 50, cursor: 'xx' })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(readings.counts().quick.idle).toBe(1);
  });

  it.each([
    ['by several who acted', { actors: ['system', 'nobody'] }],
    ['by nobody at all', { actors: [] }],
    ['by what any of them is', { any: { subjects: ['journal'], actors: [], actions: ['x.y'] }, without: ['x.y'] }],
    ['from an entry on', { text: 'mark', fromEntry: 7 }],
  ])('finds what the service finds %s', async (_, filter) => {
    await lengthen(s, 10);
    const page = { limit: 5 };
    expect(await readings.search(filter, page)).toEqual(await s.lists.entries(filter, page));
  });

  it('reads the report of a day that runs, and what is foreseen, once while nothing is written', async () => {
    await lengthen(s, 10);
    const { size, root, note } = await keeperOf(s).checkpoint();
    const now = s.clock.now();
    const stands = { size, root: Buffer.from(root).toString('base64'), note };
    const day = { date: dateAt(now, ZONE), timeZone: ZONE, now, checkpoint: stands };
    const before = { ...day, date: dateAt(now - 86_400_000, ZONE) };
    const ahead: ForecastTask = {
      ...{ now, timeZone: ZONE, tried: null, roster: [], coming: [], within: 10, leadDays: 15 },
      ...{ bench: { msPerToken: null, slots: 2 }, passing: { continuity: 7, crisis: 30 } },
      workDay: {
        endHour: { surge: 19, usual: 17 },
        longestSurge: { from: 10554, until: 10557 },
        surge: null,
        target: { high: 30, low: 25, surge: 50 },
      },
    };
    const [report, foreseen] = [await readings.report(day), await readings.forecast(ahead)];
    expect(await readings.report({ ...day, now: now + 1 })).toBe(report);
    expect(await readings.forecast({ ...ahead, now: now + 1 })).toBe(foreseen);
    expect(await readings.report(before)).not.toBe(await readings.report(before)); // counted each time that it is asked for
    await lengthen(s, 1);
    expect(await readings.report({ ...day, checkpoint: { ...stands, size: size + 1 } })).not.toBe(report);
    expect(await readings.forecast(ahead)).not.toBe(foreseen);
  });

  it('lets its process hear of the service between two pages', async () => {
    await lengthen(s, 3000);
    const records = openReadOnlyRecords({ path: s.path });
    let [read, heardAt] = [0, 0];
    setImmediate(() => {
      heardAt = read;
    });
    for await (const page of records.lines(0, 3000)) read += page.length;
    await records.close();
    expect([heardAt, read]).toEqual([1000, 3000]);
  });

  it('tells of lines that are not as they were signed', async () => {
    await lengthen(s, 40);
    const { checkpoint, ...rest } = await keeperOf(s).verificationTask();
    const other = await openTestStore({ start: START + 1 });
    await lengthen(other, 41);
    const elsewhere = openReadings({ place: { path: other.path }, exports, stands: async () => '' });
    expect(await elsewhere.verify({ checkpoint, ...rest })).toMatchObject({ size: 40, signed: false });
    const refused = elsewhere.export('journal-test', await task());
    await expect(refused).rejects.toMatchObject({ code: 'journal_broken' });
    expect(readdirSync(exports)).toEqual([]);
    await elsewhere.close();
  });

  it('ends when its asker goes, and leaves no file', async () => {
    await lengthen(s, MANY);
    const gone = new AbortController();
    const made = readings.export('journal-test', await task(), { signal: gone.signal, progress: () => gone.abort() });
    await expect(made).rejects.toMatchObject({ code: 'wrong_state' });
    expect(readdirSync(exports)).toEqual([]);
    expect(readings.counts().long).toEqual({ running: 0, waiting: 0, idle: 0 });
    await expect(readings.search({ text: 'x' }, { limit: 1 }, gone.signal)).rejects.toMatchObject({
      code: 'wrong_state',
    });
  });
});
