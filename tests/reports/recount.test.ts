import fc from 'fast-check';
import { LIFECYCLE } from '../../src/book/tables/lifecycle.ts';
import { percentiles } from '../../src/reports/counted/times.ts';
import { dailyReport, NOTHING, type ReportedEntry, reportOn } from '../../src/reports/daily.ts';
import { dayOf } from '../../src/reports/day.ts';
import { readSums } from '../../src/reports/sums-reading.ts';
import type { Period } from '../../src/reports/weeks-and-months.ts';

/** One step of one of a few requests, tokens or certificates, some minutes after the last. */
interface Move {
  table: 'request' | 'token' | 'certificate';
  id: number;
  pick: number;
  minutes: number;
  refused: boolean;
}
const moveWithin = (minutes: number, ids: number): fc.Arbitrary<Move> =>
  fc.record({
    table: fc.constantFrom('request', 'request', 'token', 'certificate'),
    id: fc.nat(ids),
    pick: fc.nat(9),
    minutes: fc.nat(minutes),
    refused: fc.boolean(),
  });
const move = moveWithin(200, 6);
const FIRST = { request: 'submitted', token: 'in_stock', certificate: 'intended' } as const;
/** How requests mostly go, or little would be produced; one in four is made again. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  submitted: ['approved'],
  approved: ['in_production'],
  in_production: ['produced'],
  produced: ['handed_over', 'handed_over', 'handed_over', 'approved'],
  handed_over: ['closed'],
};
const BEGIN = Date.UTC(2026, 2, 26, 12);

interface Plain {
  at: number;
  table: string;
  id: string;
  from?: string;
  to: string;
  reason?: string;
  producer?: string;
  /** Of a request: what it was asked for. */
  asked?: (typeof ASKED)[number];
}
/** What requests are asked for, by turns. */
const ASKED = [
  { kind: 'first-issue', reason: null, service: 'PREF-33', deliverySite: 'Bordeaux', profile: 'agent-vpn' },
  { kind: 'renewal', reason: null, service: 'PREF-64', deliverySite: 'Pau', profile: 'agent-vpn' },
  { kind: 'replacement', reason: 'lost', service: 'PREF-33', deliverySite: 'Pau', profile: 'agent-vpn' },
  { kind: 'replacement', reason: 'forgotten', service: 'DCPN', deliverySite: 'Paris', profile: 'agent-day' },
  { kind: 'nomade', reason: null, service: 'DCPN', deliverySite: 'Paris', profile: 'nomade' },
] as const;
const GROUPS = ['firstIssue', 'renewal', 'replacement', 'temporary', 'nomade'] as const;

const producerOf = (pick: number): string => `technician-${pick % 3}`;

/** A journal that keeps the lifecycle, and beside it a plain list of what happened. */
function journalOf(moves: readonly Move[]): { entries: ReportedEntry[]; plain: Plain[]; refused: number[] } {
  const states = new Map<string, string>();
  const plain: Plain[] = [];
  const entries: ReportedEntry[] = [];
  const refused: number[] = [];
  let at = BEGIN;
  for (const { table, id: number, pick, minutes, refused: no } of moves) {
    at += minutes * 60_000;
    const id = `${table}-${number}`;
    const base = {
      at: new Date(at).toISOString(),
      actor: producerOf(pick),
      action: `${table}.x`,
      subject: `${table}:${id}`,
    };
    if (no && pick > 6) {
      refused.push(at);
      entries.push({ ...base, outcome: 'refused', detail: { code: 'forbidden' } });
      continue;
    }
    const from = states.get(id);
    const nexts = Object.values<Readonly<Record<string, string>>>(LIFECYCLE[table]).flatMap((s) =>
      from && s[from] ? [s[from]] : [],
    );
    const usual = table === 'request' && pick < 7 ? USUAL[from ?? ''] : undefined;
    const to =
      from === undefined ? FIRST[table] : (usual?.[pick % usual.length] ?? nexts[pick % Math.max(1, nexts.length)]);
    if (to === undefined) continue;
    states.set(id, to);
    const reason = pick % 2 === 0 ? 'lost' : 'never-sealed';
    const producer = producerOf(pick);
    const asked = table === 'request' ? ASKED[number % ASKED.length] : undefined;
    plain.push({ at, table, id, ...(from ? { from } : {}), to, reason, producer, ...(asked ? { asked } : {}) });
    const set = {
      state: to,
      ...(to === 'revoked' ? { revocationReason: reason } : {}),
      ...(to === 'in_production' ? { producerId: producer } : {}),
    };
    const change = from === undefined ? { table, id, insert: { id, ...asked, ...set } } : { table, id, from, set };
    entries.push({ ...base, outcome: 'done', detail: { changes: [change] } });
  }
  return { entries, plain, refused };
}

