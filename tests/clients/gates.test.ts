import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { CertificateSubject } from '../../src/flow/ports/certificates.ts';
import { profilesOfBothKeys } from '../ca/both-keys.ts';
import { camille, createWorld, run, type World } from '../ca/evaluation.ts';
import { documented } from './documented.ts';
import { createNetwork, makeServerCertificate, type Side } from './network.ts';
import { lineOf, nginxAround } from './nginx.ts';
import { type Daemon, type Ended, need, ran, started } from './programs.ts';

/** Who comes to a gateway, each with a certificate that is good and unrevoked. */
const KINDS: readonly [profile: string, what: string, subject: CertificateSubject][] = [
  ['agent-vpn', 'token', camille],
  ['nomade', 'Nomade file', camille],
  ['workstation', 'workstation', { commonName: 'PN-88213', serialNumber: '01JDG7Z0M4', machine: 'pn-88213' }],
  ['tls-server', 'server', { commonName: 'jeton.example', dnsNames: ['jeton.example'], addresses: [] }],
];
const ALL = KINDS.flatMap(([profile, what, subject]) =>
  ['', '-other-key'].map((more) => ({ profile: `${profile}${more}`, what, subject })),
);
/** The page's policy is that of this house. */
const ARC = '1.2.250.1.999.1';
const POLICY = `${ARC}.1`;
const GATEWAY = '192.0.2.1';
const PLUGINS =
  'random nonce x509 revocation constraints openssl pubkey pem pkcs1 pkcs8 curl kernel-libipsec kernel-netlink socket-default vici updown';

