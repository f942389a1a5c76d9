import { createPublicKey, hash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { lineOf, nginxAround } from './nginx.ts';
import { closeSites, OPENING, openSite, POLICY, type Site, SOON, secondsUntilRefused, type Token } from './site.ts';

describe('nginx, asked by curl with its key in the token', () => {
  let site: Site;
  let argv: string[];
  let bystander: Token;
  beforeAll(async () => {
    site = await openSite(4);
    bystander = site.token();
    mkdirSync(site.path('gateway/tmp'), { recursive: true });
    site.documented('/etc/nginx/jeton.js', 'gateway/jeton.js');
    site.documented('/etc/nginx/conf.d/gate.conf', 'gateway/gate.conf', {
      'ISSUING-KEY POLICY': lineOf(site.path('gateway'), site.path('chain.pem'), POLICY),
      'js_path /etc/nginx;': `js_path ${site.path('gateway')};`,
    });
    writeFileSync(site.path('gateway/nginx.conf'), nginxAround(site.path('gateway')));
    argv = ['nginx', '-p', site.path('gateway'), '-c', site.path('gateway/nginx.conf'), '-e', 'stderr'];
    await site.bringCrls(...argv, '-s', 'reload');
    await site.start('gateway', argv).until(/start worker process \d/);
  }, OPENING);
  afterAll(closeSites, OPENING);

  /** What curl is answered; the token's PIN comes from a file, as the page says. */
  async function visit(port: number, token: Token): Promise<string> {
    writeFileSync(site.path('pin'), token.pin ?? '', { mode: 0o600 });
    writeFileSync(site.path('token-chain.pem'), `${token.certificatePem}\n`);
    const curl = site.documented('the token’s certificate', 'curl', {
      SERIAL: token.serialNumber,
      'file:PIN': `file:${site.path('pin')}`,
      'chain.pem --cacert server.pem': `${site.path('token-chain.pem')} --cacert ${site.path('gateway/server.pem')}`,
    });
    const where = ['--silent', '--show-error', '--max-time', '10', '--resolve', `vpn.example:${port}:192.0.2.1`];
    const env = { PKCS11_PROVIDER_MODULE: site.facts.pkcs11.module, OPENSSL_CONF: site.path('provider.cnf') };
    writeFileSync(site.path('provider.cnf'), PROVIDER);
    const done = await site.run('road', ['sh', curl, ...where, `https://vpn.example:${port}/`], env);
    return done.output;
  }

  it.each([
    ['ssl_crl', 8443],
    ['ssl_ocsp leaf', 8444],
  ])(
    '%s welcomes a good token, and refuses it after its revocation',
    async (directive, port) => {
      const token = site.token();
      expect(await visit(port, token)).toContain('welcome serialNumber=');
      const revoked = await site.revoke(token);
      const isRefused = async () => (await visit(port, token)).includes('400 The SSL certificate error');
      expect(await secondsUntilRefused(`nginx ${directive}`, revoked, isRefused)).toBeLessThan(SOON);
      expect(await visit(port, bystander)).toContain('welcome');
    },
    60_000,
  );

  it('refuses a workstation, whose own certificate is good', async () => {
    const { technician } = site.facts.apiTokens;
    const jeton = async (...args: string[]): Promise<string> => {
      const env = { JETON_URL: site.facts.baseUrl, JETON_TOKEN: technician };
      const done = await site.run('gateway', ['node', 'dist/main.js', '--lang', 'en', ...args], env);
      if (done.code !== 0) throw new Error(`jeton ${args.join(' ')}: ${done.output}`);
      return done.output;
    };
    const file = (name: string): string => site.path(`workstation.${name}`);
    const all = `${site.facts.baseUrl}/api/v1/workstations?state=commissioned&limit=1`;
    const bearer = ['--header', `Authorization: Bearer ${technician}`];
    const list = await site.run('gateway', ['curl', '--silent', ...bearer, all]);
    const number = String(JSON.parse(list.output).items[0].assetNumber);
    // what the workstation does: its key stays in it, and what it asks to be called is not what it gets
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file('key')];
    const wishes = [
      '-subj',
      '/CN=admin',
      '-addext',
      'subjectAltName=DNS:vpn.example',
      '-addext',
      'basicConstraints=CA:TRUE',
    ];
    await site.run('road', ['openssl', 'req', '-new', ...key, ...wishes, '-out', file('csr')]);
    // the technician compares what the service says of the request with what the workstation shows of its key
    const shown = await site.run('road', ['openssl', 'pkey', '-in', file('key'), '-pubout']);
    const keySha256 = hash('sha256', createPublicKey(shown.output).export({ format: 'der', type: 'spki' }), 'hex');
    expect(await jeton('workstation', 'certify', number, file('csr'))).toContain(keySha256);
    await jeton('workstation', 'certify', number, file('csr'), '--key', keySha256);
    await jeton('workstation', 'certificate', number, file('pem'));
    const call = async (port: number): Promise<string> => {
      const own = ['--key', file('key'), '--cert', file('pem'), '--cacert', site.path('gateway/server.pem')];
      const where = ['--silent', '--show-error', '--max-time', '10', '--resolve', `vpn.example:${port}:192.0.2.1`];
      return (await site.run('road', ['curl', ...own, ...where, `https://vpn.example:${port}/`])).output;
    };
    // it is good, and no agent's: whoever is let in comes by a token
    for (const port of [8443, 8444]) expect(await call(port)).toContain('403 Forbidden');
    expect(await visit(8443, bystander)).toContain('welcome');
  }, 60_000);

  it('asks for a token, and takes none whose PIN is wrong', async () => {
    expect(await visit(8443, { ...bystander, pin: '00000000' })).toContain('curl: (58)');
    const bare = [
      'curl',
      '--silent',
      '--cacert',
      site.path('gateway/server.pem'),
      '--resolve',
      'vpn.example:8443:192.0.2.1',
    ];
    expect((await site.run('road', [...bare, 'https://vpn.example:8443/'])).output).toContain(
      'No required SSL certificate',
    );
  });
});

/** OpenSSL loads the provider for whatever it is asked to do; `[default]` would be the part before all sections. */
const PROVIDER = `openssl_conf = init
[init]
providers = list
[list]
default = standard
pkcs11 = token
[standard]
activate = 1
[token]
pkcs11-module-quirks = no-deinit no-operation-state
activate = 1
`;
