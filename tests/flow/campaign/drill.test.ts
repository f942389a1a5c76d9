import { dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import type { Change } from '../../../src/book/tables/lifecycle.ts';
import { counts } from '../../support/runs/long.ts';
import { drillJudge, insert, judgedActs, lay } from '../../support/world/drill.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const MACHINES = counts(300, 3000);
const LAID = 50;
/** Machines of one entry that gives days, and of one that finds machines (src/flow/campaign/enrol.ts). */
const [PIECE, ENROLLED] = [100, 50];
const [OLD, NEW] = ['SPAN-2025.1', 'SPAN-2026.3'];

/** One machine with the agent who has it; one in ten is lent. */
function machineOf(i: number, w: World): Change[] {
  const now = w.clock.now();
  const [person, number] = [`drill-person-${i}`, String(i).padStart(5, '0')];
  const where = { service: `PREF-${String(i % 100).padStart(2, '0')}`, site: `Site ${i % 7}` };
  return [
    insert('person', {
      id: person,
      directoryId: `D-${i}`,
      givenName: 'Agent',
      familyName: `Numéro ${i}`,
      email: `d${i}@interieur.example`,
      userPrincipalName: null,
      securityIdentifier: null,
      postalAddress: null,
      ...where,
      createdAt: now,
      purgedAt: null,
    }),
    insert('account', { id: person, state: 'active', createdAt: now, inviterId: 'system', voucherId: null }),
    insert('workstation', {
      id: `drill-machine-${i}`,
      assetNumber: `DN-${number}`,
      serialNumber: null,
      model: 'Drill',
      image: OLD,
      ...where,
      holderId: person,
      formerHolderId: null,
      state: i % 10 === 0 ? 'loaned' : 'commissioned',
      round: 0,
      checklistId: null,
      registeredAt: now,
      registererId: w.adele.personId,
      seconderId: w.olga.personId,
      commissionerId: null,
      cameIn: 'taken-over',
    }),
  ];
}
const countOf = (acts: readonly string[], act: string): number => acts.filter((one) => one === act).length;

describe('the drill of a campaign', () => {
  let w: World;
  beforeAll(async () => {
    w = await createWorld({ mails: true, judge: drillJudge });
    await lay(w, { count: MACHINES, piece: LAID }, (i) => machineOf(i, w));
  }, 600_000);
  afterAll(async () => {
    await w.flow.campaign.stop();
    await w.close();
  });

  it(`of ${MACHINES} machines: found, planned and told in one act, an entry for each ${PIECE}`, async () => {
    const from = await w.opened.journal.size();
    const begun = performance.now();
    const { campaign } = await w.flow.campaign.open(w.simon, {
      fromImage: OLD,
      targetImage: NEW,
      model: 'Drill',
      tokens: 'keep',
      checklist: 'any',
      technicians: 5,
      perTechnician: 8,
      startsOn: dayOf(w.clock.now()),
    });
    await w.flow.campaign.ended();
    const seconds = (performance.now() - begun) / 1000;
    process.stderr.write(`campaign of ${MACHINES} machines: found, planned and told after ${seconds.toFixed(1)} s\n`);

    const { progress, days } = await w.flow.reading.campaign(w.simon, campaign.id);
    const lent = MACHINES / 10;
    expect(progress).toMatchObject({ all: MACHINES, planned: MACHINES - lent, blocked: { loaned: lent }, waiting: 0 });
    expect(days.slice(0, -1).every(({ planned }) => planned === 40)).toBe(true);
    for (const [i, templates] of [
      [1, ['migration-day']],
      [10, []],
      [MACHINES - 1, ['migration-day']],
    ] as const)
      expect((await w.opened.store.told(`drill-person-${i}`, 0, 10)).map(({ template }) => template)).toEqual(
        templates,
      );

    const acts = await judgedActs(w, from);
    expect(countOf(acts, 'campaign.enrol')).toBe(MACHINES / ENROLLED);
    expect(countOf(acts, 'campaign.plan')).toBe(MACHINES / PIECE);
    expect(acts).toHaveLength(MACHINES / ENROLLED + MACHINES / PIECE + 2);
    expect(seconds).toBeLessThan(60);

    // nothing changed: the next round says nothing, and a smaller capacity moves what does not fit
    const before = await w.opened.journal.size();
    await w.flow.campaign.carryOn();
    await w.flow.campaign.ended();
    expect(await w.opened.journal.size()).toBe(before);
    const replan = { campaignId: campaign.id, perTechnician: 6, way: 'keep', reason: 'capacity' } as const;
    await w.flow.campaign.replan(w.simon, replan);
    await w.flow.campaign.ended();
    expect(await judgedActs(w, before).then((all) => all.length)).toBeLessThanOrEqual((2 * MACHINES) / PIECE + 1);
    const after = await w.flow.reading.campaign(w.simon, campaign.id);
    expect(after.days.every(({ planned }) => planned <= 30)).toBe(true);
    // ten of each full day, and no other
    expect(after.progress.moved).toBe(10 * Math.floor((MACHINES - lent) / 40));
  }, 900_000);
});
