import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { readCertificate } from '../../../src/ca/asn1/read-certificate.ts';
import { buildCertificate, type Plan } from '../../../src/ca/issue/certificate.ts';
import { lint } from '../../../src/ca/issue/lint.ts';
import type { CertificateRole } from '../../../src/ca/issue/lint-policies.ts';
import { issuingContent } from '../../../src/ca/keys/evaluation.ts';
import type { Content } from '../../../src/ca/profiles/content.ts';
import { isAppError } from '../../../src/errors.ts';
import { camille, createWorld, ecKey, PKI_URL, PROFILES, rsaKey, serial, type World } from '../evaluation.ts';

const DAY = 86_400_000;
const content = (profile: string): Content =>
  JSON.parse(readFileSync(`${PROFILES}/${profile}.json`, 'utf8')) as Content;
const rsa2048 = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'der', type: 'spki' });

describe('the lint', () => {
  let world: World;
  let issuing: Uint8Array;
  let nomade: Uint8Array;
  beforeAll(async () => {
    world = await createWorld();
    issuing = world.ca.issuingCertificate();
    nomade = world.ca.issuingCertificate('nomade');
  });
  afterAll(() => world.remove());

  function plan(profile = 'agent-vpn'): Plan {
    const { subject, notBefore, extensions } = readCertificate(profile === 'nomade' ? nomade : issuing);
    const keyIdentifier = Buffer.from(extensions.get('2.5.29.14')!.value.subarray(2)).toString('hex');
    const at = (path: string) => `${PKI_URL}/${path}`;
    return {
      content: content(profile),
      words: { organisation: 'Ministère', siren: '110014016', policy: '2.999.1.1', ...camille },
      serialNumber: serial(),
      notBefore,
      notAfter: notBefore + 10 * DAY,
      publicKey: ecKey().spki,
      issuer: {
        name: subject,
        keyIdentifier,
        crl: at('issuing.crl'),
        certificate: at('issuing.cer'),
        ocsp: at('ocsp'),
      },
    };
  }
  async function rules(
    changed: Partial<Plan>,
    role: CertificateRole = 'holder',
    profile = 'agent-vpn',
  ): Promise<string[]> {
    const der = await buildCertificate({ ...plan(profile), ...changed });
    return [...new Set(lint(der, role, profile === 'nomade' ? nomade : issuing).map(({ rule }) => rule))];
  }
  const holder = (change: Partial<Content>): Partial<Plan> => ({ content: { ...content('agent-vpn'), ...change } });
  const account = { ...camille, userPrincipalName: 'camille.muller@interieur.example' };
  const base = { organisation: 'Ministère', siren: '110014016', policy: '2.999.1.1' };
  const withoutSid = { words: { ...base, ...account } };
  const logon = { words: { ...base, ...account, securityIdentifier: 'S-1-5-21-1004336348-1177238915-682003330-512' } };
  const server = (dnsNames = ['jeton.example'], addresses = ['127.0.0.1', '::1']): Partial<Plan> => ({
    words: { ...base, commonName: 'jeton.example', dnsNames, addresses },
  });
  const words = (change: Partial<Plan['words']>): Partial<Plan> => ({ words: { ...plan().words, ...change } });

  it('finds nothing in what the profiles make', async () => {
    expect(await rules({})).toEqual([]);
    expect(await rules({ publicKey: rsaKey().spki }, 'nomade', 'nomade')).toEqual([]);
    expect(await rules({}, 'ocsp-signer', 'ocsp-signer')).toEqual([]);
    expect(await rules(logon, 'holder', 'smart-card-logon')).toEqual([]);
    expect(await rules(withoutSid, 'holder', 'smart-card-logon')).toEqual([]);
    expect(await rules({}, 'machine', 'workstation')).toEqual([]);
    expect(await rules(server(), 'tls-server', 'tls-server')).toEqual([]);
    expect(lint(world.ca.rootCertificate(), 'root')).toEqual([]);
    for (const one of [issuing, nomade]) expect(lint(one, 'issuing', world.ca.rootCertificate())).toEqual([]);
  });

  it.each<[string, string, () => Partial<Plan>]>([
    ['C1', 'a serial number of 128 bits', () => ({ serialNumber: 'ff'.repeat(16) })],
    ['C1', 'a serial number that is short', () => ({ serialNumber: '0102' })],
    ['C1', 'a beginning before its issuer’s', () => ({ notBefore: plan().notBefore - 1000 })],
    ['C1', 'an end after its issuer’s', () => ({ notAfter: plan().notBefore + 90 * DAY })],
    ['C1', 'an end before its beginning', () => ({ notAfter: plan().notBefore - 1000 })],
    ['C2', 'key usage not critical', () => holder({ keyUsage: { critical: false, usages: ['digitalSignature'] } })],
    ['C2', 'the key usage of a CA', () => holder({ keyUsage: { critical: true, usages: ['keyCertSign'] } })],
    ['C2', 'no purpose', () => holder({ extendedKeyUsage: null })],
    ['C2', 'another purpose', () => holder({ extendedKeyUsage: { critical: false, purposes: ['OCSPSigning'] } })],
    ['C2', 'a critical purpose', () => holder({ extendedKeyUsage: { critical: true, purposes: ['clientAuth'] } })],
    ['C3', 'a CA', () => holder({ basicConstraints: { critical: true, ca: true } })],
    ['C3', 'basic constraints not critical', () => holder({ basicConstraints: { critical: false, ca: false } })],
    ['C3', 'no subject key identifier', () => holder({ subjectKeyIdentifier: false })],
    ['C3', 'no authority key identifier', () => holder({ authorityKeyIdentifier: false })],
    [
      'C3',
      'another’s authority key identifier',
      () => ({ issuer: { ...plan().issuer, keyIdentifier: '00'.repeat(20) } }),
    ],
    ['C3', 'no CRL', () => holder({ crlDistributionPoint: false })],
    ['C3', 'a CRL over https', () => ({ issuer: { ...plan().issuer, crl: 'https://pki.example/issuing.crl' } })],
    ['C3', 'no OCSP', () => holder({ authorityInformation: ['caIssuers'] })],
    ['C3', 'no e-mail address', () => holder({ subjectAltName: [] })],
    ['C3', 'an e-mail address with a space', () => words({ email: 'a b@interieur.example' })],
    [
      'C4',
      'another country',
      () => holder({ subject: content('agent-vpn').subject.with(0, { type: 'C', value: 'BE' }) }),
    ],
    ['C4', 'another order', () => holder({ subject: content('agent-vpn').subject.toReversed() })],
    ['C4', 'a SIREN of eight digits', () => words({ siren: '11001401' })],
    ['C4', 'no serialNumber', () => holder({ subject: content('agent-vpn').subject.slice(0, 4) })],
    ['C5', 'RSA-2048', () => ({ publicKey: rsa2048() })],
    [
      'C6',
      'another issuer’s name',
      () => ({ issuer: { ...plan().issuer, name: readCertificate(world.ca.rootCertificate()).subject } }),
    ],
    ['R4', 'ocsp-nocheck', () => holder({ ocspNoCheck: true })],
  ])('%s: finds %s', async (rule, _, change) => expect(await rules(change())).toEqual([rule]));

  const logonWords = (change: Partial<Plan['words']>) => ({ words: { ...logon.words, ...change } });
  it.each<[string, string, CertificateRole, string, () => Partial<Plan>]>([
    [
      'C3',
      'a user principal name with a space',
      'holder',
      'smart-card-logon',
      () => logonWords({ userPrincipalName: 'a b@x' }),
    ],
    [
      'C3',
      'a user principal name without a domain',
      'holder',
      'smart-card-logon',
      () => logonWords({ userPrincipalName: 'a' }),
    ],
    ['C2', 'a SID of a group', 'holder', 'smart-card-logon', () => logonWords({ securityIdentifier: 'S-1-5-32-544' })],
    [
      'C2',
      'a SID with more behind it',
      'holder',
      'smart-card-logon',
      () => logonWords({ securityIdentifier: `${logon.words.securityIdentifier}\n` }),
    ],
    [
      'C2',
      'smart-card logon without a name',
      'holder',
      'agent-vpn',
      () => holder({ extendedKeyUsage: { critical: false, purposes: ['clientAuth', 'msSmartcardLogin'] } }),
    ],
    [
      'C2',
      'a holder’s purposes in a machine',
      'machine',
      'workstation',
      () => ({
        content: { ...content('workstation'), extendedKeyUsage: { critical: false, purposes: ['serverAuth'] } },
      }),
    ],
    [
      'C3',
      'an address of a person in a machine',
      'machine',
      'workstation',
      () => ({ content: { ...content('workstation'), subjectAltName: content('agent-vpn').subjectAltName } }),
    ],
    ['C3', 'a server without a name', 'tls-server', 'tls-server', () => server([], [])],
    ['C3', 'a server with an upper-case name', 'tls-server', 'tls-server', () => server(['Jeton.example'])],
    ['C3', 'a server with a wildcard', 'tls-server', 'tls-server', () => server(['*.example'])],
    ['C3', 'a server with an address as its name', 'tls-server', 'tls-server', () => server(['127.0.0.1'])],
    [
      'C4',
      'a server with a serialNumber',
      'tls-server',
      'tls-server',
      () => ({
        ...server(),
        content: { ...content('tls-server'), subject: content('agent-vpn').subject },
        words: { ...server().words!, serialNumber: '1' },
      }),
    ],
  ])('%s: finds %s', async (rule, _, role, profile, change) => {
    expect(await rules(change(), role, profile)).toContain(rule);
  });

  const policies = (profile: string, ...certificatePolicies: string[]): Partial<Plan> => ({
    content: { ...content(profile), certificatePolicies },
    ...(profile === 'nomade' ? { publicKey: rsaKey().spki } : {}),
  });
  it.each<[string, CertificateRole, string, () => Partial<Plan>]>([
    ['any policy', 'holder', 'agent-vpn', () => policies('agent-vpn', '2.5.29.32.0')],
    ['the policy of another arc', 'holder', 'agent-vpn', () => policies('agent-vpn', '2.999.2.1')],
    ['the arc itself', 'holder', 'agent-vpn', () => policies('agent-vpn', '{policy}')],
    ['two policies', 'holder', 'agent-vpn', () => policies('agent-vpn', '{policy}.1', '{policy}.3')],
    ['a token’s policy on a workstation', 'machine', 'workstation', () => policies('workstation', '{policy}.1')],
    [
      'a token’s policy on a server',
      'tls-server',
      'tls-server',
      () => ({ ...server(), ...policies('tls-server', '{policy}.1') }),
    ],
    ['a token’s policy on a nomade credential', 'nomade', 'nomade', () => policies('nomade', '{policy}.1')],
    ['a nomade credential’s policy on a token', 'holder', 'agent-vpn', () => policies('agent-vpn', '{policy}.2')],
  ])('C10: finds %s', async (_, role, profile, change) =>
    expect(await rules(change(), role, profile)).toEqual(['C10']),
  );

  it('C3, C10: finds no policy', async () => {
    expect(await rules(policies('agent-vpn'))).toEqual(['C3', 'C10']);
  });

  it('C10: finds a nomade credential of the CA of tokens, and a token of the CA for nomade credentials', async () => {
    const made = await buildCertificate({ ...plan('agent-vpn'), ...policies('nomade', '{policy}.2') });
    expect(lint(made, 'nomade', issuing)).toEqual([expect.objectContaining({ rule: 'C10' })]);
    const { issuer } = plan('nomade');
    const token = await buildCertificate({ ...plan('agent-vpn'), issuer });
    expect(lint(token, 'holder', nomade)).toEqual([expect.objectContaining({ rule: 'C10' })]);
  });

  it('C10: finds an issuing CA that allows what it is not for, or any policy at all', async () => {
    const root = world.ca.rootCertificate();
    const { subject, extensions } = readCertificate(root);
    const keyIdentifier = Buffer.from(extensions.get('2.5.29.14')!.value.subarray(2)).toString('hex');
    const { issuer } = plan();
    const publicKey = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({
      format: 'der',
      type: 'spki',
    });
    for (const allowed of [[], ['2.5.29.32.0'], ['{policy}.1', '{policy}.2', '{policy}.5']]) {
      const content = { ...issuingContent('token'), certificatePolicies: allowed };
      const by = { ...issuer, name: subject, keyIdentifier };
      const der = await buildCertificate({ ...plan(), content, publicKey, issuer: by });
      expect(lint(der, 'issuing', root).map(({ rule }) => rule)).toContain('C10');
    }
  });

  it('C1: finds a nomade credential of more than a year', async () => {
    const der = await buildCertificate({
      ...plan('nomade'),
      publicKey: rsaKey().spki,
      notAfter: plan().notBefore + 366 * DAY,
    });
    expect(lint(der, 'nomade', nomade).map(({ says }) => says)).toContain(
      'an end after its beginning, within the days allowed',
    );
  });

  it('C2: finds the purposes of one role in a certificate of another', async () => {
    const wrong = [
      await rules({}, 'machine', 'agent-vpn'),
      await rules({}, 'tls-server', 'workstation'),
      await rules(server(), 'holder', 'tls-server'),
    ];
    for (const found of wrong) expect(found.length).toBeGreaterThan(0);
  });

  it('C8: finds its issuer’s key', async () => {
    expect(await rules({ publicKey: readCertificate(issuing).publicKey })).toContain('C8');
  });

  it('C6: tells an issuing CA from a root', () => {
    expect(lint(issuing, 'root').map(({ rule }) => rule)).toContain('C6');
    expect(lint(world.ca.rootCertificate(), 'issuing').map(({ rule }) => rule)).toContain('C6');
  });

  it.each(['2049-12-31T23:59:59Z', '2050-01-01T00:00:00Z'])('C9: accepts %s as the builder writes it', async (end) => {
    const der = await buildCertificate({ ...plan(), notAfter: Date.parse(end) });
    expect(lint(der, 'holder', issuing).map(({ rule }) => rule)).not.toContain('C9');
    const wrong = Buffer.from(der.map((octet, at) => (isTimeTag(der, at) ? 0x17 + 0x18 - octet : octet)));
    expect(() => lint(wrong, 'holder', issuing)).toThrow('malformed DER');
  });
  const isTimeTag = (der: Uint8Array, at: number): boolean =>
    (der[at] === 0x17 && der[at + 1] === 13) || (der[at] === 0x18 && der[at + 1] === 15);

  it('answers every mutated certificate with findings or a refusal', async () => {
    const { der } = await world.issue();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(der.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const bytes = Uint8Array.from(der);
          for (const [at, octet] of changes) bytes[at] = octet;
          try {
            expect(Array.isArray(lint(bytes, 'holder', issuing))).toBe(true);
          } catch (error) {
            expect(isAppError(error, 'invalid_input')).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
