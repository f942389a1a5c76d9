import { createSince } from '../../src/app/health/health.ts';
import { databaseFile } from '../../src/app/health/optional.ts';
import { part } from '../../src/app/health/parts.ts';
import { serverSettings } from '../../src/app/health/server-settings.ts';
import { createMetrics } from '../../src/listen/metrics.ts';
import { type HealthLine, sayHealth } from '../../src/words/health.ts';
import { openServed, type Served } from './served-house.ts';

describe('the health of a service', () => {
  let s: Served;
  beforeAll(async () => {
    s = await openServed();
  }, 60_000);
  afterAll(() => s.close());
  const lines = async () => (await s.call('GET', '/health')).body['items'] as HealthLine[];

  it('says of each part how it is, and names nothing that readiness does not', async () => {
    const all = await lines();
    const states = Object.fromEntries(all.map(({ part: of, says, state }) => [`${of} ${says}`, state]));
    expect(states).toMatchObject({
      'backup backup.never': 'look',
      'crl crl.numbered': 'ok',
      'ocsp ocsp.until': 'ok',
      'status-process status-process.running': 'ok',
      'clock clock.right': 'ok',
      'disk disk.free': 'ok',
      'database database.file': 'ok',
      'mail mail.off': 'ok',
      'directory directory.off': 'ok',
      'siem siem.sent': 'ok',
      'nodes nodes.running': 'ok',
      'printer printer.ready': 'ok',
      'bench bench.none': 'ok',
      'csp csp.none': 'ok',
    });
    expect(all.find(({ part: of }) => of === 'checkpoint')?.state).toBe('ok');
    expect(all[0]?.part).toBe('backup'); // what to look at comes first
    expect(all.find(({ part: of }) => of === 'crl')).toMatchObject({
      facts: { number: expect.any(Number), where: s.app().pkiUrl },
      times: { at: expect.any(Number) },
    });
    expect(await s.ready()).toEqual({ ready: true, waiting: [] });
  });

  it('says since when rows differ, and readiness says so by the same line', async () => {
    const { personId } = s.callers.bruno;
    s.bySqlite((db) => db.prepare(`update "person" set "site" = 'ailleurs' where "id" = ?`).run(personId));
    await s.compare();
    const records = (await lines()).find(({ part: of }) => of === 'records');
    expect(records).toMatchObject({ state: 'look', says: 'records.differ', since: expect.any(Number) });
    expect(await s.ready()).toMatchObject({ waiting: ['records'] });
  });
});

describe('a database file', () => {
  it('is broken once its disk failed to keep a commit, and says what to do', () => {
    expect(databaseFile(true)).toMatchObject({ state: 'ok', says: 'database.file' });
    const failed = databaseFile(false);
    expect(failed).toMatchObject({ state: 'broken', says: 'database.failed' });
    expect(sayHealth(failed, 'en', String)).toMatchObject({ remedy: expect.stringContaining('restart the service') });
  });
});

describe('the settings of a database server', () => {
  it('are named one by one, and once by readiness, which does not fail by them', () => {
    const [en, fr] = ['fsync is off there', 'fsync y est désactivé'];
    const found = serverSettings([
      { code: 'fsync', level: 'refuse', en, fr },
      { code: 'standby_missing', level: 'warn', en, fr },
    ]);
    expect(found.map(({ part: of, state, says, name }) => [of, state, says, name])).toEqual([
      ['database', 'broken', 'database.setting', 'fsync'],
      ['database', 'look', 'database.setting', 'standby_missing'],
    ]);
    expect(found.flatMap(({ waiting }) => waiting)).toEqual([{ name: 'database-settings', stops: false }]);
    expect(serverSettings([])).toEqual([]);
  });

  it('are told to Prometheus until they are mended', async () => {
    let found = [{ code: 'standby_missing', level: 'warn' }];
    const metrics = createMetrics(
      async () => ({}),
      undefined,
      undefined,
      () => found,
    );
    expect(await metrics.text()).toContain('jeton_database_findings{code="standby_missing",level="warn"} 1');
    found = [];
    expect(await metrics.text()).not.toContain('jeton_database_findings{');
  });

  it('and so is what readiness says, until it says it no more', async () => {
    let said = { ready: false, waiting: ['clock', 'node lyon', 'node nice', 'issuing-nomade.crl'] };
    const metrics = createMetrics(
      async () => ({}),
      undefined,
      undefined,
      undefined,
      async () => said,
    );
    const lines = async () => (await metrics.text()).split('\n').filter((line) => /^jeton_(ready|waiting)/.test(line));
    expect(await lines()).toEqual([
      'jeton_ready 0',
      'jeton_waiting{name="clock"} 1',
      'jeton_waiting{name="node"} 1',
      'jeton_waiting{name="issuing-nomade.crl"} 1',
    ]);
    said = { ready: true, waiting: [] };
    expect(await lines()).toEqual(['jeton_ready 1']);
  });
});

describe('a report of a browser', () => {
  it('is counted, and shown', async () => {
    const s = await openServed();
    try {
      const sent = await fetch(`${s.app().url}/rapports/csp`, {
        method: 'POST',
        headers: { 'content-type': 'application/csp-report' },
        body: '{}',
      });
      expect(sent.status).toBe(204);
      const items = (await s.call('GET', '/health')).body['items'] as HealthLine[];
      expect(items.find(({ part: of }) => of === 'csp')).toMatchObject({ state: 'look', facts: { n: 1 } });
      expect(await s.ready()).toEqual({ ready: true, waiting: [] });
    } finally {
      await s.close();
    }
  });
});

describe('since when a part is as it is', () => {
  it('begins when it changed, and where it was wrong at the first look', () => {
    let now = 1000;
    const since = createSince(() => now);
    const disk = (state: 'ok' | 'look') => part('disk', state, 'disk.free');
    expect(since(disk('ok'))).toBeNull();
    now = 2000;
    expect(since(disk('look'))).toBe(2000);
    now = 3000;
    expect([since(disk('look')), since(disk('ok'))]).toEqual([2000, 3000]);
    expect(since(part('backup', 'look', 'backup.never'))).toBe(3000);
    expect(since({ ...disk('look'), since: 7 })).toBe(7);
  });
});
