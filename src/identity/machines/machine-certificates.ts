import { X509Certificate } from 'node:crypto';
import { revocationOf } from '../../book/rules/certificates/certificates.ts';
import { AppError } from '../../errors.ts';
import type { Reads } from '../../flow/ports/store.ts';
import { fingerprintOf } from '../bearer.ts';
import type { IdentityDeps } from '../record-act.ts';

const LONGEST_PEM = 16_384;

/** The serial number as our records write it; undefined for what is no certificate. */
export function serialOf(der: Uint8Array): string | undefined {
  try {
    return new X509Certificate(der).serialNumber.toLowerCase();
  } catch {
    return undefined;
  }
}

/**
 * Reads the certificate that a machine's token is to be bound to: PEM, from its owner's form, so it may be anything.
 * Answers its DER and when it ends, in milliseconds. Throws `invalid_input`.
 */
export function readMachineCertificate(pem: string, now: number): { der: Uint8Array; notAfter: number } {
  const refuse = (why: string, cause?: unknown): never => {
    throw new AppError('invalid_input', why, { cause, detail: { field: 'certificate' } });
  };
  if (pem.includes('PRIVATE KEY'))
    refuse('this holds a private key: give the certificate alone, and keep the key to the machine');
  if (pem.length > LONGEST_PEM) refuse('this is too long for one certificate in PEM');
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch (cause) {
    return refuse('this is no certificate: give the machine’s own, in PEM', cause);
  }
  const notAfter = Date.parse(certificate.validTo);
  if (certificate.ca) refuse('this is the certificate of an authority: give the machine’s own');
  if (Date.parse(certificate.validFrom) > now || notAfter <= now)
    refuse('this certificate is not valid now: give a current one');
  return { der: certificate.raw, notAfter };
}

/**
 * Whether a certificate, whose key and chain TLS has proven, still stands as far as our own records know it: one of ours
 * must be good, in time, and of a CA that stands. One of ours that they do not know is refused: it was issued after the
 * backup that they were restored from, so nobody can say that it still stands. One of another authority is that
 * authority's to judge.
 */
export async function mayBeUsed(
  { store: { reads }, clock, ownIssuers }: { store: { reads: Reads } } & Pick<IdentityDeps, 'clock' | 'ownIssuers'>,
  der: Uint8Array,
): Promise<boolean> {
  const now = clock.now();
  const row = await reads.get('certificate', serialOf(der) ?? '');
  if (!row || row.sha256 !== fingerprintOf(der)) return !isOurs(der, ownIssuers());
  if (row.state !== 'good' || row.notBefore > now || row.notAfter <= now) return false;
  return issuerStands(reads, row.issuerId, now);
}

/** By the issuer's name and key id; its signature is TLS's to check. */
function isOurs(der: Uint8Array, issuers: readonly Uint8Array[]): boolean {
  const certificate = new X509Certificate(der);
  return issuers.some((issuer) => certificate.checkIssued(new X509Certificate(issuer)));
}

/**
 * Whether certificates of one of our CAs still open something here: it is one of tokens, has not ended, was not revoked, and
 * is no evaluation's beside a real one.
 */
async function issuerStands(reads: Reads, issuerId: string, now: number): Promise<boolean> {
  const issuer = await reads.get('authority', issuerId);
  if (issuer?.purpose !== 'token' || issuer.notAfter <= now || (await reads.get('setting', revocationOf(issuerId))))
    return false;
  return issuer.evaluation === 0 || (await reads.count('authority', { kind: 'issuing', evaluation: 0 })) === 0;
}
