import { largeService } from '../support/world/large-service.ts';
import { nomadeOf } from '../support/world/nomade.ts';
import { createService, type Service, terminals } from './terminal.ts';

describe('a block of many from the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const { as, run } = terminals(() => service);
  const statesOf = async (code: string) =>
    new Set((await service.world.reads.find('workstation', { service: code })).map(({ state }) => state));

  it('goes on by itself until nothing of a large service is left', async () => {
    const code = await largeService(service.world);
    const wanted = ['incident', 'block-many', '--service', code, '--reason', 'ransomware'];
    const counted = await as('olga', ...wanted, '--count');
    expect(counted).toMatchObject({ code: 0, err: 'this service has more machines or people than are counted here\n' });
    const done = await as('olga', ...wanted, '--json');
    expect(done).toMatchObject({ code: 0, err: '500 done: the rest of the service follows\n' });
    expect(done.json).toMatchObject({ published: true, more: false });
    expect(done.json.items).toHaveLength(501);
    expect(await statesOf(code)).toEqual(new Set(['blocked']));
  });

  it('says all that would be hit, and what becomes of each', async () => {
    const { world } = service;
    const { tokenId } = await world.activeToken(world.alice, 'PN-1');
    await nomadeOf(world, world.alice);
    const many = ['incident', 'block-many', 'PN-1', 'PN-NONE', '--person', 'M-NOBODY', '--reason', 'phishing'];
    const counted = (await as('olga', ...many, '--count')).out;
    for (const said of [
      /^workstations +1$/m,
      /^machines to block +1$/m,
      /^tokens +1$/m,
      /^Nomade credentials +1$/m,
      /^Nomade credentials in the making +0$/m,
      /^machines that are unknown, or of which nothing is to be blocked +PN-NONE$/m,
      /^people who are unknown, or have nothing in use +M-NOBODY$/m,
    ])
      expect(counted).toMatch(said);
    const done = await as('olga', '--lang', 'fr', ...many);
    expect(done).toMatchObject({ code: 1, err: '' });
    expect(done.out).toMatch(/POSTE +JETONS +CERTIFICATS NOMADE +RÉSULTAT/i);
    expect(done.out).toMatch(/^PN-1 +1 +1 +Bloqué *$/m);
    expect(done.out).toMatch(/^PN-NONE +.*\[not_found\]/m);
    expect((await world.reads.get('token', tokenId))?.state).toBe('revoked');
  });

  it('says that the revocation list is not published yet', async () => {
    const { world } = service;
    await world.activeToken(world.alice, 'PN-1');
    world.ca.publisher.publish = () => Promise.reject(new Error('the signing key is away'));
    const done = await as('olga', 'incident', 'block-many', 'PN-1', '--reason', 'phishing');
    expect(done).toMatchObject({
      code: 1,
      err: 'revoked, but the revocation list could not be published yet: it is tried again\n',
    });
  });

  it('says what is left where it cannot go on, and what was done before', async () => {
    await as('olga', 'whoami');
    const many = ['incident', 'block-many', '--service', 'DNUM', '--reason', 'phishing'];
    const done = { workstation: 'PN-1', outcome: 'done', tokens: 1, credentials: 0 };
    const refused = { workstation: 'PN-2', outcome: 'refused', code: 'record_tampered', detail: 'edited' };
    const rest = { people: [], published: true, more: true };
    const answers = [
      { items: [done, refused], ...rest },
      { items: [refused], ...rest },
    ];
    const answering: typeof globalThis.fetch = async (input, init) =>
      String(input).includes('/v1/workstation-blocks') ? Response.json(answers.shift()) : globalThis.fetch(input, init);
    const stuck = await run('olga', [...many, '--json'], { fetch: answering });
    expect(stuck).toMatchObject({ code: 1, json: { items: [done, refused], more: true } });
    expect(stuck.err).toContain('some of this service are not blocked, and doing it again changes nothing');

    const gone = { why: 'has-holder', assetNumber: 'PN-2' };
    const told = { ...refused, code: 'wrong_state', context: gone };
    answers.push({ items: [told], ...rest });
    const inFrench = await run('olga', ['--lang', 'fr', ...many], { fetch: answering });
    expect(inFrench.out).toMatch(
      /^PN-2 +Un agent a déjà le poste PN-2\. Reprenez-lui d’abord le poste\. \[wrong_state\]/m,
    );

    answers.push({ items: [done], ...rest });
    const fails: typeof globalThis.fetch = async (input, init) =>
      answers.length === 0 && String(input).includes('/v1/workstation-blocks')
        ? Response.json({ code: 'internal', detail: 'something went wrong here' }, { status: 500 })
        : answering(input, init);
    const broken = await run('olga', [...many, '--json'], { fetch: fails });
    expect(broken.code).not.toBe(0);
    expect(broken.json).toMatchObject({ items: [done], more: true });
    expect(broken.err).toContain('some of this service are not blocked: do it again\n');
  });
});
