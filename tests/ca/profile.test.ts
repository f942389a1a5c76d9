import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokenRules, loadProfiles, type Profile, parseProfile } from '../../src/ca/profile.ts';
import { PROFILES } from './evaluation.ts';

const onFile = (name: string): Profile => JSON.parse(readFileSync(join(PROFILES, `${name}.json`), 'utf8')) as Profile;
type Change = (profile: Profile) => Partial<Profile>;
const refusal = (rule: string) =>
  expect.objectContaining({ code: 'profile_refused', detail: expect.objectContaining({ rule }) });

describe('the profiles of the house', () => {
  it('are three, and break no rule', () => {
    const profiles = loadProfiles(PROFILES);
    expect([...profiles.keys()]).toEqual(['agent-vpn', 'nomade', 'ocsp-signer']);
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
    ['C2', 'a second key usage', () => ({ keyUsage: { critical: true, usages: ['digitalSignature', 'cRLSign'] } })],
    ['C2', 'no extended key usage', () => ({ extendedKeyUsage: null })],
    ['C2', 'a critical extended key usage', () => ({ extendedKeyUsage: { critical: true, purposes: ['clientAuth'] } })],
    ['C2', 'another purpose', () => ({ extendedKeyUsage: { critical: false, purposes: ['OCSPSigning'] } })],
    [
      'C2',
      'a second purpose',
      () => ({ extendedKeyUsage: { critical: false, purposes: ['clientAuth', 'OCSPSigning'] } }),
    ],
    ['C3', 'a certificate that is a CA', () => ({ basicConstraints: { critical: true, ca: true } })],
    ['C3', 'basic constraints that are not critical', () => ({ basicConstraints: { critical: false, ca: false } })],
    ['C3', 'no subject key identifier', () => ({ subjectKeyIdentifier: false })],
    ['C3', 'no authority key identifier', () => ({ authorityKeyIdentifier: false })],
    ['C3', 'no policy', () => ({ certificatePolicies: [] })],
    ['C3', 'no CRL address', () => ({ crlDistributionPoint: false })],
    ['C3', 'no OCSP address', () => ({ authorityInformation: ['caIssuers'] })],
    ['C3', 'no address of the issuer’s certificate', () => ({ authorityInformation: ['ocsp'] })],
    ['C3', 'no e-mail address', () => ({ subjectAltName: [] })],
    ['C3', 'no revocation check', () => ({ ocspNoCheck: true })],
    ['C4', 'another country', (p) => ({ subject: [{ type: 'C', value: 'BE' }, ...p.subject.slice(1)] })],
    ['C4', 'another order', (p) => ({ subject: p.subject.toReversed() })],
    ['C4', 'no SIREN', (p) => ({ subject: p.subject.filter(({ type }) => type !== 'OU') })],
    ['C4', 'no serialNumber', (p) => ({ subject: p.subject.slice(0, 4) })],
    ['C4', 'one name for all', (p) => ({ subject: p.subject.with(3, { type: 'CN', value: 'Agent' }) })],
    ['C4', 'one serialNumber for all', (p) => ({ subject: p.subject.with(4, { type: 'serialNumber', value: '1' }) })],
    ['C5', 'RSA-2048', () => ({ key: 'rsa-2048' })],
    ['C5', 'P-521', () => ({ key: 'ec-p521' })],
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
  ];
  it.each(signer)('%s: %s', (rule, _, change) => {
    const profile = onFile('ocsp-signer');
    expect(() => parseProfile('ocsp-signer', { ...profile, ...change(profile) })).toThrow(refusal(rule));
  });

  it.each<[string, object]>([
    ['an unknown field', { comment: 'x' }],
    ['no validity', { validity: undefined }],
    ['a purpose nobody knows', { extendedKeyUsage: { critical: false, purposes: ['serverAuth'] } }],
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