const inParis = (at: number) => new Date(at).toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });
const hourOf = (at: number) =>
  Number(new Date(at).toLocaleTimeString('sv-SE', { timeZone: 'Europe/Paris' }).slice(0, 2));
/** Monday is 0. */
const weekdayIn = (at: number) =>
  ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(
    new Date(at).toLocaleDateString('en-US', { timeZone: 'Europe/Paris', weekday: 'short' }),
  );
const producerAt = (plain: readonly Plain[], made: Plain) =>
  plain.filter((q) => q.id === made.id && q.to === 'in_production' && q.at <= made.at).at(-1)!.producer;

/** What was sealed: by a token made for the first time, one that was made again, or a file that is no token. */
function sealedAs(plain: readonly Plain[], p: Plain): 'new' | 'again' | 'file' {
  if (p.asked!.kind === 'nomade') return 'file';
  return plain.some((q) => q.id === p.id && q.to === 'produced' && q.at <= p.at && q !== p) ? 'again' : 'new';
}
const isSealed = (p: Plain): boolean => p.table === 'request' && p.to === 'produced';

/** The same figures, counted the slow and obvious way, with the calendar of Intl. */
function recountDays(plain: readonly Plain[], refused: readonly number[], { first, last }: Period) {
  const isWithin = (at: number) => inParis(at) >= first && inParis(at) <= last;
  const now = plain.filter((p) => isWithin(p.at));
  const to = (table: string, state: string) => now.filter((p) => p.table === table && p.to === state);
  const since = (done: readonly Plain[]) => done.map((p) => p.at - plain.find((q) => q.id === p.id)!.at);
  const isFile = (p: Plain): boolean => p.asked!.kind === 'nomade';
  const times = (isSuch: (p: Plain) => boolean) => ({
    leadTime: percentiles(
      since(
        [...to('request', 'handed_over'), ...to('request', 'closed').filter((p) => p.from === 'produced')].filter(
          isSuch,
        ),
      ),
    ),
    timeToProduce: percentiles(since(to('request', 'produced').filter(isSuch))),
  });
  return {
    received: now.filter((p) => p.table === 'request' && p.from === undefined).length,
    approved: to('request', 'approved').filter((p) => p.from === 'submitted').length,
    refused: to('request', 'rejected').length,
    produced: to('request', 'produced').filter((p) => sealedAs(plain, p) === 'new').length,
    handedOver: to('request', 'handed_over').length,
    activated: to('token', 'active').filter((p) => p.from !== 'suspended').length,
    revoked: to('certificate', 'revoked').filter((p) => p.reason !== 'never-sealed').length,
    setAside: to('token', 'to_check').length,
    scrapped: to('token', 'scrapped').filter((p) => p.from !== 'scrapped_missing').length,
    refusedActs: refused.filter(isWithin).length,
    ...times((p) => !isFile(p)),
    nomadeTimes: times(isFile),
  };
}
function backlogAfter(plain: readonly Plain[], date: string): number {
  const upTo = plain.filter((p) => inParis(p.at) <= date && p.table === 'request');
  const last = new Map(upTo.map((p) => [p.id, p.to]));
  return [...last.values()].filter((state) => !['closed', 'rejected', 'withdrawn'].includes(state)).length;
}
function recount(plain: readonly Plain[], refused: readonly number[], date: string) {
  const sealed = plain.filter((p) => isSealed(p) && inParis(p.at) === date);
  const produced = sealed.filter((p) => sealedAs(plain, p) === 'new');
  const tokens = sealed.filter((p) => sealedAs(plain, p) !== 'file');
  return {
    ...recountDays(plain, refused, { first: date, last: date }),
    backlog: backlogAfter(plain, date),
    perHour: Array.from({ length: 24 }, (_, h) => produced.filter((p) => hourOf(p.at) === h).length),
    technicians: new Set(tokens.map((p) => producerAt(plain, p))).size,
  };
}

