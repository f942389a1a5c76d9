import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loginOf, PASSWORD } from '../support/world/come-in.ts';
import { createService, type Service, terminals } from './terminal.ts';

describe('the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => service.close());
  const { run, as, homeOf } = terminals(() => service);

  it('signs in, says who is there, and signs out', async () => {
    const login = loginOf('alice');
    expect(await run('alice', ['login', login, '--password-stdin'], { typed: `${PASSWORD}\n` })).toMatchObject({
      code: 0,
      out: `signed in as ${login}\n`,
      err: '',
    });
    const me = await run('alice', ['whoami']);
    expect(me).toMatchObject({ code: 0, out: expect.stringContaining('Alice Agard (M-ALICE)') });
    const french = (await run('alice', ['--lang', 'fr', 'whoami'])).out;
    for (const said of [/^rôles +Agent \(porteur\)$/m, /^moyen +session$/m, /^adresse +http/m])
      expect(french).toMatch(said);
    expect((await run('alice', ['--json', 'whoami'])).json).toMatchObject({ roles: ['agent'], means: 'session' });
    expect(await run('alice', ['logout'])).toMatchObject({ code: 0, out: 'signed out\n' });
    expect(await run('alice', ['whoami'])).toMatchObject({
      code: 1,
      out: '',
      err: 'jeton: you are not signed in here\nhint: jeton login\n',
    });
    expect((await run('alice', ['--lang', 'fr', 'whoami'])).err).toMatch(/^jeton\s: vous n’êtes pas connecté ici\n/);
  });

  it('says which roles wait for the passkey, and the command for it: at a sign-in, to whoever asks, and at a refusal', async () => {
    const withheld: typeof fetch = async (url, init) => {
      const answer = await fetch(url, init);
      if (!String(url).endsWith('/v1/session') || init?.method === 'POST') return answer;
      return Response.json({ ...(await answer.json()), withheld: ['administrator'] }, { status: answer.status });
    };
    const typed = `${PASSWORD}\n`;
    const said = 'roles that wait for your passkey: administrator\nhint: jeton connect\n';
    const login = ['login', loginOf('alice'), '--password-stdin'];
    expect(await run('alice', login, { typed, fetch: withheld })).toMatchObject({ code: 0, err: said });
    expect(await run('alice', ['whoami'], { fetch: withheld })).toMatchObject({ code: 0, err: said });
    const refused = await run('alice', ['people', 'list'], { fetch: withheld });
    expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/^roles that wait for your passkey/) });
    const french = await run('alice', ['--lang', 'fr', 'whoami'], { fetch: withheld });
    expect(french.err).toMatch(/^rôles qui attendent votre clé d’accès\s: Administrateur\nconseil\s: jeton connect\n$/);
  });

  it('keeps the session for its owner alone, and sends it to no other address', async () => {
    await as('alice', 'whoami');
    const folder = join(homeOf('alice'), 'jeton');
    expect(statSync(join(folder, 'session.json')).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(folder, 'session.json'), 'utf8')).not.toContain(PASSWORD);
    const seen: (string | null)[] = [];
    const spy: typeof fetch = async (_url, init) => {
      seen.push(new Headers(init?.headers).get('authorization'));
      return new Response('{}', { status: 500 });
    };
    await run('alice', ['--url', 'http://localhost:1', 'whoami'], { fetch: spy });
    expect(seen).toEqual([null]);
    await run('alice', ['logout']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes an API token from the environment', async () => {
    const { json } = await as('alice', 'api-token', 'create', 'script', '--role', 'agent', '--days', '1', '--json');
    const machine = await run('machine', ['whoami', '--json'], { env: { JETON_TOKEN: String(json['token']) } });
    expect(machine.json).toMatchObject({ means: 'api-token', roles: ['agent'] });
    expect((await as('alice', 'api-token', 'list')).out).toContain('script');
    await as('alice', 'api-token', 'revoke', String(json['id']));
    expect((await run('machine', ['whoami'], { env: { JETON_TOKEN: String(json['token']) } })).code).toBe(1);
  });

  it('says what was not understood with code 2, and what there is with code 0', async () => {
    expect(await run('alice', ['tokne'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^jeton: unknown command 'tokne'\n.*tokens/s),
    });
    expect(await run('alice', ['revoke', 'X'])).toMatchObject({ code: 2, err: expect.stringContaining('--reason') });
    expect(await run('alice', ['request', 'submit', '--kind', 'gold'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('first-issue'),
    });
    expect(await run('alice', [])).toMatchObject({ code: 2 });
    // a command of the service's machine, behind an option of the command line
    for (const command of ['backup', 'serve'])
      expect(await run('alice', ['--json', command, 'FILE'])).toMatchObject({
        code: 2,
        err: expect.stringContaining('name it first: jeton backup, jeton serve'),
      });
    const help = await run('alice', ['--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const word of ['login', 'journal', 'bench', 'Exit codes: 0 done']) expect(help.out).toContain(word);
    expect((await run('alice', ['help', 'bench'])).out).toContain('produce');
  });

  it('says with code 3 that no service answers', async () => {
    const gone = await run('alice', ['--url', 'http://127.0.0.1:1', 'whoami']);
    expect(gone).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringMatching(/^jeton: no service answers at http:\/\/127\.0\.0\.1:1\nhint: /),
    });
    const stranger: typeof fetch = async () => new Response('<html>', { status: 404 });
    expect((await run('alice', ['whoami'], { fetch: stranger })).code).toBe(3);
  });

  it('says what stands between it and a service that does answer', async () => {
    const broken =
      (code: string): typeof fetch =>
      async () => {
        throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(code), { code }) });
      };
    const said = async (url: string, code: string) => {
      const how = { fetch: broken(code) };
      const french = await run('alice', ['--lang', 'fr', '--url', url, 'whoami'], how);
      const english = await run('alice', ['--url', url, 'whoami'], how);
      expect([french.code, english.code]).toEqual([3, 3]);
      for (const { err } of [french, english]) expect(err).not.toMatch(/npm start/);
      return french.err + english.err;
    };
    const secure = 'https://localhost:8080';
    for (const code of ['DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'SELF_SIGNED_CERT_IN_CHAIN'])
      expect(await said(secure, code)).toMatch(
        /NODE_EXTRA_CA_CERTS que la racine remise par votre administrateur.*NODE_EXTRA_CA_CERTS name only the root that your administrator gave/s,
      );
    expect(await said(secure, 'ERR_SSL_WRONG_VERSION_NUMBER')).toMatch(/commence par http:.*begins with http:/s);
    const otherName = await said(secure, 'ERR_TLS_CERT_ALTNAME_INVALID');
    expect(otherName).toMatch(/un autre nom.*pas plus loin.*JETON_URL.*another name.*do not go on: check JETON_URL/s);
    expect(otherName).not.toMatch(/https:\/\/NAME/);
    expect(await said(secure, 'CERT_HAS_EXPIRED')).toMatch(/est expiré.*horloge.*is expired.*clock.*administrator/s);
    expect(await said(secure, 'CERT_NOT_YET_VALID')).toMatch(/pas encore valable.*horloge.*not valid yet.*clock/s);
    expect(await said('http://localhost:8080', 'UND_ERR_SOCKET')).toMatch(/par https:.*with https:/s);
  });

  it('says that http:// or https:// is missing of an address without', async () => {
    const refused = { code: 2, err: expect.stringContaining('does not begin with http:// or https://') };
    expect(await run('alice', ['--url', 'localhost:45025', 'whoami'])).toMatchObject(refused);
    const french = await run('alice', ['--lang', 'fr', '--url', 'localhost:45025', 'whoami']);
    expect(french.err).toContain('ne commence ni par http:// ni par https://');
  });

  it('sends passwords to another machine under TLS only', async () => {
    const seen: string[] = [];
    const spy: typeof fetch = async (url) => {
      seen.push(String(url));
      return new Response('{}', { status: 500 });
    };
    const typed = { typed: `${PASSWORD}\n`, fetch: spy };
    expect((await run('alice', ['--url', 'http://jeton.example', 'login', 'x', '--password-stdin'], typed)).code).toBe(
      2,
    );
    expect(
      (await run('alice', ['--url', 'http://localhost.example', 'login', 'x', '--password-stdin'], typed)).code,
    ).toBe(2);
    expect((await run('alice', ['--url', 'ftp://localhost', 'whoami'], typed)).code).toBe(2);
    expect(seen).toEqual([]);
    await run('alice', ['--url', 'https://jeton.example/', 'login', 'x', '--password-stdin'], typed);
    expect(seen).toEqual(['https://jeton.example/api/v1/sessions']);
  });

  it('asks for a password without showing it, and once more when an act needs it', async () => {
    const login = loginOf('thomas');
    const first = await run('thomas', ['login', login], { tty: true, typed: `${PASSWORD}\n` });
    expect(first).toMatchObject({ code: 0, err: 'password: \n' });
    service.world.clock.pass(6 * 60_000);
    const stale = await run('thomas', ['release', 'DEM-1998-00001']);
    expect(stale).toMatchObject({ code: 1, err: expect.stringContaining('no such request') });
    const { id } = await service.world.flow.request.submit(service.world.alice, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
    await service.world.approve(id);
    const refused = await run('thomas', ['release', id]);
    expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/hint: jeton refresh/) });
    const asked = await run('thomas', ['release', id], { tty: true, typed: `${PASSWORD}\n` });
    expect(asked).toMatchObject({ code: 0, out: 'DEM-1998-00001 is produced\n' });
    expect(asked.err).not.toContain(PASSWORD);
  });

  it('gives a fresh factor from standard input', async () => {
    await as('thomas', 'whoami');
    service.world.clock.pass(6 * 60_000);
    expect(await run('thomas', ['refresh', '--password-stdin'], { typed: 'wrong password here\n' })).toMatchObject({
      code: 1,
    });
    expect(await run('thomas', ['refresh', '--password-stdin'], { typed: `${PASSWORD}\n` })).toMatchObject({ code: 0 });
    expect((await as('thomas', 'whoami')).code).toBe(0);
  });

  it('redeems an enrolment link', async () => {
    const invited = await as('adele', 'people', 'invite', 'M-ALICE');
    expect(invited.out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/bienvenue#[\w-]{43}\n$/);
    const weak = await run('alice', ['enrol', '--stdin'], { typed: `${invited.out.trim()}\nshort\n` });
    expect(weak).toMatchObject({ code: 1, err: expect.stringContaining('at least 12 characters') });
    const link = invited.out.trim();
    const french = await run('alice', ['--lang', 'fr', 'enrol'], { tty: true, typed: `${link}\nshort\nshort\n` });
    expect(french.err).toMatch(
      /^lien\u202f: \nnouveau mot de passe\u202f: \nencore une fois\u202f: \njeton\s: Trop court\s: 12 .*\[invalid_input\]\n$/,
    );
    const done = await run('alice', ['enrol', '--stdin'], { typed: `${invited.out.trim()}\n${PASSWORD}\n` });
    expect(done.code).toBe(0);
    expect((await run('alice', ['login', 'M-ALICE', '--password-stdin'], { typed: PASSWORD })).code).toBe(0);
  });
});
