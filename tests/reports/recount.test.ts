import fc from 'fast-check';
import { LIFECYCLE } from '../../src/book/tables/lifecycle.ts';
import { percentiles } from '../../src/reports/counted.ts';
import { dailyReport, type ReportedEntry } from '../../src/reports/daily.ts';

/** One step of one of a few requests, tokens or certificates, some minutes after the last. */
interface Move {
  table: 'request' | 'token' | 'certificate';
  id: number;
  pick: number;
  minutes: number;
  refused: boolean;
}
const move: fc.Arbitrary<Move> = fc.record({
  table: fc.constantFrom('request', 'request', 'token', 'certificate'),
  id: fc.nat(6),
  pick: fc.nat(9),
  minutes: fc.nat(200),
  refused: fc.boolean(),
});
const FIRST = { request: 'submitted', token: 'in_stock', certificate: 'intended' } as const;
const BEGIN = Date.UTC(2026, 2, 26, 12);

interface Plain {
  at: number;
  table: string;
  id: string;
  from?: string;
  to: string;
  reason?: string;
  producer?: string;
}

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
    const to = from === undefined ? FIRST[table] : nexts[pick % Math.max(1, nexts.length)];
    if (to === undefined) continue;
    states.set(id, to);
    const reason = pick % 2 === 0 ? 'lost' : 'never-sealed';
    const producer = producerOf(pick);
    plain.push({ at, table, id, ...(from ? { from } : {}), to, reason, producer });
    const set = {
      state: to,
      ...(to === 'revoked' ? { revocationReason: reason } : {}),
      ...(to === 'in_production' ? { producerId: producer } : {}),
    };
    const change = from === undefined ? { table, id, insert: { id, ...set } } : { table, id, from, set };
    entries.push({ ...base, outcome: 'done', detail: { changes: [change] } });
  }
  return { entries, plain, refused };
}

/** The same figures, counted the slow and obvious way, with the calendar of Intl. */
function recount(plain: readonly Plain[], refused: readonly number[], date: string) {
  const inParis = (at: number) => new Date(at).toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });
  const today = plain.filter((p) => inParis(p.at) === date);
  const to = (table: string, state: string) => today.filter((p) => p.table === table && p.to === state);
  const upTo = plain.filter((p) => inParis(p.at) <= date && p.table === 'request');
  const last = new Map(upTo.map((p) => [p.id, p.to]));
  const since = (done: readonly Plain[]) => done.map((p) => p.at - plain.find((q) => q.id === p.id)!.at);
  const hour = (p: Plain) =>
    Number(new Date(p.at).toLocaleTimeString('sv-SE', { timeZone: 'Europe/Paris' }).slice(0, 2));
  const produced = to('request', 'produced');
  return {
    received: today.filter((p) => p.table === 'request' && p.from === undefined).length,
    approved: to('request', 'approved').filter((p) => p.from === 'submitted').length,
    refused: to('request', 'rejected').length,
    produced: produced.length,
    handedOver: to('request', 'handed_over').length,
    activated: to('token', 'active').filter((p) => p.from !== 'suspended').length,
    revoked: to('certificate', 'revoked').filter((p) => p.reason !== 'never-sealed').length,
    setAside: to('token', 'to_check').length,
    scrapped: to('token', 'scrapped').length,
    refusedActs: refused.filter((at) => inParis(at) === date).length,
    backlog: [...last.values()].filter((state) => !['closed', 'rejected', 'withdrawn'].includes(state)).length,
    perHour: Array.from({ length: 24 }, (_, h) => produced.filter((p) => hour(p) === h).length),
    leadTime: percentiles(since(to('request', 'handed_over'))),
    timeToProduce: percentiles(since(produced)),
    technicians: new Set(
      produced.map(
        (p) => upTo.filter((q) => q.id === p.id && q.to === 'in_production' && q.at <= p.at).at(-1)!.producer,
      ),
    ).size,
  };
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
