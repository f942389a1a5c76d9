import { dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import type { Change } from '../../../src/book/tables/lifecycle.ts';
import { counts } from '../../support/runs/long.ts';
import { drillJudge, insert, judgedActs, lay } from '../../support/world/drill.ts';
import { layHolders } from '../../support/world/drill-holders.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const MACHINES = counts(100, 1000);
/** Exchanges of one entry that adds them, and of one that gives days (src/flow/campaign/enrol.ts). */
const [ENROLLED, PIECE] = [50, 100];
/** Of ten new machines one is in repair; of ten old ones one was taken back, so that its token tells for whom it is. */
const isInRepair = (i: number): boolean => i % 10 === 0;
const isTakenBack = (i: number): boolean => i % 10 === 5;

/** A new machine, which nobody has yet. */
const newMachine = (i: number, w: World): Change =>
  insert('workstation', {
    id: `drill-new-${i}`,
    assetNumber: `NN-${i}`,
    serialNumber: null,
    model: 'SPAN 15',
    image: null,
    service: 'PREF-00',
    site: 'Bordeaux',
    holderId: null,
    formerHolderId: null,
    state: isInRepair(i) ? 'in_repair' : 'commissioned',
    round: 0,
    checklistId: null,
    registeredAt: w.clock.now(),
    registererId: w.adele.personId,
    seconderId: w.olga.personId,
    commissionerId: null,
    cameIn: isInRepair(i) ? null : 'taken-over',
  });
const countOf = (acts: readonly string[], act: string): number => acts.filter((one) => one === act).length;

describe('the drill of a campaign that exchanges machines', () => {
  let w: World;
  beforeAll(async () => {
    w = await createWorld({ mails: true, judge: drillJudge });
    const serviceOf = (i: number): string => `PREF-${String(i % 100).padStart(2, '0')}`;
    await layHolders(w, { count: MACHINES, batch: 'L-DRILL', serviceOf, isGiven: (i) => !isTakenBack(i) });
    await lay(w, { count: MACHINES, piece: ENROLLED }, (i) => [newMachine(i, w)]);
  }, 600_000);
  afterAll(async () => {
    await w.flow.campaign.stop();
    await w.close();
  });

  it(`of ${MACHINES} exchanges: a list found, planned and told, an entry for each ${PIECE}`, async () => {
    const from = await w.opened.journal.size();
    const exchanges = Array.from({ length: MACHINES }, (_, i) => ({ workstation: `DN-${i}`, replacedBy: `NN-${i}` }));
    const [begun, used] = [performance.now(), process.cpuUsage()];
    const { campaign, added, refused } = await w.flow.campaign.openExchange(w.simon, {
      exchanges,
      technicians: 5,
      perTechnician: 8,
      startsOn: dayOf(w.clock.now()),
    });
    await w.flow.campaign.ended();
    const seconds = (performance.now() - begun) / 1000;
    const { user, system } = process.cpuUsage(used);
    process.stderr.write(
      `campaign of ${MACHINES} exchanges: found, planned and told after ${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of CPU)\n`,
    );

    expect([added, refused]).toEqual([MACHINES, []]);
    const { progress, days } = await w.flow.reading.campaign(w.simon, campaign.id);
    const inRepair = MACHINES / 10;
    const blocked = { 'new-not-in-service': inRepair };
    expect(progress).toMatchObject({ all: MACHINES, planned: MACHINES - inRepair, blocked, waiting: 0 });
    expect(days.slice(0, -1).every(({ planned }) => planned === 40)).toBe(true);
    for (const [i, templates] of [
      [1, ['exchange-day']],
      // taken back before: who has the token is told
      [5, ['exchange-day']],
      [10, []],
      [MACHINES - 1, ['exchange-day']],
    ] as const)
      expect((await w.opened.store.told(`drill-person-${i}`, 0, 10)).map(({ template }) => template)).toEqual(
        templates,
      );

    const acts = await judgedActs(w, from);
    expect(countOf(acts, 'campaign.addExchanges')).toBe(MACHINES / ENROLLED);
    expect(countOf(acts, 'campaign.plan')).toBe(MACHINES / PIECE);
    expect(acts).toHaveLength(MACHINES / ENROLLED + MACHINES / PIECE + 1);
    expect(seconds).toBeLessThan(60);

    // nothing changed: the next round says nothing
    const before = await w.opened.journal.size();
    await w.flow.campaign.carryOn();
    await w.flow.campaign.ended();
    expect(await w.opened.journal.size()).toBe(before);
  }, 900_000);
});
