import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CertificateSubject } from '../../src/flow/ports/certificates.ts';
import { profilesOfBothKeys } from './both-keys.ts';
import { camille, createWorld, run, runBeside, type World, zlint } from './evaluation.ts';

const PERSON = {
  ...camille,
  userPrincipalName: 'camille.muller@interieur.example',
  securityIdentifier: 'S-1-5-21-1004336348-1177238915-682003330-1108',
};
const MACHINE = { commonName: 'PN-88213', serialNumber: '01JDG7Z0M4', machine: 'pn-88213' };
const SERVER = {
  commonName: 'jeton.interieur.example',
  dnsNames: ['jeton.interieur.example', 'jeton-2.interieur.example'],
  addresses: ['127.0.0.1'],
};

/** What programs call the two purposes that certificates of ours are for; `other` is what they must not be taken for. */
const CLIENT = { openssl: 'sslclient', other: 'sslserver', certtool: '1.3.6.1.5.5.7.3.2', vfychain: '0' };
const SERVES = { openssl: 'sslserver', other: 'sslclient', certtool: '1.3.6.1.5.5.7.3.1', vfychain: '1' };
type Purpose = typeof CLIENT;

/** Whose certificates can be revoked, each with the key of its profile and with the other one that rules allow (C5). */
const KINDS: [profile: string, subject: CertificateSubject, purpose: Purpose][] = [
  ['agent-vpn', PERSON, CLIENT],
  ['smart-card-logon', PERSON, CLIENT],
  ['nomade', PERSON, CLIENT],
  ['workstation', MACHINE, CLIENT],
  ['tls-server', SERVER, SERVES],
];
/** What each says it is, below the arc of this house. */
const POLICIES: Readonly<Record<string, string>> = {
  'agent-vpn': '2.999.1.1.1',
  'smart-card-logon': '2.999.1.1.1',
  nomade: '2.999.1.1.2',
  workstation: '2.999.1.1.3',
  'tls-server': '2.999.1.1.4',
};
const CRLS = [
  ['root', 'root', 'token'],
  ['issuing', 'issuing', 'token'],
  ['issuing-nomade', 'issuing', 'nomade'],
] as const;
const ALL = KINDS.flatMap(([profile, subject, purpose]) =>
  ['', '-other-key'].map((more): (typeof KINDS)[number] => [`${profile}${more}`, subject, purpose]),
);

/**
 * NSS's own verification asks a server with an RSA key for keyEncipherment, which is for key exchanges that our TLS does
 * not do and C2 forbids. Browsers of today verify otherwise; the house's own server has a key on P-256.
 */
const LEGACY = 'tls-server-other-key';

