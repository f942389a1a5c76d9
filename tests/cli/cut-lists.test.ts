import { nomadeOf } from '../support/world/nomade.ts';
import { createService, type Service, terminals } from './terminal.ts';

/** What the service answers in place of a long list, so that no test makes hundreds of rows. */
const answering =
  (path: string, answer: object): typeof globalThis.fetch =>
  async (input, init) =>
    String(input).includes(path) ? Response.json(answer) : globalThis.fetch(input, init);

describe('a list that is cut, from the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const { as, run } = terminals(() => service);

  it('of incidents goes on page by page, the newest first', async () => {
    const { flow, alice, bruno, eve } = service.world;
    for (const who of [alice, bruno, eve]) {
      await flow.incident.report(who, { kind: 'phishing' });
      service.world.clock.advance(1000);
    }
    const first = await as('olga', 'incident', 'list', '--limit', '2', '--json');
    expect(first.json.items.map(({ personId }) => personId)).toEqual([eve.personId, bruno.personId]);
    const cursor = String(first.json['next']);
    expect(first.err).toBe(`there are more: --cursor ${cursor}\n`);
    const said = await as('olga', '--lang', 'fr', 'incident', 'list', '--limit', '2');
    expect(said.err).toBe(`il y en a d’autres : --cursor ${cursor}\n`);
    const last = await as('olga', 'incident', 'list', '--limit', '2', '--cursor', cursor, '--json');
    expect(last.json.items.map(({ personId }) => personId)).toEqual([alice.personId]);
    expect(last).toMatchObject({ err: '', json: { next: null } });
  });

  it.each([
    ['olga', ['recall', 'list'], '/v1/recalls'],
    ['olga', ['recall', 'list', '--closed'], '/v1/recalls'],
    ['olga', ['incident', 'blocks'], '/v1/workstation-blocks'],
    ['simon', ['campaign', 'list'], '/v1/campaigns'],
    ['simon', ['campaign', 'list', '--past'], '/v1/campaigns'],
    ['thomas', ['stock', 'deliveries', '--model', 'None'], '/v1/deliveries'],
    ['thomas', ['stock', 'transfers', '--past'], '/v1/stock/transfers'],
    ['thomas', ['stock', 'list', '--model', 'None'], '/v1/tokens'],
    ['thomas', ['request', 'list', '--text', 'none'], '/v1/requests'],
    ['thomas', ['workstation', 'list', '--text', 'none'], '/v1/workstations'],
    ['adele', ['people', 'list', '--text', 'nobody at all'], '/v1/people'],
    ['aurore', ['journal', 'search', '--text', 'nothing like it'], '/v1/journal/entries'],
  ] as const)('says how it goes on: %s %j', async (name, command, path) => {
    const whole = await as(name, ...command, '--json');
    expect(whole).toMatchObject({ code: 0, err: '', json: { items: [], next: null } });
    const asked: string[] = [];
    const cut: typeof globalThis.fetch = (input, init) => {
      asked.push(String(input));
      return answering(path, { items: [], next: 'n' })(input, init);
    };
    const told = await run(name, [...command, '--limit', '7', '--cursor', 'c', '--json'], { fetch: cut });
    expect(asked.filter((one) => one.includes(path))).toEqual([expect.stringMatching(/limit=7.*cursor=c/)]);
    expect(told).toMatchObject({ json: { items: [], next: 'n' }, err: 'there are more: --cursor n\n' });
  });

  it.each([
    ['olga', ['recall', 'tokens', 'R'], '/v1/recalls/R/tokens'],
    ['simon', ['campaign', 'machines', 'C'], '/v1/campaigns/C/machines'],
  ] as const)('says how what belongs to one goes on: %s %j', async (name, command, path) => {
    await as(name, 'whoami');
    const told = await run(name, command, { fetch: answering(path, { items: [], next: 'n' }) });
    expect(told).toMatchObject({ code: 0, err: 'there are more: --cursor n\n' });
  });

  it('of what was blocked names each thing, of one incident and of all that were blocked together', async () => {
    const { world } = service;
    const { tokenId } = await world.activeToken(world.alice, 'PN-1');
    const other = await world.activeToken(world.bruno, 'PN-2');
    const { id } = await world.flow.incident.report(world.alice, { kind: 'phishing', workstation: 'PN-1' });
    await as('olga', 'incident', 'block', id);
    await as('olga', 'incident', 'block-many', '--person', 'M-BRUNO', '--reason', 'phishing');
    const shown = (await as('olga', '--lang', 'fr', 'incident', 'show', id)).out;
    expect(shown).toMatch(new RegExp(`Jeton révoqué\\s+${tokenId}\\s+Alice Agard`));
    const { out } = await as('olga', '--lang', 'fr', 'incident', 'blocks');
    expect(out).toMatch(new RegExp(`Jeton révoqué\\s+${other.tokenId}\\s+Bruno`));
    expect(out).not.toContain(tokenId);
  });

  it('of incidents says in words what each is, and all that a block would take away', async () => {
    const { world } = service;
    await world.activeToken(world.alice, 'PN-1');
    await nomadeOf(world, world.alice);
    const { id } = await world.flow.incident.report(world.alice, { kind: 'ransomware', workstation: 'PN-1' });
    const shown = (await as('olga', '--lang', 'fr', 'incident', 'show', id)).out;
    for (const said of [
      /^nature +Rançongiciel$/m,
      /^jetons +1$/m,
      /^certificats Nomade +1$/m,
      /^certificats Nomade en préparation +0$/m,
      / Signaler un incident /,
    ])
      expect(shown).toMatch(said);
    expect((await as('olga', 'incident', 'show', id)).out).toMatch(/^kind +ransomware$/m);
    await world.flow.incident.close(world.olga, { incidentId: id, outcome: 'false-alarm' });
    const past = (await as('olga', '--lang', 'fr', 'incident', 'list', '--closed')).out;
    expect(past).toMatch(/ Rançongiciel .* Fausse alerte$/m);
    expect((await as('olga', '--lang', 'fr', 'workstation', 'show', 'PN-1')).out).toContain(' Rançongiciel ');
  });

  it('of what was done about an incident says that there is more', async () => {
    const { flow, alice, opened } = service.world;
    const { id } = await flow.incident.report(alice, { kind: 'phishing' });
    expect(await as('olga', 'incident', 'show', id, '--json')).toMatchObject({ err: '', json: { more: false } });
    const { entries } = opened.lists;
    opened.lists.entries = async (filter, page) => ({ ...(await entries(filter, page)), next: 'older' });
    const told = await as('olga', 'incident', 'show', id, '--json');
    expect(told).toMatchObject({ err: 'only the newest 1 are shown\n', json: { more: true } });
    expect((await as('olga', '--lang', 'fr', 'incident', 'show', id)).err).toContain('les 1 lignes les plus récentes');
  });

  it('of a machine’s record says of which things there are older ones', async () => {
    const { reading } = service.world.flow;
    const { workstation } = reading;
    expect((await as('thomas', 'workstation', 'show', 'PN-1', '--json')).err).toBe('');
    const cut = { formerTokens: true, certificates: true, incidents: false };
    reading.workstation = async (...of) => ({ ...(await workstation(...of)), cut });
    const told = await as('thomas', 'workstation', 'show', 'PN-1', '--json');
    expect(told.err).toBe('former tokens: only the newest 0 are shown\ncertificates: only the newest 0 are shown\n');
    const french = (await as('thomas', '--lang', 'fr', 'workstation', 'show', 'PN-1')).err;
    expect(french).toBe(
      ['anciens jetons', 'certificats']
        .map((list) => `${list} : seules les 0 lignes les plus récentes sont montrées\n`)
        .join(''),
    );
  });

  it('of a machine’s life goes on page by page, in words', async () => {
    const { world } = service;
    await world.flow.record.assign(world.theo, { workstation: 'PN-2', person: 'M-ALICE', reason: 'handed-out' });
    const { tokenId } = await world.activeToken(world.alice, 'PN-1');
    const to = { serial: tokenId, workstation: 'PN-2', document: 'passport' } as const;
    await world.flow.rebinding.check(world.vincent, to);
    await world.flow.rebinding.rebind(world.theo, to);
    const first = await as('thomas', '--lang', 'fr', 'workstation', 'show', 'PN-2', '--life', '1');
    expect(first.out).toMatch(new RegExp(`Lier à un autre poste.* ${tokenId} `));
    const cursor = /--cursor (\S+)\n$/.exec(first.err)?.[1] ?? '';
    const rest = await as('thomas', '--lang', 'fr', 'workstation', 'show', 'PN-2', '--cursor', cursor);
    expect(rest.err).toBe('');
    expect(rest.out).toMatch(/Attribuer[^\n]* remis à l’agent [^\n]*agent qui l’a : – → Alice Agard/);
    for (const code of ['workstation.assign', 'handed-out', 'holderId', 'assetNumber:'])
      expect(rest.out).not.toContain(code);
    const life = (await as('thomas', 'workstation', 'show', 'PN-2', '--json')).json['life'] as { items: object[] };
    expect(life.items[0]).toMatchObject({ action: 'token.rebind', token: tokenId });
    expect(life.items.at(-1)).toMatchObject({ token: null });
  });

  it('of a holder’s machines says that there are more, and how one is found', async () => {
    const { world } = service;
    const { tokenId } = await world.activeToken(world.alice, 'PN-1');
    await world.flow.record.assign(world.theo, { workstation: 'PN-2', person: 'M-ALICE', reason: 'handed-out' });
    const whole = await as('theo', '--lang', 'fr', 'stock', 'show', tokenId);
    expect(whole.err).toBe('');
    expect(whole.out).toMatch(/peut aller sur +PN-2/i);
    const none = await as('theo', 'stock', 'show', tokenId, '--machine', '3', '--json');
    expect(none.json).toMatchObject({ rebinding: { machines: [], moreMachines: false, foundNone: true } });
    expect(none.err).toBe('no other machine in service of its holder has 3 in its number or serial number\n');
    expect((await as('theo', 'stock', 'show', tokenId, '--machine', 'PN-2')).err).toBe('');
    const { reading } = world.flow;
    const { token } = reading;
    reading.token = async (...of) => {
      const found = await token(...of);
      return { ...found, rebinding: found.rebinding && { ...found.rebinding, moreMachines: true } };
    };
    const cut = await as('theo', 'stock', 'show', tokenId);
    expect(cut.err).toBe('its holder has more machines than are listed: look for one with --machine\n');
  });

  it('of letters says that there are more, and of each what it waits for', async () => {
    const { produced, alice, flow, theo, accept } = service.world;
    const { id: requestId } = await produced(alice, 'PN-1');
    const waits = await as('valerie', 'letters', 'list', '--json');
    const early = { n: 1, more: false };
    expect(waits).toMatchObject({ err: '', json: { items: [{ waitsFor: 'handover' }], ready: { n: 0 }, early } });
    expect((await as('valerie', '--lang', 'fr', 'letters', 'list')).out).toMatch(
      /ATTEND.*La remise n’a pas commencé/is,
    );
    await flow.handover.challenge(theo, { requestId, slot: '1' });
    await accept(requestId);
    const printable = await as('valerie', 'letters', 'list', '--json');
    expect(printable.json).toMatchObject({ items: [{ waitsFor: null }], ready: { n: 1, more: false }, more: false });
    const none = { n: 0, more: false };
    const cut = { fetch: answering('/v1/letters', { items: [], ready: none, early: none, more: true }) };
    const said = 'only 0 letters are shown: the others follow once these have gone\n';
    expect((await run('valerie', ['letters', 'list'], cut)).err).toBe(said);
    const french = (await run('valerie', ['--lang', 'fr', 'letters', 'list'], cut)).err;
    expect(french).toBe('seules 0 lettres sont montrées : les autres suivent dès que celles-ci sont parties\n');
  });

  it('of letters says how many can be printed, and how many not yet', async () => {
    const { produced, alice } = service.world;
    await produced(alice, 'PN-1');
    const whole = (await as('valerie', '--lang', 'fr', 'letters', 'list')).out;
    expect(whole).toMatch(/à imprimer ou à confirmer +0\n.*pas encore imprimables +1\n/s);
    const counts = { ready: { n: 1000, more: true }, early: { n: 3, more: false } };
    const many = { fetch: answering('/v1/letters', { items: [], ...counts, more: true }) };
    const said = (await run('valerie', ['letters', 'list'], many)).out;
    expect(said).toMatch(/to print or to confirm +more than 1000\n.*not to be printed yet +3\n/s);
  });

  it('of a transfer names the tokens that are on the way still', async () => {
    const { flow, simon, thomas, theo } = service.world;
    for (const [code, site] of [
      ['LYON-A', 'Lyon'],
      ['PAU-A', 'Pau'],
    ] as const)
      await flow.stock.addLocation(simon, { code, label: code, site });
    const tokens = ['L-0001', 'L-0002'].map((serial) => ({ serial, soPin: `sopin-${serial}` }));
    await flow.stock.receive(thomas, { reference: 'BL-L', model: 'Twin', location: 'LYON-A', tokens });
    const { transfer } = await flow.stock.transfer(theo, { to: 'PAU-A', serials: ['L-0001', 'L-0002'] });
    const arrived = await as('thomas', 'stock', 'arrive', transfer!.id, 'L-0001');
    expect(arrived.out).toBe('still on the way: 1; "stock on-the-way" names them\n');
    const { out } = await as('thomas', '--lang', 'fr', 'stock', 'on-the-way', transfer!.id);
    expect(out).toMatch(/\nEN ROUTE\nL-0002\n$/i);
  });

  it('of transfers says which page is the last', async () => {
    expect(await as('simon', 'stock', 'transfers', '--json')).toMatchObject({
      err: '',
      json: { items: [], next: null },
    });
  });
});
