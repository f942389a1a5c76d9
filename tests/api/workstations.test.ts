import { dayOf } from '../../src/book/rules/calendar/working-days.ts';
import { DAY_MS } from '../../src/durations.ts';
import { machineRequest, signAll } from '../support/world/machines.ts';
import { createService, type Service } from '../support/world/service.ts';
import { callers } from './caller.ts';

const HEAD = 'assetNumber,model,service,site\n';
const machine = { assetNumber: 'PN-77', model: 'SPAN', service: 'PREF-33', site: 'Bordeaux' };

describe('workstations behind the door', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const { as } = callers(() => service);
  const stateOf = async (number: string) => (await as('thomas').get(`/workstations/${number}`)).body.workstation;

  it('come in as registered: a state is no word of the form', async () => {
    const refused = await as('thomas').post('/workstations', { ...machine, state: 'commissioned' });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    expect((await as('thomas').get('/workstations/PN-77')).status).toBe(404);
    expect((await as('thomas').post('/workstations', machine)).body).toMatchObject({
      state: 'registered',
      cameIn: null,
    });
  });

  it('come in as registered from a file too, which has no column for a state', async () => {
    const file = 'numero;modele;service;site;etat\nPN-77;S;PREF-33;Pau;en service\n';
    const { body: plan } = await as('adele').csv('/inventories', file);
    expect(plan).toMatchObject({ ignored: ['etat'], totals: { new: 1, wrong: 0 } });
    const begun = await as('adele').post(`/inventories/${plan.id}/apply`, { sha256: plan.sha256 });
    expect(begun).toMatchObject({ status: 201, body: { rows: 1 } });
    const ended = await as('adele').get(`/imports/${begun.body.id}?wait=20`);
    expect(ended.body).toMatchObject({ state: 'finished', added: 1, refused: 0, leftMs: null });
    expect(await stateOf('PN-77')).toMatchObject({ state: 'registered' });
  });

  it('are found by their holder where their certificates end, and by nothing but their number for supervisors', async () => {
    const { world } = service;
    await world.dual('policy.set', { id: 'renewal.firstDays', value: 120 });
    const { certificate } = await world.flow.machine.certify(world.theo, { workstation: 'PN-1', ...machineRequest() });
    await world.flow.record.assign(world.thomas, { workstation: 'PN-1', person: 'M-ALICE', reason: 'handed-out' });
    world.clock.set(certificate.notAfter - 60 * DAY_MS);
    const found = async (name: 'thomas' | 'simon', text: string): Promise<number> =>
      (await as(name).get(`/workstations/certificate-ends?text=${text}`)).body.items.length;
    expect(await found('thomas', 'M-ALICE')).toBe(1);
    expect(await found('simon', 'M-ALICE')).toBe(0);
    expect(await found('simon', 'pn-1')).toBe(1);
    const number = await as('simon').get('/workstations/certificate-ends?number=PN-1');
    expect(number).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
  });

  it('say to which image a campaign moves them, and to nobody outside of the workshop which campaign that is', async () => {
    const { world } = service;
    const { campaign } = await world.flow.campaign.open(world.simon, {
      targetImage: 'SPAN-2027.1',
      machines: ['PN-1'],
      tokens: 'keep',
      checklist: 'any',
      technicians: 1,
      perTechnician: 10,
      startsOn: dayOf(world.clock.now()),
    });
    await world.flow.campaign.ended();
    const campaignOf = async (name: 'thomas' | 'alice', number: string) =>
      (await as(name).get(`/workstations/${number}`)).body.campaign;
    const day = expect.stringMatching(/^1998-/);
    const targetImage = 'SPAN-2027.1';
    expect(await campaignOf('thomas', 'PN-1')).toEqual({ id: campaign.id, targetImage, day, blocked: null });
    expect(await campaignOf('thomas', 'PN-2')).toBeNull();
    await world.flow.record.assign(world.thomas, {
      workstation: 'PN-1',
      person: world.alice.personId,
      reason: 'handed-out',
    });
    expect(await campaignOf('alice', 'PN-1')).toEqual({ id: null, targetImage, day, blocked: null });
  });

  it('of before are proposed with the columns that say nothing, so that nobody takes a user for the agent', async () => {
    const file = 'numero;modele;service;site;Utilisateur\nPN-78;S;PREF-33;Pau;aagard\n';
    const { status, body } = await as('adele').csv('/workstations/take-over', file);
    expect([status, body.ignored]).toEqual([201, ['Utilisateur']]);
    expect(body.args).not.toContain('aagard');
    expect((await as('adele').csv('/workstations/take-over', `${HEAD}PN-79,S,PREF-33,Pau\n`)).body.ignored).toEqual([]);
  });

  it('come into service with the last item, of somebody other than whoever brought them in; there is no act for it', async () => {
    await as('thomas').post('/workstations', machine);
    const changed = await as('thomas').post('/workstations/PN-77/changes', { action: 'commission' });
    expect(changed.status).toBe(400);
    type Item = { item: string; value?: { kind: string } };
    const { items } = (await as('thomas').get('/workstations/PN-77')).body as { items: Item[] };
    const [first, ...others] = items.map(({ item, value }) => (value ? { item, value: 'SPAN-2026.3' } : { item }));
    const sign = (name: 'thomas' | 'theo', ...signed: object[]) =>
      as(name).post('/workstations/PN-77/items', { items: signed });
    expect((await sign('thomas', ...others)).body).toEqual({ missing: [first!.item], ended: false });
    expect(await sign('thomas', first!)).toMatchObject({ status: 403, body: { code: 'same_person' } });
    expect((await sign('theo', first!)).body).toEqual({ missing: [], ended: true });
    expect(await stateOf('PN-77')).toMatchObject({ state: 'commissioned', cameIn: 'checklist' });
  });

  it('tell their way back from an incident that blocked them, and of one that did not nothing', async () => {
    const report = async (workstation?: string) =>
      (await as('alice').post('/incidents', { kind: 'ransomware', ...(workstation ? { workstation } : {}) })).body
        .incident.id;
    const back = async (id: string) => (await as('olga').get(`/incidents/${id}`)).body.back;
    await service.world.flow.record.assign(service.world.thomas, {
      workstation: 'PN-1',
      person: 'M-ALICE',
      reason: 'handed-out',
    });
    const id = await report('PN-1');
    expect(await back(id)).toBeNull();
    await as('olga').post(`/incidents/${id}/block`);
    expect(await back(id)).toEqual([]);
    await as('olga').post(`/incidents/${id}/close`, { outcome: 'blocked' });
    await as('thomas').post('/workstations/PN-1/changes', { action: 'takeBackCleaned' });
    const [step] = await back(id);
    expect(step).toMatchObject({ action: 'workstation.takeBackCleaned', actor: 'Thomas Tissier', outcome: 'done' });
  });

  it('say, back from a loan, retired or lost, how many tokens and requests ended with it', async () => {
    const change = async (action: string) => (await as('thomas').post('/workstations/PN-1/changes', { action })).body;
    expect(await change('loan')).toEqual({ state: 'loaned', revoked: 0, withdrawn: 0, published: true });
    await as('alice').post('/requests', { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    expect(await change('giveBack')).toEqual({ state: 'commissioned', revoked: 0, withdrawn: 1, published: true });
    await as('alice').post('/requests', { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    expect(await change('retire')).toEqual({ state: 'retired', revoked: 0, withdrawn: 1, published: true });
    await as('alice').post('/requests', { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    const lost = { workstation: 'PN-2', state: 'lost', revoked: 0, withdrawn: 1, published: true };
    expect((await as('thomas').post('/workstations/PN-2/report-loss')).body).toEqual(lost);
  });

  it('of before come in when a second person confirms the file that was read', async () => {
    const asked = await as('thomas').csv('/workstations/take-over', `${HEAD}PN-77,S,PREF-33,Pau\n`);
    expect(asked).toMatchObject({ status: 201, body: { act: 'workstation.takeOver', state: 'proposed' } });
    const { id, argsHash, args } = asked.body as { id: string; argsHash: string; args: string };
    expect(JSON.parse(args)).toEqual({
      workstations: [{ assetNumber: 'PN-77', model: 'S', service: 'PREF-33', site: 'Pau' }],
    });
    expect((await as('thomas').post(`/proposals/${id}/confirm`, { argsHash })).status).toBe(403);
    expect((await as('olga').post(`/proposals/${id}/confirm`, { argsHash: '0'.repeat(64) })).status).toBe(409);
    expect((await as('olga').post(`/proposals/${id}/confirm`, { argsHash })).status).toBe(204);
    expect(await stateOf('PN-77')).toMatchObject({ state: 'commissioned', cameIn: 'taken-over' });
    const again = await as('thomas').csv('/workstations/take-over', `${HEAD}PN-77,S,PREF-33,Pau\n`);
    expect(again).toMatchObject({ status: 409, body: { code: 'duplicate' } });
  });

  it('of before come in with who has them, whom both persons read by name', async () => {
    const file = (holder: string) => `assetNumber,model,service,site,agent\nPN-77,S,PREF-33,Pau,${holder}\n`;
    const refused = await as('thomas').csv('/workstations/take-over', file('M-NOBODY'));
    expect(refused).toMatchObject({
      status: 404,
      body: { code: 'not_found', context: { why: 'holder-unknown', number: 'PN-77' } },
    });
    const { body } = await as('thomas').csv('/workstations/take-over', file('M-ALICE'));
    const { id, argsHash } = body as { id: string; argsHash: string };
    const holders = [{ assetNumber: 'PN-77', name: 'Alice Agard', directoryId: 'M-ALICE' }];
    expect((await as('olga').get('/proposals')).body).toMatchObject({ items: [{ id, holders }] });
    expect((await as('olga').post(`/proposals/${id}/confirm`, { argsHash })).status).toBe(204);
    expect(await stateOf('PN-77')).toMatchObject({ holderId: service.world.alice.personId });
  });

  it('may be named by a request before they are in service, and have nothing produced for them', async () => {
    const { body } = await as('alice').post('/requests', { kind: 'first-issue', workstation: 'PN-NEW' });
    await as('valerie').post(`/requests/${body.id}/approve`, { contentHash: body.contentHash, seenPriority: 0 });
    const produce = () => as('thomas').post(`/requests/${body.id}/produce`, { slot: '1' });
    expect(await produce()).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
    await signAll(service.world.flow, 'commissioning', 'PN-NEW', [service.world.thomas, service.world.theo]);
    expect((await produce()).status).toBe(200);
  });

  it('are certified for the key that was shown and given back', async () => {
    const { request, keySha256 } = machineRequest();
    const shown = await as('theo').post('/workstations/PN-1/certificate-requests', { request });
    expect(shown).toMatchObject({ status: 200, body: { keySha256 } });
    const path = '/workstations/PN-1/certificates';
    expect((await as('theo').post(path, { request })).status).toBe(400);
    const other = await as('theo').post(path, { request: machineRequest().request, keySha256 });
    expect(other).toMatchObject({ status: 409, body: { code: 'changed_since' } });
    expect((await as('theo').post(path, { request, keySha256 })).status).toBe(201);
  });
});
