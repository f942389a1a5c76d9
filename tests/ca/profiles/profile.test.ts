import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProfiles, parseProfile } from '../../../src/ca/profiles/profile.ts';
import type { Profile } from '../../../src/ca/profiles/profile-format.ts';
import { brokenRules } from '../../../src/ca/profiles/profile-rules.ts';
import { PROFILES } from '../evaluation.ts';

const onFile = (name: string): Profile => JSON.parse(readFileSync(join(PROFILES, `${name}.json`), 'utf8')) as Profile;
type Change = (profile: Profile) => Partial<Profile>;
const purposes = (...list: NonNullable<Profile['extendedKeyUsage']>['purposes']): Partial<Profile> => ({
  extendedKeyUsage: { critical: false, purposes: list },
});
const refusal = (rule: string) =>
  expect.objectContaining({ code: 'profile_refused', detail: expect.objectContaining({ rule }) });

describe('the profiles of the house', () => {
  it('are six, and break no rule', () => {
    const profiles = loadProfiles(PROFILES);
    expect([...profiles.keys()]).toEqual([
      'agent-vpn',
      'nomade',
      'ocsp-signer',
      'smart-card-logon',
      'tls-server',
      'workstation',
    ]);
    expect([...profiles.values()].flatMap(brokenRules)).toEqual([]);
    expect(profiles.get('agent-vpn')).toMatchObject({ key: 'ec-p256', storage: 'token' });
    expect(profiles.get('nomade')).toMatchObject({ key: 'rsa-3072', storage: 'file' });
  });

  it('have a hash that depends on what they say and not on how it is written', () => {
    const profile = onFile('agent-vpn');
    const { hash } = parseProfile('agent-vpn', profile);
    const reordered = Object.fromEntries(Object.entries(profile).reverse());
    expect(parseProfile('agent-vpn', reordered).hash).toBe(hash);
    expect(parseProfile('agent-vpn', { ...profile, validity: { days: 1094, backdateMinutes: 5 } }).hash).not.toBe(hash);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a profile is refused by the rule that it breaks', () => {
  const holder: [string, string, Change][] = [
    ['C1', 'more than three years', (p) => ({ validity: { ...p.validity, days: 1096 } })],
    ['C2', 'a key usage that is not critical', (p) => ({ keyUsage: { ...p.keyUsage, critical: false } })],
    ['C6', 'a second key usage', () => ({ keyUsage: { critical: true, usages: ['digitalSignature', 'cRLSign'] } })],
    ['C6', 'the key usage of a CA', () => ({ keyUsage: { critical: true, usages: ['keyCertSign'] } })],
    ['C6', 'a certificate that is a CA', () => ({ basicConstraints: { critical: true, ca: true } })],
    ['C6', 'a path length', () => ({ basicConstraints: { critical: true, ca: false, pathLength: 0 } })],
    ['C2', 'no extended key usage', () => ({ extendedKeyUsage: null })],
    ['C2', 'a critical extended key usage', () => ({ extendedKeyUsage: { critical: true, purposes: ['clientAuth'] } })],
    ['C2', 'another purpose', () => ({ extendedKeyUsage: { critical: false, purposes: ['OCSPSigning'] } })],
    [
      'C2',
      'a second purpose',
      () => ({ extendedKeyUsage: { critical: false, purposes: ['clientAuth', 'OCSPSigning'] } }),
    ],
    ['C2', 'a server’s purpose', () => purposes('clientAuth', 'serverAuth')],
    ['C2', 'purposes in another order', () => purposes('ipsecIKE', 'clientAuth')],
    ['C2', 'a purpose twice', () => purposes('clientAuth', 'clientAuth')],
    ['C2', 'smart-card logon without a user principal name', () => purposes('clientAuth', 'msSmartcardLogin')],
    [
      'C2',
      'a user principal name without smart-card logon',
      (p) => ({
        subjectAltName: [...p.subjectAltName, { type: 'userPrincipalName', value: '{userPrincipalName}' }],
      }),
    ],
    ['C2', 'a security identifier without smart-card logon', () => ({ securityIdentifier: 'if-known' })],
    ['C3', 'basic constraints that are not critical', () => ({ basicConstraints: { critical: false, ca: false } })],
    ['C3', 'no subject key identifier', () => ({ subjectKeyIdentifier: false })],
    ['C3', 'no authority key identifier', () => ({ authorityKeyIdentifier: false })],
    ['C3', 'one e-mail address for all', () => ({ subjectAltName: [{ type: 'rfc822Name', value: 'a@example.fr' }] })],
    [
      'C3',
      'the name of a machine',
      (p) => ({ subjectAltName: [...p.subjectAltName, { type: 'dNSName', value: '{dnsNames}' }] }),
    ],
    ['C10', 'another’s policy', () => ({ certificatePolicies: ['1.2.3'] })],
    ['C10', 'the operator’s arc alone', () => ({ certificatePolicies: ['{policy}'] })],
    ['C10', 'a workstation’s policy', () => ({ certificatePolicies: ['{policy}.3'] })],
    [
      'C10',
      'a token’s policy and the key in a file',
      () => ({ storage: 'file', validity: { days: 365, backdateMinutes: 5 } }),
    ],
    ['C10', 'the key in a file for more than a year', () => ({ storage: 'file', certificatePolicies: ['{policy}.2'] })],
    ['C10', 'no policy', () => ({ certificatePolicies: [] })],
    ['C3', 'no CRL address', () => ({ crlDistributionPoint: false })],
    ['C3', 'no OCSP address', () => ({ authorityInformation: ['caIssuers'] })],
    ['C3', 'no address of the issuer’s certificate', () => ({ authorityInformation: ['ocsp'] })],
    ['C3', 'no e-mail address', () => ({ subjectAltName: [] })],
    ['C3', 'no revocation check', () => ({ ocspNoCheck: true })],
    ['C4', 'another country', (p) => ({ subject: [{ type: 'C', value: 'BE' }, ...p.subject.slice(1)] })],
    ['C4', 'another order', (p) => ({ subject: p.subject.toReversed() })],
    ['C4', 'another organisation', (p) => ({ subject: p.subject.with(1, { type: 'O', value: 'Autre' }) })],
    ['C4', 'no SIREN', (p) => ({ subject: p.subject.filter(({ type }) => type !== 'OU') })],
    ['C4', 'no serialNumber', (p) => ({ subject: p.subject.slice(0, 4) })],
    ['C4', 'one name for all', (p) => ({ subject: p.subject.with(3, { type: 'CN', value: 'Agent' }) })],
    ['C4', 'one serialNumber for all', (p) => ({ subject: p.subject.with(4, { type: 'serialNumber', value: '1' }) })],
    ['C5', 'RSA-2048', () => ({ key: 'rsa-2048' })],
    ['C5', 'P-521', () => ({ key: 'ec-p521' })],
    ['C8', 'a key made elsewhere', () => ({ storage: 'workstation' })],
  ];
  it.each(holder)('%s: %s', (rule, _, change) => {
    const profile = onFile('agent-vpn');
    expect(() => parseProfile('agent-vpn', { ...profile, ...change(profile) })).toThrow(refusal(rule));
  });

  const signer: [string, string, Change][] = [
    ['R4', 'an OCSP signer that lives long', () => ({ validity: { days: 32, backdateMinutes: 5 } })],
    ['R4', 'an OCSP signer that would have to be checked', () => ({ ocspNoCheck: false })],
    [
      'R4',
      'an OCSP signer for other things',
      () => ({ extendedKeyUsage: { critical: false, purposes: ['clientAuth'] } }),
    ],
    ['C5', 'an OCSP signer with RSA', () => ({ key: 'rsa-3072' })],
    ['C3', 'an OCSP signer with a CRL address', () => ({ crlDistributionPoint: true })],
    ['C3', 'an OCSP signer that is asked after', () => ({ authorityInformation: ['ocsp', 'caIssuers'] })],
    [
      'C4',
      'an OCSP signer with a serialNumber',
      (p) => ({ subject: [...p.subject, { type: 'serialNumber', value: '1' }] }),
    ],
    ['C8', 'an OCSP signer whose key is in a token', () => ({ storage: 'token' })],
  ];
  it.each(signer)('%s: %s', (rule, _, change) => {
    const profile = onFile('ocsp-signer');
    expect(() => parseProfile('ocsp-signer', { ...profile, ...change(profile) })).toThrow(refusal(rule));
  });

  const others: [string, string, string, Change][] = [
    [
      'smart-card-logon',
      'C2',
      'one user principal name for all',
      (p) => ({
        subjectAltName: p.subjectAltName.with(1, { type: 'userPrincipalName', value: 'all@interieur.example' }),
      }),
    ],
    [
      'smart-card-logon',
      'C2',
      'two user principal names',
      (p) => ({
        subjectAltName: [...p.subjectAltName, p.subjectAltName[1]!],
      }),
    ],
    ['workstation', 'C2', 'a machine that logs people on', () => purposes('clientAuth', 'msSmartcardLogin')],
    ['workstation', 'C2', 'a machine that is a server', () => purposes('serverAuth')],
    [
      'workstation',
      'C3',
      'a machine with an e-mail address',
      () => ({
        subjectAltName: [{ type: 'rfc822Name', value: '{email}' }],
      }),
    ],
    [
      'workstation',
      'C3',
      'one name for all machines',
      () => ({
        subjectAltName: [{ type: 'dNSName', value: 'poste.example' }],
      }),
    ],
    ['workstation', 'C4', 'a machine without a serialNumber', (p) => ({ subject: p.subject.slice(0, 4) })],
    ['workstation', 'C5', 'a machine with P-384', () => ({ key: 'ec-p384' })],
    ['workstation', 'C8', 'a machine whose key we would make', () => ({ storage: 'file' })],
    [
      'tls-server',
      'C1',
      'a server’s certificate of more than 397 days',
      () => ({ validity: { days: 398, backdateMinutes: 5 } }),
    ],
    ['tls-server', 'C2', 'a server that is a client too', () => purposes('serverAuth', 'clientAuth')],
    ['tls-server', 'C3', 'a server without names', () => ({ subjectAltName: [] })],
    [
      'tls-server',
      'C3',
      'a server with an e-mail address',
      (p) => ({
        subjectAltName: [...p.subjectAltName, { type: 'rfc822Name', value: '{email}' }],
      }),
    ],
    [
      'tls-server',
      'C4',
      'a server with a serialNumber',
      (p) => ({
        subject: [...p.subject, { type: 'serialNumber', value: '{serialNumber}' }],
      }),
    ],
    ['tls-server', 'C5', 'a server with RSA-2048', () => ({ key: 'rsa-2048' })],
  ];
  it.each(others)('%s, %s: %s', (name, rule, _, change) => {
    const profile = onFile(name);
    expect(() => parseProfile(name, { ...profile, ...change(profile) })).toThrow(refusal(rule));
  });

  it.each<[string, string, Change]>([
    ['agent-vpn', 'IKE', () => purposes('clientAuth', 'ipsecIKE')],
    ['smart-card-logon', 'IKE', () => purposes('clientAuth', 'msSmartcardLogin', 'ipsecIKE')],
    ['smart-card-logon', 'a security identifier for everybody', () => ({ securityIdentifier: 'required' })],
    ['agent-vpn', 'RSA-3072', () => ({ key: 'rsa-3072' })],
    ['tls-server', 'RSA-3072', () => ({ key: 'rsa-3072' })],
    [
      'workstation',
      'a name in DNS',
      () => ({ subjectAltName: [{ type: 'dNSName', value: '{machine}.postes.example' }] }),
    ],
  ])('%s may have the option %s', (name, _, change) => {
    const profile = onFile(name);
    expect(parseProfile(name, { ...profile, ...change(profile) })).toMatchObject(change(profile));
  });

  it.each<[string, object]>([
    ['an unknown field', { comment: 'x' }],
    ['no validity', { validity: undefined }],
    ['a purpose nobody knows', { extendedKeyUsage: { critical: false, purposes: ['codeSigning'] } }],
    ['nothing decided about the security identifier', { securityIdentifier: undefined }],
    ['another name than its file', { name: 'nomade' }],
  ])('format: %s', (_, change) => {
    expect(() => parseProfile('agent-vpn', { ...onFile('agent-vpn'), ...change })).toThrow(refusal('format'));
  });
});

describe('a folder of profiles', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-profiles-'));
    cpSync(PROFILES, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is refused as a whole for one that breaks a rule', () => {
    const bad = { ...onFile('nomade'), key: 'rsa-2048' };
    writeFileSync(join(folder, 'nomade.json'), JSON.stringify(bad));
    expect(() => loadProfiles(folder)).toThrow(refusal('C5'));
  });

  it('is refused for one that is not JSON', () => {
    writeFileSync(join(folder, 'extra.json'), '{');
    expect(() => loadProfiles(folder)).toThrow(refusal('format'));
  });
});
