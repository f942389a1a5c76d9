import { mkdirSync, rmSync } from 'node:fs';
import type { CertificateSubject } from '../../src/flow/ports/certificates.ts';
import { profilesOfBothKeys } from '../ca/both-keys.ts';
import { camille, createWorld, run, type World } from '../ca/evaluation.ts';
import { type Attempt, createGates } from './gates.ts';
import { createNetwork, makeServerCertificate } from './network.ts';
import { lineOf } from './nginx.ts';

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

describe('gateways of the token network, by docs/gateways.md', () => {
  let world: World;
  let network: ReturnType<typeof createNetwork>;
  let gates: ReturnType<typeof createGates>;
  let profilesDir: string;
  const keys = new Map<string, string>();
  const at = (name: string): string => `${world.folder}/${name}`;

  beforeAll(async () => {
    network = createNetwork();
    profilesDir = profilesOfBothKeys(KINDS.map(([profile]) => profile));
    world = await createWorld({ profilesDir, policyOid: ARC, start: Date.now() - 5000 });
    mkdirSync(at('gateway'));
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
    for (const [index, { der }] of crls.entries()) world.file(`${index}.crl`, der);
    makeServerCertificate((name) => at(`gateway/${name}`));
    gates = createGates(world.folder, network);
  });
  afterEach(() => gates.close());
  afterAll(() => {
    network.remove();
    world.remove();
    rmSync(profilesDir, { recursive: true });
  });

  /** Who comes in at a gate. */
  async function table(program: string, attempt: Attempt): Promise<void> {
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

  it('all of them are good, unrevoked, and of one root', () => {
    for (const { profile, what } of ALL) {
      const purpose = what === 'server' ? 'sslserver' : 'sslclient';
      const strict = ['-x509_strict', '-crl_check_all', '-CRLfile', at('gateway/crls.pem'), '-purpose', purpose];
      const chain = ['-CAfile', at('root.pem'), '-untrusted', at(`${profile}.pem`), at(`${profile}.pem`)];
      expect(run('openssl', ['verify', ...strict, ...chain])).toContain('OK');
    }
  });

  it('nginx', async () => {
    await table('nginx', await gates.nginx(lineOf(at('gateway'), at('gateway/issuing.pem'), POLICY)));
  }, 60_000);

  it('openssl s_server', async () => {
    await table('openssl s_server', await gates.openssl());
  }, 60_000);

  it('OpenVPN', async () => {
    await table('OpenVPN', await gates.openvpn());
  }, 120_000);

  it('strongSwan', async () => {
    const names = ALL.map(({ profile }) => profile);
    // the road sends the Nomade CA along
    const gate = { names, crls: ['0.crl', '1.crl', '2.crl'], brought: ['nomade-ca.pem'] };
    await table('strongSwan', await gates.strongswan(gate));
  }, 120_000);
});
