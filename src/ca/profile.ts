import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { Content } from './content.ts';

/** The format of certs/profiles/*.json (certs/README.md). */
export const Profile = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  description: z.string().min(1),
  kind: z.enum(['holder', 'ocsp-signer']),
  /** Where the private key is made and stays. */
  storage: z.enum(['token', 'file']),
  ...Content.shape,
});
export type Profile = z.infer<typeof Profile>;
/** A profile with SHA-256 (hex) of its JCS form: what is journalled, and written beside every certificate. */
export interface LoadedProfile extends Profile {
  hash: string;
}

const only = <T>(list: readonly T[], ...wanted: T[]): boolean =>
  list.length === wanted.length && list.every((item, index) => item === wanted[index]);

interface Rule {
  id: string;
  kind?: Profile['kind'];
  says: string;
  holds(p: Profile): boolean;
}
/** What a profile may not break, by the rules' ids (certs/README.md). */
const RULES: readonly Rule[] = [
  { id: 'C1', says: 'at most 1095 days', holds: (p) => p.validity.days <= 1095 },
  { id: 'R4', kind: 'ocsp-signer', says: 'short-lived: at most 31 days', holds: (p) => p.validity.days <= 31 },
  {
    id: 'C2',
    says: 'key usage critical, digitalSignature only',
    holds: (p) => p.keyUsage.critical && only(p.keyUsage.usages, 'digitalSignature'),
  },
  {
    id: 'C2',
    kind: 'holder',
    says: 'extended key usage not critical, clientAuth only',
    holds: (p) => p.extendedKeyUsage?.critical === false && only(p.extendedKeyUsage.purposes, 'clientAuth'),
  },
  {
    id: 'R4',
    kind: 'ocsp-signer',
    says: 'extended key usage not critical, OCSPSigning only, with ocsp-nocheck',
    holds: (p) =>
      p.extendedKeyUsage?.critical === false && only(p.extendedKeyUsage.purposes, 'OCSPSigning') && p.ocspNoCheck,
  },
  {
    id: 'C3',
    says: 'basic constraints absent, or critical and not of a CA',
    holds: ({ basicConstraints: b }) => b === null || (b.critical && !b.ca && b.pathLength === undefined),
  },
  {
    id: 'C3',
    says: 'subject and authority key identifiers',
    holds: (p) => p.subjectKeyIdentifier && p.authorityKeyIdentifier,
  },
  {
    id: 'C3',
    kind: 'holder',
    says: 'the policy of the operator, CRL and OCSP and caIssuers addresses, an e-mail address; no ocsp-nocheck',
    holds: (p) =>
      p.certificatePolicies.length > 0 &&
      p.crlDistributionPoint &&
      p.authorityInformation.includes('ocsp') &&
      p.authorityInformation.includes('caIssuers') &&
      p.subjectAltName.some(({ type }) => type === 'rfc822Name') &&
      !p.ocspNoCheck,
  },
  {
    id: 'C4',
    says: 'subject C=FR, O, OU=0002 {siren}, CN, in this order',
    holds: ({ subject: [c, o, ou, cn] }) =>
      c?.type === 'C' &&
      c.value === 'FR' &&
      o?.type === 'O' &&
      ou?.type === 'OU' &&
      ou.value === '0002 {siren}' &&
      cn?.type === 'CN',
  },
  {
    id: 'C4',
    kind: 'holder',
    says: 'the holder’s name as CN, and a serialNumber that separates homonyms',
    holds: ({ subject }) =>
      subject.length === 5 &&
      subject[3]?.value === '{commonName}' &&
      subject[4]?.type === 'serialNumber' &&
      subject[4].value === '{serialNumber}',
  },
  {
    id: 'C5',
    kind: 'holder',
    says: 'a key on P-256, or RSA-3072 with e = 65537',
    holds: (p) => ['ec-p256', 'rsa-3072'].includes(p.key),
  },
  { id: 'C5', kind: 'ocsp-signer', says: 'a key on P-256', holds: (p) => p.key === 'ec-p256' },
];

/** The rules that a profile breaks, each with what it asks for. */
export function brokenRules(profile: Profile): { rule: string; says: string }[] {
  return RULES.filter((rule) => (rule.kind ?? profile.kind) === profile.kind && !rule.holds(profile)).map(
    ({ id, says }) => ({ rule: id, says }),
  );
}

/** Parses one profile. Throws `profile_refused` with {profile, rule}: the first rule's id, or `format`. */
export function parseProfile(name: string, json: unknown): LoadedProfile {
  const refuse = (rule: string, why: string): AppError =>
    new AppError('profile_refused', `profile ${name} is refused (${rule}): ${why}`, {
      detail: { profile: name, rule },
    });
  const parsed = Profile.safeParse(json);
  if (!parsed.success) throw refuse('format', z.prettifyError(parsed.error));
  const profile = parsed.data;
  if (profile.name !== name) throw refuse('format', `the file ${name}.json calls itself ${profile.name}`);
  const [broken] = brokenRules(profile);
  if (broken) throw refuse(broken.rule, broken.says);
  return { ...profile, hash: hash('sha256', canonicalize(profile) ?? '', 'hex') };
}

/** Every profile of a folder by name. Throws `profile_refused` for the first that breaks a rule or is not JSON. */
export function loadProfiles(folder: string): Map<string, LoadedProfile> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return new Map(
    files.sort().map((file) => {
      const name = basename(file, '.json');
      return [name, parseProfile(name, parseJson(name, readFileSync(join(folder, file), 'utf8')))];
    }),
  );
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `profile ${name} is refused (format): it is not JSON`;
    throw new AppError('profile_refused', message, { detail: { profile: name, rule: 'format' }, cause });
  }
}
