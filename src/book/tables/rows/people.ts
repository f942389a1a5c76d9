/** Rows of people: who they are, what they may do here, and what two of them decide. */
import type { Role } from '../codes.ts';
import type { AccountState, ProposalState } from '../states.ts';

/** A personal column is null once a purge has emptied it (PERSONAL in book/tables/tables.ts); what else null means stands at the column. */
export interface PersonRow {
  id: string;
  /** Identifier in the ministry's directory (personal). One directory person, one account. */
  directoryId: string | null;
  givenName: string | null;
  familyName: string | null;
  email: string | null;
  /**
   * The account in a Windows domain, `name@domain` (personal), and its SID (personal): for smart-card logon. Null: the
   * person has none.
   */
  userPrincipalName: string | null;
  securityIdentifier: string | null;
  /** Where their letters go that must not go where their parcels do (personal). Null: letters go to their site. */
  postalAddress: string | null;
  /** Code of the service, such as `DNUM/SDIT` or `PREF-33`. */
  service: string;
  site: string;
  createdAt: number;
  /** Null until two persons decided it. */
  purgedAt: number | null;
}

/** How a person comes in: whether they may sign in at all. There is one account a person. */
export interface AccountRow {
  /** The person's id. */
  id: string;
  state: AccountState;
  createdAt: number;
  /** Who made the link that opens it, or opened it; `system` for the service's first two people; null since it was closed. */
  inviterId: string | null;
  /** Who gave the second person's code with it; null: one person alone opened it, which is no operator's account. */
  voucherId: string | null;
}

/** A role that a person was given. */
export interface GrantRow {
  id: string;
  personId: string;
  role: Role;
  /** Service code, its descendants included (`PREF-33` covers `PREF-33/DCL`), or `*`. */
  scope: string;
  grantedAt: number;
  /** Who gave it, or proposed it; null: it came with the person, by the directory or at the service's founding. */
  granterId: string | null;
  /** The second person, who confirmed it; null: one person alone gives such a role. */
  seconderId: string | null;
  /** Dates of a deputy; null: from the grant on, and without an end. */
  validFrom: number | null;
  validUntil: number | null;
  /** When two persons last reviewed it, and by which proposal (book/rights/access-review.ts); null: nobody did yet. */
  reviewedAt: number | null;
  reviewId: string | null;
  /** Null while it stands. */
  revokedAt: number | null;
}

/** An act of two persons (book/rules/decisions.ts), from its proposal on. */
export interface ProposalRow {
  id: string;
  act: string;
  /** SHA-256 (hex) of the JCS form of {act, args}: what is confirmed is exactly what was proposed. */
  argsHash: string;
  /** JCS text. It names people by their ids, so it stands in clear. */
  args: string;
  proposerId: string;
  /** Null until somebody else confirmed it. */
  confirmerId: string | null;
  state: ProposalState;
  proposedAt: number;
  expiresAt: number;
}

/** A way in for a machine, which acts as its owner. */
export interface ApiTokenRow {
  id: string;
  personId: string;
  /** What its owner calls it (personal). */
  name: string | null;
  /** Roles the token may act in, comma separated. */
  scopes: string;
  createdAt: number;
  expiresAt: number;
  /** Null while it stands. */
  revokedAt: number | null;
  /**
   * The client certificate that it works with alone: base64url of the SHA-256 of its DER (RFC 8705 section 3.1). Null: a
   * plain token, which a throw-away data folder takes and no other.
   */
  thumbprint: string | null;
}
