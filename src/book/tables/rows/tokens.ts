/** Rows of tokens, of what is made on them, and of the authorities that sign it. */
import type { RevocationReason } from '../codes.ts';
import type { CertificateState, JobState, TokenState } from '../states.ts';

/** A token, blank or made, from its delivery to its end. */
export interface TokenRow {
  /** The vendor's serial number, as PKCS#11 reports it. */
  id: string;
  model: string;
  /** Its own where the file of the delivery says one, else that of the delivery; null where neither does. */
  firmware: string | null;
  /** As its delivery has it. */
  batch: string | null;
  deliveryId: string;
  /** Where it is kept, or was before it went to the bench; null: none was named. */
  locationId: string | null;
  /** The transfer that it is on, or on which it went missing; null: none. */
  transferId: string | null;
  state: TokenState;
  /** CKA_LABEL of the token, unique, ASCII, ≤ 32 characters; null while blank. */
  label: string | null;
  /** For what, for whom and with which key and certificate; null while it is in stock. */
  requestId: string | null;
  holderId: string | null;
  workstationId: string | null;
  /** CKA_ID of key pair and certificate, hex. */
  keyId: string | null;
  certificateId: string | null;
  /** The vault's record of its present SO-PIN; of a token to check, of the one before: it may have its last job's by now. */
  soPinId: string;
  /** How many holders it has had. */
  cycle: number;
  receivedAt: number;
  /** Null until its present holder confirmed the receipt. */
  activatedAt: number | null;
}

/** One production: of a token, or of a nomade credential. */
export interface JobRow {
  id: string;
  requestId: string;
  /** The token and where it is plugged; null for a software credential. */
  tokenId: string | null;
  slot: string | null;
  /** The token's model, and the location that it was taken from: whose stock the job used, wherever the token goes later. */
  model: string | null;
  locationId: string | null;
  technicianId: string;
  state: JobState;
  /** Null until the certificate is intended. */
  certificateId: string | null;
  startedAt: number;
  /** Null while it is open. */
  endedAt: number | null;
  /** Error code of an undone job; null for any other. */
  failure: string | null;
  /** `NAME/RUN` of the node that began it (book/rules/service/nodes.ts). */
  run: string;
}

/** A certificate, from the intent to sign it on. */
export interface CertificateRow {
  /** Serial number, lower-case hex without leading zeros beyond the octet. */
  id: string;
  issuerId: string;
  profile: string;
  profileHash: string;
  /** The policy that it says, dotted; empty for one that only a CRL told of. */
  policy: string;
  state: CertificateState;
  /** Whose it is, and by which request and job; null for a workstation's, the server's, and one that only a CRL told of. */
  holderId: string | null;
  requestId: string | null;
  jobId: string | null;
  /** Null for a software credential too. */
  tokenId: string | null;
  /** Of a workstation's own certificate; null for any other. */
  workstationId: string | null;
  /** SHA-256 (hex) of the subject public key info. */
  publicKeyHash: string;
  /** SHA-256 (hex) of the DER; null until signed. */
  sha256: string | null;
  /** Subject distinguished name, RFC 4514 (personal); null until signed. */
  subject: string | null;
  /**
   * What it says of its holder, as canonical JSON (personal): `commonName`, `serialNumber`, and those of `email`,
   * `userPrincipalName` and `securityIdentifier` that its profile asks for. Null for a certificate of no person.
   */
  names: string | null;
  notBefore: number;
  notAfter: number;
  intendedAt: number;
  /** Who had it made: the technician, or `system`. */
  orderedBy: string;
  /** `NAME/RUN` of the node that ordered it (book/rules/service/nodes.ts); null for one that only a CRL told of. */
  run: string | null;
  /** Null until it was good. */
  sealedAt: number | null;
  /** Null until it was revoked. */
  revokedAt: number | null;
  revocationReason: RevocationReason | null;
}

/** A certificate of the CA's own: root, issuing CA or OCSP signer. */
export interface AuthorityRow {
  id: string;
  kind: 'root' | 'issuing' | 'ocsp';
  /** What an issuing CA is for, and the operator's arc below which its policies are (book/rules/certificates/purposes.ts); null for all others. */
  purpose: 'token' | 'nomade' | null;
  policy: string | null;
  /** Null for a root. */
  issuerId: string | null;
  serialNumber: string;
  subject: string;
  /** SHA-256 (hex) of the DER; null while it is intended: then a signature may exist, and nothing can be signed with it. */
  sha256: string | null;
  evaluation: number;
  notBefore: number;
  notAfter: number;
}

/** A CRL that was published. */
export interface CrlRow {
  id: string;
  issuerId: string;
  number: number;
  thisUpdate: number;
  nextUpdate: number;
  entries: number;
  /** How many of its issuer's certificates were revoked by then, those included that have ended since. */
  revoked: number;
  sha256: string;
}
