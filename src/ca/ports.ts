import type { AuthorityRow } from '../book/tables/rows/tokens.ts';
import type { CertificateState } from '../book/tables/states.ts';
import type { SignedAuthority } from './keys/authority.ts';

export interface RevokedEntry {
  /** Hex. */
  serialNumber: string;
  /** Milliseconds. */
  revokedAt: number;
}
export interface Revocation extends RevokedEntry {
  /** Its place in the order in which revocations were committed. */
  seq: number;
}

/** Where the entries stand in a CRL, so that the next one takes them over and adds to them. */
export interface EntriesInCrl {
  /** Offsets into its DER: the entries, and where those begin that the CRL before did not have. */
  start: number;
  end: number;
  added: number;
  /** The place of the last revocation among them. */
  upTo: number;
  /** When all of them were last read from the records. Milliseconds. */
  gatheredAt: number;
}
export interface KeptCrl {
  number: number;
  /** Milliseconds. */
  thisUpdate: number;
  nextUpdate: number;
  /** How many entries it has. */
  entries: number;
  der: Uint8Array;
  /** Left out where nothing can be added to them: a root's CRL, and one that was taken over after a restore. */
  list?: EntriesInCrl | undefined;
}

/** What is known of one certificate of ours. */
export interface KnownStatus {
  issuerId: string;
  state: CertificateState;
  revokedAt: number | null;
}

/** What answers are made from, read on the spot: whoever asks sees the last commit of any process. */
export interface StatusReads {
  /** Another number after each commit: what was read under the same one is still true. */
  version(): number;
  /**
   * When what is read was last known to be true, in milliseconds: of a copy of the records. Undefined where the records
   * themselves are read. Asked before anything else, an answer claims no more than is so.
   */
  levelAt(): number | undefined;
  /** By serial number (lower-case hex); undefined when never ordered, or when nothing of it can be believed. */
  status(serialNumber: string): KnownStatus | undefined;
  /** Number of an issuer's newest CRL. */
  crlNumber(issuerId: string): number | undefined;
  /** When that one ends, in milliseconds. */
  crlEndsAt(issuerId: string): number | undefined;
  lastCrl(issuerId: string): KeptCrl | undefined;
}

/** What the publisher of CRLs needs of the records. */
export interface StatusRecords {
  /** Certificates that `issuerId` revoked, in the order in which that was committed, at most `limit`: those after `after` that have not ended before `notAfter`. */
  revoked(issuerId: string, which: { after: number; notAfter: number; limit: number }): Promise<Revocation[]>;
  /** Issuing CAs of this root that were revoked and have not ended before `notAfter`. */
  revokedAuthorities(rootId: string, notAfter: number): Promise<RevokedEntry[]>;
  /** The newest CRL of an issuer, whole. */
  lastCrl(issuerId: string): Promise<KeptCrl | undefined>;
  /** Its number alone: a look of every node each minute. */
  lastCrlNumber(issuerId: string): Promise<number | undefined>;
  /**
   * Takes a published CRL over that is newer than the records, after a restore: what it lists is revoked, serials that the
   * records do not know too, and the next CRL follows on its number.
   */
  takeOver(
    crl: KeptCrl & { issuerId: string; issuerEnds: number; sha256: string },
    listed: readonly RevokedEntry[],
  ): Promise<void>;
  /**
   * Keeps a new CRL and its journal entry `crl.publish` in one transaction. `after` is the number of the CRL that it was made
   * from, undefined for an issuer's first; `conflict` when that is not the newest any more: another node published meanwhile.
   */
  keepCrl(crl: KeptCrl & { issuerId: string; sha256: string; after: number | undefined }): Promise<void>;
}

/** The CA's own certificates (root, issuing, OCSP signer) in records and journal; the composition root implements it. */
export interface AuthorityRecords {
  /** Leaves a durable intent before the key signs (invariant 2). */
  intend(authority: Omit<AuthorityRow, 'sha256'>): Promise<void>;
  /**
   * Records what was signed. Called again at every start: does nothing when that is recorded already. An authority that the
   * records do not know at all is adopted; the book allows that of a new service and of restored records alone.
   */
  keep(authority: SignedAuthority): Promise<void>;
  /** Revokes an issuing CA: it issues nothing more, and its root's next CRL says so. Throws `already_done`. */
  revoke(id: string, at: number): Promise<void>;
  /** Issuing CAs that were revoked: id → when, in milliseconds. */
  revoked(): Promise<ReadonlyMap<string, number>>;
}