/** What only a week or a month has. */
function recountPeriod(plain: readonly Plain[], refused: readonly number[], period: Period, today: string) {
  const within = plain.filter((p) => inParis(p.at) >= period.first && inParis(p.at) <= period.last);
  const sealed = within.filter(isSealed);
  const produced = sealed.filter((p) => sealedAs(plain, p) === 'new');
  const tokens = sealed.filter((p) => sealedAs(plain, p) !== 'file');
  const nameOf = (p: Plain) => (sealedAs(plain, p) === 'again' ? 'repeat' : GROUPS[ASKED.indexOf(p.asked!)]);
  const count = (name: string) => sealed.filter((p) => nameOf(p) === name).length;
  const of = (field: 'service' | 'deliverySite') => {
    const some = within.filter(
      (p) => p.table === 'request' && (!p.from || produced.includes(p) || p.to === 'handed_over'),
    );
    return [...new Set(some.map((p) => p.asked![field]))].sort().map((name) => {
      const own = some.filter((p) => p.asked![field] === name);
      const times = (to: string) => own.filter((p) => p.to === to && (p.from || to === 'submitted')).length;
      return {
        name,
        received: own.filter((p) => !p.from).length,
        produced: times('produced'),
        handedOver: times('handed_over'),
      };
    });
  };
  const days = [...new Set(tokens.map((p) => inParis(p.at)))];
  const present = days.map(
    (day) => new Set(tokens.filter((p) => inParis(p.at) === day).map((p) => producerAt(plain, p))).size,
  );
  const technicianDays = present.reduce((all, n) => all + n, 0);
  return {
    ...recountDays(plain, refused, period),
    made: Object.fromEntries([...GROUPS, 'repeat'].map((name) => [name, count(name)])),
    services: of('service'),
    sites: of('deliverySite'),
    profiles: [...new Set(produced.map((p) => p.asked!.profile))]
      .sort()
      .map((name) => ({ name, count: produced.filter((p) => p.asked!.profile === name).length })),
    technicianDays,
    usual: { low: 25 * technicianDays, high: 30 * technicianDays, surge: 50 * technicianDays },
    perWeekday: Array.from({ length: 7 }, (_, weekday) =>
      Array.from(
        { length: 24 },
        (_, hour) => produced.filter((p) => weekdayIn(p.at) === weekday && hourOf(p.at) === hour).length,
      ),
    ),
    end: { backlog: backlogAfter(plain, period.last < today ? period.last : today) },
    missing: [],
    complete: period.last < today,
  };
}

/** Texts of the reports of every day up to one that still runs, as the service keeps them. */
async function keptOf(entries: readonly ReportedEntry[], first: string, last: string): Promise<Map<number, string>> {
  const kept = new Map<number, string>();
  let before = NOTHING;
  for (let utc = Date.parse(first); utc <= Date.parse(last); utc += 86_400_000) {
    const date = new Date(utc).toISOString().slice(0, 10);
    const { begin, end } = dayOf(date, 'Europe/Paris');
    const own = entries.filter(({ at }) => Date.parse(at) >= begin && Date.parse(at) < end);
    const { report, took, standing } = await reportOn(own, { date, now: end, before });
    before = standing;
    kept.set(end, JSON.stringify({ ...report, took }));
  }
  return kept;
}

