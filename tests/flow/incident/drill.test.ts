import { counts } from '../../support/runs/long.ts';
import { drillJudge, judgedActs, revokedByOcsp } from '../../support/world/drill.ts';
import { layHolders, serialOf } from '../../support/world/drill-holders.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const MACHINES = counts(40, 200);
/** People of another service, whom the incident leaves alone. */
const OTHERS = 20;
const [HIT, LEFT] = ['PREF-29', 'PREF-35'];
const serials = Array.from({ length: MACHINES + OTHERS }, (_, i) => serialOf(i));

describe('the drill of an incident', () => {
  let w: World;
  beforeAll(async () => {
    w = await createWorld({ mails: true, judge: drillJudge });
    const serviceOf = (i: number): string => (i < MACHINES ? HIT : LEFT);
    await layHolders(w, { count: MACHINES + OTHERS, batch: 'L-DRILL', serviceOf });
  }, 600_000);
  afterAll(() => w.close());

  it(`of a service of ${MACHINES}: blocked in one act and published within 10 s, everybody told, its journal verifies`, async () => {
    const before = w.ca.crl('issuing')!.number;
    const from = await w.opened.journal.size();
    const [begun, used] = [performance.now(), process.cpuUsage()];
    await w.flow.incident.report(w.thomas, { kind: 'ransomware', person: 'D-0' });
    expect((await w.opened.store.told(w.olga.personId, 0, 100)).map(({ template }) => template)).toContain(
      'incident-reported',
    );
    expect(await w.flow.incident.hits(w.olga, { service: HIT })).toMatchObject({
      tokens: MACHINES,
      credentials: 0,
      people: MACHINES,
      left: [],
      more: false,
    });
    const { machines, published } = await w.flow.incident.blockMany(w.olga, { service: HIT, reason: 'ransomware' });
    const seconds = (performance.now() - begun) / 1000;
    const { user, system } = process.cpuUsage(used);
    process.stderr.write(
      `incident of ${MACHINES} machines: all blocked and the CRL published after ${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of CPU)\n`,
    );

    expect(published).toBe(true);
    expect(machines.map(({ outcome }) => outcome)).toEqual(Array(MACHINES).fill('done'));
    expect(await w.reads.count('workstation', { service: HIT, state: 'blocked' })).toBe(MACHINES);
    expect(await w.reads.count('workstation', { service: LEFT, state: 'commissioned' })).toBe(OTHERS);
    expect(w.ca.crl('issuing')!.number).toBe(before + 1);
    expect(await revokedByOcsp(w, serials)).toEqual(serials.slice(0, MACHINES));
    for (const i of [0, 7, MACHINES - 1])
      expect((await w.opened.store.told(`drill-person-${i}`, 0, 10)).map(({ template }) => template)).toContain(
        'token-revoked',
      );
    expect(await w.opened.store.told(`drill-person-${MACHINES}`, 0, 10)).toEqual([]);
    const acts = await judgedActs(w, from);
    expect(acts.filter((act) => act === 'incident.blockWorkstation')).toHaveLength(MACHINES);
    expect(seconds).toBeLessThan(10);
  }, 900_000);
});
