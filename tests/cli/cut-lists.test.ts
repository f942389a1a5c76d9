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
    ['olga', ['recall', 'list'], '/v1/recalls', 'newest', 'plus récentes'],
    ['simon', ['campaign', 'list'], '/v1/campaigns', 'newest', 'plus récentes'],
  ] as const)('says that there are more: %s %j', async (name, command, path, english, french) => {
    const whole = await as(name, ...command, '--json');
    expect(whole).toMatchObject({ code: 0, err: '', json: { items: [], more: false } });
    const cut = { fetch: answering(path, { items: [], more: true }) };
    const told = await run(name, [...command, '--json'], cut);
    expect(told.json).toEqual({ items: [], more: true });
    expect(told.err).toContain(`only the ${english} 0 are shown`);
    expect((await run(name, ['--lang', 'fr', ...command], cut)).err).toContain(`les 0 lignes les ${french}`);
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
    expect((await run('valerie', ['letters', 'list'], cut)).err).toContain('only the oldest 0 are shown');
    const french = (await run('valerie', ['--lang', 'fr', 'letters', 'list'], cut)).err;
    expect(french).toContain('les 0 lignes les plus anciennes');
  });

  it('of transfers says which page is the last', async () => {
    expect(await as('simon', 'stock', 'transfers', '--json')).toMatchObject({
      err: '',
      json: { items: [], next: null },
    });
  });
});