describe('the daily report against a naive recount', () => {
  it('agrees on every figure, over the change to summer time', async () => {
    const date = fc.constantFrom('2026-03-26', '2026-03-27', '2026-03-28', '2026-03-29', '2026-03-30');
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 120 }), date, async (moves, day) => {
        const { entries, plain, refused } = journalOf(moves);
        const report = await dailyReport(entries, { date: day, now: Date.UTC(2026, 4, 1) });
        expect(report).toMatchObject(recount(plain, refused, day));
      }),
      { seed: 1, numRuns: 120 },
    );
  });
  it('adds the days up to the whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 60 }), async (moves) => {
        const { entries, plain } = journalOf(moves);
        let received = 0;
        for (let utc = Date.UTC(2026, 2, 26); utc < Date.UTC(2026, 3, 5); utc += 86_400_000) {
          const day = new Date(utc).toISOString().slice(0, 10);
          received += (await dailyReport(entries, { date: day, now: Date.UTC(2026, 4, 1) })).received;
        }
        expect(received).toBe(plain.filter((p) => p.table === 'request' && p.from === undefined).length);
      }),
      { seed: 2, numRuns: 20 },
    );
  });
});

/** Weeks and months of a quarter and a half, as a wall calendar has them: from Monday to Sunday, from the first to the last. */
const WEEKS = [
  ['2026-03-23', '2026-03-29'],
  ['2026-03-30', '2026-04-05'],
  ['2026-04-27', '2026-05-03'],
  ['2026-05-18', '2026-05-24'],
  ['2026-06-15', '2026-06-21'],
] as const;
const MONTHS = [
  ['2026-03-01', '2026-03-31'],
  ['2026-04-01', '2026-04-30'],
  ['2026-05-01', '2026-05-31'],
  ['2026-06-01', '2026-06-30'],
] as const;

describe('sums of weeks and months against a naive recount of three months', () => {
  it('agree on every figure, of kept reports alone', async () => {
    const made = new Map<string, number>();
    const periods = [...WEEKS, ...MONTHS].map(([first, last]) => ({ first, last }));
    await fc.assert(
      fc.asyncProperty(fc.array(moveWithin(900, 30), { minLength: 270, maxLength: 300 }), async (moves) => {
        const { entries, plain, refused } = journalOf(moves);
        const [begins, today] = ['2026-03-26', '2026-06-26'];
        const kept = await keptOf(entries, begins, today);
        const keptReports = async (from: number, to: number) =>
          [...kept].flatMap(([end, text]) => (end >= from && end <= to ? [text] : []));
        const task = { timeZone: 'Europe/Paris', begins, today, periods, beside: [] };
        const found = await readSums(task, { keptReports });
        const known = plain.filter(({ at }) => inParis(at) <= today);
        const knownRefused = refused.filter((at) => inParis(at) <= today);
        for (const [i, period] of periods.entries())
          expect({ ...period, ...found[i] }).toMatchObject({
            ...period,
            ...recountPeriod(known, knownRefused, period, today),
          });
        for (const one of found)
          for (const [name, count] of Object.entries(one.made)) made.set(name, (made.get(name) ?? 0) + count);
        expect(found.slice(WEEKS.length).reduce((all, { received }) => all + received, 0)).toBe(
          known.filter((p) => p.table === 'request' && p.from === undefined).length,
        );
      }),
      { seed: 4, numRuns: 3, endOnFailure: true },
    );
    // whatever is told apart was there to be told apart
    for (const name of [...GROUPS, 'repeat']) expect(made.get(name)).toBeGreaterThan(2);
  });
});

describe('percentiles', () => {
  it('are times that were measured', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 50 }), (times) => {
        const { median, p90 } = percentiles(times);
        expect(times).toContain(median);
        expect(times.filter((time) => time <= p90!).length).toBeGreaterThanOrEqual(0.9 * times.length);
        expect(times.filter((time) => time <= median!).length).toBeGreaterThanOrEqual(0.5 * times.length);
      }),
      { seed: 3, numRuns: 200 },
    );
  });
  it('are null where nothing was measured', () => expect(percentiles([])).toEqual({ median: null, p90: null }));
});
