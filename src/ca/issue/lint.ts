import { DAY_MS } from '../../durations.ts';
import { children, oid, read, readOid, TAG } from '../asn1/der.ts';
import { readName } from '../asn1/name.ts';
import { OID } from '../asn1/oid.ts';
import { type ReadCertificate, readCertificate } from '../asn1/read-certificate.ts';
import { type KeyKind, keyKind } from '../keys/public-key.ts';
import { areNamesOf, isAccountOf, isNamed } from './lint-names.ts';
import { type CertificateRole, hasItsPolicies } from './lint-policies.ts';

export interface Finding {
  /** Id of the rule that is broken, such as `C2` (certs/README.md). */
  rule: string;
  says: string;
}

const END_KEYS: readonly KeyKind[] = ['ec-p256', 'rsa-3072'];
/** What differs by role: most days, keys (C5), purposes that may stand in EKU in this order (C2); the first has to. */
const ROLES: Readonly<
  Record<CertificateRole, { days: number; keys: readonly KeyKind[]; purposes: readonly (keyof typeof OID)[] }>
> = {
  root: { days: 7305, keys: ['ec-p384'], purposes: [] },
  issuing: { days: 3653, keys: ['ec-p384'], purposes: [] },
  'ocsp-signer': { days: 31, keys: ['ec-p256'], purposes: ['OCSPSigning'] },
  holder: { days: 1095, keys: END_KEYS, purposes: ['clientAuth', 'msSmartcardLogin', 'ipsecIKE'] },
  nomade: { days: 365, keys: END_KEYS, purposes: ['clientAuth'] },
  machine: { days: 1095, keys: END_KEYS, purposes: ['clientAuth', 'ipsecIKE'] },
  'tls-server': { days: 397, keys: END_KEYS, purposes: ['serverAuth'] },
};
/** Everything that may stand in a certificate of ours. */
const EXTENSIONS = new Set<string>([
  OID.subjectKeyIdentifier,
  OID.keyUsage,
  OID.subjectAltName,
  OID.basicConstraints,
  OID.crlDistributionPoints,
  OID.certificatePolicies,
  OID.authorityKeyIdentifier,
  OID.extendedKeyUsage,
  OID.authorityInfoAccess,
  OID.ocspNoCheck,
  OID.securityIdentifier,
]);
/** Content of the KeyUsage BIT STRING: unused bits, then the bits. */
const DIGITAL_SIGNATURE = '0780';
const CERT_AND_CRL_SIGN = '0106';

const ecdsaWithSha384 = Buffer.concat([Uint8Array.of(TAG.sequence, 10), oid(OID['ecdsa-with-SHA384'])]);
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** One certificate under lint; `issuer` is itself for a root. */
interface Subject {
  role: CertificateRole;
  c: ReadCertificate;
  issuer: ReadCertificate;
}
const isCa = ({ role }: Subject): boolean => role === 'root' || role === 'issuing';
/** Its status can be asked for by OCSP; an issuing CA's is its root's CRL alone (C6). */
const isAnswered = ({ role }: Subject): boolean => ['holder', 'nomade', 'machine', 'tls-server'].includes(role);
const extension = ({ c }: Subject, name: keyof typeof OID) => c.extensions.get(OID[name]);

