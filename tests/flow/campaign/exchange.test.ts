import type { z } from 'zod';
import type { Caller } from '../../../src/book/rights/roles.ts';
import { dateOf, dayOf, isWorkingDay } from '../../../src/book/rules/calendar/working-days.ts';
import type { CampaignItemRow, WorkstationRow } from '../../../src/book/tables/rows/workstations.ts';
import { OpenCampaign, OpenExchange } from '../../../src/flow/campaign/inputs.ts';
import { stillComing } from '../../../src/flow/campaign/listed.ts';
import { createFacts } from '../../../src/mail/facts.ts';
import { machine, signAll, takeOver } from '../../support/world/machines.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const DAY = 86_400_000;

/** Old laptops (PN-5x) are exchanged for new ones (PN-8x), each token going with its holder. */
describe('a campaign that exchanges machines', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
  });
  afterEach(async () => {
    await w.flow.campaign.stop();
    await w.check();
    await w.close();
  });

  const machines = (...numbers: string[]) => takeOver(w.flow, [w.adele, w.olga], ...numbers.map(machine));
  const today = (): number => dayOf(w.clock.now());
  const nextDay = (): number => {
    let day = today() + 1;
    while (!isWorkingDay(day)) day += 1;
    return day;
  };
  type Pair = readonly [string, string];
  const listed = (pairs: readonly Pair[]) => pairs.map(([workstation, replacedBy]) => ({ workstation, replacedBy }));
  const input = (pairs: readonly Pair[], more: Partial<z.input<typeof OpenExchange>> = {}) =>
    OpenExchange.parse({
      exchanges: listed(pairs),
      technicians: 1,
      perTechnician: 2,
      startsOn: dateOf(today()),
      ...more,
    });
  const open = async (...pairs: Pair[]): Promise<string> => {
    const { campaign } = await w.flow.campaign.openExchange(w.simon, input(pairs));
    await w.flow.campaign.ended();
    return campaign.id;
  };
  const round = async (): Promise<void> => {
    await w.flow.campaign.carryOn();
    await w.flow.campaign.ended();
  };
  const called = async (assetNumber: string): Promise<WorkstationRow> =>
    (await w.reads.find('workstation', { assetNumber }))[0]!;
  const item = async (campaignId: string, assetNumber: string): Promise<CampaignItemRow> =>
    (await w.reads.find('campaignItem', { campaignId, workstationId: (await called(assetNumber)).id }))[0]!;
  const blocked = async (campaignId: string, assetNumber: string) => (await item(campaignId, assetNumber)).blocked;
  const told = async (): Promise<string[]> => {
    const mails: string[] = [];
    const next = () => w.opened.outbox.claim(w.clock.now() + 1, Number.MAX_SAFE_INTEGER);
    for (let mail = await next(); mail; mail = await next()) {
      const who = (['alice', 'bruno'] as const).find((name) => w[name].personId === mail?.personId);
      if (who && mail.template.startsWith('exchange')) mails.push(`${who} ${mail.template}`);
    }
    return mails.sort();
  };
  const give = (assetNumber: string, person: string) =>
    w.flow.record.assign(w.thomas, { workstation: assetNumber, person, reason: 'replacement' });
  const takeBack = (workstation: string) => w.flow.record.takeBack(w.thomas, { workstation, reason: 'replaced' });
  /** What a mail of the day says to somebody as it leaves now; undefined: it is not sent. */
  const factsOf =
    (template: 'exchange-day' | 'exchange-off', campaignId: string) =>
    async (assetNumber: string, { personId }: { personId: string }) => {
      const none = { tellDay: () => Promise.reject(new Error('no day')), codeFor: async () => undefined };
      const tell = createFacts(w.reads, { dutyPhone: '1', timeZone: 'Europe/Paris', from: 'jeton@x.example' }, none);
      const about = `campaignItem:${(await item(campaignId, assetNumber)).id}`;
      const now = w.clock.now();
      return tell({ id: 'm', template, personId, address: null, about, queuedAt: now, tries: 1 }, now);
    };
  const shown = async (assetNumber: string, reader = w.thomas) =>
    (await w.flow.reading.workstation(reader, assetNumber)).exchange;
  const toBind = async (id: string): Promise<number[]> =>
    (await w.flow.reading.campaignMachines(w.simon, id, {}, { limit: 10 })).items.map((one) => one.toBind);
  const bind = async (serial: string, workstation: string, by: Caller = w.theo): Promise<void> => {
    await w.flow.rebinding.check(w.vincent, { serial, workstation, document: 'passport' });
    await w.flow.rebinding.rebind(by, { serial, workstation, document: 'passport' });
  };

  it('gives each old machine a day, and ends its part with the binding of its token to the new one', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    const { tokenId } = await w.activeToken(w.alice, 'PN-50');
    const id = await open(['pn-50', 'PN-80']);
    const other = await called('PN-80');
    expect(await w.reads.get('campaign', id)).toMatchObject({
      kind: 'exchange',
      tokens: 'rebound',
      targetImage: null,
      state: 'open',
    });
    expect(await item(id, 'PN-50')).toMatchObject({ otherId: other.id, day: nextDay(), blocked: null, times: 1 });
    expect(await told()).toEqual(['alice exchange-day']);

    await give('PN-80', 'M-ALICE');
    await round();
    expect(await item(id, 'PN-50')).toMatchObject({ endedAt: null, blocked: null });
    await bind(tokenId, 'PN-80');
    expect(await item(id, 'PN-50')).toMatchObject({ outcome: 'exchanged', endedAt: w.clock.now() });
    // the old machine is taken back by its own act
    expect(await called('PN-50')).toMatchObject({ holderId: w.alice.personId, state: 'commissioned' });
    const { progress } = await w.flow.reading.campaign(w.simon, id);
    expect(progress).toMatchObject({ all: 1, exchanged: 1, migrated: 0, remaining: 0 });
    await round();
    expect(await told()).toEqual([]);
  });

  it('ends a part where the old machine was taken back before the token went', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    const { tokenId } = await w.activeToken(w.alice, 'PN-50');
    const id = await open(['PN-50', 'PN-80']);
    await takeBack('PN-50');
    await give('PN-80', 'M-ALICE');
    await round();
    // whose exchange it is stays known, and so does the day on which she was told to come
    expect(await item(id, 'PN-50')).toMatchObject({ blocked: null, day: nextDay() });
    expect(await called('PN-50')).toMatchObject({ holderId: null, formerHolderId: w.alice.personId });
    expect(await shown('PN-50')).toMatchObject({ isGiven: true, serial: tokenId });
    expect(await shown('PN-80')).toMatchObject({ isGiven: true, serial: tokenId });
    expect(await toBind(id)).toEqual([1]);
    await bind(tokenId, 'PN-80');
    expect((await item(id, 'PN-50')).outcome).toBe('exchanged');
  });

  it('exchanges an old machine that was taken back before the campaign for whoever has a token on it', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    const { tokenId } = await w.activeToken(w.alice, 'PN-50');
    await takeBack('PN-50');
    const id = await open(['PN-50', 'PN-80']);
    expect(await item(id, 'PN-50')).toMatchObject({ blocked: null, day: nextDay() });
    expect(await told()).toEqual(['alice exchange-day']);
    expect(await factsOf('exchange-day', id)('PN-50', w.alice)).toMatchObject({
      facts: { bring: { fr: ', et apportez votre jeton et une pièce d’identité' } },
    });
    expect(await shown('PN-50')).toMatchObject({ isGiven: false, serial: tokenId });
    await give('PN-80', 'M-ALICE');
    for (const number of ['PN-50', 'PN-80'])
      expect(await shown(number)).toMatchObject({ isGiven: true, serial: tokenId });
    expect(await shown('PN-80', w.alice)).toMatchObject({ isTheirs: true });
    expect(await toBind(id)).toEqual([1]);
    await bind(tokenId, 'PN-80');
    expect((await item(id, 'PN-50')).outcome).toBe('exchanged');
  });

  it('exchanges one without a token for whoever had it last before the campaign', async () => {
    await machines('PN-50', 'PN-51', 'PN-80', 'PN-81');
    await give('PN-50', 'M-ALICE');
    await takeBack('PN-50');
    await give('PN-50', 'M-BRUNO');
    await takeBack('PN-50');
    const id = await open(['PN-50', 'PN-80'], ['PN-51', 'PN-81']);
    expect(await item(id, 'PN-50')).toMatchObject({ blocked: null, day: nextDay() });
    // nobody ever had the other one
    expect(await blocked(id, 'PN-51')).toBe('no-holder');
    expect(await told()).toEqual(['bruno exchange-day']);
    await give('PN-80', 'M-BRUNO');
    expect((await item(id, 'PN-50')).outcome).toBe('exchanged');
  });

  it('exchanges one that somebody else had in between for whoever has a token on it still', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    const { tokenId } = await w.activeToken(w.alice, 'PN-50');
    await takeBack('PN-50');
    await give('PN-50', 'M-BRUNO');
    // who had it before is for the workshop to know, and not for whoever has it now
    const former = async (reader: Caller) => [
      (await w.flow.reading.workstation(reader, 'PN-50')).workstation.formerHolderId,
      ...(await w.flow.reading.workstations(reader, {}, { limit: 10 })).items
        .filter(({ assetNumber }) => assetNumber === 'PN-50')
        .map(({ formerHolderId }) => formerHolderId),
    ];
    expect(await former(w.bruno)).toEqual([null, null]);
    expect((await w.flow.reading.myWorkstations(w.bruno)).map((one) => one.formerHolderId)).toEqual([null]);
    expect(await former(w.thomas)).toEqual([w.alice.personId, w.alice.personId]);
    const id = await open(['PN-50', 'PN-80']);
    expect(await told()).toEqual(['bruno exchange-day']);
    // it was called back from him, and is hers from then on: she hears of the day
    await takeBack('PN-50');
    await round();
    expect(await told()).toEqual(['alice exchange-day', 'bruno exchange-off']);
    const facts = factsOf('exchange-day', id);
    expect(await facts('PN-50', w.bruno)).toBeUndefined();
    expect(await facts('PN-50', w.alice)).toMatchObject({ facts: { machine: { fr: 'PN-50' } } });
    expect(await shown('PN-50')).toMatchObject({ serial: tokenId });
    expect(await toBind(id)).toEqual([1]);
    await give('PN-80', 'M-ALICE');
    await bind(tokenId, 'PN-80');
    expect((await item(id, 'PN-50')).outcome).toBe('exchanged');
  });

  it('calls off whoever was told, and tells whom it is for instead, where the token ends that it was for', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    const { tokenId } = await w.activeToken(w.bruno, 'PN-50');
    await takeBack('PN-50');
    const id = await open(['PN-50', 'PN-80']);
    expect(await told()).toEqual(['bruno exchange-day']);
    await w.flow.revocation.revoke(w.odile, { serial: tokenId, reason: 'lost' });
    await round();
    expect(await told()).toEqual(['alice exchange-day', 'bruno exchange-off']);
    const off = await factsOf('exchange-off', id)('PN-50', w.bruno);
    expect(off?.facts).toMatchObject({ why: { fr: 'une autre personne viendra à votre place' } });
    expect(await item(id, 'PN-50')).toMatchObject({ day: nextDay(), toldId: w.alice.personId });
    await w.flow.campaign.pause(w.simon, { campaignId: id });
    await w.flow.campaign.ended();
    expect(await told()).toEqual(['alice exchange-off']);
  });

  it.each(['before', 'after'])('gives a machine its day whose migration was begun %s that', async (when) => {
    await machines('PN-50', 'PN-51', 'PN-80', 'PN-81');
    await give('PN-50', 'M-ALICE');
    await give('PN-51', 'M-BRUNO');
    for (const [who, number] of [
      [w.alice, 'PN-50'],
      [w.bruno, 'PN-51'],
    ] as const)
      await w.activeToken(who, number);
    const migrate = () => w.flow.enrolment.change(w.thomas, { workstation: 'PN-50', action: 'migrate' });
    if (when === 'before') await migrate();
    const one = input([['PN-50', 'PN-80']], { perTechnician: 1 });
    const id = (await w.flow.campaign.openExchange(w.simon, one)).campaign.id;
    await w.flow.campaign.ended();
    if (when === 'after') await migrate();
    await round();
    expect(await item(id, 'PN-50')).toMatchObject({ blocked: null, day: nextDay() });
    // it takes room like any other
    await w.flow.campaign.addExchanges(w.simon, { campaignId: id, exchanges: listed([['PN-51', 'PN-81']]) });
    await w.flow.campaign.ended();
    expect((await item(id, 'PN-51')).day).toBeGreaterThan(nextDay());
    const { progress } = await w.flow.reading.campaign(w.simon, id);
    expect(progress).toMatchObject({ all: 2, planned: 2, begun: 0, remaining: 2 });
    expect(await told()).toEqual(['alice exchange-day', 'bruno exchange-day']);
    // and is called off like any other
    await w.flow.campaign.pause(w.simon, { campaignId: id });
    await w.flow.campaign.ended();
    expect(await item(id, 'PN-50')).toMatchObject({ day: null, reason: 'paused' });
    expect(await told()).toEqual(['alice exchange-off', 'bruno exchange-off']);
  });

  it('tells nothing to an account that is closed', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    await w.activeToken(w.alice, 'PN-50');
    const id = await open(['PN-50', 'PN-80']);
    expect(await told()).toEqual(['alice exchange-day']);
    await w.flow.people.disable(w.adele, { personId: w.alice.personId });
    await round();
    expect(await blocked(id, 'PN-50')).toBe('holder-left');
    expect(await told()).toEqual([]);
  });

  it('goes on for whom it is where another one binds a token of their own to the new machine', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    await w.activeToken(w.alice, 'PN-50');
    const his = await w.activeToken(w.bruno, 'PN-50');
    await takeBack('PN-50');
    const id = await open(['PN-50', 'PN-80']);
    await give('PN-80', 'M-BRUNO');
    await bind(his.tokenId, 'PN-80', w.thomas);
    expect(await item(id, 'PN-50')).toMatchObject({ outcome: null, endedAt: null });
    await round();
    expect(await blocked(id, 'PN-50')).toBe('new-of-another');
  });

  it('is for nobody once it was exchanged, and who had it last has what took its place', async () => {
    await machines('PN-50', 'PN-80', 'PN-81');
    await give('PN-50', 'M-ALICE');
    await open(['PN-50', 'PN-80']);
    await give('PN-80', 'M-ALICE');
    await takeBack('PN-50');
    await told();
    const id = await open(['PN-50', 'PN-81']);
    expect(await blocked(id, 'PN-50')).toBe('no-holder');
    expect(await told()).toEqual([]);
  });

  it('is not for whoever was given the machine by mistake', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    await takeBack('PN-50');
    await give('PN-50', 'M-BRUNO');
    await w.flow.record.takeBack(w.thomas, { workstation: 'PN-50', reason: 'correction' });
    await open(['PN-50', 'PN-80']);
    expect(await told()).toEqual(['alice exchange-day']);
  });

  it('says so where several persons may be meant, and goes on once one of them is', async () => {
    await machines('PN-50', 'PN-80', 'PN-81');
    const hers = await w.activeToken(w.alice, 'PN-50');
    const his = await w.activeToken(w.bruno, 'PN-50');
    const id = await open(['PN-50', 'PN-80']);
    expect(await blocked(id, 'PN-50')).toBe('several-holders');
    expect(await told()).toEqual([]);
    expect(await shown('PN-50')).toMatchObject({ isGiven: false, serial: null, blocked: 'several-holders' });
    expect(await toBind(id)).toEqual([0]);
    // his goes with him to another machine
    await give('PN-81', 'M-BRUNO');
    await bind(his.tokenId, 'PN-81', w.thomas);
    await round();
    expect(await item(id, 'PN-50')).toMatchObject({ blocked: null, day: nextDay() });
    expect(await told()).toEqual(['alice exchange-day']);
    expect(await shown('PN-50')).toMatchObject({ serial: hers.tokenId });
  });

  it('shows nothing to bind where the old machine went to another holder, whose token is not on it', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    await w.activeToken(w.alice, 'PN-50');
    const id = await open(['PN-50', 'PN-80']);
    await takeBack('PN-50');
    await give('PN-50', 'M-BRUNO');
    expect(await shown('PN-50')).toMatchObject({ isGiven: false, serial: null });
    expect(await toBind(id)).toEqual([0]);
  });

  it('ends a part without a token with the giving of the new machine, where the old one was taken back before', async () => {
    await machines('PN-50', 'PN-51', 'PN-80', 'PN-81');
    await give('PN-50', 'M-ALICE');
    await give('PN-51', 'M-ALICE');
    const id = await open(['PN-50', 'PN-80'], ['PN-51', 'PN-81']);
    await told();
    await takeBack('PN-50');
    await round();
    expect(await item(id, 'PN-50')).toMatchObject({ blocked: null, day: nextDay() });
    await give('PN-80', 'M-ALICE');
    expect(await item(id, 'PN-50')).toMatchObject({ outcome: 'exchanged', endedAt: w.clock.now() });
    // of somebody else it ends nothing; who had the old machine last is the one that counts
    await takeBack('PN-51');
    await give('PN-51', 'M-BRUNO');
    await takeBack('PN-51');
    await give('PN-81', 'M-ALICE');
    await round();
    expect(await item(id, 'PN-51')).toMatchObject({ endedAt: null, blocked: 'new-of-another' });
    await takeBack('PN-81');
    await give('PN-81', 'M-BRUNO');
    expect((await item(id, 'PN-51')).outcome).toBe('exchanged');
  });

  it('waits for nobody who left after their old machine was taken back', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    const id = await open(['PN-50', 'PN-80']);
    await takeBack('PN-50');
    await w.flow.people.disable(w.adele, { personId: w.alice.personId });
    await round();
    expect(await blocked(id, 'PN-50')).toBe('holder-left');
  });

  it('goes on where the token goes to another machine than the one of the exchange', async () => {
    await machines('PN-50', 'PN-80', 'PN-81');
    await give('PN-50', 'M-ALICE');
    const { tokenId } = await w.activeToken(w.alice, 'PN-50');
    const id = await open(['PN-50', 'PN-80']);
    await give('PN-81', 'M-ALICE');
    await bind(tokenId, 'PN-81');
    expect((await item(id, 'PN-50')).endedAt).toBeNull();
    // nothing is left to bind: who is given the new machine has exchanged theirs
    await give('PN-80', 'M-ALICE');
    expect((await item(id, 'PN-50')).outcome).toBe('exchanged');
  });

  it('ends a part with the giving of the new machine where there is no token, and of nobody else', async () => {
    await machines('PN-50', 'PN-51', 'PN-80', 'PN-81');
    await give('PN-50', 'M-ALICE');
    await give('PN-51', 'M-BRUNO');
    const id = await open(['PN-50', 'PN-80'], ['PN-51', 'PN-81']);
    await give('PN-80', 'M-BRUNO');
    expect((await item(id, 'PN-50')).endedAt).toBeNull();
    await give('PN-81', 'M-BRUNO');
    expect(await item(id, 'PN-51')).toMatchObject({ outcome: 'exchanged', endedAt: w.clock.now() });
    await round();
    expect(await blocked(id, 'PN-50')).toBe('new-of-another');
  });

  it('ends no part with a machine that is not in service, before it is', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    const id = await open(['PN-50', 'PN-80']);
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-80', action: 'sendToRepair' });
    await give('PN-80', 'M-ALICE');
    await round();
    expect(await item(id, 'PN-50')).toMatchObject({ endedAt: null, blocked: 'new-not-in-service' });
    expect(await shown('PN-50')).toMatchObject({ campaignId: id, blocked: 'new-not-in-service' });
    // what blocks it may be about others: its holder is told nothing of it
    expect(await shown('PN-50', w.alice)).toMatchObject({ campaignId: null, blocked: null, new: 'PN-80' });
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-80', action: 'backFromRepair' });
    await signAll(w.flow, 'commissioning', 'PN-80', [w.thomas, w.theo]);
    await round();
    expect((await item(id, 'PN-50')).outcome).toBe('exchanged');
  });

  it('waits for a token that is asked for, which would be made for a machine that has gone back', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    const first = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-50', priority: 0 });
    const id = await open(['PN-50', 'PN-80']);
    expect(await blocked(id, 'PN-50')).toBe('request-open');
    await give('PN-80', 'M-ALICE');
    await round();
    expect(await item(id, 'PN-50')).toMatchObject({ endedAt: null, blocked: 'request-open' });
    await w.flow.request.withdraw(w.alice, { requestId: first.id });
    await round();
    expect((await item(id, 'PN-50')).outcome).toBe('exchanged');
  });

  it('finds that a part is over where the token ended otherwise', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    const { tokenId } = await w.activeToken(w.alice, 'PN-50');
    const id = await open(['PN-50', 'PN-80']);
    await give('PN-80', 'M-ALICE');
    expect((await item(id, 'PN-50')).endedAt).toBeNull();
    await w.flow.revocation.revoke(w.odile, { serial: tokenId, reason: 'stolen' });
    await round();
    expect((await item(id, 'PN-50')).outcome).toBe('exchanged');
  });

  it('says what blocks an exchange: the new machine, its holder, its campaign, or nobody to come', async () => {
    await machines('PN-50', 'PN-51', 'PN-52', 'PN-53', 'PN-80', 'PN-81', 'PN-82', 'PN-83');
    for (const number of ['PN-50', 'PN-51', 'PN-52']) await give(number, 'M-ALICE');
    await give('PN-81', 'M-BRUNO');
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-80', action: 'sendToRepair' });
    const plan = { tokens: 'keep', checklist: 'any', technicians: 1, perTechnician: 2, startsOn: dateOf(today()) };
    const migration = OpenCampaign.parse({ ...plan, machines: ['PN-82'], targetImage: 'SPAN-2026.3' });
    await w.flow.campaign.open(w.simon, migration);
    await w.flow.campaign.ended();
    w.clock.pass(1000);
    const id = await open(['PN-50', 'PN-80'], ['PN-51', 'PN-81'], ['PN-52', 'PN-82'], ['PN-53', 'PN-83']);
    expect(await blocked(id, 'PN-50')).toBe('new-not-in-service');
    expect(await blocked(id, 'PN-51')).toBe('new-of-another');
    expect(await blocked(id, 'PN-52')).toBe('new-elsewhere');
    expect(await blocked(id, 'PN-53')).toBe('no-holder');
    expect(await told()).toEqual([]);
    await takeBack('PN-81');
    await round();
    expect(await item(id, 'PN-51')).toMatchObject({ blocked: null, day: nextDay() });
    expect(await told()).toEqual(['alice exchange-day']);
  });

  it('says what of the token blocks an exchange, and gives a day once nothing does', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    await w.activeToken(w.alice, 'PN-50');
    const renewal = await w.flow.request.submit(w.alice, { kind: 'renewal', workstation: 'PN-50', priority: 0 });
    const id = await open(['PN-50', 'PN-80']);
    expect(await blocked(id, 'PN-50')).toBe('request-open');
    await w.flow.request.withdraw(w.alice, { requestId: renewal.id });
    const incident = await w.flow.incident.report(w.thomas, { kind: 'phishing', person: 'M-ALICE' });
    await round();
    expect(await blocked(id, 'PN-50')).toBe('incident');
    await w.flow.incident.close(w.olga, { incidentId: incident.id, outcome: 'false-alarm' });
    await round();
    expect(await item(id, 'PN-50')).toMatchObject({ blocked: null, day: nextDay() });
    await w.activeToken(w.alice, 'PN-80');
    await round();
    expect(await blocked(id, 'PN-50')).toBe('other-token');
  });

  it('waits for a token that its holder has not confirmed yet', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    const request = await w.produced(w.alice, 'PN-50');
    const id = await open(['PN-50', 'PN-80']);
    expect(await blocked(id, 'PN-50')).toBe('token-not-active');
    await w.handOver(request.id);
    await w.flow.handover.confirmReceipt(w.alice, { requestId: request.id });
    await round();
    expect(await blocked(id, 'PN-50')).toBeNull();
  });

  it('calls nobody for a token whose certificate ends, which is made anew', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    const { certificateId } = await w.activeToken(w.alice, 'PN-50');
    const { notAfter } = (await w.reads.get('certificate', certificateId))!;
    w.clock.pass(notAfter - w.clock.now() - 20 * DAY);
    const id = await open(['PN-50', 'PN-80']);
    expect(await blocked(id, 'PN-50')).toBe('token-ends');
  });

  it('keeps its machines, old and new, out of campaigns that come later, each with its reason', async () => {
    await machines('PN-50', 'PN-51', 'PN-80');
    await give('PN-50', 'M-ALICE');
    const first = await open(['PN-50', 'PN-80']);
    w.clock.pass(1000);
    const plan = { tokens: 'keep', checklist: 'any', technicians: 1, perTechnician: 2, startsOn: dateOf(today()) };
    const later = (...numbers: string[]) =>
      OpenCampaign.parse({ ...plan, machines: numbers, targetImage: 'SPAN-2026.3' });
    const { campaign, ...came } = await w.flow.campaign.open(w.simon, later('PN-51', 'pn-50', 'PN-80', 'PN-404'));
    await w.flow.campaign.ended();
    const refused = { unknown: ['PN-404'], inExchange: ['PN-50', 'PN-80'] };
    expect(came).toEqual({ added: 1, ...refused });
    const add = (...numbers: string[]) => w.flow.campaign.add(w.simon, { campaignId: campaign.id, machines: numbers });
    expect(await add('PN-50', 'PN-80', 'PN-404')).toEqual({ added: 0, ...refused });
    expect(
      await w.flow.reading.countMachines(w.simon, { checklist: 'any', machines: ['PN-50', 'PN-51', 'PN-404'] }),
    ).toMatchObject({
      machines: 1,
      inExchangeCount: 1,
      left: { unknown: ['PN-404'], inExchange: ['PN-50'] },
    });
    const none = (...numbers: string[]) => expect(w.flow.campaign.open(w.simon, later(...numbers))).rejects;
    const detail = { field: 'machines', why: 'no-machine' };
    await none('PN-50', 'PN-80', 'PN-404').toMatchObject({ code: 'invalid_input', detail: { ...detail, ...refused } });
    await none('PN-404').toMatchObject({
      code: 'invalid_input',
      detail: { ...detail, unknown: ['PN-404'], inExchange: [] },
    });
    // and is led to no image by it
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-50', action: 'migrate' });
    expect((await called('PN-50')).state).toBe('migrating');
    // once the part is over they may come in
    await w.flow.campaign.close(w.simon, { campaignId: first });
    await w.flow.campaign.ended();
    expect(await add('PN-50', 'PN-80')).toEqual({ added: 2, unknown: [], inExchange: [] });
  });

  it('keeps its machines out of a selection, which counts them', async () => {
    await machines('PN-50', 'PN-51', 'PN-80');
    await give('PN-50', 'M-ALICE');
    await open(['PN-50', 'PN-80']);
    w.clock.pass(1000);
    const { model } = await called('PN-50');
    const retired = await w.reads.count('workstation', { model, state: 'retired' });
    const all = (await w.reads.count('workstation', { model })) - retired;
    expect(await w.flow.reading.countMachines(w.simon, { checklist: 'any', model })).toMatchObject({
      machines: all - 2,
      // no image is named to which they would go
      ...{ blocked: null, already: null },
      inExchangeCount: 2,
      left: null,
    });
    const plan = { tokens: 'keep', checklist: 'any', technicians: 1, perTechnician: 9, startsOn: dateOf(today()) };
    const migration = OpenCampaign.parse({ ...plan, model, targetImage: 'SPAN-2026.3' });
    const { campaign } = await w.flow.campaign.open(w.simon, migration);
    await w.flow.campaign.ended();
    expect(await w.reads.count('campaignItem', { campaignId: campaign.id })).toBe(all - 2);
    expect((await w.reads.get('campaign', campaign.id))?.enrolledAt).not.toBeNull();
    for (const number of ['PN-50', 'PN-80'])
      expect(
        await w.reads.count('campaignItem', { campaignId: campaign.id, workstationId: (await called(number)).id }),
      ).toBe(0);
  });

  it('takes no machine that stands in an exchange of another campaign, on either side', async () => {
    await machines('PN-50', 'PN-51', 'PN-52', 'PN-80', 'PN-81', 'PN-82');
    await give('PN-50', 'M-ALICE');
    const first = await open(['PN-50', 'PN-80']);
    const pairs: Pair[] = [
      ['PN-50', 'PN-81'],
      ['PN-51', 'PN-80'],
      ['PN-80', 'PN-82'],
    ];
    const tried = await w.flow.campaign.openExchange(w.simon, input([['PN-52', 'PN-82'], ...pairs.slice(0, 2)]));
    expect(tried.refused.map(({ why }) => why)).toEqual(['in-exchange', 'in-exchange']);
    const { campaign: other } = tried;
    await w.flow.campaign.ended();
    const add = (campaignId: string, ...more: Pair[]) =>
      w.flow.campaign.addExchanges(w.simon, { campaignId, exchanges: listed(more) });
    expect(await add(other.id, ['PN-51', 'PN-50'])).toMatchObject({ added: 0, refused: [{ why: 'in-exchange' }] });
    expect(await add(other.id, ['PN-80', 'PN-81'])).toMatchObject({ added: 0, refused: [{ why: 'in-exchange' }] });
    expect(await w.flow.reading.countExchanges(w.simon, { exchanges: listed(pairs.slice(0, 2)) })).toMatchObject({
      machines: 0,
    });
    // once the part is over, both may come again
    await w.flow.campaign.close(w.simon, { campaignId: first });
    await w.flow.campaign.ended();
    expect(await add(other.id, ['PN-50', 'PN-80'])).toEqual({ added: 1, refused: [] });
  });

  it('looks anew at each machine in the entry that takes it in', async () => {
    await machines('PN-50', 'PN-51', 'PN-52', 'PN-80', 'PN-81');
    const { campaign: one } = await w.flow.campaign.openExchange(w.simon, input([['PN-51', 'PN-81']]));
    const rows = await Promise.all(['PN-50', 'PN-80', 'PN-52'].map(called));
    const [first, other, second] = rows.map((row) => row!) as [WorkstationRow, WorkstationRow, WorkstationRow];
    const piece = [
      { machine: first, otherId: other.id },
      { machine: second, otherId: (await called('PN-81')).id },
    ];
    await w.flow.campaign.ended();
    expect(await stillComing(w.reads, 'ANOTHER', 'exchange', piece)).toEqual([piece[0]]);
    await w.flow.campaign.addExchanges(w.simon, { campaignId: one.id, exchanges: listed([['PN-50', 'PN-80']]) });
    expect(await stillComing(w.reads, 'ANOTHER', 'exchange', piece)).toEqual([]);
  });

  it('refuses a list line by line, and takes the others', async () => {
    await machines('PN-50', 'PN-51', 'PN-52', 'PN-53', 'PN-54', 'PN-80', 'PN-81', 'PN-82');
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-54', action: 'retire' });
    const pairs: Pair[] = [
      ['PN-50', 'PN-80'],
      ['PN-51', ''],
      ['PN-52', 'PN-52'],
      ['PN-53', 'PN-81'],
      ['PN-81', 'PN-82'],
      ['PN-404', 'PN-82'],
      ['PN-51', 'PN-405'],
      ['PN-54', 'PN-406'],
    ];
    const { refused, added, campaign } = await w.flow.campaign.openExchange(w.simon, input(pairs));
    await w.flow.campaign.ended();
    expect(added).toBe(1);
    expect(refused.map(({ workstation, replacedBy, why }) => [workstation, replacedBy, why])).toEqual([
      ['PN-51', '', 'incomplete'],
      ['PN-52', 'PN-52', 'same-machine'],
      ['PN-53', 'PN-81', 'twice'],
      ['PN-81', 'PN-82', 'twice'],
      ['PN-404', 'PN-82', 'twice'],
      ['PN-51', 'PN-405', 'twice'],
      ['PN-54', 'PN-406', 'new-unknown'],
    ]);
    const add = (...more: Pair[]) =>
      w.flow.campaign.addExchanges(w.simon, { campaignId: campaign.id, exchanges: listed(more) });
    const again = await add(
      ['PN-50', 'PN-81'],
      ['PN-51', 'PN-80'],
      ['PN-54', 'PN-82'],
      ['PN-53', 'PN-81'],
      ['PN-404', 'PN-52'],
    );
    expect(again.added).toBe(0);
    expect(again.refused.map(({ why }) => why)).toEqual([
      'twice',
      'in-campaign',
      'old-retired',
      'twice',
      'old-unknown',
    ]);
    expect(await add(['PN-53', 'PN-54'])).toMatchObject({ refused: [{ why: 'new-retired' }] });
    expect(await add(['PN-53', 'PN-81'])).toEqual({ added: 1, refused: [] });
    expect(await add(['PN-81', 'PN-82'])).toMatchObject({ refused: [{ why: 'in-campaign' }] });
  });

  it('counts what a list would add to a campaign, with each refused line, and changes nothing', async () => {
    await machines('PN-50', 'PN-51', 'PN-52', 'PN-80', 'PN-81', 'PN-82');
    const id = await open(['PN-50', 'PN-80']);
    const before = await w.opened.journal.size();
    const exchanges = listed([
      ['PN-50', 'PN-81'],
      ['PN-51', 'PN-82'],
      ['PN-52', 'PN-404'],
    ]);
    const count = (campaignId?: string, by: Caller = w.simon) =>
      w.flow.reading.countExchanges(by, { exchanges, ...(campaignId === undefined ? {} : { campaignId }) });
    const why = async (campaignId?: string) => {
      const { machines: n, refused } = await count(campaignId);
      return [n, refused.map((line) => line.why)];
    };
    expect(await why(id)).toEqual([1, ['in-campaign', 'new-unknown']]);
    expect(await why()).toEqual([1, ['in-exchange', 'new-unknown']]);
    expect(await w.opened.journal.size()).toBe(before);
    // of what takes no exchanges nothing is counted
    await expect(count('CAMPAIGN-404')).rejects.toMatchObject({ code: 'not_found' });
    await w.flow.campaign.close(w.simon, { campaignId: id });
    await w.flow.campaign.ended();
    await expect(count(id)).rejects.toMatchObject({ code: 'wrong_state', detail: { why: 'campaign-closed' } });
    await expect(count(id, w.alice)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('refuses a line whose number is longer than any, by its side, and takes the others', async () => {
    await machines('PN-50', 'PN-51', 'PN-52', 'PN-80');
    const long = 'A'.repeat(101);
    const pairs: Pair[] = [
      [long, 'PN-51'],
      ['PN-52', long],
      ['PN-50', 'PN-80'],
    ];
    const { added, refused } = await w.flow.campaign.openExchange(w.simon, input(pairs));
    const shown = `${'A'.repeat(100)}…`;
    expect([added, refused]).toEqual([
      1,
      [
        { workstation: shown, replacedBy: 'PN-51', why: 'old-unknown' },
        { workstation: 'PN-52', replacedBy: shown, why: 'new-unknown' },
      ],
    ]);
  });

  it('is opened by a supervisor alone, with a line at least, and takes no list of single machines', async () => {
    await machines('PN-50', 'PN-51', 'PN-80');
    await w.refuses('forbidden', w.flow.campaign.openExchange(w.thomas, input([['PN-50', 'PN-80']])));
    await expect(w.flow.campaign.openExchange(w.simon, input([['PN-50', 'PN-404']]))).rejects.toMatchObject({
      code: 'invalid_input',
      detail: { why: 'no-exchange', refused: [{ workstation: 'PN-50', replacedBy: 'PN-404', why: 'new-unknown' }] },
    });
    const past = input([['PN-50', 'PN-80']], { startsOn: dateOf(today() - 1) });
    await expect(w.flow.campaign.openExchange(w.simon, past)).rejects.toMatchObject({ detail: { field: 'startsOn' } });
    expect(() => input([])).toThrow();
    const id = await open(['PN-50', 'PN-80']);
    await expect(w.flow.campaign.add(w.simon, { campaignId: id, machines: ['PN-51'] })).rejects.toMatchObject({
      code: 'wrong_state',
      detail: { why: 'campaign-exchange' },
    });
    const plan = { tokens: 'keep', checklist: 'any', technicians: 1, perTechnician: 2, startsOn: dateOf(today()) };
    const migration = OpenCampaign.parse({ ...plan, machines: ['PN-51'], targetImage: 'SPAN-2026.3' });
    const { campaign } = await w.flow.campaign.open(w.simon, migration);
    const more = { campaignId: campaign.id, exchanges: listed([['PN-51', 'PN-80']]) };
    await expect(w.flow.campaign.addExchanges(w.simon, more)).rejects.toMatchObject({
      detail: { why: 'campaign-no-exchange' },
    });
    await w.refuses('forbidden', w.flow.campaign.addExchanges(w.thomas, more));
    expect(() =>
      OpenCampaign.parse({ ...plan, tokens: 'rebound', machines: ['PN-51'], targetImage: 'SPAN-9.9' }),
    ).toThrow();
  });

  it('shows each old machine with its new one, and whether a token has to follow', async () => {
    await machines('PN-50', 'PN-51', 'PN-80', 'PN-81');
    await give('PN-50', 'M-ALICE');
    await give('PN-51', 'M-BRUNO');
    await w.activeToken(w.alice, 'PN-50');
    const id = await open(['PN-50', 'PN-80'], ['PN-51', 'PN-81']);
    const { items } = await w.flow.reading.campaignMachines(w.simon, id, {}, { limit: 10 });
    expect(items).toMatchObject([
      { assetNumber: 'PN-50', replacedBy: 'PN-80', replacedByState: 'commissioned', toBind: 1 },
      { assetNumber: 'PN-51', replacedBy: 'PN-81', replacedByState: 'commissioned', toBind: 0 },
    ]);
    await give('PN-81', 'M-BRUNO');
    const { days, forecast } = await w.flow.reading.campaign(w.simon, id);
    expect(days).toEqual([{ day: nextDay(), planned: 2, done: 1 }]);
    expect(forecast.paceTenths).not.toBeNull();
  });

  it('tells the holder what to bring, as it stands when the mail leaves, and whoever has the machine next', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    const { tokenId } = await w.activeToken(w.alice, 'PN-50');
    const id = await open(['PN-50', 'PN-80']);
    const facts = factsOf('exchange-day', id);
    const to = async (person: { personId: string }) => (await facts('PN-50', person))?.facts;
    expect(await to(w.alice)).toMatchObject({
      machine: { fr: 'PN-50' },
      other: { fr: 'PN-80' },
      bring: { fr: ', et apportez votre poste avec son chargeur, votre jeton et une pièce d’identité' },
      save: { fr: ' Sauvegardez vos données avant de venir.' },
      given: { en: ' You are given the new workstation there.' },
    });
    await give('PN-80', 'M-ALICE');
    expect(await to(w.alice)).toMatchObject({
      bring: {
        en: ', and bring both workstations (PN-50 and PN-80) with their chargers, your token and an identity document',
      },
      given: { fr: '' },
    });
    // she gave the old one back, and still comes on her day
    await takeBack('PN-50');
    expect(await to(w.alice)).toMatchObject({
      bring: { fr: ', et apportez le poste PN-80 avec son chargeur, votre jeton et une pièce d’identité' },
      save: { fr: '' },
      token: { fr: expect.stringContaining('Votre jeton est lié') },
    });
    await takeBack('PN-80');
    expect(await to(w.alice)).toMatchObject({
      bring: { en: ', and bring your token and an identity document' },
      given: { en: ' You are given the new workstation there.' },
    });
    await told();
    await give('PN-50', 'M-BRUNO');
    await round();
    expect(await told()).toEqual(['alice exchange-off', 'bruno exchange-day']);
    expect(await to(w.alice)).toBeUndefined();
    expect(await to(w.bruno)).toMatchObject({
      bring: { fr: ', et apportez votre poste avec son chargeur' },
      token: { fr: '' },
    });
    await takeBack('PN-50');
    await w.flow.revocation.revoke(w.odile, { serial: tokenId, reason: 'lost' });
    expect(await to(w.bruno)).toMatchObject({ bring: { fr: '' } });
  });

  it('tells whoever gave the old machine back that their day moves, is paused, or is called off', async () => {
    await machines('PN-50', 'PN-51', 'PN-80', 'PN-81');
    await give('PN-50', 'M-ALICE');
    await give('PN-51', 'M-BRUNO');
    const { tokenId } = await w.activeToken(w.alice, 'PN-50');
    const id = await open(['PN-50', 'PN-80'], ['PN-51', 'PN-81']);
    await takeBack('PN-50');
    await takeBack('PN-51');
    await round();
    expect(await told()).toEqual(['alice exchange-day', 'bruno exchange-day']);

    await w.flow.campaign.replan(w.simon, {
      campaignId: id,
      closedDays: [nextDay()],
      way: 'keep',
      reason: 'days-closed',
    });
    await w.flow.campaign.ended();
    expect(await told()).toEqual(['alice exchange-moved', 'bruno exchange-moved']);
    await w.flow.campaign.pause(w.simon, { campaignId: id });
    await w.flow.campaign.ended();
    expect(await told()).toEqual(['alice exchange-off', 'bruno exchange-off']);
    await w.flow.campaign.resume(w.simon, { campaignId: id });
    await w.flow.campaign.ended();
    expect(await told()).toEqual(['alice exchange-moved', 'bruno exchange-moved']);

    // what is queued is said to them too when the mail leaves
    const facts = factsOf('exchange-off', id);
    await w.flow.campaign.takeOut(w.simon, { campaignId: id, workstation: 'PN-50' });
    await w.flow.campaign.ended();
    expect(await told()).toEqual(['alice exchange-off']);
    // the campaign goes on without her machine
    expect(await facts('PN-50', w.alice)).toMatchObject({
      facts: { machine: { fr: 'PN-50' }, why: { fr: 'il n’est plus dans la campagne' } },
    });
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'active' });
    await w.flow.campaign.close(w.simon, { campaignId: id });
    await w.flow.campaign.ended();
    expect(await told()).toEqual(['bruno exchange-off']);
    expect((await facts('PN-51', w.bruno))?.text.fr.body.join(' ')).toContain('Ne venez pas');
  });

  it('asks nobody to bring back what they gave back before, where their part is over', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    const { tokenId } = await w.activeToken(w.alice, 'PN-50');
    const id = await open(['PN-50', 'PN-80']);
    await takeBack('PN-50');
    await give('PN-80', 'M-ALICE');
    await told();
    await w.flow.revocation.revoke(w.odile, { serial: tokenId, reason: 'stolen' });
    await round();
    expect(await told()).toEqual(['alice exchange-off']);
    const said = await factsOf('exchange-off', id)('PN-50', w.alice);
    expect(said?.text.fr.body.join(' ')).toContain('Vous avez déjà le poste {other}');
    expect(said?.text.fr.body.join(' ')).not.toContain('Rapportez');
  });

  it('tells who has the old machine still to bring it back, where their part is over', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    const { tokenId } = await w.activeToken(w.alice, 'PN-50');
    const id = await open(['PN-50', 'PN-80']);
    await told();
    await give('PN-80', 'M-ALICE');
    await w.flow.revocation.revoke(w.odile, { serial: tokenId, reason: 'stolen' });
    await round();
    expect(await told()).toEqual(['alice exchange-off']);
    const said = await factsOf('exchange-off', id)('PN-50', w.alice);
    expect(said?.text.fr.body.join(' ')).toContain('Rapportez le poste {machine} à l’atelier');
    expect(said?.text.en.body.join(' ')).not.toContain('Do not bring');
    expect(said?.facts).toMatchObject({ machine: { fr: 'PN-50' }, other: { fr: 'PN-80' } });
  });

  it('lets a machine be taken out, calls its holder off, and takes it again with another new one', async () => {
    await machines('PN-50', 'PN-51', 'PN-80', 'PN-81', 'PN-82');
    await give('PN-50', 'M-ALICE');
    const id = await open(['PN-50', 'PN-80'], ['PN-51', 'PN-81']);
    await told();
    const takeOut = (workstation: string, by: Caller = w.simon) =>
      w.flow.campaign.takeOut(by, { campaignId: id, workstation });
    await w.refuses('forbidden', takeOut('PN-50', w.thomas));
    await w.refuses('not_found', takeOut('PN-404'));
    // the new machine has no part of its own
    await expect(takeOut('PN-80')).rejects.toMatchObject({ detail: { why: 'campaign-without' } });
    await takeOut('pn-50');
    await w.flow.campaign.ended();
    expect(await item(id, 'PN-50')).toMatchObject({ outcome: 'left', endedAt: w.clock.now() });
    expect(await told()).toEqual(['alice exchange-off']);
    await expect(takeOut('PN-50')).rejects.toMatchObject({ code: 'wrong_state', detail: { why: 'campaign-without' } });
    // giving her the mistyped machine ends nothing any more
    await give('PN-80', 'M-ALICE');
    expect((await item(id, 'PN-50')).outcome).toBe('left');

    const again = { campaignId: id, exchanges: listed([['PN-50', 'PN-82']]) };
    expect(await w.flow.campaign.addExchanges(w.simon, again)).toEqual({ added: 1, refused: [] });
    await w.flow.campaign.ended();
    const machineId = (await called('PN-50')).id;
    const open2 = await w.reads.find('campaignItem', { campaignId: id, workstationId: machineId, endedAt: null });
    expect(open2).toMatchObject([{ otherId: (await called('PN-82')).id, day: nextDay() }]);
    // both parts are read, and no page loses one
    const all: (string | null)[] = [];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = await w.flow.reading.campaignMachines(w.simon, id, {}, { limit: 1, cursor });
      all.push(...page.items.map(({ replacedBy }) => replacedBy));
      cursor = page.next ?? undefined;
    }
    expect(all.sort()).toEqual(['PN-80', 'PN-81', 'PN-82']);
    await w.flow.campaign.close(w.simon, { campaignId: id });
    await w.flow.campaign.ended();
    await expect(takeOut('PN-51')).rejects.toMatchObject({ detail: { why: 'campaign-closed' } });
  });

  it('that is closed leaves what is not exchanged, and tells who was to come', async () => {
    await machines('PN-50', 'PN-80');
    await give('PN-50', 'M-ALICE');
    const id = await open(['PN-50', 'PN-80']);
    await told();
    await w.flow.campaign.close(w.simon, { campaignId: id });
    await w.flow.campaign.ended();
    expect(await item(id, 'PN-50')).toMatchObject({ outcome: 'left' });
    expect(await w.reads.get('campaign', id)).toMatchObject({ state: 'closed' });
    expect(await told()).toEqual(['alice exchange-off']);
  });
});
