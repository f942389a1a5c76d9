import type { z } from 'zod';
import { dateOf, dayOf, isWorkingDay } from '../../../src/book/rules/calendar/working-days.ts';
import type { CampaignItemRow, WorkstationRow } from '../../../src/book/tables/rows/workstations.ts';
import { OpenCampaign } from '../../../src/flow/campaign/inputs.ts';
import { createCampaignTokens } from '../../../src/flow/campaign/tokens.ts';
import { createFacts } from '../../../src/mail/facts.ts';
import { machine, signAll, takeOver } from '../../support/world/machines.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const DAY = 86_400_000;
const OLD = 'SPAN-2025.1';
const OLDER = 'SPAN-2024.1';
/** What the items of the checklists name. */
const NEW = 'SPAN-2026.3';

describe('a migration campaign', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
  });
  afterEach(async () => {
    await w.flow.campaign.stop();
    await w.check();
    await w.close();
  });

  const machines = (...numbers: string[]) =>
    takeOver(w.flow, [w.adele, w.olga], ...numbers.map((number) => ({ ...machine(number), image: OLD })));
  const today = (): number => dayOf(w.clock.now());
  /** The next `n` working days after today. */
  const nextDays = (n: number): number[] => {
    const days: number[] = [];
    for (let day = today() + 1; days.length < n; day += 1) if (isWorkingDay(day)) days.push(day);
    return days;
  };
  const input = (more: Partial<z.input<typeof OpenCampaign>> = {}) =>
    OpenCampaign.parse({
      fromImage: OLD,
      targetImage: NEW,
      tokens: 'keep',
      checklist: 'any',
      technicians: 1,
      perTechnician: 2,
      startsOn: dateOf(today()),
      ...more,
    });
  const open = async (more: Partial<z.input<typeof OpenCampaign>> = {}): Promise<string> => {
    const { campaign } = await w.flow.campaign.open(w.simon, input(more));
    await w.flow.campaign.ended();
    return campaign.id;
  };
  const round = async (): Promise<void> => {
    await w.flow.campaign.carryOn();
    await w.flow.campaign.ended();
    w.mustHaveRun();
  };
  const called = async (assetNumber: string): Promise<WorkstationRow> =>
    (await w.reads.find('workstation', { assetNumber }))[0]!;
  const item = async (campaignId: string, assetNumber: string): Promise<CampaignItemRow> =>
    (await w.reads.find('campaignItem', { campaignId, workstationId: (await called(assetNumber)).id }))[0]!;
  const days = async (campaignId: string): Promise<(number | null)[]> =>
    (await w.reads.find('campaignItem', { campaignId }, { orderBy: 'rank', from: '' })).map(({ day }) => day);
  const told = async (): Promise<string[]> => {
    const mails: string[] = [];
    const next = () => w.opened.outbox.claim(w.clock.now() + 1, Number.MAX_SAFE_INTEGER);
    for (let mail = await next(); mail; mail = await next()) {
      const who = (['alice', 'bruno'] as const).find((name) => w[name].personId === mail?.personId);
      if (who) mails.push(`${who} ${mail.template}`);
    }
    return mails.sort();
  };
  const give = (assetNumber: string, person: string) =>
    w.flow.record.assign(w.thomas, { workstation: assetNumber, person, reason: 'handed-out' });

  it('counts before it is opened what it finds once it is open: blocked machines, and those that have the image', async () => {
    await machines('PN-60', 'PN-61', 'PN-62');
    await takeOver(w.flow, [w.adele, w.olga], { ...machine('PN-63'), image: NEW });
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-61', action: 'loan' });
    const listed = ['PN-60', 'PN-61', 'PN-62', 'PN-63'];
    const of = { targetImage: NEW, checklist: 'any', machines: listed } as const;
    const counted = await w.flow.reading.countMachines(w.simon, of);
    expect(counted).toMatchObject({ machines: 4, blocked: 1, already: 1 });
    const { fromImage: _, ...plan } = input();
    const { campaign } = await w.flow.campaign.open(w.simon, { ...plan, machines: listed });
    await w.flow.campaign.ended();
    const { progress } = await w.flow.reading.campaign(w.simon, campaign.id);
    expect(progress).toMatchObject({ all: 4, already: 1, planned: 2, blocked: { loaned: 1 } });
    // of a selection the same, by the same rule
    await w.flow.campaign.close(w.simon, { campaignId: campaign.id });
    await w.flow.campaign.ended();
    const selection = { fromImage: OLD, targetImage: NEW, checklist: 'any' } as const;
    const before = await w.flow.reading.countMachines(w.simon, selection);
    const after = (await w.flow.reading.campaign(w.simon, await open())).progress;
    const blocked = Object.values(after.blocked).reduce((sum, n) => sum + n, 0);
    expect({ machines: after.all, blocked, already: after.already }).toEqual({
      machines: before.machines,
      blocked: before.blocked,
      already: before.already,
    });
  });

  it('counts no further for who has gone, and few counts of one person at once', async () => {
    await machines('PN-60');
    const of = { checklist: 'any', targetImage: NEW } as const;
    const gone = AbortSignal.abort();
    await expect(w.flow.reading.countMachines(w.simon, of, gone)).rejects.toMatchObject({ code: 'wrong_state' });
    const many = Array.from({ length: 5 }, () => w.flow.reading.countMachines(w.simon, of));
    const refused = (await Promise.allSettled(many)).filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'overloaded' } }]);
  });

  it('finds the machines of a selection and gives each a working day, as many a day as there is capacity', async () => {
    await machines('PN-51', 'PN-50', 'PN-52', 'PN-53', 'PN-54');
    const id = await open();
    const [one, two, three] = nextDays(3);
    expect(await days(id)).toEqual([one, one, two, two, three]);
    expect(await item(id, 'PN-50')).toMatchObject({ day: one, reason: null, times: 1, blocked: null, plan: 1 });
    expect((await w.reads.get('campaign', id))?.enrolledAt).not.toBeNull();
  });

  it('tells each holder once when to come', async () => {
    await machines('PN-50', 'PN-51');
    await give('PN-50', 'M-ALICE');
    await told();
    await open();
    await round();
    expect(await told()).toEqual(['alice migration-day']);
  });

  it('tells whoever is given a machine with a day to come', async () => {
    await machines('PN-50', 'PN-51');
    await give('PN-50', 'M-ALICE');
    await open();
    await told();
    await w.flow.record.takeBack(w.thomas, { workstation: 'PN-50', reason: 'returned' });
    await give('PN-50', 'M-BRUNO');
    await round();
    expect(await told()).toEqual(['alice migration-off', 'bruno migration-day']);
    await round();
    expect(await told()).toEqual([]);
  });

  it('says nothing of a machine to whoever does not have it any more when the mail leaves', async () => {
    await machines('PN-50');
    await give('PN-50', 'M-ALICE');
    const id = await open();
    const none = { tellDay: () => Promise.reject(new Error('no day')), codeFor: async () => undefined };
    const tell = createFacts(w.reads, { dutyPhone: '1', timeZone: 'Europe/Paris', from: 'jeton@x.example' }, none);
    const about = `campaignItem:${(await item(id, 'PN-50')).id}`;
    const now = w.clock.now();
    const to = ({ personId }: { personId: string }) =>
      tell({ id: 'm', template: 'migration-day', personId, address: null, about, queuedAt: now, tries: 1 }, now);
    expect((await to(w.alice))?.facts).toMatchObject({ machine: { fr: 'PN-50' } });
    await w.flow.record.takeBack(w.thomas, { workstation: 'PN-50', reason: 'returned' });
    expect(await to(w.alice)).toBeUndefined();
    await give('PN-50', 'M-BRUNO');
    await round();
    expect(await to(w.alice)).toBeUndefined();
    expect(await to(w.bruno)).toBeDefined();
  });

  it('takes the machines of a list, and says which numbers nobody knows', async () => {
    await machines('PN-50', 'PN-51', 'PN-52');
    const list = ['PN-50', 'pn-52', 'PN-404', 'PN-50'];
    const { campaign, ...result } = await w.flow.campaign.open(w.simon, input({ machines: list }));
    expect(result).toEqual({ added: 2, unknown: ['PN-404'], inExchange: [] });
    await w.flow.campaign.ended();
    expect((await days(campaign.id)).length).toBe(2);
    expect(await w.flow.campaign.add(w.simon, { campaignId: campaign.id, machines: ['PN-51', 'PN-52'] })).toEqual({
      added: 1,
      unknown: [],
      inExchange: [],
    });
    await w.flow.campaign.ended();
    const [one, two] = nextDays(2);
    expect((await days(campaign.id)).sort()).toEqual([one, one, two]);
  });

  it('is looked at again at once where somebody changes it while its claim is given back', async () => {
    await machines('PN-50', 'PN-51');
    const { presence } = w.opened;
    const release = presence.release;
    let isChanged = false;
    presence.release = async (work) => {
      if (!isChanged) {
        isChanged = true;
        const [campaign] = await w.reads.find('campaign', {});
        await w.flow.campaign.add(w.simon, { campaignId: campaign!.id, machines: ['PN-51'] });
      }
      await release(work);
    };
    const id = await open({ machines: ['PN-50'] });
    const [one] = nextDays(1);
    expect(await days(id)).toEqual([one, one]);
  });

  it('says what blocks a machine, and gives it a day once nothing does', async () => {
    await machines('PN-50', 'PN-51', 'PN-52', 'PN-53');
    await give('PN-50', 'M-ALICE');
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-51', action: 'sendToRepair' });
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-52', action: 'loan' });
    const id = await open();
    expect((await item(id, 'PN-51')).blocked).toBe('in-repair');
    expect((await item(id, 'PN-52')).blocked).toBe('loaned');
    expect((await item(id, 'PN-50')).blocked).toBeNull();
    await told();

    await w.flow.incident.report(w.thomas, { kind: 'phishing', person: 'M-ALICE', workstation: 'PN-50' });
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-52', action: 'giveBack' });
    await round();
    expect(await item(id, 'PN-50')).toMatchObject({ blocked: 'incident', day: null, reason: 'blocked' });
    expect(await item(id, 'PN-52')).toMatchObject({ blocked: null, day: nextDays(1)[0], reason: null });
    expect((await told()).filter((one) => one.includes('migration'))).toEqual(['alice migration-off']);

    const [incident] = await w.reads.find('incident', {});
    await w.flow.incident.close(w.olga, { incidentId: incident!.id, outcome: 'false-alarm' });
    await round();
    expect(await item(id, 'PN-50')).toMatchObject({ blocked: null, reason: 'unblocked', times: 2 });
    expect((await told()).filter((one) => one.includes('migration'))).toEqual(['alice migration-moved']);
  });

  it('holds back what an incident may concern in which no machine was named', async () => {
    await machines('PN-50', 'PN-51', 'PN-52');
    await give('PN-50', 'M-ALICE');
    await w.activeToken(w.alice, 'PN-51');
    const id = await open();
    const blocked = async () =>
      Promise.all(['PN-50', 'PN-51', 'PN-52'].map(async (number) => (await item(id, number)).blocked));
    expect(await blocked()).toEqual([null, null, null]);
    const incident = await w.flow.incident.report(w.thomas, { kind: 'ransomware', person: 'M-ALICE' });
    await round();
    expect(await blocked()).toEqual(['incident', 'incident', null]);
    await w.flow.incident.close(w.olga, { incidentId: incident.id, outcome: 'false-alarm' });
    await round();
    expect(await blocked()).toEqual([null, null, null]);
    await w.check();
  });

  it('blocks what has another image, no checklist for the image, a holder who left, or another campaign', async () => {
    await machines('PN-50', 'PN-51');
    await takeOver(w.flow, [w.adele, w.olga], { ...machine('PN-52'), image: 'SPAN-2024.9' });
    await give('PN-51', 'M-BRUNO');
    await w.flow.people.disable(w.adele, { personId: w.bruno.personId });
    const list = { machines: ['PN-50', 'PN-51', 'PN-52'] };
    const id = await open(list);
    expect((await item(id, 'PN-51')).blocked).toBe('holder-left');
    expect((await item(id, 'PN-52')).blocked).toBe('other-image');
    w.clock.pass(1000);
    const second = await open({ ...list, fromImage: undefined, checklist: 'of-image' });
    expect((await item(second, 'PN-50')).blocked).toBe('no-checklist');
    const items = [{ code: 'seal', fr: 'Scellé', en: 'Seal', required: true }];
    await w.dual('checklist.set', { purpose: 'migration', model: 'SPAN 14', image: NEW, version: 1, items });
    await round();
    expect((await item(second, 'PN-50')).blocked).toBe('other-campaign');
  });

  it('leads a migration by the checklist of the target image, and is done with the machine at its end', async () => {
    await machines('PN-50');
    const point = {
      code: 'image-version',
      fr: 'Image',
      en: 'Image',
      required: true,
      value: { kind: 'image' as const },
    };
    await w.dual('checklist.set', { purpose: 'migration', model: '*', image: NEW, version: 1, items: [point] });
    const id = await open({ checklist: 'of-image' });
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-50', action: 'migrate' });
    const migrating = await called('PN-50');
    expect(await w.reads.get('checklist', migrating.checklistId!)).toMatchObject({ image: NEW });
    const { day } = await item(id, 'PN-50');
    w.clock.pass(20 * DAY);
    await round();
    expect((await item(id, 'PN-50')).day).toBe(day);
    await w.flow.enrolment.signItems(w.thomas, {
      workstation: 'PN-50',
      items: [{ item: 'image-version', value: NEW }],
    });
    expect(await item(id, 'PN-50')).toMatchObject({ outcome: 'migrated', endedAt: w.clock.now() });
    const { progress } = await w.flow.reading.campaign(w.simon, id);
    expect(progress).toMatchObject({ all: 1, migrated: 1, remaining: 0 });
  });

  it('is not done with a machine that came out with another image', async () => {
    await machines('PN-50');
    const id = await open({ targetImage: 'SPAN-2027.1' });
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-50', action: 'migrate' });
    await signAll(w.flow, 'migration', 'PN-50', [w.thomas, w.theo]);
    await round();
    expect(await item(id, 'PN-50')).toMatchObject({ outcome: null, blocked: 'other-image' });
  });

  it('says of a machine that broke in its migration that it is in repair, and is done with it once it is back with the image', async () => {
    await machines('PN-50');
    const id = await open();
    const change = (action: 'migrate' | 'sendToRepair' | 'backFromRepair') =>
      w.flow.enrolment.change(w.thomas, { workstation: 'PN-50', action });
    await change('migrate');
    await change('sendToRepair');
    await round();
    expect(await item(id, 'PN-50')).toMatchObject({
      outcome: null,
      blocked: 'in-repair',
      day: null,
      reason: 'blocked',
    });
    await change('backFromRepair');
    await round();
    expect(await item(id, 'PN-50')).toMatchObject({ outcome: null, blocked: 'not-commissioned' });
    await signAll(w.flow, 'commissioning', 'PN-50', [w.thomas, w.theo]);
    await round();
    expect((await item(id, 'PN-50')).outcome).toBe('migrated');
  });

  it('is done with a machine that is retired in its migration', async () => {
    await machines('PN-50');
    const id = await open();
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-50', action: 'migrate' });
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-50', action: 'retire' });
    await round();
    expect(await item(id, 'PN-50')).toMatchObject({ outcome: 'retired', endedAt: w.clock.now() });
  });

  it('gives a machine that did not come another day, with the reason', async () => {
    await machines('PN-50', 'PN-51', 'PN-52');
    await give('PN-50', 'M-ALICE');
    const id = await open();
    await told();
    const [, second] = nextDays(2);
    while (today() < second!) w.clock.pass(DAY / 4);
    await round();
    expect(await item(id, 'PN-50')).toMatchObject({ day: nextDays(1)[0], reason: 'missed', times: 2 });
    expect((await item(id, 'PN-52')).day).toBe(second);
    expect(await told()).toEqual(['alice migration-moved']);
  });

  it('moves as few as it can for a smaller capacity, and all of them where days are given anew', async () => {
    await machines('PN-50', 'PN-51', 'PN-52', 'PN-53');
    const id = await open();
    const [one, two, three, four] = nextDays(4);
    await w.flow.campaign.replan(w.simon, { campaignId: id, perTechnician: 1, way: 'keep', reason: 'capacity' });
    await w.flow.campaign.ended();
    expect(await days(id)).toEqual([one, three, two, four]);
    expect(await item(id, 'PN-51')).toMatchObject({ reason: 'capacity', times: 2, plan: 2 });
    expect(await item(id, 'PN-50')).toMatchObject({ reason: null, times: 1, plan: 2 });
    await w.flow.campaign.replan(w.simon, { campaignId: id, technicians: 4, way: 'anew', reason: 'capacity' });
    await w.flow.campaign.ended();
    expect(await days(id)).toEqual([one, one, one, one]);
  });

  it('keeps the day of machines whose migration has begun, whatever the new capacity', async () => {
    await machines('PN-50', 'PN-51', 'PN-52', 'PN-53', 'PN-54');
    const id = await open({ perTechnician: 5 });
    const [one] = nextDays(1);
    while (today() < one!) w.clock.pass(DAY / 4);
    for (const workstation of ['PN-50', 'PN-51', 'PN-52'])
      await w.flow.enrolment.change(w.thomas, { workstation, action: 'migrate' });
    await w.flow.campaign.replan(w.simon, { campaignId: id, perTechnician: 1, way: 'keep', reason: 'capacity' });
    await w.flow.campaign.ended();
    expect(await days(id)).toEqual([one, one, one, one, nextDays(1)[0]]);
    expect(await item(id, 'PN-50')).toMatchObject({ plan: 2, times: 1 });
  });

  it('leaves a closed day, and tells why', async () => {
    await machines('PN-50', 'PN-51');
    await give('PN-50', 'M-ALICE');
    const id = await open();
    await told();
    const [one, two] = nextDays(2);
    const closed = { closedDays: [one!], way: 'keep' as const, reason: 'days-closed' as const };
    await w.flow.campaign.replan(w.simon, { campaignId: id, ...closed });
    await w.flow.campaign.ended();
    expect(await days(id)).toEqual([two, two]);
    expect((await item(id, 'PN-50')).reason).toBe('days-closed');
    expect(await told()).toEqual(['alice migration-moved']);
  });

  it('that is paused shows no day to come at once, although its rows follow', async () => {
    await machines('PN-50', 'PN-51', 'PN-52');
    const id = await open();
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-51', action: 'migrate' });
    const shown = async () => {
      const { progress, days: loads, forecast } = await w.flow.reading.campaign(w.simon, id);
      const { items } = await w.flow.reading.campaignMachines(w.simon, id, {}, { limit: 9 });
      const { planned, waiting, begun } = progress;
      return { planned, waiting, begun, loads, last: forecast.planned, with: items.filter(({ day }) => day).length };
    };
    const [one = 0, two = 0] = nextDays(2);
    const before = { planned: 2, waiting: 0, begun: 1, last: two, with: 3 };
    expect(await shown()).toMatchObject({ ...before, loads: [{ day: one }, { day: two }] });
    await w.flow.campaign.stop(); // nobody calls its days off yet
    await w.flow.campaign.pause(w.simon, { campaignId: id });
    expect((await days(id)).filter((day) => day !== null)).toHaveLength(3);
    expect(await shown()).toEqual({ planned: 0, waiting: 2, begun: 1, loads: [], last: null, with: 1 });
  });

  it('that is paused calls its days off, and gives them anew when it is taken up', async () => {
    await machines('PN-50', 'PN-51');
    await give('PN-50', 'M-ALICE');
    const id = await open();
    await told();
    await w.flow.campaign.pause(w.simon, { campaignId: id });
    await w.flow.campaign.ended();
    expect(await days(id)).toEqual([null, null]);
    expect(await told()).toEqual(['alice migration-off']);
    await w.refuses('wrong_state', w.flow.campaign.pause(w.simon, { campaignId: id }));
    await w.flow.campaign.resume(w.simon, { campaignId: id });
    await w.flow.campaign.ended();
    expect(await item(id, 'PN-50')).toMatchObject({ day: nextDays(1)[0], reason: 'resumed' });
    expect(await told()).toEqual(['alice migration-moved']);
  });

  it('lets a machine be taken out before its migration begins; a list may name it again, a selection finds it no more', async () => {
    await machines('PN-50', 'PN-51');
    await give('PN-50', 'M-ALICE');
    const id = await open();
    await told();
    await w.flow.campaign.takeOut(w.simon, { campaignId: id, workstation: 'PN-50' });
    await w.flow.campaign.ended();
    expect(await item(id, 'PN-50')).toMatchObject({ outcome: 'left' });
    expect(await told()).toEqual(['alice migration-off']);
    await w.flow.campaign.carryOn();
    await w.flow.campaign.ended();
    const { id: workstationId } = (await w.reads.find('workstation', { assetNumber: 'PN-50' }))[0]!;
    expect(await w.reads.count('campaignItem', { campaignId: id, workstationId })).toBe(1);
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-51', action: 'migrate' });
    await expect(w.flow.campaign.takeOut(w.simon, { campaignId: id, workstation: 'PN-51' })).rejects.toMatchObject({
      code: 'wrong_state',
      detail: { why: 'campaign-begun' },
    });

    const list = await open({ machines: ['PN-50'] });
    await w.flow.campaign.takeOut(w.simon, { campaignId: list, workstation: 'PN-50' });
    expect(await w.flow.campaign.add(w.simon, { campaignId: list, machines: ['PN-50'] })).toMatchObject({ added: 1 });
    expect(await w.flow.campaign.add(w.simon, { campaignId: list, machines: ['PN-50'] })).toMatchObject({ added: 0 });
    expect(await w.reads.count('campaignItem', { campaignId: list, workstationId })).toBe(2);
  });

  it('gives one machine, or a few, another day: their holders are told, and the plan keeps it', async () => {
    await machines('PN-50', 'PN-51', 'PN-52');
    await give('PN-50', 'M-ALICE');
    await give('PN-51', 'M-BRUNO');
    const id = await open();
    await told();
    const [one, two, three] = nextDays(3);
    const move = (workstations: string[], day: number) =>
      w.flow.campaign.moveDay(w.simon, { campaignId: id, workstations, day });
    expect(await move(['pn-50'], three!)).toEqual({ moved: 1 });
    await w.flow.campaign.ended();
    expect(await item(id, 'PN-50')).toMatchObject({ day: three, reason: 'by-hand', times: 2, plan: 1 });
    expect(await days(id)).toEqual([three, one, two]);
    expect(await told()).toEqual(['alice migration-moved']);
    // nothing changes for whoever has that day already
    expect(await move(['PN-50'], three!)).toEqual({ moved: 0 });
    expect(await move(['PN-50', 'PN-52'], three!)).toEqual({ moved: 1 });
    await round();
    expect(await days(id)).toEqual([three, one, three]);
    expect(await told()).toEqual([]);
    const replan = { campaignId: id, way: 'keep', reason: 'other' } as const;
    await w.flow.campaign.replan(w.simon, replan);
    await w.flow.campaign.ended();
    expect(await days(id)).toEqual([three, one, three]);
  });

  it('gives no day on which the roster has the workshop closed, and fewer where fewer technicians work', async () => {
    await machines('PN-50', 'PN-51', 'PN-52', 'PN-53', 'PN-54');
    const [one, two, three, four] = nextDays(4);
    const plan = (day: number, technicians: number, reason: 'closure' | 'absence') =>
      w.flow.roster.plan(w.simon, { from: dateOf(day), technicians, reason });
    await plan(one!, 0, 'closure');
    await plan(two!, 1, 'absence');
    const id = await open({ technicians: 2, perTechnician: 1 });
    expect(await days(id)).toEqual([two, three, three, four, four]);
    const move = (day: number) => w.flow.campaign.moveDay(w.simon, { campaignId: id, workstations: ['PN-54'], day });
    await expect(move(one!)).rejects.toMatchObject({ detail: { why: 'campaign-day-closed' } });
    await expect(move(two!)).rejects.toMatchObject({ detail: { why: 'campaign-day-full' } });
  });

  it('keeps no more machines on a day than the roster has technicians for, once it is planned anew', async () => {
    await machines('PN-50', 'PN-51', 'PN-52', 'PN-53');
    const [one, two, three] = nextDays(3);
    const id = await open({ technicians: 2, perTechnician: 1 });
    expect(await days(id)).toEqual([one, one, two, two]);
    await w.flow.roster.plan(w.simon, { from: dateOf(one!), technicians: 1, reason: 'absence' });
    // a roster moves nobody by itself
    await round();
    expect(await days(id)).toEqual([one, one, two, two]);
    await w.flow.campaign.replan(w.simon, { campaignId: id, way: 'keep', reason: 'capacity' });
    await w.flow.campaign.ended();
    expect(await days(id)).toEqual([one, three, two, two]);
  });

  it('gives a day at a site only where other campaigns leave room there, and takes it from nobody', async () => {
    await machines('PN-50', 'PN-51');
    await takeOver(
      w.flow,
      [w.adele, w.olga],
      { ...machine('PN-60'), image: OLDER },
      { ...machine('PN-61'), image: OLDER },
      { ...machine('PN-62'), image: OLDER, site: 'Lille' },
    );
    const [one, two, three] = nextDays(3);
    const first = await open();
    expect(await days(first)).toEqual([one, one]);
    const second = await open({ fromImage: OLDER });
    // those of the same site come a day later, the one of another site at once
    expect(await days(second)).toEqual([two, two, one]);
    await expect(
      w.flow.campaign.moveDay(w.simon, { campaignId: second, workstations: ['PN-60'], day: one! }),
    ).rejects.toMatchObject({
      code: 'wrong_state',
      detail: { why: 'campaign-site-full', site: machine('PN-60').site },
    });
    expect(await days(second)).toEqual([two, two, one]);
    // once machines of the other campaign are moved, the day takes it
    await w.flow.campaign.moveDay(w.simon, { campaignId: first, workstations: ['PN-50', 'PN-51'], day: three! });
    await w.flow.campaign.moveDay(w.simon, { campaignId: second, workstations: ['PN-60'], day: one! });
    expect(await days(second)).toEqual([one, two, one]);
    await w.flow.campaign.replan(w.simon, { campaignId: first, way: 'keep', reason: 'capacity' });
    await w.flow.campaign.ended();
    expect(await days(first)).toEqual([three, three]);
  });

  it('plans over two sites of which another campaign takes one, whatever the order of the sites', async () => {
    await machines('PN-50', 'PN-51');
    const at = (number: string, site: string) => ({ ...machine(number), image: OLDER, site });
    await takeOver(
      w.flow,
      [w.adele, w.olga],
      { ...machine('PN-60'), image: OLDER },
      ...['PN-61', 'PN-62', 'PN-63'].map((number) => at(number, 'Lyon')),
    );
    const [one, two] = nextDays(2);
    const first = await open({ technicians: 2, perTechnician: 1 });
    expect(await days(first)).toEqual([one, one]);
    // four a day: two that others bring to Bordeaux leave room for one there, and for those of Lyon after it
    const second = await open({ fromImage: OLDER, technicians: 2, perTechnician: 2 });
    expect(await days(second)).toEqual([one, one, one, one]);
    const later = { campaignId: second, workstations: ['PN-60', 'PN-61'] };
    await w.flow.campaign.moveDay(w.simon, { ...later, day: two! });
    await w.flow.campaign.moveDay(w.simon, { ...later, day: one! });
    expect(await days(second)).toEqual([one, one, one, one]);
  });

  it('moves no machine to a day that is full, closed or past, and none that cannot come: all of them or none', async () => {
    await machines('PN-50', 'PN-51', 'PN-52', 'PN-53');
    await give('PN-50', 'M-ALICE');
    const [one, two, three] = nextDays(3);
    const id = await open({ closedDays: [dateOf(three!)] });
    await told();
    const move = (workstations: string[], day: number, by = w.simon) =>
      w.flow.campaign.moveDay(by, { campaignId: id, workstations, day });
    const refuses = (why: string, moving: Promise<unknown>) =>
      expect(moving).rejects.toMatchObject({ code: 'wrong_state', detail: { why } });
    await refuses('campaign-day-full', move(['PN-50'], two!));
    await refuses('campaign-day-closed', move(['PN-50'], three!));
    await refuses('campaign-day-closed', move(['PN-50'], today()));
    await refuses('campaign-day-closed', move(['PN-50'], today() + 4000));
    await w.refuses('not_found', move(['PN-404'], nextDays(5)[4]!));
    await w.refuses('forbidden', move(['PN-50'], two!, w.thomas));
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-51', action: 'migrate' });
    const later = nextDays(5)[4]!;
    await refuses('campaign-begun', move(['PN-50', 'PN-51'], later));
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-52', action: 'sendToRepair' });
    await round();
    await refuses('campaign-blocked', move(['PN-50', 'PN-52'], later));
    expect((await days(id)).slice(0, 2)).toEqual([one, one]);
    expect(await told()).toEqual([]);
    await w.flow.campaign.pause(w.simon, { campaignId: id });
    await refuses('campaign-paused', move(['PN-50'], later));
    await w.flow.campaign.takeOut(w.simon, { campaignId: id, workstation: 'PN-53' });
    await w.flow.campaign.resume(w.simon, { campaignId: id });
    await w.flow.campaign.ended();
    await refuses('campaign-without', move(['PN-53'], later));
    await w.flow.campaign.close(w.simon, { campaignId: id });
    await w.flow.campaign.ended();
    await refuses('campaign-closed', move(['PN-50'], later));
  });

  it('that is closed leaves what remains, tells who was to come, and ends', async () => {
    await machines('PN-50', 'PN-51');
    await give('PN-50', 'M-ALICE');
    const id = await open();
    await told();
    await w.flow.campaign.close(w.simon, { campaignId: id });
    await w.flow.campaign.ended();
    expect(await w.reads.get('campaign', id)).toMatchObject({ state: 'closed', closerId: w.simon.personId });
    expect(await item(id, 'PN-50')).toMatchObject({ outcome: 'left' });
    expect(await told()).toEqual(['alice migration-off']);
    const replan = { campaignId: id, way: 'keep', reason: 'other' } as const;
    await w.refuses('wrong_state', w.flow.campaign.replan(w.simon, replan));
  });

  it('leads a migration to its end by the checklist with which it began, whatever is corrected meanwhile', async () => {
    await machines('PN-50', 'PN-51');
    const id = await open();
    const begin = (workstation: string) => w.flow.enrolment.change(w.thomas, { workstation, action: 'migrate' });
    await begin('PN-50');
    const { checklistId } = await called('PN-50');
    const items = [{ code: 'image', fr: 'Image', en: 'Image', required: true, value: { kind: 'image' as const } }];
    await w.dual('checklist.set', { purpose: 'migration', model: '*', image: NEW, version: 1, items });
    await w.flow.record.amend(w.adele, { workstation: 'PN-50', image: 'SPAN-2024.1', model: 'SPAN 15' });
    await round();
    // what was signed was signed of that list; a migration that has begun is not called off by a correction
    expect(await called('PN-50')).toMatchObject({ state: 'migrating', checklistId });
    expect(await item(id, 'PN-50')).toMatchObject({ blocked: null, endedAt: null });
    await signAll(w.flow, 'migration', 'PN-50', [w.thomas, w.theo]);
    expect(await called('PN-50')).toMatchObject({ state: 'commissioned', image: NEW });
    expect(await item(id, 'PN-50')).toMatchObject({ outcome: 'migrated' });
    await begin('PN-51');
    const [newest] = await w.reads.find('checklist', { purpose: 'migration', image: NEW });
    expect((await called('PN-51')).checklistId).toBe(newest?.id);
  });

  it('asks for the replacement of the token some days before, where it replaces tokens', async () => {
    await machines('PN-50', 'PN-51');
    await give('PN-50', 'M-ALICE');
    await give('PN-51', 'M-BRUNO');
    const { tokenId } = await w.activeToken(w.alice, 'PN-50');
    await told();
    const id = await open({ tokens: 'replace' });
    const [asked] = await w.reads.find('request', { reason: 'migrated' });
    expect(asked).toMatchObject({
      kind: 'replacement',
      state: 'submitted',
      holderId: w.alice.personId,
      askerId: w.simon.personId,
      replacesTokenId: tokenId,
    });
    expect(await item(id, 'PN-50')).toMatchObject({ requestId: asked!.id, tokenLeft: null });
    expect(await item(id, 'PN-51')).toMatchObject({ requestId: null, tokenLeft: 'no-token' });
    expect(await told()).toEqual(['alice migration-day', 'bruno migration-day']);
    await round();
    expect(await w.reads.count('request', { reason: 'migrated' })).toBe(1);
  });

  it('takes no request for a temporary token for the replacement, and asks once that one is over', async () => {
    await machines('PN-50');
    await give('PN-50', 'M-ALICE');
    await w.activeToken(w.alice, 'PN-50');
    const forgotten = { kind: 'replacement', reason: 'forgotten', workstation: 'PN-50', priority: 0 } as const;
    const { id: requestId } = await w.flow.request.submit(w.alice, forgotten);
    const id = await open({ tokens: 'replace' });
    expect(await item(id, 'PN-50')).toMatchObject({ tokenAt: null, requestId: null, tokenLeft: null });
    await w.flow.request.withdraw(w.alice, { requestId });
    await round();
    const [asked] = await w.reads.find('request', { reason: 'migrated' });
    expect(await item(id, 'PN-50')).toMatchObject({ requestId: asked!.id });
  });

  it('follows no request whose token was lost: it asks for a new one in its place', async () => {
    await machines('PN-50');
    await give('PN-50', 'M-ALICE');
    const { tokenId } = await w.activeToken(w.alice, 'PN-50');
    const renewal = { kind: 'renewal', workstation: 'PN-50', priority: 0 } as const;
    const { id: requestId } = await w.flow.request.submit(w.alice, renewal);
    await w.approve(requestId);
    w.plugNext('1');
    await w.flow.production.produce(w.thomas, { requestId, slot: '1' });
    await w.handOver(requestId);
    const [renewed] = await w.reads.find('token', { requestId });
    await w.flow.revocation.reportLoss(w.alice, { serial: renewed!.id, reason: 'lost' });
    const id = await open({ tokens: 'replace' });
    const [asked] = await w.reads.find('request', { reason: 'migrated' });
    expect(asked).toMatchObject({ state: 'submitted', replacesTokenId: tokenId });
    expect(await item(id, 'PN-50')).toMatchObject({ requestId: asked!.id, tokenLeft: null });
    expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'withdrawn' });
  });

  it('leaves a token whose profile needs what the directory does not say', async () => {
    await machines('PN-50');
    await give('PN-50', 'M-ALICE');
    await w.activeToken(w.alice, 'PN-50');
    const id = await open({ tokens: 'replace', startsOn: dateOf(today() + 30) });
    w.clock.pass(20 * DAY);
    const { tokenProfiles } = w.ca.authority;
    const needy = tokenProfiles().map((profile) => ({ ...profile, needs: ['securityIdentifier'] as const }));
    const ca = { ...w.ca.authority, tokenProfiles: () => needy };
    const { store, chance } = w.opened;
    const campaign = await w.reads.get('campaign', id);
    await createCampaignTokens({ store, chance, clock: w.clock, ca, warn: () => {} }).settleDue(campaign!, () => true);
    expect(await item(id, 'PN-50')).toMatchObject({ requestId: null, tokenLeft: 'profile' });
  });

  it('asks for no token in the name of somebody who left since the days were given', async () => {
    await machines('PN-50');
    await give('PN-50', 'M-ALICE');
    await w.activeToken(w.alice, 'PN-50');
    const id = await open({ tokens: 'replace', startsOn: dateOf(today() + 30) });
    w.clock.pass(20 * DAY);
    // the next plan would say that its holder left: what asks for tokens is called before it
    await w.flow.campaign.stop();
    await w.flow.people.disable(w.adele, { personId: w.alice.personId });
    const { store, chance } = w.opened;
    const warned: unknown[] = [];
    const warn = (...said: unknown[]) => void warned.push(said);
    const tokens = createCampaignTokens({ store, chance, clock: w.clock, ca: w.ca.authority, warn });
    await tokens.settleDue((await w.reads.get('campaign', id))!, () => true);
    expect(warned).toEqual([]);
    expect(await w.reads.count('request', { reason: 'migrated' })).toBe(0);
    expect(await item(id, 'PN-50')).toMatchObject({ tokenAt: null, requestId: null, tokenLeft: null });
  });

  it.each(['pause', 'close'] as const)(
    'asks for no more tokens after a %s while it asks, and comes to an end',
    async (step) => {
      await machines('PN-50');
      await give('PN-50', 'M-ALICE');
      await w.activeToken(w.alice, 'PN-50');
      const id = await open({ tokens: 'replace', startsOn: dateOf(today() + 30) });
      w.clock.pass(20 * DAY);
      const stale = await w.reads.get('campaign', id);
      // nothing of it is carried out here meanwhile: what asks for tokens is called by the test
      await w.flow.campaign.stop();
      await w.flow.campaign[step](w.simon, { campaignId: id });
      const { store, chance } = w.opened;
      const tokens = createCampaignTokens({ store, chance, clock: w.clock, ca: w.ca.authority, warn: () => {} });
      let turns = 0;
      await tokens.settleDue(stale!, () => {
        turns += 1;
        return turns < 50;
      });
      expect(turns).toBeLessThan(5);
      expect(await item(id, 'PN-50')).toMatchObject({ tokenAt: null, requestId: null });
    },
  );

  it('finds the machines of a site with a long name', async () => {
    const site = 'é'.repeat(100);
    const all = Array.from({ length: 120 }, (_, i) => ({ ...machine(`PL-${100 + i}`), image: OLD, site }));
    await takeOver(w.flow, [w.adele, w.olga], ...all);
    const id = await open({ site, perTechnician: 100 });
    expect((await days(id)).filter((day) => day !== null)).toHaveLength(120);
  });

  it('gives the others their day where somebody edited the row of a machine, or of one of its items', async () => {
    await machines('PN-50', 'PN-51', 'PN-52', 'PN-53');
    const { behind } = w.opened;
    const edit = (image: string) =>
      behind.run(`update "workstation" set "image" = '${image}' where "assetNumber" = 'PN-51'`);
    await edit('SPAN-6666.6');
    const id = await open();
    const [one, two] = nextDays(2);
    expect(await days(id)).toEqual([one, one, two]);
    expect((await w.reads.get('campaign', id))?.enrolledAt).toBeNull();
    await edit(OLD);
    await round();
    expect(await days(id)).toEqual([one, two, one, two]);
    expect((await w.reads.get('campaign', id))?.enrolledAt).not.toBeNull();
  });

  it('gives another day where the row of an item of that day was edited', async () => {
    await machines('PN-50', 'PN-51', 'PN-52', 'PN-53');
    const id = await open();
    const [one, two, three] = nextDays(3);
    const edit = (times: number) =>
      w.opened.behind.run(`update "campaignItem" set "times" = ${times} where "rank" like '%PN-51'`);
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-50', action: 'loan' });
    await round();
    await edit(7);
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-50', action: 'giveBack' });
    await round();
    expect(await item(id, 'PN-50')).toMatchObject({ day: three, blocked: null });
    expect((await item(id, 'PN-52')).day).toBe(two);
    await edit(1);
    expect((await item(id, 'PN-51')).day).toBe(one);
  });

  it('looks up no machine of a list for whoever may open none, so that numbers cannot be probed', async () => {
    await machines('PN-50');
    const asked: string[] = [];
    const find: typeof w.reads.find = (kind, ...rest) => {
      asked.push(kind);
      return w.reads.find(kind, ...rest);
    };
    const { campaign } = w.onStore({ reads: { ...w.reads, find } });
    await w.refuses('forbidden', campaign.open(w.alice, input({ machines: ['PN-50', 'PN-404'] })));
    await w.refuses('forbidden', campaign.open(w.alice, input({ machines: ['PN-404'] })));
    expect(asked).not.toContain('workstation');
  });

  it('is opened by a supervisor alone, from today on', async () => {
    await w.refuses('forbidden', w.flow.campaign.open(w.thomas, input()));
    await w.refuses('forbidden', w.flow.campaign.open(w.adele, input()));
    const past = input({ startsOn: dateOf(today() - 1) });
    await expect(w.flow.campaign.open(w.simon, past)).rejects.toMatchObject({ code: 'invalid_input' });
    const far = input({ startsOn: dateOf(today() + 3661) });
    await expect(w.flow.campaign.open(w.simon, far)).rejects.toMatchObject({
      code: 'invalid_input',
      detail: { field: 'startsOn' },
    });
    for (const day of ['1970-12-25', '9999-12-31']) expect(() => input({ closedDays: [day] })).toThrow();
    expect(() => input({ targetImage: OLD })).toThrow();
    expect(() => input({ fromImage: '' })).toThrow();
  });
});
