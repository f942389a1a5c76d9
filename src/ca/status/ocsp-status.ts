import { hash } from 'node:crypto';
import { generalizedTime, tagged } from '../asn1/der.ts';
import { OID } from '../asn1/oid.ts';
import { keyBits } from '../keys/public-key.ts';
import type { Signer } from '../keys/signer.ts';
import type { KnownStatus, StatusReads } from '../ports.ts';
import type { CertId } from './ocsp-request.ts';

/** A signer that an issuing CA delegated its answers to (RFC 6960 4.2.2.2). */
export interface OcspDelegate {
  certificate: Uint8Array;
  publicKey: Uint8Array;
  notBefore: number;
  notAfter: number;
  signer: Signer;
}
/** An issuing CA and the signer that it delegated its answers to. */
export interface OcspIssuer {
  /** As the records name it. */
  id: string;
  /** DER of its name and of its SubjectPublicKeyInfo. */
  subject: Uint8Array;
  publicKey: Uint8Array;
  /** When the CA itself was revoked, in milliseconds: then all it ever certified is (RFC 6960 2.7). */
  revokedAt: number | undefined;
  delegate: OcspDelegate | undefined;
}
/** The CertStatus of what is in force. */
export const GOOD = Uint8Array.of(0x80, 0);
/** The CertStatus of all that is not ours. */
export const UNKNOWN = Uint8Array.of(0x82, 0);
const HASHES = ['sha1', 'sha256'] as const;

/** Finds the CA that a CertID names, by its name and its key under the hash that the client chose. */
export function createFinder(issuers: readonly OcspIssuer[]): (id: CertId) => OcspIssuer | undefined {
  const known = new Map<string, OcspIssuer>();
  for (const issuer of issuers) {
    for (const algorithm of HASHES) {
      const [name, key] = [hash(algorithm, issuer.subject, 'hex'), hash(algorithm, keyBits(issuer.publicKey), 'hex')];
      known.set(`${OID[algorithm]} ${name} ${key}`, issuer);
    }
  }
  return (id) => known.get(`${id.hash} ${id.issuerNameHash} ${id.issuerKeyHash}`);
}

/** A CertStatus from what is known now: whatever is not sealed, or not ours, is never `good` (R4, invariant 7). */
export function certStatus(issuer: OcspIssuer | undefined, found: KnownStatus | undefined): Uint8Array {
  if (!issuer || found?.issuerId !== issuer.id) return UNKNOWN;
  const { state, revokedAt } = found;
  if (issuer.revokedAt !== undefined) {
    return tagged(1, generalizedTime(Math.min(revokedAt ?? issuer.revokedAt, issuer.revokedAt)));
  }
  if (state === 'revoked' && revokedAt !== null) return tagged(1, generalizedTime(revokedAt));
  return state === 'good' ? GOOD : UNKNOWN;
}

/** Serial numbers remembered at most. */
const MOST_KNOWN = 8_192;

/** What the records said of a serial number, for as long as nothing was committed since. */
export function createStatusMemory(
  reads: Pick<StatusReads, 'status'>,
): (serialNumber: string, version: number) => KnownStatus | undefined {
  const known = new Map<string, KnownStatus>();
  let at = Number.NaN;
  return (serialNumber, version) => {
    if (version !== at || known.size >= MOST_KNOWN) known.clear();
    at = version;
    const found = known.get(serialNumber) ?? reads.status(serialNumber);
    if (found) known.set(serialNumber, found);
    return found;
  };
}
