import { counts, isLong } from '../../support/runs/long.ts';
import { drillJudge, judgedActs, revokedByOcsp } from '../../support/world/drill.ts';
import { layHolders, serialOf } from '../../support/world/drill-holders.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const TOKENS = counts(200, 10_000);
const BATCH = 'L-DRILL';

describe('the drill of a recall', () => {
  let w: World;
  beforeAll(async () => {
    w = await createWorld({ mails: true, judge: drillJudge });
    const serviceOf = (i: number): string => `PREF-${String(i % 100).padStart(2, '0')}`;
    await layHolders(w, { count: TOKENS, batch: BATCH, serviceOf });
  }, 600_000);
  afterAll(async () => {
    await w.flow.recall.stop();
    await w.close();
  });

  it(`of ${TOKENS} tokens: one CRL within 10 s, every holder queued and told within 60 s, and its journal verifies`, async () => {
    const before = w.ca.crl('issuing')!.number;
    const [begun, used] = [performance.now(), process.cpuUsage()];
    const seconds = (): number => (performance.now() - begun) / 1000;
    let published: number | undefined;
    const watch = setInterval(() => {
      if (published === undefined && w.ca.crl('issuing')!.number > before) published = seconds();
    }, 10);
    await w.dual('recall.open', { kind: 'batch', model: 'Drill', value: BATCH, way: 'revoke-now' });
    await w.flow.recall.ended();
    const told = seconds();
    const { user, system } = process.cpuUsage(used);
    clearInterval(watch);
    published ??= told;
    process.stderr.write(
      `recall of ${TOKENS} tokens: CRL published after ${published.toFixed(1)} s, every holder queued and told after ${told.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of CPU)\n`,
    );

    const [recall] = await w.reads.find('recall', {});
    const { progress } = await w.flow.reading.recall(w.olga, recall!.id);
    expect(progress).toMatchObject({ hit: TOKENS, revoked: TOKENS, told: TOKENS, queued: TOKENS, replaced: 0 });
    expect(await w.reads.count('request', { reason: 'recalled', state: 'approved' })).toBe(TOKENS);
    // the oldest token is replaced first
    const [first] = await w.reads.find('request', { reason: 'recalled' }, { orderBy: 'number', limit: 1 });
    expect(first?.replacesTokenId).toBe(`DRILL-${String(TOKENS - 1).padStart(6, '0')}`);
    for (const i of [0, 7, TOKENS - 1])
      expect((await w.opened.store.told(`drill-person-${i}`, 0, 10)).map(({ template }) => template)).toEqual([
        'recall-replaces',
      ]);

    const crl = w.ca.crl('issuing')!;
    expect(crl.number).toBe(before + 1);
    const [row] = await w.reads.find('crl', { number: crl.number }, { orderBy: 'entries', descending: true, limit: 1 });
    expect(row?.entries).toBe(TOKENS);
    const sample = [0, 7, TOKENS - 1].map(serialOf);
    expect(await revokedByOcsp(w, sample)).toEqual(sample);
    expect((await judgedActs(w)).length).toBeGreaterThan(TOKENS / 20);
    expect(published).toBeLessThanOrEqual(10);
    expect(told).toBeLessThanOrEqual(60);
    expect(isLong()).toBe(TOKENS === 10_000);
  }, 900_000);
});
