/** Rows of the way of a token and its PIN to their holder. */
import type { CodeWay, DocumentKind, IdentityPurpose, LetterAddress, LetterKind, Proof } from '../codes.ts';
import type { LetterState, PickupCodeState } from '../states.ts';

/** The way of a token or credential to its holder. */
export interface HandoverRow {
  id: string;
  requestId: string;
  /** Null for a download. */
  tokenId: string | null;
  mode: 'desk' | 'shipment' | 'download';
  /** Who had the token sign its challenge: the one who has it in hand until it is handed over or shipped. */
  operatorId: string;
  /** When the token signed the hand-over challenge that its certificate verified; null for a download. */
  challengedAt: number | null;
  /** Null until that step was taken. */
  acceptedAt: number | null;
  acceptedBy: string | null;
  acceptanceProof: Proof | null;
  /** SHA-256 (hex) of the conditions that its holder agreed to before a download (book/rules/request/nomade-terms.ts); null for a token. */
  termsHash: string | null;
  /** Carrier's number (personal: it leads to an address); null at the desk. */
  trackingNumber: string | null;
  handedOverAt: number | null;
  /** When a correspondent confirmed the parcel of a shipment, and who; null where it went to its holder. */
  parcelAt: number | null;
  parcelBy: string | null;
  /** Null until its holder received it. Closed by rule, it has a time, and nobody and nothing that proves it. */
  receiptAt: number | null;
  receiptBy: string | null;
  receiptProof: Proof | null;
  /** Null unless the token came back, dead or lost. */
  failedAt: number | null;
}

/** A pick-up code of a request's holder. The code itself is hashed, and stands beside the journal. */
export interface PickupCodeRow {
  id: string;
  requestId: string;
  state: PickupCodeState;
  way: CodeWay;
  /** How often another code was given in its place. */
  wrongTries: number;
  issuedAt: number;
}

/** An operator checked by a document who the holder is, who stands before them. Two such checks are a proof. */
export interface IdentityCheckRow {
  id: string;
  handoverId: string;
  purpose: IdentityPurpose;
  document: DocumentKind;
  /** The machine to which the token is to be bound; null for a hand-over. */
  workstationId: string | null;
  checkedBy: string;
  checkedAt: number;
}

/** A paper that is printed: a letter with a secret, a label, a note. */
export interface LetterRow {
  id: string;
  kind: LetterKind;
  requestId: string;
  /** Null for the password of a software credential. */
  tokenId: string | null;
  /** The vault's record; null for papers without a secret and once it is gone. */
  secretId: string | null;
  state: LetterState;
  /** Null until that step was taken. */
  printedBy: string | null;
  printedAt: number | null;
  sentTo: LetterAddress | null;
  confirmedAt: number | null;
  /** Instead of being printed, its PIN was shown once to its holder. */
  shownAt: number | null;
  shownTo: string | null;
}
