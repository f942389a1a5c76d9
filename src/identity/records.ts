import type { ApiTokenRow, PersonRow } from '../book/tables/rows/people.ts';
import type { Haste, Store, Unit } from '../flow/ports/store.ts';
import type { EndedWaysIn } from '../flow/ports/ways-in.ts';

/** Rows of sign-in, which no journal rebuilds: hashes of secrets, never a secret. */
export interface EnrolmentRow {
  /** SHA-256 (hex) of the link's token. */
  hash: string;
  personId: string;
  expiresAt: number;
  usedAt: number | null;
  /** Who made it; null for the service's own first two. */
  inviterId: string | null;
  /** SHA-256 (hex) of the second person's code; null as long as nobody vouched. */
  codeHash: string | null;
  /** 1 for a link of the terminal after a restore: it asks for what its person had when the backup was made. */
  former: number;
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
  /** How it was opened, or raised since: a Method of passwords/strength.ts. */
  method: string;
  /** Where it was opened from, for its owner to know it again. */
  address: string;
  /** Of the identity provider that opened it. */
  idToken: string | null;
  /** Roles, by comma, that the provider's assurance reaches; null: as the method says. */
  reach: string | null;
  /** At a bench: of which node, at which of its places (null once somebody else took it), and when the session locks. */
  benchNode: string | null;
  benchPlace: string | null;
  benchUntil: number | null;
}
/** A passkey: a public key; the private one never leaves its authenticator. */
export interface PasskeyRow {
  /** The credential's id, base64url. */
  id: string;
  personId: string;
  /** What its owner calls it. */
  name: string;
  /** COSE. */
  publicKey: Uint8Array;
  counter: number;
  /** How browsers reach it, by comma. */
  transports: string;
  /** The host name that it is bound to: it opens nothing at another. */
  rpId: string;
  createdAt: number;
  usedAt: number | null;
}
/** A command line that waits to be let in by its person in the browser. */
export interface DeviceCodeRow {
  /** SHA-256 (hex) of what the command line keeps. */
  hash: string;
  /** SHA-256 (hex) of what its person types. */
  userCodeHash: string;
  address: string;
  createdAt: number;
  expiresAt: number;
  /** Who let it in, and how their own session was opened; null while it waits. */
  personId: string | null;
  method: string | null;
  reach: string | null;
  /** Until when that session was fresh and lasted: what the code opens is no fresher and ends no later. */
  freshUntil: number | null;
  endsAt: number | null;
}
/** Of a session, what the command line that it lets in takes from it. */
export type LettingIn = Pick<SessionRow, 'personId' | 'method' | 'reach' | 'freshUntil'> & { endsAt: number };
export interface ForeignIdentityRow {
  issuer: string;
  subject: string;
  personId: string;
  linkedAt: number;
}
export interface AccessRow {
  at: number;
  event: string;
  /** Null where nobody was recognised: a login that was typed may be a password. */
  personId: string | null;
  address: string;
  outcome: string;
}

/** What identity changes beside the journal. Hashes and public keys only: no password, session id or API token comes here. */
export interface IdentityWrites extends EndedWaysIn {
  /** Sets a person's password hash; the old one is gone. */
  keepPassword(personId: string, hash: string, now: number): Promise<void>;
  /** A new link ends those given to the person before. */
  keepEnrolment(link: Omit<EnrolmentRow, 'usedAt' | 'codeHash'>): Promise<void>;
  /** Puts a second person's code to a link that stands; false when it does not any more. */
  vouchEnrolment(hash: string, codeHash: string, now: number): Promise<boolean>;
  /** Uses a link, once and in time: whose it was, or undefined when it does not stand any more. */
  redeemEnrolment(
    hash: string,
    now: number,
  ): Promise<Pick<EnrolmentRow, 'personId' | 'inviterId' | 'codeHash'> | undefined>;
  keepSession(session: SessionRow): Promise<void>;
  /** Notes use of a session, and what its owner does at the bench. */
  touchSession(
    hash: string,
    set: Partial<Pick<SessionRow, 'seenAt' | 'expiresAt' | 'benchNode' | 'benchPlace' | 'benchUntil'>>,
  ): Promise<void>;
  /** False when it had ended already. */
  endSession(hash: string): Promise<boolean>;
  /** With the codes of command lines that they let in and that were not redeemed yet. Answers how many sessions ended. */
  endSessionsOf(personId: string): Promise<number>;
  /** Everybody's but this person's. */
  endSessionsBut(personId: string): Promise<number>;
  keepApiToken(hash: string, apiTokenId: string): Promise<void>;
  logAccess(row: AccessRow): Promise<void>;
  keepPasskey(passkey: PasskeyRow): Promise<void>;
  /** Notes use, if the counter still is `before`: false when another sign-in was faster. */
  usePasskey(id: string, use: { before: number; counter: number; now: number }): Promise<boolean>;
  /** False where its owner would keep no other one that is bound to the host name `leaves`, or it is gone; undefined: they may keep none. */
  dropPasskey(passkey: Pick<PasskeyRow, 'id' | 'personId'>, keep: { leaves: string | undefined }): Promise<boolean>;
  keepDeviceCode(
    code: Pick<DeviceCodeRow, 'hash' | 'userCodeHash' | 'address' | 'createdAt' | 'expiresAt'>,
  ): Promise<void>;
  /** Gives a code that waits to a person, once and in time: false when it was approved already or its time is over. */
  approveDeviceCode(userCodeHash: string, by: LettingIn, now: number): Promise<boolean>;
  /** Takes an approved code away, once and in time. */
  redeemDeviceCode(hash: string, now: number): Promise<DeviceCodeRow | undefined>;
  keepForeignIdentity(row: ForeignIdentityRow): Promise<void>;
}
/** The writes in the same transaction as their journal entry, and what they depend on. */
export interface IdentityUnit
  extends Unit,
    IdentityWrites,
    Pick<IdentityReads, 'passwordOf' | 'enrolmentOf' | 'sessionByHash' | 'sessionsAtBench'> {}

