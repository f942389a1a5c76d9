import { POLICY_ARCS } from '../../book/rules/certificates/purposes.ts';
import type { Content } from './content.ts';
import { certifiedOf, type Profile } from './profile-format.ts';

type Kind = Profile['kind'];
interface Rule {
  id: string;
  /** Whose certificates it is about; left out: everybody's. */
  kinds?: readonly Kind[];
  says: string;
  holds(p: Profile): boolean;
}

/** Who is asked after: their certificates can be revoked, and say where to look. */
const REVOCABLE: readonly Kind[] = ['holder', 'machine', 'tls-server'];
const STORAGE: Readonly<Record<Kind, readonly Profile['storage'][]>> = {
  holder: ['token', 'file'],
  machine: ['workstation'],
  'tls-server': ['file'],
  'ocsp-signer': ['file'],
};

const only = <T>(list: readonly T[], ...wanted: T[]): boolean =>
  list.length === wanted.length && list.every((item, index) => item === wanted[index]);
const names = ({ subjectAltName }: Profile, type: Content['subjectAltName'][number]['type']): string[] =>
  subjectAltName.filter((name) => name.type === type).map(({ value }) => value);
const purposes = ({ extendedKeyUsage }: Profile): readonly string[] => extendedKeyUsage?.purposes ?? [];
/** `clientAuth` first, then each of `options` at most once, in their order. */
function isForClients(profile: Profile, ...options: readonly string[]): boolean {
  const given = purposes(profile);
  return (
    profile.extendedKeyUsage?.critical === false &&
    only(given, 'clientAuth', ...options.filter((o) => given.includes(o)))
  );
}

