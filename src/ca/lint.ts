import { children, oid, read, readOid, TAG } from './der.ts';
import { isPrintable, readName } from './name.ts';
import { OID } from './oid.ts';
import { type KeyKind, keyKind } from './public-key.ts';
import { type ReadCertificate, readCertificate } from './read.ts';

export type CertificateRole = 'root' | 'issuing' | 'ocsp-signer' | 'holder';
export interface Finding {
  /** Id of the rule that is broken, such as `C2` (certs/README.md). */
  rule: string;
  says: string;
}

const DAY = 86_400_000;
const DAYS: Readonly<Record<CertificateRole, number>> = { root: 7305, issuing: 3653, 'ocsp-signer': 31, holder: 1095 };
const KEYS: Readonly<Record<CertificateRole, readonly KeyKind[]>> = {
  root: ['ec-p384'],
  issuing: ['ec-p384'],
  'ocsp-signer': ['ec-p256'],
  holder: ['ec-p256', 'rsa-3072'],
};
const PURPOSE: Readonly<Partial<Record<CertificateRole, string>>> = {
  'ocsp-signer': OID.OCSPSigning,
  holder: OID.clientAuth,
};
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
    holds: ({ c, role }) => c.notAfter > c.notBefore && c.notAfter + 1000 - c.notBefore <= DAYS[role] * DAY,
  },
  {
    id: 'C1',
    says: 'a validity inside its issuer’s',
    holds: ({ c, issuer }) => c.notBefore >= issuer.notBefore && c.notAfter <= issuer.notAfter,
  },
  { id: 'C1', says: 'no extension twice', holds: ({ c }) => c.repeated.length === 0 },
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
    says: 'an e-mail address in ASCII as subject alternative name',
    holds: (s) => s.role !== 'holder' || (isPlain(s, 'subjectAltName') && hasMailbox(s)),
  },
  { id: 'C4', says: 'subject C=FR, O, OU=0002 and SIREN or SIRET, CN', holds: ({ c }) => isNamed(c.subject) },
  {
    id: 'C4',
    says: 'a serialNumber after the CN',
    holds: ({ role, c }) => role !== 'holder' || readName(c.subject)[4]?.type === 'serialNumber',
  },
  {
    id: 'C5',
    says: 'a key of the kind its role asks for',
    holds: ({ role, c }) => KEYS[role].includes(keyKind(c.publicKey)),
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
function hasItsPurpose(s: Subject): boolean {
  const found = extension(s, 'extendedKeyUsage');
  const wanted = PURPOSE[s.role];
  if (found === undefined || wanted === undefined) return found === wanted;
  const purposes = children(read(found.value)).map(readOid);
  return !found.critical && purposes.length === 1 && purposes[0] === wanted;
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
/** Holders and the issuing CA say where to ask; an issuing CA's own status is its root's CRL alone (C6). */
function isInformed(s: Subject): boolean {
  const found = extension(s, 'authorityInfoAccess');
  if (found?.critical !== false || !isHttp(s, 'authorityInfoAccess')) return false;
  const ways = children(read(found.value)).map((way) => readOid(children(way)[0]));
  return ways.includes(OID.caIssuers) && (s.role === 'holder') === ways.includes(OID.ocsp);
}
function hasMailbox(s: Subject): boolean {
  const names = children(read(extension(s, 'subjectAltName')?.value ?? new Uint8Array()));
  const mail = names.find(({ tag }) => tag === 0x81);
  return /^[!#-~]+@[A-Za-z0-9.-]+$/.test(Buffer.from(mail?.body ?? []).toString('latin1'));
}
function isNamed(subject: Uint8Array): boolean {
  const rdns = readName(subject);
  const [c, o, ou, cn, ...more] = rdns;
  return (
    rdns.every((rdn) => rdn.values === 1 && rdn.value.length > 0 && [...rdn.value].length <= 64) &&
    `${c?.type}${c?.tag}${c?.value}` === `C${TAG.printableString}FR` &&
    `${o?.type}${o?.tag}` === `O${TAG.utf8String}` &&
    `${ou?.type}${ou?.tag}` === `OU${TAG.utf8String}` &&
    /^0002 (\d{9}|\d{14})$/.test(ou?.value ?? '') &&
    `${cn?.type}${cn?.tag}` === `CN${TAG.utf8String}` &&
    more.length <= 1 &&
    more.every((rdn) => rdn.type === 'serialNumber' && rdn.tag === TAG.printableString && isPrintable(rdn.value))
  );
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
