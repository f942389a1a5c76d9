import { mkdirSync, writeFileSync } from 'node:fs';
import type { Ca } from '../../src/ca/ca.ts';
import { type CeremonyDeps, createCeremony } from '../../src/ca/keys/ceremony.ts';
import { createStatusServer, type StatusServer } from '../../src/ca/status/status-server.ts';
import { createWorld, run, runBeside, type World } from '../ca/evaluation.ts';
import { ceremonyOver, restarted } from '../ca/keys/ceremonies.ts';
import { freePort } from '../journeys/service.ts';
import { serverCertificate } from '../support/certificates.ts';
import { documented } from '../support/documented.ts';
import { lineOf, nginxAround } from './nginx.ts';
import { type Daemon, started } from './programs.ts';

/** A holder's certificate by the name that this story gives it. */
type Holder = 'evaluation' | 'first' | 'second' | 'third';

describe('gateways see the evaluation go, an issuing CA renewed and another revoked', () => {
  let world: World;
  let pki: StatusServer;
  let deps: CeremonyDeps;
  let ca: Ca;
  let nginx: Daemon | undefined;
  let ports: { crl: number; ocsp: number };
  const serials = new Map<Holder, string>();
  const at = (name: string): string => `${world.folder}/${name}`;

  beforeAll(async () => {
    const clock = { now: Date.now };
    pki = createStatusServer({ clock });
    const { port } = await pki.listen(0, '127.0.0.1');
    world = await createWorld({ pkiUrl: `http://127.0.0.1:${port}`, clock });
    deps = ceremonyOver(world, `http://127.0.0.1:${port}`);
    ca = world.ca;
    pki.serve(world.ca);
    ports = { crl: await freePort(), ocsp: await freePort() };
    serverCertificate(world.folder);
    mkdirSync(at('tmp'));
    writeFileSync(at('jeton.js'), documented('/etc/nginx/jeton.js'));
    writeFileSync(at('nginx.conf'), nginxAround(world.folder));
  });
  afterAll(async () => {
    await nginx?.stop();
    await pki.close();
    world.remove();
  });

  async function hold(name: Holder): Promise<void> {
    const { der, privateKey, serialNumber } = await world.issue({}, 'good', ca);
    serials.set(name, serialNumber);
    const [, ...chain] = [der, ...ca.authority.chain(ca.issuing()!.id)];
    world.pem(`${name}.pem`, 'CERTIFICATE', der, ...chain);
    world.pem(`${name}.key`, 'PRIVATE KEY', privateKey.export({ format: 'der', type: 'pkcs8' }));
  }

  /** The documented servers, which know each CA of tokens by a line of its own. */
  function gate(): string {
    const lines = ca.authorities().flatMap(({ id, purpose, policy }) => {
      const der = purpose === 'token' && ca.certificateOf(id);
      if (!der) return [];
      return [lineOf(world.folder, world.pem('some-issuing.pem', 'CERTIFICATE', der), `${policy}.1`)];
    });
    return documented('/etc/nginx/conf.d/gate.conf', {
      '"ISSUING-KEY POLICY" 1;': lines.map((line) => `"${line}" 1;`).join('\n'),
      'js_path /etc/nginx;': `js_path ${world.folder};`,
      '/etc/gateway': world.folder,
      '192.0.2.1:8443': `127.0.0.1:${ports.crl}`,
      '192.0.2.1:8444': `127.0.0.1:${ports.ocsp}`,
    });
  }

  /** What an operator does after each act: every CA's certificate and CRL, fetched from the addresses of docs/ceremony.md. */
  async function bring(): Promise<void> {
    const stems = ca.statusOrder().authorities.map(({ stem }) => stem);
    const fetched = (end: string, of = stems) =>
      Promise.all(of.map(async (s) => (await fetch(`${deps.pkiUrl}/${s}.${end}`)).arrayBuffer()));
    writeFileSync(at('gate.conf'), gate());
    const [certificates, crls] = [
      await fetched(
        'cer',
        stems.filter((s) => !s.includes('nomade')),
      ),
      await fetched('crl'),
    ];
    world.pem('authorities.pem', 'CERTIFICATE', ...certificates.map((body) => new Uint8Array(body)));
    world.pem('crls.pem', 'X509 CRL', ...crls.map((body) => new Uint8Array(body)));
    const argv = ['nginx', '-p', world.folder, '-c', at('nginx.conf'), '-e', 'stderr'];
    if (nginx) {
      const seen = nginx.said().length;
      run('nginx', [...argv.slice(1), '-s', 'reload']);
      await nginx.until(/worker process \d+ exited/, seen); // until then the one of before may answer too
    } else {
      nginx = started(argv);
      await nginx.until(/start worker process \d/);
    }
  }
  async function restart(): Promise<void> {
    ca = await restarted(world, deps);
    pki.serve(world.served(ca));
  }

  /** Whom each door lets in: nginx by CRLs, nginx by OCSP, and openssl with every CRL. */
  async function welcome(): Promise<Record<'crl' | 'ocsp' | 'openssl', Holder[]>> {
    const let_in = { crl: [] as Holder[], ocsp: [] as Holder[], openssl: [] as Holder[] };
    for (const name of serials.keys()) {
      for (const door of ['crl', 'ocsp'] as const) {
        const own = ['--cert', at(`${name}.pem`), '--key', at(`${name}.key`), '--cacert', at('server.pem')];
        const said = await runBeside('curl', [
          ...own,
          '--silent',
          '--max-time',
          '10',
          `https://localhost:${ports[door]}/`,
        ]);
        if (said.includes('welcome')) let_in[door].push(name);
        else expect(said).toContain('The SSL certificate error');
      }
      const strict = ['-x509_strict', '-crl_check_all', '-purpose', 'sslclient', '-CRLfile', at('crls.pem')];
      const verified = await runBeside('openssl', [
        ...['verify', ...strict, '-CAfile', at('authorities.pem'), at(`${name}.pem`)],
      ]).catch((error: Error) => error.message);
      if (verified.includes(': OK')) let_in.openssl.push(name);
      else expect(verified).toContain('certificate revoked');
    }
    return let_in;
  }
  const all = (...names: Holder[]) => ({ crl: names, ocsp: names, openssl: names });

  it('from the evaluation to the real CA: both beside each other, until the evaluation’s are revoked', async () => {
    await hold('evaluation');
    await bring();
    expect(await welcome()).toEqual(all('evaluation'));
    await createCeremony(deps).found();
    await restart();
    await hold('first');
    await bring();
    expect(await welcome()).toEqual(all('evaluation', 'first'));
    world.revoke(serials.get('evaluation')!);
    await ca.publisher.publish();
    await bring();
    expect(await welcome()).toEqual(all('first'));
  }, 60_000);

  it('over to another issuing CA: chains and CRLs of both', async () => {
    await createCeremony(deps).renew('token');
    await restart();
    await hold('second');
    await bring();
    expect(await welcome()).toEqual(all('first', 'second'));
  }, 60_000);

  it('the issuing CA is revoked: none of its certificates gets in, by OCSP before any gateway was told', async () => {
    const [, second] = ca.authorities().filter(({ purpose, evaluation }) => purpose === 'token' && !evaluation);
    await createCeremony(deps).revoke(second!.id);
    await restart();
    expect(await welcome()).toEqual({ crl: ['first', 'second'], ocsp: ['first'], openssl: ['first', 'second'] });
    await bring();
    expect(await welcome()).toEqual(all('first'));
    await createCeremony(deps).renew('token');
    await restart();
    await hold('third');
    await bring();
    expect(await welcome()).toEqual(all('first', 'third'));
  }, 60_000);
});