/** Where identity's acts are committed. */
export interface IdentityStore extends Omit<Store, 'transact'> {
  transact<R>(work: (unit: IdentityUnit) => Promise<R>, how?: Haste): Promise<R>;
}
/** What identity reads beside the flow's rows. */
export interface IdentityReads {
  /** `restoredAt`: from before a restore, so that it reports a loss and opens nothing else; null for any other. */
  passwordOf(personId: string): Promise<{ hash: string; setAt: number; restoredAt: number | null } | undefined>;
  /**
   * By directory id – as typed, else in whatever case only one person has it –, else by the e-mail address that only one
   * person has; takes as long when there is none.
   */
  personByLogin(login: string): Promise<PersonRow | undefined>;
  /** A link as it was kept, used or not. */
  enrolmentByHash(hash: string): Promise<EnrolmentRow | undefined>;
  /** The one that a person was given last and has not used. */
  enrolmentOf(personId: string): Promise<EnrolmentRow | undefined>;
  sessionByHash(hash: string): Promise<SessionRow | undefined>;
  /** Those of them that are there, in whatever order; at most 1,000 are asked for. */
  sessionsAmong(hashes: readonly string[]): Promise<SessionRow[]>;
  /** Those that are at a place of this node's bench, whether they last or not. */
  sessionsAtBench(node: string): Promise<SessionRow[]>;
  /** Newest first. */
  sessionsOf(personId: string): Promise<SessionRow[]>;
  passkey(id: string): Promise<PasskeyRow | undefined>;
  /** Oldest first. */
  passkeysOf(personId: string): Promise<PasskeyRow[]>;
  /** How many are bound to each other name, in order of the names. */
  passkeysOfOtherNames(rpId: string): Promise<{ rpId: string; count: number }[]>;
  deviceCodeByUserCode(userCodeHash: string): Promise<DeviceCodeRow | undefined>;
  deviceCodeByHash(hash: string): Promise<DeviceCodeRow | undefined>;
  foreignIdentity(issuer: string, subject: string): Promise<ForeignIdentityRow | undefined>;
  foreignIdentityOf(issuer: string, personId: string): Promise<ForeignIdentityRow | undefined>;
  apiTokenByHash(hash: string): Promise<ApiTokenRow | undefined>;
}
/** The reads, and the writes that need no entry. */
export interface IdentityRecords
  extends IdentityReads,
    Pick<IdentityWrites, 'touchSession' | 'logAccess' | 'endSession' | 'endSessionsOf' | 'keepDeviceCode'> {}
/** The access log, which may be purged; rows carry an id of their own. */
export interface AccessRecords {
  /** Access log of [from, to), in order, in pages. */
  accesses(from: number, to: number): AsyncIterable<readonly (AccessRow & { id: number })[]>;
  /** Deletes sessions, links and codes that ended by `expiredAt`, and the access log before `accessBefore`. Answers how many rows went. */
  purge(limits: { expiredAt: number; accessBefore: number }): Promise<number>;
}
