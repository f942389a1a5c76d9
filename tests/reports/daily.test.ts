import { dailyReport, type ReportedEntry } from '../../src/reports/daily.ts';
import { tokensMade } from '../../src/reports/shape.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
type Change = Record<string, unknown>;

/** An entry at `time` (UTC) with these changes. */
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
const ask = (id: string, asked: object): Change => ({
  table: 'request',
  id,
  insert: { id, number: id, state: 'submitted', producerId: null, ...asked },
});
const step = (table: string, id: string, from: string, state: string, set: object = {}): Change => ({
  table,
  id,
  from,
  set: { ...set, state },
});
const report = (entries: ReportedEntry[], date = '2026-11-24') => dailyReport(entries, { date, now: NOW });

/** One request's way from submitted to handed over. */
const wholeWay = (id: string): ReportedEntry[] => [
  entry('2026-11-23T09:00', submit(id)),
  entry('2026-11-24T08:00', step('request', id, 'submitted', 'approved')),
  entry('2026-11-24T08:30', step('request', id, 'approved', 'in_production', { producerId: 'tech-1' })),
  entry(
    '2026-11-24T08:31',
    step('request', id, 'in_production', 'produced'),
    step('token', 't1', 'in_production', 'produced'),
  ),
  entry(
    '2026-11-24T15:00',
    step('request', id, 'produced', 'handed_over'),
    step('token', 't1', 'produced', 'handed_over'),
  ),
  entry('2026-11-24T15:05', step('request', id, 'handed_over', 'closed'), step('token', 't1', 'handed_over', 'active')),
];