describe('gateways of the token network, by docs/gateways.md', () => {
  let world: World;
  let network: ReturnType<typeof createNetwork>;
  let profilesDir: string;
  const daemons: Daemon[] = [];
  const keys = new Map<string, string>();
  const at = (name: string): string => `${world.folder}/${name}`;

  beforeAll(async () => {
    network = createNetwork();
    profilesDir = profilesOfBothKeys(KINDS.map(([profile]) => profile));
    world = await createWorld({ profilesDir, policyOid: ARC, start: Date.now() - 5000 });
    for (const folder of ['gateway', 'gateway/tmp', 'gateway/peers']) mkdirSync(at(folder));
    for (const { profile, subject } of ALL) {
      const { der, privateKey, prepared } = await world.issue({ profile, subject });
      // everybody shows the CA above their own, as a PKCS#12 file has it
      world.pem(`${profile}.pem`, 'CERTIFICATE', der, ...world.ca.authority.chain(prepared.issuerId));
      world.pem(`${profile}.key`, 'PRIVATE KEY', privateKey.export({ format: 'der', type: 'pkcs8' }));
      keys.set(profile, privateKey.asymmetricKeyType === 'rsa' ? 'RSA-3072' : 'P-256');
    }
    const crls = [world.ca.crl('root')!, world.ca.crl('issuing')!, world.ca.crl('issuing', 'nomade')!];
    world.pem('root.pem', 'CERTIFICATE', world.ca.rootCertificate());
    world.pem('nomade-ca.pem', 'CERTIFICATE', world.ca.issuingCertificate('nomade'));
    world.pem('gateway/issuing.pem', 'CERTIFICATE', world.ca.issuingCertificate());
    world.pem('gateway/authorities.pem', 'CERTIFICATE', world.ca.rootCertificate(), world.ca.issuingCertificate());
    world.pem('gateway/crls.pem', 'X509 CRL', ...crls.map(({ der }) => der));
    world.file('gateway/issuing.crl', world.ca.crl('issuing')!.der);
    makeServerCertificate((name) => at(`gateway/${name}`));
  });
  afterEach(async () => {
    for (const daemon of daemons.splice(0).reverse()) await daemon.stop();
  });
  afterAll(() => {
    network.remove();
    world.remove();
    rmSync(profilesDir, { recursive: true });
  });

  const onPath = ([program = '', ...args]: readonly string[]): string[] => [need(program), ...args];
  const runs = (side: Side, argv: readonly string[], env = {}, input = ''): Promise<Ended> =>
    ran(network.within(side, onPath(argv)), env, input);
  async function stays(side: Side, argv: readonly string[], ready: RegExp, env = {}): Promise<Daemon> {
    const daemon = started(network.within(side, onPath(argv)), { env });
    daemons.push(daemon);
    await daemon.until(ready);
    return daemon;
  }
  /** A block of the page as a file, with its folders put right. */
  function page(block: string, file: string, put: Readonly<Record<string, string>> = {}): string {
    const text = documented(block, put).replaceAll('/etc/gateway', at('gateway'));
    writeFileSync(at(file), text.replaceAll('/run/openvpn', at('gateway/peers')), { mode: 0o700 });
    return at(file);
  }

  /** Who comes in at a gate: `attempt` answers what it said. */
  async function table(program: string, attempt: (profile: string) => Promise<'in' | 'refused'>): Promise<void> {
    const seen: Record<string, string> = {};
    for (const { profile, what } of ALL) seen[`${what}, ${keys.get(profile)}`] = await attempt(profile);
    const lines = Object.entries(seen).map(([who, said]) => `  ${who.padEnd(24)} ${said}\n`);
    process.stdout.write(`${program}\n${lines.join('')}`);
    expect(seen).toEqual(
      Object.fromEntries(
        KINDS.flatMap(([, what]) =>
          ['P-256', 'RSA-3072'].map((key) => [`${what}, ${key}`, what === 'token' ? 'in' : 'refused']),
        ),
      ),
    );
  }
  const verdict = (said: string, comesIn: string, ...refusals: string[]): 'in' | 'refused' => {
    if (said.includes(comesIn)) return 'in';
    expect([said, refusals.some((one) => said.includes(one))]).toEqual([said, true]);
    return 'refused';
  };

  it('all of them are good, unrevoked, and of one root', () => {
    for (const { profile, what } of ALL) {
      const purpose = what === 'server' ? 'sslserver' : 'sslclient';
      const strict = ['-x509_strict', '-crl_check_all', '-CRLfile', at('gateway/crls.pem'), '-purpose', purpose];
      const chain = ['-CAfile', at('root.pem'), '-untrusted', at(`${profile}.pem`), at(`${profile}.pem`)];
      expect(run('openssl', ['verify', ...strict, ...chain])).toContain('OK');
    }
  });

  it('nginx', async () => {
    page('/etc/nginx/jeton.js', 'gateway/jeton.js');
    page('/etc/nginx/conf.d/gate.conf', 'gateway/gate.conf', {
      'ISSUING-KEY POLICY': lineOf(at('gateway'), at('gateway/issuing.pem'), POLICY),
      'js_path /etc/nginx;': `js_path ${at('gateway')};`,
    });
    writeFileSync(at('gateway/nginx.conf'), nginxAround(at('gateway')));
    const argv = ['nginx', '-p', at('gateway'), '-c', at('gateway/nginx.conf'), '-e', 'stderr'];
    await stays('gateway', argv, /start worker process \d/);
    await table('nginx', async (profile) => {
      const own = ['--cert', at(`${profile}.pem`), '--key', at(`${profile}.key`)];
      const where = ['--cacert', at('gateway/server.pem'), '--resolve', `vpn.example:8443:${GATEWAY}`];
      const curl = ['curl', '--silent', '--show-error', '--max-time', '10', ...own, ...where];
      const { output } = await runs('road', [...curl, 'https://vpn.example:8443/']);
      return verdict(output, 'welcome', '403 Forbidden', '400 The SSL certificate error');
    });
  }, 60_000);

  it('openssl s_server', async () => {
    const gate = page('/usr/local/sbin/jeton-gate PORT', 'gateway/jeton-gate');
    await stays('gateway', ['sh', gate, '8445'], /ACCEPT/);
    await table('openssl s_server', async (profile) => {
      const own = ['-cert', at(`${profile}.pem`), '-key', at(`${profile}.key`), '-cert_chain', at(`${profile}.pem`)];
      const where = ['-connect', `${GATEWAY}:8445`, '-CAfile', at('gateway/server.pem'), '-quiet', '-no_ign_eof'];
      const ask = ['openssl', 's_client', ...where, ...own];
      const { output } = await runs('road', ['timeout', '5', ...ask, '-ign_eof'], {}, 'GET / HTTP/1.0\r\n\r\n');
      return verdict(output, 'HTTP/1.0 200', 'alert');
    });
  }, 60_000);

  it('OpenVPN', async () => {
    const script = page('/usr/local/sbin/jeton-token DEPTH SUBJECT', 'gateway/jeton-token');
    const gate = page('/etc/openvpn/server/gate.conf', 'gateway/openvpn.conf', {
      'tls-verify /usr/local/sbin/jeton-token': `tls-verify "/bin/sh ${script}"`,
    });
    const server = await stays(
      'gateway',
      ['openvpn', '--config', gate, '--verb', '3'],
      /Initialization Sequence Completed/,
    );
    await table('OpenVPN', async (profile) => {
      const own = ['--cert', at(`${profile}.pem`), '--key', at(`${profile}.key`), '--ca', at('gateway/server.pem')];
      const to = ['--client', '--dev', 'tun', '--proto', 'udp', '--remote', GATEWAY, '1194', '--nobind'];
      const more = ['--remote-cert-tls', 'server', '--tls-version-min', '1.2', '--connect-retry-max', '1'];
      const seen = server.said().length;
      const client = started(network.within('road', onPath(['openvpn', ...to, ...own, ...more, '--verb', '3'])));
      try {
        const came = client.until(/Initialization Sequence Completed/).then(() => 'completed');
        const refused = server.until(/VERIFY SCRIPT ERROR|VERIFY ERROR|VERIFY EKU ERROR/, seen).then(([said]) => said);
        return verdict(await Promise.any([came, refused]), 'completed', 'VERIFY');
      } finally {
        await client.stop();
      }
    });
  }, 120_000);

  it('strongSwan', async () => {
    for (const side of ['gateway', 'road'] as const) {
      for (const folder of ['x509', 'x509ca', 'x509crl', 'private'])
        mkdirSync(at(`${side}/swanctl/${folder}`), { recursive: true });
      copyFileSync(at('gateway/server.pem'), at(`${side}/swanctl/x509/server.pem`));
      copyFileSync(at('root.pem'), at(`${side}/swanctl/x509ca/root.pem`));
      copyFileSync(at('gateway/issuing.pem'), at(`${side}/swanctl/x509ca/issuing.pem`));
    }
    copyFileSync(at('gateway/server.key'), at('gateway/swanctl/private/server.key'));
    copyFileSync(at('nomade-ca.pem'), at('road/swanctl/x509ca/nomade-ca.pem')); // and sends it along
    for (const [kind, purpose] of [['root'], ['issuing'], ['issuing', 'nomade']] as const)
      world.file(`gateway/swanctl/x509crl/${kind}-${purpose}.crl`, world.ca.crl(kind, purpose)!.der);
    for (const { profile } of ALL) {
      copyFileSync(at(`${profile}.pem`), at(`road/swanctl/x509/${profile}.pem`));
      copyFileSync(at(`${profile}.key`), at(`road/swanctl/private/${profile}.key`));
    }
    page('/etc/swanctl/conf.d/gate.conf', 'gateway/swanctl/swanctl.conf');
    const socket = (side: Side): string => `unix://${at(`${side}/vici`)}`;
    const env = (side: Side) => ({
      STRONGSWAN_CONF: at(`${side}/strongswan.conf`),
      SWANCTL_DIR: at(`${side}/swanctl`),
    });
    const swanctl = (side: Side, ...args: string[]) =>
      runs(side, ['swanctl', ...args, '--uri', socket(side)], env(side));
    for (const side of ['gateway', 'road'] as const) {
      const plugins = `plugins { vici { socket = ${socket(side)} }\n kernel-libipsec { allow_peer_ts = yes } }`;
      const log = 'filelog { stderr { default = 1\n cfg = 2 } }';
      writeFileSync(at(`${side}/strongswan.conf`), `charon-systemd { load = ${PLUGINS}\n ${plugins}\n ${log} }\n`);
      await stays(side, ['charon-systemd'], /spawning \d+ worker threads/, env(side));
    }
    expect(await swanctl('gateway', '--load-all')).toMatchObject({ code: 0 });
    await table('strongSwan', async (profile) => {
      writeFileSync(at('road/swanctl/swanctl.conf'), roadTo(profile));
      await swanctl('road', '--load-all');
      const { output } = await swanctl('road', '--initiate', '--child', 'network', '--timeout', '10');
      await swanctl('road', '--terminate', '--ike', 'ministry', '--timeout', '5');
      return verdict(output, 'initiate completed successfully', 'AUTH_FAILED');
    });
  }, 120_000);
});

/** What a client's machine says to strongSwan, with its key in a file. */
const roadTo = (profile: string): string => `connections { ministry {
  version = 2\n remote_addrs = ${GATEWAY}\n proposals = aes256-sha256-ecp256\n vips = 0.0.0.0
  local { auth = pubkey\n certs = ${profile}.pem }
  remote { auth = pubkey\n id = vpn.example\n certs = server.pem }
  children { network { remote_ts = 203.0.113.1/32\n esp_proposals = aes256gcm16-ecp256 } }
} }
`;
