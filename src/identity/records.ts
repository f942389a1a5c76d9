import type { ApiTokenRow, PersonRow } from '../flow/model.ts';
import type { Store, Unit } from '../flow/ports.ts';

/** Rows of sign-in, which no journal rebuilds: hashes of secrets, never a secret. */
export interface EnrolmentRow {
  /** SHA-256 (hex) of the link's token. */
  hash: string;
  personId: string;
  expiresAt: number;
  usedAt: number | null;
}
export interface SessionRow {
  /** SHA-256 (hex) of the session's token. */
  hash: string;
  personId: string;
  csrf: string;
  createdAt: number;
  seenAt: number;
  freshUntil: number;
  expiresAt: number;
}
export interface AccessRow {
  at: number;
  event: string;
  /** Null where nobody was recognised: a login that was typed may be a password. */
  personId: string | null;
  address: string;
  outcome: string;
}

/** What identity changes, in the same transaction as its journal entry where there is one. */
export interface IdentityUnit extends Unit {
  keepPassword(personId: string, hash: string, now: number): Promise<void>;
  /** A new link ends those given to the person before. */
  keepEnrolment(link: Omit<EnrolmentRow, 'usedAt'>): Promise<void>;
  /** Uses a link, once and in time: the person's id, or undefined when it does not stand any more. */
  redeemEnrolment(hash: string, now: number): Promise<string | undefined>;
  keepSession(session: SessionRow): Promise<void>;
  touchSession(hash: string, set: { seenAt?: number; freshUntil?: number }): Promise<void>;
  /** False when it had ended already. */
  endSession(hash: string): Promise<boolean>;
  endSessionsOf(personId: string): Promise<void>;
  keepApiToken(hash: string, apiTokenId: string): Promise<void>;
  dropApiToken(apiTokenId: string): Promise<void>;
  logAccess(row: AccessRow): Promise<void>;
}

/** Where identity's acts are committed. */
export interface IdentityStore extends Omit<Store, 'transact'> {
  transact<R>(work: (unit: IdentityUnit) => Promise<R>): Promise<R>;
}
/** What identity reads beside the flow's rows, and writes that need no entry. */
export interface IdentityRecords
  extends Pick<IdentityUnit, 'touchSession' | 'logAccess' | 'endSession' | 'endSessionsOf'> {
  passwordOf(personId: string): Promise<{ hash: string } | undefined>;
  /** By directory id, else by the e-mail address that only one person has; takes as long when there is none. */
  personByLogin(login: string): Promise<PersonRow | undefined>;
  enrolmentByHash(hash: string): Promise<EnrolmentRow | undefined>;
  sessionByHash(hash: string): Promise<SessionRow | undefined>;
  apiTokenByHash(hash: string): Promise<ApiTokenRow | undefined>;
}
