import type { AuthorityRow, CertificateState } from '../flow/model.ts';

/** What the status services need of the records; the store implements it on its reading connection. */
export interface StatusRecords {
  /** State of one certificate of ours by serial number (lower-case hex), undefined when never ordered. */
  status(
    serialNumber: string,
  ): Promise<{ issuerId: string; state: CertificateState; revokedAt: number | null } | undefined>;
  /** Every revoked certificate of `issuerId`, issuing CAs of a root included, that has not ended before `notAfter`; only those revoked from `since` on. */
  revoked(
    issuerId: string,
    which: { notAfter: number; since?: number },
  ): Promise<{ serialNumber: string; revokedAt: number }[]>;
  /** How many certificates of `issuerId` are revoked, ended ones included. */
  revokedCount(issuerId: string): Promise<number>;
  /** Grows with every commit, so that an answer kept in memory is known to be current; left out: it is looked up each time. */
  version?(): number;
  lastCrl(
    issuerId: string,
  ): Promise<{ number: number; thisUpdate: number; nextUpdate: number; der: Uint8Array } | undefined>;
  /** Keeps a new CRL and its journal entry `crl.publish` in one transaction; `conflict` when its number stands already. */
  keepCrl(crl: {
    issuerId: string;
    number: number;
    thisUpdate: number;
    nextUpdate: number;
    entries: number;
    sha256: string;
    der: Uint8Array;
  }): Promise<void>;
}

/** The CA's own certificates (root, issuing, OCSP signer) in records and journal; the composition root implements it. */
export interface AuthorityRecords {
  /** Leaves a durable intent before the key signs (invariant 2). */
  intend(authority: Omit<AuthorityRow, 'sha256'>): Promise<void>;
  /** Records what was signed. Called again at every start: does nothing when the row stands already. */
  keep(authority: AuthorityRow): Promise<void>;
  /** Revokes an issuing CA: it issues nothing more, and its root's next CRL says so. Throws `already_done`. */
  revoke(id: string, at: number): Promise<void>;
  /** Issuing CAs that were revoked: id → when, in milliseconds. */
  revoked(): Promise<ReadonlyMap<string, number>>;
}