interface Rule {
  id: string;
  says: string;
  holds(s: Subject): boolean;
}
const RULES: readonly Rule[] = [
  { id: 'C1', says: 'version 3', holds: ({ c }) => c.version === 3 },
  {
    id: 'C1',
    says: 'a positive serial number of 64 to 127 bits in at most 20 octets',
    holds: ({ c }) => bits(c.serialNumber) >= 64 && bits(c.serialNumber) <= 127 && c.serialLength <= 20,
  },
  {
    id: 'C1',
    says: 'an end after its beginning, within the days allowed',
    // both ends belong to the validity (RFC 5280 4.1.2.5)
    holds: ({ c, role }) => c.notAfter > c.notBefore && c.notAfter + 1000 - c.notBefore <= ROLES[role].days * DAY_MS,
  },
  {
    id: 'C1',
    says: 'a validity inside its issuer’s',
    holds: ({ c, issuer }) => c.notBefore >= issuer.notBefore && c.notAfter <= issuer.notAfter,
  },
  { id: 'C1', says: 'no extension twice', holds: ({ c }) => c.repeated.length === 0 },
  {
    id: 'C1',
    says: 'no extension but those of the rules',
    holds: ({ c }) => [...c.extensions.keys()].every((id) => EXTENSIONS.has(id)),
  },
  {
    id: 'C2',
    says: 'key usage critical and exactly its role’s',
    holds: (s) => {
      const usage = extension(s, 'keyUsage');
      const wanted = isCa(s) ? CERT_AND_CRL_SIGN : DIGITAL_SIGNATURE;
      return usage?.critical === true && hex(read(usage.value, TAG.bitString).body) === wanted;
    },
  },
  { id: 'C2', says: 'extended key usage not critical and exactly its role’s', holds: hasItsPurpose },
  {
    id: 'C3',
    says: 'basic constraints absent, or critical and not of a CA',
    holds: (s) => isCa(s) || [undefined, 'true 3000'].includes(constraints(s)),
  },
  {
    id: 'C3',
    says: 'subject key identifier, not critical',
    holds: (s) => isPlain(s, 'subjectKeyIdentifier'),
  },
  { id: 'C3', says: 'authority key identifier of its issuer, not critical', holds: namesItsIssuer },
  {
    id: 'C3',
    says: 'certificate policies, not critical',
    holds: (s) => s.role === 'root' || isPlain(s, 'certificatePolicies'),
  },
  {
    id: 'C3',
    says: 'an http address of the CRL, not critical',
    holds: (s) =>
      s.role === 'root' ||
      s.role === 'ocsp-signer' ||
      (isPlain(s, 'crlDistributionPoints') && isHttp(s, 'crlDistributionPoints')),
  },
  {
    id: 'C3',
    says: 'http addresses of OCSP and issuer certificate, not critical',
    holds: (s) => s.role === 'root' || isInformed(s),
  },
  {
    id: 'C3',
    says: 'alternative names of its role, not critical: a holder’s e-mail address in ASCII, a server’s or machine’s names',
    holds: (s) =>
      extension(s, 'subjectAltName')?.critical !== true && areNamesOf(s.role, extension(s, 'subjectAltName')?.value),
  },
  {
    id: 'C2',
    says: 'a user principal name, and at most then a security identifier, with smart-card logon alone',
    holds: (s) =>
      extension(s, 'securityIdentifier')?.critical !== true &&
      isAccountOf(purposesOf(s), extension(s, 'subjectAltName')?.value, extension(s, 'securityIdentifier')?.value),
  },
  { id: 'C4', says: 'subject C=FR, O, OU=0002 and SIREN or SIRET, CN', holds: ({ c }) => isNamed(c.subject) },
  {
    id: 'C4',
    says: 'a serialNumber after the CN of a holder or machine, and of nobody else',
    holds: ({ role, c }) => (readName(c.subject)[4] !== undefined) === ['holder', 'nomade', 'machine'].includes(role),
  },
  {
    id: 'C5',
    says: 'a key of the kind its role asks for',
    holds: ({ role, c }) => ROLES[role].keys.includes(keyKind(c.publicKey)),
  },
  {
    id: 'C5',
    says: 'signed by ECDSA with SHA-384, stated twice alike',
    holds: ({ c }) => same(c.innerAlgorithm, ecdsaWithSha384) && same(c.outerAlgorithm, ecdsaWithSha384),
  },
  {
    id: 'C6',
    says: 'basic constraints critical, of a CA; pathlen:0 for an issuing CA',
    holds: (s) =>
      s.role === 'root'
        ? constraints(s) === 'true 30030101ff'
        : s.role !== 'issuing' || constraints(s) === 'true 30060101ff020100',
  },
  { id: 'C6', says: 'issued by its issuer’s name', holds: ({ c, issuer }) => same(c.issuer, issuer.subject) },
  {
    id: 'C8',
    says: 'a key of its own',
    holds: ({ role, c, issuer }) => (role === 'root') === same(c.publicKey, issuer.publicKey),
  },
  {
    id: 'C10',
    says: 'the one policy of its role, from the CA that certifies such; of an issuing CA all that it may certify',
    holds: hasItsPolicies,
  },
  { id: 'C9', says: 'UTCTime to 2049, GeneralizedTime from 2050', holds: hasItsTimes },
  {
    id: 'R4',
    says: 'ocsp-nocheck on the OCSP signer alone',
    holds: (s) => (s.role === 'ocsp-signer') === isPlain(s, 'ocspNoCheck'),
  },
];