describe('real programs on every kind of certificate, in P-256 and RSA-3072', () => {
  let profilesDir: string;
  let world: World;
  let root: string;
  beforeAll(async () => {
    profilesDir = profilesOfBothKeys(KINDS.map(([profile]) => profile));
    // a CRL is dated a second later than the one before: with nobody waiting, programs would see it in their future
    world = await createWorld({ profilesDir, start: Date.now() - 5000 });
    root = world.pem('root.pem', 'CERTIFICATE', world.ca.rootCertificate());
    world.pem('issuing.pem', 'CERTIFICATE', world.ca.issuingCertificate());
    world.pem('issuing-nomade.pem', 'CERTIFICATE', world.ca.issuingCertificate('nomade'));
    for (const [profile, subject] of ALL) {
      const [good, revoked] = [await world.issue({ profile, subject }), await world.issue({ profile, subject })];
      world.revoke(revoked.serialNumber);
      world.pem(`${profile}.pem`, 'CERTIFICATE', good.der);
      world.pem(`${profile}-revoked.pem`, 'CERTIFICATE', revoked.der);
    }
    await world.ca.publisher.publish();
    world.pem('crls.pem', 'X509 CRL', ...CRLS.map(([, kind, of]) => world.ca.crl(kind, of)!.der));
    mkdirSync(at('nss'));
    const database = ['-d', `sql:${at('nss')}`];
    run('certutil', ['-N', ...database, '--empty-password']);
    run('certutil', ['-A', ...database, '-n', 'root', '-t', 'CT,,', '-i', root]);
    for (const name of ['issuing', 'issuing-nomade'])
      run('certutil', ['-A', ...database, '-n', name, '-t', ',,', '-i', at(`${name}.pem`)]);
    for (const [name, kind, of] of CRLS)
      run('crlutil', ['-I', ...database, '-t', '1', '-i', world.file(`${name}.crl`, world.ca.crl(kind, of)!.der)]);
  });
  afterAll(() => {
    world.remove();
    rmSync(profilesDir, { recursive: true });
  });
  const at = (name: string): string => join(world.folder, name);

  it('are of both kinds of keys', () => {
    const keys = ALL.map(([profile]) => {
      const text = run('openssl', ['x509', '-in', at(`${profile}.pem`), '-noout', '-text']);
      return /Public-Key: \((\d+) bit\)/.exec(text)?.[1];
    });
    expect(keys).toEqual(['256', '3072', '256', '3072', '3072', '256', '256', '3072', '256', '3072']);
  });

  it.each(['root', 'issuing', 'issuing-nomade', ...ALL.map(([profile]) => profile)])(
    'zlint finds nothing in %s',
    (name) => {
      expect(zlint(at(`${name}.pem`))).toEqual([]);
    },
  );
  it('zlint finds nothing in the OCSP signer and the CRLs', () => {
    expect(zlint(world.pem('ocsp.pem', 'CERTIFICATE', world.ocspSigner()))).toEqual([]);
    for (const [name, kind, of] of CRLS)
      expect(zlint(world.pem(`${name}.crl.pem`, 'X509 CRL', world.ca.crl(kind, of)!.der))).toEqual([]);
  });

  describe.each(ALL)('%s', (profile, subject, purpose) => {
    const own = profile.replace('-other-key', '');
    const of = own === 'nomade' ? 'nomade' : 'token';
    const issuing = () => at(of === 'nomade' ? 'issuing-nomade.pem' : 'issuing.pem');
    const openssl = (name: string, as: string, more: string[] = [], policy = POLICIES[own]!): string =>
      run('openssl', [
        ...['verify', '-x509_strict', '-crl_check_all', '-purpose', as, '-policy', policy, '-explicit_policy'],
        ...['-CAfile', root, '-untrusted', issuing(), '-CRLfile', at('crls.pem'), ...more, at(name)],
      ]);
    it('openssl takes it for its purpose alone, and not once it was revoked', () => {
      const named = subject.dnsNames ? ['-verify_hostname', 'jeton.interieur.example'] : [];
      expect(openssl(`${profile}.pem`, purpose.openssl, named)).toContain('OK');
      expect(() => openssl(`${profile}.pem`, purpose.other)).toThrow('unsuitable certificate purpose');
      expect(() => openssl(`${profile}-revoked.pem`, purpose.openssl)).toThrow('certificate revoked');
      if (subject.dnsNames) {
        const other = ['-verify_hostname', 'other.interieur.example'];
        expect(() => openssl(`${profile}.pem`, purpose.openssl, other)).toThrow('hostname mismatch');
      }
    });

    it('openssl finds its own policy in it, and no other of the house', () => {
      for (const policy of Object.values(POLICIES).filter((one) => one !== POLICIES[own]))
        expect(() => openssl(`${profile}.pem`, purpose.openssl, [], policy)).toThrow('no explicit policy');
    });

    it('openssl ocsp says good, then revoked', async () => {
      const ask = (name: string): Promise<string> => {
        const lines = readFileSync(at(name), 'utf8').replace(/-----.*-----/g, '');
        const certificate = Buffer.from(lines, 'base64');
        return world.askOcsp(world.ca, { issuer: world.ca.issuingCertificate(of), certificate });
      };
      expect(await ask(`${profile}.pem`)).toContain(': good');
      expect(await ask(`${profile}-revoked.pem`)).toContain(': revoked');
    });

    it('certtool takes it for its purpose alone, and not once it was revoked', () => {
      const verify = (name: string, as: string): string => {
        const chain = world.file(`chain-${name}`, Buffer.concat([world.read(name), readFileSync(issuing())]));
        const trust = ['--load-ca-certificate', root, '--load-crl', at('crls.pem')];
        return run('certtool', ['--verify', ...trust, `--verify-purpose=${as}`, '--infile', chain]);
      };
      expect(verify(`${profile}.pem`, purpose.certtool)).toContain('The certificate is trusted');
      const other = purpose === CLIENT ? SERVES : CLIENT;
      expect(() => verify(`${profile}.pem`, other.certtool)).toThrow('does not match the intended purpose');
      expect(() => verify(`${profile}-revoked.pem`, purpose.certtool)).toThrow('revoked');
    });

    it('vfychain (NSS) takes it for its purpose alone, and not once it was revoked', async () => {
      const verify = (name: string, as: string): Promise<string> => {
        const policy = ['-pp', '-u', as, '-g', 'leaf', '-m', 'crl', '-s', 'requireInfo'];
        return runBeside('vfychain', [
          ...['-d', `sql:${at('nss')}`, ...policy, '-a', at(name), '-a', issuing(), '-t', '-a', root],
        ]);
      };
      if (profile === LEGACY) await expect(verify(`${profile}.pem`, '1')).rejects.toThrow('key usage inadequate');
      else expect(await verify(`${profile}.pem`, purpose.vfychain)).toContain('Chain is good!');
      const other = purpose === CLIENT ? SERVES : CLIENT;
      await expect(verify(`${profile}.pem`, other.vfychain)).rejects.toThrow(/inadequate|not approved|failed/i);
      await expect(verify(`${profile}-revoked.pem`, purpose.vfychain)).rejects.toThrow('revoked');
    });
  });
});
