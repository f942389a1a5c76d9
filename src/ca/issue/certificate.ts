import 'reflect-metadata';
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CertificatePolicyExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { AppError } from '../../errors.ts';
import { NULL, octetString, oid, seq, tagged } from '../asn1/der.ts';
import { isPrintable } from '../asn1/name.ts';
import { OID } from '../asn1/oid.ts';
import { keyIdentifier } from '../keys/public-key.ts';
import { type Content, fill, fillAll, type Words } from '../profiles/content.ts';

/** Everything that a certificate is built from. */
export interface Plan {
  content: Content;
  words: Words;
  /** Hex. */
  serialNumber: string;
  /** Milliseconds; written with whole seconds. */
  notBefore: number;
  notAfter: number;
  /** DER SubjectPublicKeyInfo. */
  publicKey: Uint8Array;
  issuer: {
    /** DER Name; the subject's own for a root. */
    name: Uint8Array | undefined;
    keyIdentifier: string;
    /** Addresses of its CRL, its certificate and its responder. */
    crl: string;
    certificate: string;
    ocsp: string;
  };
}

/** The flags' own type is a TypeScript enum whose members are bits. */
const FLAGS = {
  digitalSignature: KeyUsageFlags.digitalSignature,
  keyCertSign: KeyUsageFlags.keyCertSign,
  cRLSign: KeyUsageFlags.cRLSign,
};

function missing(rule: string, what: string): AppError {
  return new AppError('profile_refused', `the certificate would break ${rule}: ${what}`, { detail: { rule } });
}

/** Fills in one value of the subject or its alternative names. */
function word(value: string, words: Words, rule: string): string {
  const filled = fill(value, words);
  if (filled === undefined) throw missing(rule, `nothing is known for ${value}`);
  return filled;
}

function subjectName(content: Content, words: Words): Name {
  const rdns = content.subject.map(({ type, value }) => {
    const text = word(value, words, 'C4');
    if ([...text].length > 64) throw missing('C4', `${type} has more than 64 characters`);
    if (type !== 'C' && type !== 'serialNumber') return { [OID[type]]: [{ utf8String: text }] };
    if (!isPrintable(text)) throw missing('C4', `${type} has characters beyond PrintableString`);
    return { [OID[type]]: [{ printableString: text }] };
  });
  return new Name(rdns);
}

function* extensions({ content, words, publicKey, issuer }: Plan): Generator<Extension> {
  const { basicConstraints, keyUsage, extendedKeyUsage } = content;
  if (basicConstraints) {
    yield new BasicConstraintsExtension(basicConstraints.ca, basicConstraints.pathLength, basicConstraints.critical);
  }
  const flags = keyUsage.usages.reduce((sum, usage) => sum | FLAGS[usage], 0);
  yield new KeyUsagesExtension(flags, keyUsage.critical);
  if (extendedKeyUsage) {
    const purposes = extendedKeyUsage.purposes.map((purpose) => OID[purpose]);
    yield new ExtendedKeyUsageExtension(purposes, extendedKeyUsage.critical);
  }
  if (content.subjectKeyIdentifier) yield new SubjectKeyIdentifierExtension(keyIdentifier(publicKey));
  if (content.authorityKeyIdentifier) yield new AuthorityKeyIdentifierExtension(issuer.keyIdentifier);
  const policies = content.certificatePolicies.map((policy) => word(policy, words, 'C3'));
  if (policies.length > 0) yield new CertificatePolicyExtension(policies);
  if (content.crlDistributionPoint) yield new CRLDistributionPointsExtension([issuer.crl]);
  if (content.authorityInformation.length > 0) yield new AuthorityInfoAccessExtension(information(content, issuer));
  const names = alternativeNames(content, words);
  if (names.length > 0) yield new SubjectAlternativeNameExtension(names);
  if (content.securityIdentifier !== 'none') yield* securityIdentifier(content, words);
  if (content.ocspNoCheck) yield new Extension(OID.ocspNoCheck, false, NULL);
}

/** How the library calls the types of GeneralName. */
const ALTERNATIVE = { rfc822Name: 'email', userPrincipalName: 'upn', dNSName: 'dns', iPAddress: 'ip' } as const;

function alternativeNames(content: Content, words: Words) {
  return content.subjectAltName.flatMap(({ type, value }) => {
    const values = fillAll(value, words);
    if (!values) throw missing(type === 'userPrincipalName' ? 'C2' : 'C3', `nothing is known for ${value}`);
    return values.map((text) => ({ type: ALTERNATIVE[type], value: text }));
  });
}

/** GeneralNames with one otherName, whose value is the SID's text in an OCTET STRING (MS-WCCE 2.2.2.7.7.4). */
function* securityIdentifier(content: Content, { securityIdentifier: sid }: Words): Generator<Extension> {
  if (sid !== undefined) {
    const otherName = tagged(0, oid(OID.objectSid), tagged(0, octetString(Buffer.from(sid))));
    yield new Extension(OID.securityIdentifier, false, Uint8Array.from(seq(otherName)));
  } else if (content.securityIdentifier === 'required') {
    throw missing('C2', 'nothing is known for {securityIdentifier}');
  }
}

function information(content: Content, issuer: Plan['issuer']) {
  const has = (way: 'ocsp' | 'caIssuers'): boolean => content.authorityInformation.includes(way);
  return {
    ...(has('ocsp') ? { ocsp: [issuer.ocsp] } : {}),
    ...(has('caIssuers') ? { caIssuers: [issuer.certificate] } : {}),
  };
}

/** Zeros stand for the signature that is still to be made: nobody can take this certificate for a real one. */
const NO_SIGNATURE = new Uint8Array(64);

/**
 * Builds a certificate without a signature: DER with zeros in its place, to be linted and then signed.
 * Signed with P-384 and SHA-384 only (C5). Throws `profile_refused` with {rule} when the words do not fit.
 */
export async function buildCertificate(plan: Plan): Promise<Uint8Array> {
  const subject = subjectName(plan.content, plan.words);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: plan.serialNumber,
    subject,
    issuer: plan.issuer.name === undefined ? subject : new Name(Uint8Array.from(plan.issuer.name)),
    notBefore: new Date(plan.notBefore),
    notAfter: new Date(plan.notAfter),
    publicKey: Uint8Array.from(plan.publicKey),
    extensions: [...extensions(plan)],
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-384' },
    signature: NO_SIGNATURE,
  });
  return new Uint8Array(certificate.rawData);
}