describe('the daily report', () => {
  it('counts one request’s way and how long it took', async () => {
    expect(await report(wholeWay('r1'))).toMatchObject({
      date: '2026-11-24',
      complete: true,
      received: 0,
      approved: 1,
      produced: 1,
      handedOver: 1,
      activated: 1,
      backlog: 0,
      technicians: 1,
      leadTime: { median: 30 * 3_600_000, p90: 30 * 3_600_000 },
      timeToProduce: { median: (23 * 60 + 31) * 60_000 },
      against: { low: 25, high: 30, surge: 50 },
      endHour: { usual: 17, surge: 19 },
      checkpoint: null,
    });
  });
  it('puts production into the hour of the Paris clock', async () => {
    const { perHour } = await report(wholeWay('r1'));
    expect(perHour).toHaveLength(24);
    expect(perHour[9]).toBe(1);
    expect(perHour.reduce((a, b) => a + b)).toBe(1);
  });
  it('draws the line between two days at midnight in Paris', async () => {
    const entries = [entry('2026-11-23T22:59', submit('before')), entry('2026-11-23T23:00', submit('after'))];
    expect((await report(entries)).received).toBe(1);
    expect((await report(entries, '2026-11-23')).received).toBe(1);
  });
  it('counts as approved what came from submitted, not what production put back', async () => {
    const back = [
      ...wholeWay('r1').slice(0, 3),
      entry('2026-11-24T08:40', step('request', 'r1', 'in_production', 'approved', { producerId: null })),
    ];
    expect(await report(back)).toMatchObject({ approved: 1, produced: 0, backlog: 1, backlogByState: { approved: 1 } });
  });
  it('counts tokens alone as made, and present who made them: Nomade credentials and tokens made again stand apart', async () => {
    const seal = (id: string, minute: string, asked: object, producerId: string): ReportedEntry[] => [
      entry('2026-11-23T09:00', ask(id, { service: 'DCPN', deliverySite: 'Paris', ...asked })),
      entry('2026-11-24T08:00', step('request', id, 'submitted', 'approved')),
      entry(`2026-11-24T${minute}`, step('request', id, 'approved', 'in_production', { producerId })),
      entry(`2026-11-24T${minute}`, step('request', id, 'in_production', 'produced')),
    ];
    const tokens = Array.from({ length: 28 }, (_, n) =>
      seal(`t${n}`, '10:00', { kind: 'first-issue', profile: 'agent-vpn' }, 'thomas'),
    );
    const nomade = Array.from({ length: 40 }, (_, n) =>
      seal(`n${n}`, '11:00', { kind: 'nomade', profile: 'nomade' }, 'theo'),
    );
    const again = [
      entry('2026-11-24T12:00', step('request', 't0', 'produced', 'approved')),
      entry('2026-11-24T12:10', step('request', 't0', 'approved', 'in_production', { producerId: 'thomas' })),
      entry('2026-11-24T12:11', step('request', 't0', 'in_production', 'produced')),
    ];
    const entries = [...tokens, ...nomade].flat().sort((a, b) => a.at.localeCompare(b.at));
    const day = await report([...entries, ...again]);
    expect(day).toMatchObject({
      produced: 28,
      technicians: 1,
      firstPass: 28,
      made: { firstIssue: 28, nomade: 40, repeat: 1 },
      producers: [{ name: 'thomas', count: 28 }],
      profiles: [{ name: 'agent-vpn', count: 28 }],
      services: [{ name: 'DCPN', produced: 28 }],
      sites: [{ name: 'Paris', produced: 28 }],
    });
    expect(tokensMade(day)).toBe(29);
    expect([day.perHour[11], day.perHour[12], day.perHour[13]]).toEqual([28, 0, 0]);
    // the bench makes what is made again too, and it waits in the queue a second time
    expect(day.bench.received).toBe(1);
    expect([day.bench.perHour[11], day.bench.perHour[12], day.bench.perHour[13]]).toEqual([28, 0, 1]);
  });
  it('keeps the times of Nomade credentials, which are files, apart from those of tokens', async () => {
    const nomade = [
      entry('2026-11-24T09:00', ask('n1', { kind: 'nomade', service: 'DCPN', profile: 'nomade' })),
      entry('2026-11-24T09:10', step('request', 'n1', 'submitted', 'approved')),
      entry('2026-11-24T09:20', step('request', 'n1', 'approved', 'in_production', { producerId: 'tech-1' })),
      entry('2026-11-24T09:30', step('request', 'n1', 'in_production', 'produced')),
      entry('2026-11-24T09:45', step('request', 'n1', 'produced', 'closed')), // its holder fetched it
    ];
    const entries = [...wholeWay('r1'), ...nomade].sort((a, b) => a.at.localeCompare(b.at));
    const of = (minutes: number) => ({ median: minutes * 60_000, p90: minutes * 60_000 });
    expect(await report(entries)).toMatchObject({
      leadTime: of(30 * 60),
      stages: { approval: of(23 * 60), production: of(31) },
      nomadeTimes: {
        leadTime: of(45),
        timeToProduce: of(30),
        stages: { approval: of(10), production: of(20), handover: of(15), receipt: { median: null } },
      },
    });
  });
  it('says how long each step of a token at its bench took, and nothing of one that was undone', async () => {
    const job = (
      seconds: number,
      id: string,
      requestId: string,
      change: { insert?: object; set?: { state: string } },
    ): ReportedEntry => ({
      ...entry('2026-11-24T08:30', { table: 'job', id, ...change }),
      at: new Date(Date.UTC(2026, 10, 24, 8, 30, seconds)).toISOString(),
      // a certificate that is signed is an entry about itself
      subject: change.set?.state === 'certified' ? 'certificate:1' : `request:${requestId}`,
    });
    const begun = (requestId: string) => ({ insert: { requestId, state: 'leased', run: 'n1/1' } });
    const to = (from: string, state: string) => ({ from, set: { state } });
    const entries = [
      ...wholeWay('r1').slice(0, 2),
      job(0, 'j1', 'r1', begun('r1')),
      job(4, 'j1', 'r1', to('leased', 'certifying')),
      job(30, 'j1', 'r1', to('certifying', 'undone')),
      job(40, 'j2', 'r1', begun('r1')),
      job(46, 'j2', 'r1', to('leased', 'certifying')),
      job(47, 'j2', 'r1', to('certifying', 'certified')),
      job(50, 'j2', 'r1', to('certified', 'sealed')),
    ];
    expect((await report(entries)).benchSteps).toEqual({
      keyed: { median: 4_000, p90: 6_000 },
      certified: { median: 1_000, p90: 1_000 },
      sealed: { median: 3_000, p90: 3_000 },
    });
  });
  it('tells by the model that an entry says what was made, made again, scrapped and set aside', async () => {
    const ofModel = (model: string | undefined, one: ReportedEntry): ReportedEntry => ({
      ...one,
      detail: { ...one.detail, ...(model === undefined ? {} : { model }) },
    });
    const sealed = (id: string, minute: string): ReportedEntry =>
      entry(`2026-11-24T${minute}`, step('request', id, 'in_production', 'produced'));
    const entries = [
      entry('2026-11-23T09:00', ask('r1', { kind: 'first-issue' }), ask('r2', { kind: 'first-issue' })),
      entry('2026-11-23T09:00', ask('n1', { kind: 'nomade' })),
      ofModel('YubiKey 5', sealed('r1', '10:00')),
      ofModel('SoftHSM2', sealed('r2', '10:01')),
      ofModel(undefined, sealed('n1', '10:02')),
      entry('2026-11-24T10:03', step('request', 'r1', 'produced', 'approved')),
      ofModel('SoftHSM2', sealed('r1', '10:04')),
      ofModel('SoftHSM2', entry('2026-11-24T10:05', step('token', 't1', 'in_production', 'scrapped'))),
      ofModel('Nitrokey', entry('2026-11-24T10:06', step('token', 't2', 'in_production', 'to_check'))),
      // found again, it was scrapped long before
      ofModel('SoftHSM2', entry('2026-11-24T10:08', step('token', 't1', 'scrapped_missing', 'scrapped'))),
      // put back, it is neither
      ofModel('Nitrokey', entry('2026-11-24T10:07', step('token', 't2', 'to_check', 'in_stock'))),
    ];
    expect((await report(entries)).models).toEqual([
      { name: 'Nitrokey', produced: 0, repeat: 0, scrapped: 0, setAside: 1 },
      { name: 'SoftHSM2', produced: 1, repeat: 1, scrapped: 1, setAside: 0 },
      { name: 'YubiKey 5', produced: 1, repeat: 0, scrapped: 0, setAside: 0 },
    ]);
  });
  it('has a row of its own for whoever only made tokens again', async () => {
    const again = [
      ...wholeWay('r1').slice(0, 4),
      entry('2026-11-24T10:00', step('request', 'r1', 'produced', 'approved')),
      entry('2026-11-24T10:30', step('request', 'r1', 'approved', 'in_production', { producerId: 'tech-2' })),
      entry('2026-11-24T10:31', step('request', 'r1', 'in_production', 'produced')),
    ];
    expect((await report(again)).producers).toEqual([
      { name: 'tech-1', count: 1 },
      { name: 'tech-2', count: 0 },
    ]);
  });
  it('counts a production repeated after a dead token apart', async () => {
    const repeated = [
      ...wholeWay('r1').slice(0, 4),
      entry(
        '2026-11-24T10:00',
        step('request', 'r1', 'produced', 'approved'),
        step('token', 't1', 'produced', 'revoked'),
      ),
      entry('2026-11-24T10:30', step('request', 'r1', 'approved', 'in_production', { producerId: 'tech-2' })),
      entry('2026-11-24T10:31', step('request', 'r1', 'in_production', 'produced')),
    ];
    expect(await report(repeated)).toMatchObject({
      approved: 1,
      produced: 1,
      made: { firstIssue: 1, repeat: 1 },
      technicians: 2,
      backlogByState: { produced: 1 },
    });
  });
  it('counts refusals, revocations, tokens set aside or scrapped, and refused acts', async () => {
    const entries = [
      entry('2026-11-24T08:00', submit('r1'), submit('r2')),
      entry('2026-11-24T08:01', step('request', 'r1', 'submitted', 'rejected')),
      entry('2026-11-24T08:02', step('certificate', 'c1', 'good', 'revoked', { revocationReason: 'lost' })),
      entry('2026-11-24T08:03', step('certificate', 'c2', 'issued', 'revoked', { revocationReason: 'never-sealed' })),
      entry('2026-11-24T08:04', step('token', 't1', 'in_production', 'scrapped')),
      entry('2026-11-24T08:04', step('token', 't3', 'in_production', 'to_check')),
      entry('2026-11-24T08:05', step('token', 't2', 'suspended', 'active')),
      { ...entry('2026-11-24T08:06'), outcome: 'refused' as const, detail: { code: 'own_request' } },
    ];
    expect(await report(entries)).toMatchObject({
      received: 2,
      refused: 1,
      revoked: 1,
      setAside: 1,
      scrapped: 1,
      activated: 0,
      refusedActs: 1,
      backlog: 1,
      leadTime: { median: null, p90: null },
    });
  });
  it('adds up: what was open and came is open still, or was closed, rejected or withdrawn', async () => {
    const closed = wholeWay('r1'); // asked for the day before
    const fetched = ['approved', 'in_production', 'produced', 'closed'].map((to, n, way) =>
      entry('2026-11-24T16:01', step('request', 'r2', way[n - 1] ?? 'submitted', to)),
    );
    const entries = [
      ...closed,
      entry('2026-11-24T16:00', ...['r2', 'r3', 'r4', 'r5', 'r6', 'r7'].map(submit)),
      ...fetched,
      entry('2026-11-24T16:02', step('request', 'r3', 'submitted', 'rejected')),
      entry('2026-11-24T16:03', step('request', 'r4', 'submitted', 'withdrawn')),
      entry('2026-11-24T16:04', step('request', 'r5', 'submitted', 'approved')),
      entry('2026-11-24T16:05', step('request', 'r5', 'approved', 'withdrawn')),
    ];
    const before = await report(entries, '2026-11-23');
    const day = await report(entries);
    expect([before.backlog, day.received]).toEqual([1, 6]);
    expect(day).toMatchObject({ closed: 2, refused: 1, withdrawn: 2, backlog: 2 });
    expect(before.backlog + day.received).toBe(day.backlog + day.closed + day.refused + day.withdrawn);
  });
  it('counts as blank what a bench can take: neither returned ones nor those on the way', async () => {
    const token = (id: string, set: Change, from?: string): Change => ({
      table: 'token',
      id,
      ...(from ? { from } : {}),
      set,
    });
    const came = ['a', 'b', 'c', 'd', 'e'].map((id) => ({
      table: 'token',
      id,
      insert: { state: 'in_stock', transferId: null },
    }));
    const sent = ['a', 'b', 'd'].map((id) => token(id, { transferId: 't' }));
    const entries = [
      entry('2026-11-23T09:00', ...came),
      entry('2026-11-23T10:00', step('token', 'd', 'in_stock', 'to_check')),
      entry('2026-11-23T10:00', step('token', 'e', 'revoked', 'returned')),
      entry('2026-11-23T11:00', ...sent),
      entry('2026-11-24T09:00', token('a', { transferId: null, locationId: 'LYON' })),
      entry('2026-11-24T10:00', step('token', 'b', 'in_stock', 'missing')),
    ];
    entries.splice(1, 0, entry('2026-11-23T09:30', step('token', 'e', 'in_stock', 'revoked')));
    expect((await report(entries, '2026-11-23')).stock).toEqual({ inStock: 4, blanks: 1, toCheck: 1 });
    expect((await report(entries)).stock).toEqual({ inStock: 3, blanks: 2, toCheck: 1 });
  });
  it('counts by which proof holders accepted', async () => {
    const accepted = (id: string, acceptanceProof: string) => ({
      table: 'handover',
      id,
      set: { acceptedAt: 1, acceptedBy: 'alice', acceptanceProof },
    });
    const entries = [
      entry('2026-11-23T09:00', accepted('h0', 'two-persons')),
      entry('2026-11-24T09:00', accepted('h1', 'own-factor')),
      entry('2026-11-24T09:01', accepted('h2', 'own-factor')),
      entry('2026-11-24T09:02', accepted('h3', 'pickup-code')),
      entry('2026-11-24T09:03', accepted('h4', 'two-persons')),
    ];
    expect(await report(entries)).toMatchObject({ acceptedByHolder: 2, acceptedByCode: 1, acceptedByTwo: 1 });
  });
  it('reads nothing after the end of the day', async () => {
    let read = 0;
    async function* journal() {
      for (const one of [
        entry('2026-11-24T08:00', submit('r1')),
        entry('2026-11-25T08:00', submit('r2')),
        entry('2026-11-26T08:00'),
      ]) {
        read += 1;
        yield one;
      }
    }
    expect(await dailyReport(journal(), { date: '2026-11-24', now: NOW })).toMatchObject({ received: 1, backlog: 1 });
    expect(read).toBe(2);
  });
  it('says that a day still runs, and refuses one that has not begun', async () => {
    expect((await report([], '2026-11-25')).complete).toBe(false);
    await expect(report([], '2026-11-26')).rejects.toMatchObject({ code: 'invalid_input' });
  });
  it('goes on where a restored journal begins in the middle: counts without times', async () => {
    expect(await report(wholeWay('r1').slice(3))).toMatchObject({
      produced: 1,
      handedOver: 1,
      leadTime: { median: null },
    });
  });
  it('refuses changes of another shape', async () => {
    const odd = { ...entry('2026-11-24T08:00'), detail: { changes: 'none' } };
    await expect(report([odd])).rejects.toMatchObject({ code: 'journal_broken' });
  });
  it('carries the checkpoint it goes with', async () => {
    const checkpoint = { size: 12, root: 'abc=', note: 'jeton\n12\nabc=\n' };
    expect((await dailyReport([], { date: '2026-11-24', now: NOW, checkpoint })).checkpoint).toEqual(checkpoint);
  });
});