/** What a profile may not break, by the rules' ids (certs/README.md). C7 and C9 are for the certificate that it makes. */
const RULES: readonly Rule[] = [
  { id: 'C1', says: 'at most 1095 days', holds: (p) => p.validity.days <= 1095 },
  { id: 'C1', kinds: ['tls-server'], says: 'a server’s: at most 397 days', holds: (p) => p.validity.days <= 397 },
  { id: 'R4', kinds: ['ocsp-signer'], says: 'short-lived: at most 31 days', holds: (p) => p.validity.days <= 31 },
  {
    id: 'C6',
    says: 'no CA: those are made at a ceremony, and a profile says neither ca nor pathLength, keyCertSign nor cRLSign',
    holds: ({ basicConstraints: b, keyUsage }) =>
      b?.ca !== true && b?.pathLength === undefined && keyUsage.usages.every((usage) => usage === 'digitalSignature'),
  },
  {
    id: 'C2',
    says: 'key usage critical, digitalSignature only',
    holds: (p) => p.keyUsage.critical && only(p.keyUsage.usages, 'digitalSignature'),
  },
  {
    id: 'C2',
    kinds: ['holder'],
    says: 'extended key usage not critical, clientAuth only, or with msSmartcardLogin or ipsecIKE after it',
    holds: (p) => isForClients(p, 'msSmartcardLogin', 'ipsecIKE'),
  },
  {
    id: 'C2',
    kinds: ['machine'],
    says: 'extended key usage not critical, clientAuth only, or with ipsecIKE after it',
    holds: (p) => isForClients(p, 'ipsecIKE'),
  },
  {
    id: 'C2',
    kinds: ['tls-server'],
    says: 'extended key usage not critical, serverAuth only',
    holds: (p) => p.extendedKeyUsage?.critical === false && only(purposes(p), 'serverAuth'),
  },
  {
    id: 'C2',
    says: 'a user principal name, {userPrincipalName}, with msSmartcardLogin and never without it',
    holds: (p) => only(names(p, 'userPrincipalName'), ...(isForLogon(p) ? ['{userPrincipalName}'] : [])),
  },
  {
    id: 'C2',
    says: 'a security identifier with msSmartcardLogin only',
    holds: (p) => isForLogon(p) || p.securityIdentifier === 'none',
  },
  {
    id: 'R4',
    kinds: ['ocsp-signer'],
    says: 'extended key usage not critical, OCSPSigning only, with ocsp-nocheck',
    holds: (p) => p.extendedKeyUsage?.critical === false && only(purposes(p), 'OCSPSigning') && p.ocspNoCheck,
  },
  {
    id: 'C3',
    says: 'basic constraints absent, or critical',
    holds: ({ basicConstraints: b }) => b === null || b.critical,
  },
  {
    id: 'C3',
    says: 'subject and authority key identifiers',
    holds: (p) => p.subjectKeyIdentifier && p.authorityKeyIdentifier,
  },
  {
    id: 'C10',
    says: 'the operator’s policy for what it certifies: {policy}.1 a token, .2 a nomade credential, .3 a workstation, .4 a server, .5 a responder',
    holds: (p) => only(p.certificatePolicies, `{policy}.${POLICY_ARCS[certifiedOf(p)]}`),
  },
  {
    id: 'C10',
    kinds: ['holder'],
    says: 'in a file at most 365 days, and no logon',
    holds: (p) => certifiedOf(p) !== 'nomade' || (p.validity.days <= 365 && !isForLogon(p)),
  },
  {
    id: 'C3',
    kinds: REVOCABLE,
    says: 'CRL, OCSP and caIssuers addresses; no ocsp-nocheck',
    holds: (p) =>
      p.crlDistributionPoint &&
      p.authorityInformation.includes('ocsp') &&
      p.authorityInformation.includes('caIssuers') &&
      !p.ocspNoCheck,
  },
  {
    id: 'C3',
    kinds: ['ocsp-signer'],
    says: 'the caIssuers address only, and no alternative name',
    holds: (p) => !p.crlDistributionPoint && only(p.authorityInformation, 'caIssuers') && p.subjectAltName.length === 0,
  },
  {
    id: 'C3',
    kinds: ['holder'],
    says: 'the holder’s e-mail address, {email}, and no name of a machine',
    holds: (p) => only(names(p, 'rfc822Name'), '{email}') && isWithout(p, 'dNSName', 'iPAddress'),
  },
  {
    id: 'C3',
    kinds: ['machine'],
    says: 'no alternative name, or a dNSName that names {machine}',
    holds: (p) =>
      isWithout(p, 'rfc822Name', 'iPAddress') && names(p, 'dNSName').every((value) => value.startsWith('{machine}')),
  },
  {
    id: 'C3',
    kinds: ['tls-server'],
    says: 'the server’s names and addresses, {dnsNames} and {addresses}, and nobody’s e-mail address',
    holds: (p) =>
      only(names(p, 'dNSName'), '{dnsNames}') &&
      only(names(p, 'iPAddress'), ...(isWithout(p, 'iPAddress') ? [] : ['{addresses}'])) &&
      isWithout(p, 'rfc822Name'),
  },
  {
    id: 'C4',
    says: 'subject C=FR, O={organisation}, OU=0002 {siren}, CN, in this order',
    holds: ({ subject: [c, o, ou, cn] }) =>
      c?.type === 'C' &&
      c.value === 'FR' &&
      o?.type === 'O' &&
      o.value === '{organisation}' &&
      ou?.type === 'OU' &&
      ou.value === '0002 {siren}' &&
      cn?.type === 'CN',
  },
  {
    id: 'C4',
    kinds: ['holder', 'machine'],
    says: 'the holder’s or workstation’s name as CN, and a serialNumber that separates homonyms',
    holds: ({ subject }) =>
      subject.length === 5 &&
      subject[3]?.value === '{commonName}' &&
      subject[4]?.type === 'serialNumber' &&
      subject[4].value === '{serialNumber}',
  },
  {
    id: 'C4',
    kinds: ['tls-server'],
    says: 'the server’s first name as CN, and nothing after it',
    holds: ({ subject }) => subject.length === 4 && subject[3]?.value === '{commonName}',
  },
  { id: 'C4', kinds: ['ocsp-signer'], says: 'nothing after the CN', holds: ({ subject }) => subject.length === 4 },
  {
    id: 'C5',
    kinds: REVOCABLE,
    says: 'a key on P-256, or RSA-3072 with e = 65537',
    holds: (p) => ['ec-p256', 'rsa-3072'].includes(p.key),
  },
  { id: 'C5', kinds: ['ocsp-signer'], says: 'a key on P-256', holds: (p) => p.key === 'ec-p256' },
  {
    id: 'C8',
    says: 'a key made where it stays: a holder’s in the token or its file, a machine’s in the workstation, ours in a file',
    holds: (p) => STORAGE[p.kind].includes(p.storage),
  },
];

function isForLogon(profile: Profile): boolean {
  return profile.kind === 'holder' && purposes(profile).includes('msSmartcardLogin');
}
function isWithout(profile: Profile, ...types: readonly Content['subjectAltName'][number]['type'][]): boolean {
  return types.every((type) => names(profile, type).length === 0);
}

/** The rules that a profile breaks, each with what it asks for. */
export function brokenRules(profile: Profile): { rule: string; says: string }[] {
  return RULES.filter((rule) => (rule.kinds ?? [profile.kind]).includes(profile.kind) && !rule.holds(profile)).map(
    ({ id, says }) => ({ rule: id, says }),
  );
}