function bits(serialHex: string): number {
  return BigInt(`0x${serialHex}`).toString(2).length;
}
function isPlain(s: Subject, name: keyof typeof OID): boolean {
  return extension(s, name)?.critical === false;
}
function constraints(s: Subject): string | undefined {
  const found = extension(s, 'basicConstraints');
  return found && `${found.critical} ${hex(found.value)}`;
}
function purposesOf(s: Subject): string[] {
  const found = extension(s, 'extendedKeyUsage');
  return found ? children(read(found.value)).map(readOid) : [];
}
/** The first purpose of its role, then others of its role, in their order. */
function hasItsPurpose(s: Subject): boolean {
  const found = extension(s, 'extendedKeyUsage');
  const [first, ...options] = ROLES[s.role].purposes.map((name) => OID[name] as string);
  if (found === undefined || first === undefined) return found === first;
  const purposes = purposesOf(s);
  const wanted = [first, ...options.filter((option) => purposes.includes(option))];
  return !found.critical && purposes.join() === wanted.join();
}
function namesItsIssuer(s: Subject): boolean {
  const found = extension(s, 'authorityKeyIdentifier');
  const identifier = s.issuer.extensions.get(OID.subjectKeyIdentifier);
  if (found === undefined || identifier === undefined || found.critical) return false;
  const [keyId] = children(read(found.value));
  return keyId?.tag === 0x80 && same(keyId.body, read(identifier.value, TAG.octetString).body);
}
function isHttp(s: Subject, name: keyof typeof OID): boolean {
  const text = Buffer.from(extension(s, name)?.value ?? []).toString('latin1');
  return text.includes('http://') && !/https:|ldap:/.test(text);
}
/** All but a root say where their issuer's certificate is. */
function isInformed(s: Subject): boolean {
  const found = extension(s, 'authorityInfoAccess');
  if (found?.critical !== false || !isHttp(s, 'authorityInfoAccess')) return false;
  const ways = children(read(found.value)).map((way) => readOid(children(way)[0]));
  return ways.includes(OID.caIssuers) && isAnswered(s) === ways.includes(OID.ocsp);
}
function hasItsTimes({ c }: Subject): boolean {
  const times = [c.notBefore, c.notAfter] as const;
  return times.every(
    (at, index) => new Date(at).getUTCFullYear() >= 2050 === (c.timeTags[index] === TAG.generalizedTime),
  );
}

/**
 * What a certificate breaks of C1–C9 and R4, read from its octets; nothing when all is well.
 * `issuer` is the issuer's certificate; a root is its own. Throws `invalid_input` when either is no certificate.
 */
export function lint(der: Uint8Array, role: CertificateRole, issuer: Uint8Array = der): Finding[] {
  const subject: Subject = { role, c: readCertificate(der), issuer: readCertificate(issuer) };
  return RULES.filter((rule) => !holds(rule, subject)).map(({ id, says }) => ({ rule: id, says }));
}

/** An extension whose content does not even parse breaks the rule that looked at it. */
function holds(rule: Rule, subject: Subject): boolean {
  try {
    return rule.holds(subject);
  } catch {
    return false;
  }
}
