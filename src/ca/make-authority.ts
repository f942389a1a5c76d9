import { AppError } from '../errors.ts';
import type { AuthorityRow } from '../flow/model.ts';
import type { Chance } from '../flow/ports.ts';
import type { Authority, AuthorityFolder, AuthorityKind } from './authority.ts';
import { buildCertificate, type Plan } from './certificate.ts';
import type { Content, Words } from './content.ts';
import { type CertificateRole, lint } from './lint.ts';
import { rfc4514 } from './name.ts';
import type { AuthorityRecords } from './ports.ts';
import { keyIdentifier } from './public-key.ts';
import { readCertificate } from './read.ts';
import { createSoftwareSigner, newKey, type Signer, signedAndVerified } from './signer.ts';

/** Where an authority's CRL, certificate and responder are found, below the PKI's address. */
export interface Addresses {
  crl: string;
  certificate: string;
  ocsp: string;
}
/** `pkiUrl` is plain http without a query, with or without a path; a trailing slash does not matter. */
export function addressesOf(pkiUrl: string, kind: 'root' | 'issuing'): Addresses {
  const base = pkiUrl.replace(/\/+$/, '');
  return { crl: `${base}/${kind}.crl`, certificate: `${base}/${kind}.cer`, ocsp: `${base}/ocsp` };
}

/** A serial number of 127 random bits (C1), hex; drawn again when its first octet is zero, so that it has one spelling. */
function randomSerial(chance: Pick<Chance, 'bytes'>): string {
  const bytes = Uint8Array.from(chance.bytes(16));
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  return bytes[0] === 0 ? randomSerial(chance) : Buffer.from(bytes).toString('hex');
}

/** Lints a certificate that was built but not signed; throws `profile_refused` with the first broken rule's id. */
export function lintOrRefuse(der: Uint8Array, role: CertificateRole, issuer?: Uint8Array): void {
  const [finding, ...more] = lint(der, role, issuer);
  if (!finding) return;
  const rules = [finding, ...more].map(({ rule }) => rule);
  const message = `the certificate would break ${finding.rule}: it needs ${finding.says}`;
  throw new AppError('profile_refused', message, { detail: { rule: finding.rule, rules } });
}

export interface NewAuthority {
  kind: AuthorityKind;
  content: Content;
  words: Words;
  notBefore: number;
  notAfter: number;
  evaluation: boolean;
  /** Undefined for a root, which signs itself. */
  issuer?: { authority: Authority; addresses: Addresses };
}
export interface MakeDeps {
  chance: Chance;
  folder: AuthorityFolder;
  records: AuthorityRecords;
}

const ROLE: Readonly<Record<AuthorityKind, CertificateRole>> = {
  root: 'root',
  issuing: 'issuing',
  ocsp: 'ocsp-signer',
};

/**
 * Makes one certificate of the CA itself with a key of its own: 1. key, 2. build and lint, 3. durable intent,
 * 4. sign, 5. key and certificate on file, 6. record. A crash before 5 leaves an intent and nothing that anyone
 * could use; one before 6 is caught up at the next start.
 */
export async function makeAuthority({ chance, folder, records }: MakeDeps, wanted: NewAuthority): Promise<Authority> {
  const id = chance.id();
  const pkcs8 = await newKey(wanted.kind === 'ocsp' ? 'P-256' : 'P-384');
  try {
    const own = createSoftwareSigner(pkcs8);
    const der = await buildCertificate(plan(wanted, own, randomSerial(chance)));
    lintOrRefuse(der, ROLE[wanted.kind], wanted.issuer?.authority.certificate);
    const intent = intentOf(id, wanted, der);
    await records.intend(intent);
    const certificate = await signedAndVerified(readCertificate(der).tbs, signerOf(wanted, own));
    const { kind, issuerId } = intent;
    const authority = folder.keep({ id, kind, issuerId, evaluation: wanted.evaluation }, certificate, pkcs8);
    await records.keep(authority.row);
    return authority;
  } finally {
    pkcs8.fill(0);
  }
}

function signerOf(wanted: NewAuthority, own: Signer): Signer {
  const signer = wanted.issuer ? wanted.issuer.authority.signer : own;
  if (!signer) throw new AppError('ca_unavailable', 'the issuer’s key is kept elsewhere: bring it first');
  return signer;
}

function plan({ content, words, notBefore, notAfter, issuer }: NewAuthority, own: Signer, serialNumber: string): Plan {
  const addresses = issuer?.addresses ?? { crl: '', certificate: '', ocsp: '' };
  const identifier = issuer?.authority.keyIdentifier ?? keyIdentifier(own.publicKey);
  const by = { ...addresses, name: issuer?.authority.read.subject, keyIdentifier: identifier };
  return { content, words, serialNumber, notBefore, notAfter, publicKey: own.publicKey, issuer: by };
}

function intentOf(id: string, wanted: NewAuthority, der: Uint8Array): Omit<AuthorityRow, 'sha256'> {
  const { serialNumber, subject, notBefore, notAfter } = readCertificate(der);
  const issuerId = wanted.issuer?.authority.row.id ?? null;
  const evaluation = wanted.evaluation ? 1 : 0;
  return { id, kind: wanted.kind, issuerId, serialNumber, subject: rfc4514(subject), evaluation, notBefore, notAfter };
}
