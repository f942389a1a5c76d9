import type { Caller } from '../../../src/book/rights/roles.ts';
import { isUrgent } from '../../../src/flow/urgent.ts';
import { signAll } from '../../support/world/machines.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('an incident', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const report = (by: Caller, more: { person?: string; workstation?: string } = {}) =>
    w.flow.incident.report(by, { kind: 'phishing', ...more });
  const token = async (id: string) => (await w.reads.get('token', id))!;
  const machine = async (assetNumber: string) => (await w.reads.find('workstation', { assetNumber }))[0]!;
  const crls = async (certificateId: string): Promise<number> => {
    const issuerId = (await w.reads.get('certificate', certificateId))?.issuerId ?? '';
    return w.reads.count('crl', { issuerId });
  };
  const newest = async () => (await w.opened.lists.entries({}, { limit: 9 })).items.find((e) => e.actor !== 'system')!;

  describe('is reported', () => {
    it('by anybody for themselves, an auditor and an administrator too', async () => {
      for (const who of [w.alice, w.corinne, w.valerie, w.thomas, w.olga, w.aurore, w.adele, w.simon])
        expect(await report(who)).toMatchObject({ personId: who.personId, reporterId: who.personId, state: 'open' });
    });

    it('for others: within their service, their scope, or for anybody', async () => {
      await report(w.corinne, { person: 'M-ALICE' });
      await w.refuses('out_of_scope', report(w.corinne, { person: 'M-EVE' }));
      await report(w.valerie, { person: 'M-BRUNO' });
      await report(w.thomas, { person: 'M-EVE' });
      await report(w.olga, { person: 'M-THOMAS' });
      await w.refuses('forbidden', report(w.alice, { person: 'M-BRUNO' }));
      await w.refuses('forbidden', report(w.aurore, { person: 'M-BRUNO' }));
    });

    it('by one factor alone, and without waiting', async () => {
      for (let n = 0; n < 40; n++) await w.flow.pickupCodes.ask(w.alice, { requestId: 'none' }).catch(() => undefined);
      await report({ ...w.alice, scopes: [], oneFactor: ['agent'] });
      expect(isUrgent({ actor: w.alice.personId, action: 'incident.report', outcome: 'done' })).toBe(true);
    });

    it('once for a person and a machine', async () => {
      await w.activeToken(w.alice, 'PN-1');
      await report(w.alice, { workstation: 'PN-1' });
      await w.refuses('already_done', report(w.corinne, { person: 'M-ALICE', workstation: 'PN-1' }));
      await report(w.alice);
      await w.refuses('already_done', report(w.alice));
    });

    it('of a machine that the person asked a token for; of any by technician and security officer', async () => {
      await w.refuses('not_found', report(w.alice, { workstation: 'PN-1' }), { entry: true });
      await w.refuses('not_found', report(w.alice, { workstation: 'PN-NONE' }));
      await w.refuses('not_found', report(w.corinne, { person: 'M-ALICE', workstation: 'PN-1' }));
      const field = { detail: { why: 'workstation-unknown', field: 'workstation' } };
      for (const workstation of ['PN-1', 'PN-NONE'])
        await expect(report(w.alice, { workstation })).rejects.toMatchObject(field);
      await report(w.thomas, { person: 'M-ALICE', workstation: 'PN-1' });
      await report(w.olga, { person: 'M-BRUNO', workstation: 'PN-1' });
    });

    it('alike for somebody outside one’s right and for nobody, however many were refused before', async () => {
      const others = (await w.reads.find('person', { directoryId: 'M-BRUNO' }))[0]!;
      const all = () =>
        Promise.allSettled(['M-BRUNO', others.id, 'M-NOBODY'].map((person) => report(w.alice, { person })));
      const codes = async () => (await all()).map((one) => one.status === 'rejected' && one.reason.code);
      expect(await codes()).toEqual(['not_found', 'not_found', 'not_found']);
      const told = (await all()).map((one) => one.status === 'rejected' && [one.reason.message, one.reason.detail]);
      const unknown = ['no such person in the directory: check the number and try again', expect.anything()];
      expect(told).toEqual([unknown, unknown, unknown]);
      expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
      expect(told[0]).toContainEqual({ why: 'person-unknown', field: 'person' });
      const { items } = await w.opened.lists.entries({ action: 'incident.report' }, { limit: 3 });
      const subjects = [`person:${others.id}`, `person:${others.id}`, 'person:nobody'];
      expect(items.map(({ subject }) => subject).sort()).toEqual(subjects.sort());
      w.spendRefusals(w.alice);
      expect(await codes()).toEqual(['too_many_requests', 'too_many_requests', 'too_many_requests']);
      await report(w.alice);
    });

    it('to the security officers at once, and whom it befell reads the reflexes', async () => {
      const told = async () => {
        const mails: string[] = [];
        const names = new Map((['alice', 'olga', 'odile'] as const).map((name) => [w[name].personId, name]));
        const next = () => w.opened.outbox.claim(w.clock.now() + 1, Number.MAX_SAFE_INTEGER);
        for (let mail = await next(); mail; mail = await next())
          mails.push(`${names.get(mail.personId ?? ('' as never)) ?? 'somebody'} ${mail.template}`);
        return mails.sort();
      };
      await told();
      await report(w.corinne, { person: 'M-ALICE' });
      expect(await told()).toEqual(['alice incident-received', 'odile incident-reported', 'olga incident-reported']);
    });
  });

  describe('is blocked', () => {
    it('with its machine, all tokens of person and machine, and the nomade credential: one act, one CRL a CA', async () => {
      const own = await w.activeToken(w.alice, 'PN-1');
      const elsewhere = await w.activeToken(w.alice, 'PN-2');
      const others = await w.activeToken(w.bruno, 'PN-1');
      const left = await w.activeToken(w.bruno, 'PN-3');
      const asked = await w.flow.request.submit(w.alice, {
        kind: 'nomade',
        device: { kind: 'android', name: 'Téléphone' },
        priority: 0,
      });
      await w.approve(asked.id);
      const file = await w.flow.software.release(w.thomas, { requestId: asked.id });
      const { id: incidentId } = await report(w.alice, { workstation: 'PN-1' });
      const before = await crls(own.certificateId);
      expect(await w.flow.incident.block(w.olga, { incidentId, reason: 'ransomware' })).toEqual({
        workstation: 'PN-1',
        tokens: 3,
        credentials: 1,
        published: true,
      });
      expect(await crls(own.certificateId)).toBe(before + 1);
      expect((await machine('PN-1')).state).toBe('blocked');
      for (const { tokenId } of [own, elsewhere, others]) expect((await token(tokenId)).state).toBe('revoked');
      expect((await token(left.tokenId)).state).toBe('active');
      const ended = { state: 'revoked', revocationReason: 'incident' };
      for (const id of [own.certificateId, file.certificateId])
        expect(await w.reads.get('certificate', id)).toMatchObject(ended);
      expect(await newest()).toMatchObject({ action: 'incident.block', detail: { reason: 'ransomware' } });
    });

    it('by a security officer alone, by a factor given moments ago, once, while it is open', async () => {
      await w.activeToken(w.alice, 'PN-1');
      const { id: incidentId } = await report(w.alice, { workstation: 'PN-1' });
      for (const by of [w.alice, w.thomas, w.valerie, w.adele, w.aurore])
        await w.refuses('forbidden', w.flow.incident.block(by, { incidentId }));
      await w.refuses('fresh_factor_needed', w.flow.incident.block({ ...w.olga, freshUntil: 0 }, { incidentId }));
      await w.flow.incident.block(w.olga, { incidentId });
      await w.refuses('already_done', w.flow.incident.block(w.odile, { incidentId }));
      await w.flow.incident.close(w.odile, { incidentId, outcome: 'blocked' });
      await w.refuses('wrong_state', w.flow.incident.block(w.olga, { incidentId }));
    });

    it('again while it is open, where something came into use since', async () => {
      await w.activeToken(w.alice, 'PN-1');
      const { id: incidentId } = await report(w.alice, { workstation: 'PN-1' });
      await w.flow.incident.block(w.olga, { incidentId });
      const later = await w.activeToken(w.alice, 'PN-2');
      w.clock.pass(1_000);
      expect(await w.flow.incident.block(w.odile, { incidentId })).toMatchObject({ tokens: 1 });
      expect((await token(later.tokenId)).state).toBe('revoked');
      const { blockerId, blockedAt } = (await w.reads.get('incident', incidentId))!;
      expect([blockerId, blockedAt]).toEqual([w.odile.personId, w.clock.now()]);
      await w.refuses('already_done', w.flow.incident.block(w.olga, { incidentId }));
    });

    it('where something is left to take', async () => {
      const { id: incidentId } = await report(w.alice);
      await w.refuses('already_done', w.flow.incident.block(w.olga, { incidentId }));
    });

    it('although the machine is lost already: then what the person has is taken', async () => {
      await w.activeToken(w.alice, 'PN-1');
      const { tokenId } = await w.activeToken(w.alice, 'PN-2');
      await w.flow.enrolment.reportLoss(w.thomas, { workstation: 'PN-1' });
      const { id: incidentId } = await report(w.alice, { workstation: 'PN-1' });
      expect(await w.flow.incident.block(w.olga, { incidentId })).toMatchObject({ tokens: 1 });
      expect([(await machine('PN-1')).state, (await token(tokenId)).state]).toEqual(['lost', 'revoked']);
    });
  });

  describe('is closed', () => {
    it('by a security officer, with what came of it, once', async () => {
      const { id: incidentId } = await report(w.alice);
      await w.refuses('forbidden', w.flow.incident.close(w.thomas, { incidentId, outcome: 'handled' }));
      await w.refuses('wrong_state', w.flow.incident.close(w.olga, { incidentId, outcome: 'blocked' }));
      await w.flow.incident.close(w.olga, { incidentId, outcome: 'false-alarm' });
      expect(await w.reads.get('incident', incidentId)).toMatchObject({ state: 'closed', outcome: 'false-alarm' });
      await w.refuses('wrong_state', w.flow.incident.close(w.olga, { incidentId, outcome: 'handled' }));
      await report(w.alice);
    });
  });

  describe('of many machines', () => {
    it('blocks a list: each line has its result, and there is one CRL at the end', async () => {
      const first = await w.activeToken(w.alice, 'PN-1');
      await w.activeToken(w.bruno, 'PN-2');
      const workstations = ['PN-1', 'PN-2', 'PN-OLD', 'PN-NONE', 'PN-NEW', 'PN-1'];
      expect(await w.flow.incident.hits(w.olga, { workstations })).toEqual({
        workstations: ['PN-1', 'PN-2', 'PN-NEW'],
        blocked: 3,
        left: ['PN-OLD', 'PN-NONE'],
        tokens: 2,
        credentials: 0,
        begun: 0,
        people: 2,
        peopleAlone: [],
        leftPeople: [],
        more: false,
      });
      const before = await crls(first.certificateId);
      const { machines, published } = await w.flow.incident.blockMany(w.olga, { workstations, reason: 'ransomware' });
      const said = machines.map((one) => [one.workstation, 'error' in one ? one.error.code : one.tokens]);
      expect(said).toEqual([
        ...[
          ['PN-1', 1],
          ['PN-2', 1],
          ['PN-OLD', 'already_done'],
          ['PN-NONE', 'not_found'],
          ['PN-NEW', 0],
        ],
      ]);
      expect([published, (await crls(first.certificateId)) - before]).toEqual([true, 1]);
      for (const number of ['PN-1', 'PN-2', 'PN-NEW']) expect((await machine(number)).state).toBe('blocked');
    });

    it('blocks a service with those below it, and no other', async () => {
      const row = { model: 'SPAN', site: 'Lyon' };
      for (const [assetNumber, service] of [
        ['PN-A', 'PREF-69/DCL'],
        ['PN-B', 'PREF-69'],
        ['PN-C', 'PREF-690'],
      ] as const)
        await w.flow.enrolment.register(w.thomas, { ...row, assetNumber, service });
      const service = 'PREF-69';
      expect((await w.flow.incident.hits(w.olga, { service })).workstations).toEqual(['PN-A', 'PN-B']);
      await w.flow.incident.blockMany(w.olga, { service, reason: 'phishing' });
      const states = ['PN-A', 'PN-B', 'PN-C'].map(async (number) => (await machine(number)).state);
      expect(await Promise.all(states)).toEqual(['blocked', 'blocked', 'registered']);
      expect(await newest()).toMatchObject({ action: 'incident.blockWorkstation', detail: { reason: 'phishing' } });
    });

    it('marks as blocked what is open of each machine, and of whom its tokens belong to', async () => {
      await w.activeToken(w.alice, 'PN-1');
      const onMachine = await report(w.thomas, { person: 'M-BRUNO', workstation: 'PN-1' });
      const ofHolder = await report(w.alice);
      const other = await report(w.bruno);
      await w.flow.incident.blockMany(w.olga, { workstations: ['PN-1'], reason: 'phishing' });
      const blocker = async ({ id }: { id: string }) => (await w.reads.get('incident', id))?.blockerId;
      const blockers = await Promise.all([onMachine, ofHolder, other].map(blocker));
      expect(blockers).toEqual([w.olga.personId, w.olga.personId, null]);
      await w.flow.incident.close(w.olga, { incidentId: onMachine.id, outcome: 'blocked' });
      const { entries } = await w.flow.reading.incident(w.olga, onMachine.id);
      expect(entries.map(({ action }) => action)).toEqual([
        ...['incident.report', 'incident.blockWorkstation', 'incident.close'],
      ]);
    });

    it('refuses a service that nobody knows: a mistyped one is not taken for blocked', async () => {
      const refused = { code: 'invalid_input', detail: { field: 'service', why: 'nothing-of-service' } };
      const of = { service: 'PREF33' };
      await expect(w.flow.incident.hits(w.olga, of)).rejects.toMatchObject(refused);
      await expect(w.flow.incident.blockMany(w.olga, { ...of, reason: 'phishing' })).rejects.toMatchObject(refused);
    });

    it('is a security officer’s, by a factor given moments ago', async () => {
      const many = { workstations: ['PN-1'], reason: 'phishing' as const };
      await expect(w.flow.incident.blockMany(w.thomas, many)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(w.flow.incident.hits(w.thomas, { service: 'DNUM' })).rejects.toMatchObject({ code: 'forbidden' });
      const later = { ...w.olga, freshUntil: 0 };
      await expect(w.flow.incident.blockMany(later, many)).rejects.toMatchObject({ code: 'fresh_factor_needed' });
      expect((await machine('PN-1')).state).toBe('commissioned');
    });
  });

  describe('that names no machine', () => {
    beforeEach(async () => {
      await w.activeToken(w.alice, 'PN-1');
      await w.activeToken(w.alice, 'PN-2');
      await w.flow.record.assign(w.thomas, { workstation: 'PN-2', person: 'M-ALICE', reason: 'replacement' });
    });
    it('tells which machines of the person a block leaves in use, before it and after', async () => {
      const { id: incidentId } = await report(w.alice);
      const left = async () => (await w.flow.reading.incident(w.olga, incidentId)).machinesLeft;
      expect(await left()).toEqual(['PN-1', 'PN-2']);
      await w.flow.incident.block(w.olga, { incidentId });
      expect(await left()).toEqual(['PN-1', 'PN-2']);
      await w.flow.incident.blockMany(w.olga, { workstations: ['PN-2'], people: [], reason: 'phishing' });
      expect(await left()).toEqual(['PN-1']);
    });
    it('names no machine that somebody else has by now', async () => {
      await w.flow.record.assign(w.thomas, { workstation: 'PN-1', person: 'M-BRUNO', reason: 'replacement' });
      const { id: incidentId } = await report(w.alice);
      expect((await w.flow.reading.incident(w.olga, incidentId)).machinesLeft).toEqual(['PN-2']);
    });
    it('holds back a machine of whoever met it until it is closed', async () => {
      const { id: incidentId } = await report(w.alice);
      await w.flow.incident.blockMany(w.olga, { workstations: ['PN-2'], people: [], reason: 'phishing' });
      const clean = () => w.flow.enrolment.change(w.thomas, { workstation: 'PN-2', action: 'takeBackCleaned' });
      await w.refuses('wrong_state', clean(), { entry: true });
      await w.flow.incident.close(w.olga, { incidentId, outcome: 'handled' });
      expect(await clean()).toMatchObject({ state: 'in_repair' });
    });
    it('holds back a machine in which a token of theirs was used, whoever has it, and no other', async () => {
      const { id: incidentId } = await report(w.alice);
      await w.flow.incident.blockMany(w.olga, { workstations: ['PN-1', 'PN-3'], people: [], reason: 'phishing' });
      const clean = (workstation: string) =>
        w.flow.enrolment.change(w.thomas, { workstation, action: 'takeBackCleaned' });
      expect(await clean('PN-3')).toMatchObject({ state: 'in_repair' });
      await w.refuses('wrong_state', clean('PN-1'), { entry: true });
      await w.flow.incident.close(w.olga, { incidentId, outcome: 'handled' });
      expect(await clean('PN-1')).toMatchObject({ state: 'in_repair' });
    });
    it('holds back the migration of their machine, and of no other: it would be wiped', async () => {
      const { id: incidentId } = await report(w.alice);
      const migrate = (workstation: string) => w.flow.enrolment.change(w.thomas, { workstation, action: 'migrate' });
      expect(await migrate('PN-3')).toMatchObject({ state: 'migrating' });
      await w.refuses('wrong_state', migrate('PN-1'), { entry: true });
      await w.flow.incident.close(w.olga, { incidentId, outcome: 'handled' });
      const named = await w.flow.incident.report(w.thomas, { kind: 'other', person: 'M-ALICE', workstation: 'PN-1' });
      await w.refuses('wrong_state', migrate('PN-1'), { entry: true });
      await w.flow.incident.close(w.olga, { incidentId: named.id, outcome: 'handled' });
      expect(await migrate('PN-1')).toMatchObject({ state: 'migrating' });
    });
  });

  it('is over for a machine once it was cleaned and its whole checklist is signed', async () => {
    const { id: incidentId } = await w.flow.incident.report(w.thomas, {
      kind: 'ransomware',
      person: 'M-ALICE',
      workstation: 'PN-1',
    });
    await w.flow.incident.block(w.olga, { incidentId });
    const change = (action: 'takeBackCleaned' | 'takeBackFound' | 'backFromRepair') =>
      w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action });
    await w.refuses('wrong_state', change('takeBackFound'));
    await w.refuses('wrong_state', change('backFromRepair'));
    await w.refuses('wrong_state', change('takeBackCleaned'), { entry: true });
    await w.flow.incident.close(w.olga, { incidentId, outcome: 'blocked' });
    await change('takeBackCleaned');
    expect(await newest()).toMatchObject({ action: 'workstation.takeBackCleaned', detail: { reason: 'cleaned' } });
    await change('backFromRepair');
    await signAll(w.flow, 'commissioning', 'PN-1', [w.thomas, w.theo]);
    expect(await machine('PN-1')).toMatchObject({ state: 'commissioned', cameIn: 'checklist' });
  });
});

describe('an incident that somebody edited', () => {
  it('keeps nobody from blocking its machine, and whoever verifies is told that it was left', async () => {
    const w = await createWorld();
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const { id } = await w.flow.incident.report(w.alice, { kind: 'phishing', workstation: 'PN-1' });
    const edit = (by: number) =>
      w.opened.behind.run(`update "incident" set "reportedAt" = "reportedAt" + ${by} where "id" = '${id}'`);
    await edit(1);
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'block' });
    expect((await w.reads.get('token', tokenId))?.state).toBe('revoked');
    await edit(-1);
    await expect(w.check()).rejects.toThrow(`incident ${id} is left as it was`);
    await w.close();
  });
});
