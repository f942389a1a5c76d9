import type { Change } from '../book/lifecycle.ts';
import type { PersonRow, RequestRow, Role, TableName, Tables } from '../book/tables.ts';
import type { PersonInput } from './inputs.ts';
import type { Notice, Template } from './telling/notices.ts';

/** Milliseconds since the epoch. */
export interface Clock {
  now(): number;
}
export interface Chance {
  /** A new random identifier: 26 characters, 128 bits, Crockford base 32, no order in it. */
  id(): string;
  /** `length` random octets. */
  bytes(length: number): Uint8Array;
}

/** What happened, before the journal gives it a number and a time. */
export interface NewEntry {
  /** A person's id, or `system`. */
  actor: string;
  role: Role | 'system';
  /** `table.verb`, such as `request.approve`. */
  action: string;
  /** `table:id` of what it was done to. */
  subject: string;
  outcome: 'done' | 'refused' | 'failed';
  /** Clear JSON without personal data; integers, strings, booleans, arrays, objects. */
  detail?: Readonly<Record<string, unknown>>;
  /** Rows changed with it, in the same transaction; the entry carries them, personal columns as commitments. */
  changes?: readonly Change[];
}

export type Where<T extends TableName> = { readonly [C in keyof Tables[T]]?: Tables[T][C] | readonly Tables[T][C][] };
export interface Page<T extends TableName> {
  orderBy?: keyof Tables[T] & string;
  /** Rows whose ordering column is at least this; nulls are left out. */
  from?: string | number;
  descending?: boolean;
  limit?: number;
}

/** What the directory tells a person from every other by. */
export type Identifiers = { directoryId: string } & {
  [C in 'userPrincipalName' | 'securityIdentifier' | 'email']?: string | null | undefined;
};

export interface Reads {
  get<T extends TableName>(table: T, id: string): Promise<Tables[T] | undefined>;
  /** Rows whose columns equal (or are among) the values given; by default in id order, at most 1,000. */
  find<T extends TableName>(table: T, where: Where<T>, page?: Page<T>): Promise<Tables[T][]>;
  /** `page.from`: as in `find`. */
  count<T extends TableName>(table: T, where: Where<T>, page?: Pick<Page<T>, 'orderBy' | 'from'>): Promise<number>;
  /**
   * People of whom one of these says the same; ids of the directory and accounts in whatever case. With `email`, also those whose
   * id is that address, or whose address is that id: one signs in by either.
   */
  peopleAlike(of: Identifiers): Promise<PersonRow[]>;
  /** People, not purged yet, whom no certificate, request, token or role has bound to us since `before`: all, or those of `among`. */
  duePersons(before: number, limit: number, among?: readonly string[]): Promise<PersonRow[]>;
  /** The queue in working order: approved requests of the kinds given, priority then age. */
  queue(kinds: readonly RequestRow['kind'][], limit: number): Promise<RequestRow[]>;
}

/** A secret as the vault sealed it: useless without the key-encryption key. */
export interface SealedSecret {
  id: string;
  /** What it is for, bound into the seal: `pin`, `so-pin`, `pkcs12`, … */
  purpose: string;
  sealed: Uint8Array;
}

/** Whose data is erased, and the rows that are about them. */
export interface Erasure {
  personId: string;
  requestIds: readonly string[];
  certificateIds: readonly string[];
  handoverIds: readonly string[];
  tokenIds: readonly string[];
  apiTokenIds: readonly string[];
}

/** One transaction. Everything in it is committed with its journal entries, or none of it is. Await nothing else inside. */
export interface Unit extends Reads {
  /** Applies the entry's changes and appends it. Throws `conflict` when a row is not as expected any more. Returns its seq. */
  record(entry: NewEntry): Promise<number>;
  keepSecret(secret: SealedSecret): Promise<void>;
  dropSecret(id: string): Promise<void>;
  /** Deletes values and salts of these rows' commitments, and whatever beside the journal says who the person was (a purge). */
  erase(of: Erasure): Promise<void>;
  /** Ends whatever lets somebody in (password, passkeys, sessions, codes, identities elsewhere): an account that is given back begins anew. */
  dropWaysIn(personId: string): Promise<void>;
  /** Hash of the code with which a token's holder has it revoked by telephone; a new one replaces it. */
  keepRevocationCode(tokenId: string, hash: string): Promise<void>;
  revocationCode(tokenId: string): Promise<string | undefined>;
  /** The token has no holder any more: who had the code has no say over the next one's. */
  dropRevocationCode(tokenId: string): Promise<void>;
  keepCertificate(id: string, der: Uint8Array): Promise<void>;
  /** The next number of a yearly series, beginning with 1. */
  nextNumber(series: string): Promise<number>;
  /** Keeps how people newly stand in the directory, and the suggestions of its groups in place of those before. */
  noteDirectory(standings: readonly DirectoryStanding[], suggestions: readonly RoleSuggestion[]): Promise<void>;
  /** Puts a suggestion aside until a reading of the directory no longer makes it. */
  dismissSuggestion(suggestion: DismissedSuggestion): Promise<void>;
  /** A mail that was given up, or failed and waits for another try. */
  undelivered(mailId: string): Promise<UndeliveredMail | undefined>;
  /** Queues it anew, or drops it. */
  settleMail(mailId: string, verb: 'again' | 'giveUp'): Promise<void>;
  /** Queues e-mails that leave once this is committed; what may be told once and was told already is left out. */
  queueMail(...notices: Notice[]): Promise<void>;
}
export interface Store {
  transact<R>(work: (unit: Unit) => Promise<R>): Promise<R>;
  /** Whether people are told by e-mail; else `queueMail` does nothing. */
  readonly mails: boolean;
  readonly reads: Reads;
  secret(id: string): Promise<SealedSecret | undefined>;
  certificate(id: string): Promise<Uint8Array | undefined>;
  revocationCode(tokenId: string): Promise<string | undefined>;
  /** What the last reading of the directory left: everybody it ever showed, and what its groups suggest. */
  directory(): Promise<{
    standings: DirectoryStanding[];
    suggestions: RoleSuggestion[];
    dismissed: DismissedSuggestion[];
  }>;
  /** Those of them who have left and still have a token or a credential in use, the longest gone first. */
  leavers(): Promise<DirectoryStanding[]>;
  /** Mails that were given up or failed at least once, the longest waiting first, 200 at most. */
  undelivered(): Promise<UndeliveredMail[]>;
  /** After secrets were dropped: leaves no trace of them in any file. */
  forgetSecrets(): Promise<void>;
}

/** Seals secrets under a data key each; both are wrapped by the key-encryption key. Synchronous and fast. */
export interface Vault {
  seal(id: string, purpose: string, secret: Uint8Array): SealedSecret;
  /** Throws `kek_wrong` when the seal does not fit. */
  open(secret: SealedSecret): Uint8Array;
}

/** What a certificate says of its holder, machine or server; the profile decides which of it. */
export interface CertificateSubject {
  commonName: string;
  /** Separates homonyms; a DN is never given to someone else. */
  serialNumber?: string;
  email?: string;
  userPrincipalName?: string;
  /** SID of the account, `S-1-5-21-…`. */
  securityIdentifier?: string;
  /** A workstation's name in lower case. */
  machine?: string;
  /** A server's names and addresses. */
  dnsNames?: readonly string[];
  addresses?: readonly string[];
}
/** A certificate profile as it stands on file. */
export interface ProfileOnFile {
  name: string;
  /** SHA-256, hex. */
  hash: string;
  description: string;
  kind: 'holder' | 'machine' | 'tls-server' | 'ocsp-signer';
  /** Where the private key is made and stays. */
  storage: 'token' | 'file' | 'workstation';
  key: string;
  /** What it asks of a person beside the name. */
  needs: readonly ('email' | 'userPrincipalName' | 'securityIdentifier')[];
}
export interface CertificateOrder {
  profile: string;
  /** Serial number, hex: 127 random bits, positive. */
  serialNumber: string;
  subject: CertificateSubject;
  /** DER SubjectPublicKeyInfo whose possession was proven. */
  publicKey: Uint8Array;
  notBefore: number;
  /** Ends no later than this (temporary tokens); else the profile decides. */
  endsBy?: number;
}
export interface PreparedCertificate {
  serialNumber: string;
  issuerId: string;
  profile: string;
  profileHash: string;
  /** RFC 4514. */
  subject: string;
  publicKeyHash: string;
  notBefore: number;
  notAfter: number;
  /** Redeemed once by `issue`. */
  ticket: string;
}
export interface CertificateAuthority {
  /** The kind of key that a profile asks for. Throws `profile_refused` when there is no such holder profile. */
  keyKind(profile: string): KeyKind;
  /** Verifies the PKCS#10 self-signature; answers the DER SubjectPublicKeyInfo. Throws `possession_failed`. Parses attacker-controlled bytes. */
  checkPossession(request: Uint8Array): Promise<Uint8Array>;
  /** Every profile on file, by name. */
  profiles(): readonly ProfileOnFile[];
  /** Profiles that a request for a token may ask for; the first is the usual one. */
  tokenProfiles(): readonly ProfileOnFile[];
  /** DER of the CAs above a certificate, its issuer first, without the root. Throws `not_found` for an issuer that is not here. */
  chain(issuerId: string): readonly Uint8Array[];
  /** Builds and lints against the profile; signs nothing. Throws `profile_refused` with the rule's id, `profile_unconfirmed`. */
  prepare(order: CertificateOrder): Promise<PreparedCertificate>;
  /** The CA's signature, once per ticket. Answers the certificate's DER. Throws `ca_unavailable`. */
  issue(ticket: string): Promise<Uint8Array>;
}
/** Tells the status services that something was revoked; answers once the new CRL is served. */
export interface StatusPublisher {
  publish(): Promise<void>;
}
export interface SoftwareCredentialMaker {
  /** An RSA-3072 key, off the event loop: its PKCS#10 request and the key in PKCS#8 (the caller seals and wipes it). */
  generate(): Promise<{ request: Uint8Array; privateKey: Uint8Array }>;
  /** A PKCS#12 file; `compatible` is the older container that old systems read. */
  pack(
    privateKey: Uint8Array,
    certificate: Uint8Array,
    password: string,
    form: 'modern' | 'compatible',
  ): Promise<Uint8Array>;
}

/** What a token's model takes. */
export interface TokenTakes {
  /** Octets of the holder's PIN. */
  pin: { min: number; max: number };
  soPin: { alphabet: 'digits' | 'hex'; length: number };
  /** The CKA_IDs that it has, in hex; left out: any. */
  keyIds?: readonly string[];
}
export interface PluggedToken {
  slot: string;
  serial: string;
  model: string;
  label: string;
  initialised: boolean;
  /** The adapter that the bench chose for it, by module and token information. */
  adapter?: string;
  /** A certificate lies on it: somebody's, unless we put it there. */
  holdsCertificate?: boolean;
  takes?: TokenTakes;
}
export interface SlotStatus {
  slot: string;
  /** Where the technician finds it, such as `Poste 2`. */
  position: string;
  state: 'empty' | 'ready' | 'busy' | 'failed';
  token?: PluggedToken;
  /** Serial numbers where there are several tokens: neither is touched. */
  several?: readonly string[];
  /** Why it is `failed`, for people, with what to do. */
  problem?: string;
}
/** Kinds of keys that holders have (C5). */
export type KeyKind = 'ec-p256' | 'rsa-3072';
export interface KeyProof {
  /** DER PKCS#10, signed by the new key in the token. */
  request: Uint8Array;
  /** Attributes of the private key as read back from the token (T1). */
  attributes: {
    token: boolean;
    private: boolean;
    sensitive: boolean;
    extractable: boolean;
    alwaysSensitive: boolean;
    neverExtractable: boolean;
    local: boolean;
    sign: boolean;
    decrypt: boolean;
  };
}
/**
 * The tokens plugged into this machine. Every call names the serial number it means and fails with `token_wrong`
 * before anything is written when another token sits in the slot; `device_failed` when the token or module fails.
 */
export interface TokenBench {
  slots(): Promise<SlotStatus[]>;
  /** One slot alone, undefined when there is none of this name: looking at all of them is work for all of them. */
  slot(name: string): Promise<SlotStatus | undefined>;
  /** Wipes the token and gives it a new SO-PIN, PIN and label. */
  initialise(
    at: { slot: string; serial: string },
    how: { soPin: string; newSoPin: string; pin: string; label: string },
  ): Promise<void>;
  generateKey(
    at: { slot: string; serial: string },
    how: { pin: string; soPin?: string; keyId: string; key?: KeyKind; commonName: string },
  ): Promise<KeyProof>;
  /** Writes the certificate under the key's CKA_ID and answers what is read back, byte for byte. */
  writeCertificate(
    at: { slot: string; serial: string },
    how: { pin: string; soPin?: string; keyId: string; certificate: Uint8Array },
  ): Promise<Uint8Array>;
  readCertificate(at: { slot: string; serial: string }, how: { keyId: string }): Promise<Uint8Array>;
  /**
   * ECDSA P-256 (DER) or RSA PKCS#1 v1.5, over SHA-256 of `challenge`. With `soPin`, before the token leaves: where the
   * model can, its holder has to change the PIN at first use.
   */
  signChallenge(
    at: { slot: string; serial: string },
    how: { pin: string; soPin?: string; keyId: string; challenge: Uint8Array },
  ): Promise<Uint8Array>;
  /** Gives the token a new PIN, locked or not; key and certificate stay. Twice with the same PIN is harmless. */
  resetPin(at: { slot: string; serial: string }, how: { soPin: string; pin: string }): Promise<void>;
}
/** Verifies a token's signature over a challenge with the public key of the certificate (DER). */
export type ChallengeVerifier = (certificate: Uint8Array, challenge: Uint8Array, signature: Uint8Array) => boolean;

/** What goes on paper. The printer renders and queues it; no copy is kept. */
export type Paper =
  | { kind: 'label'; requestNumber: string; serial: string; position: string }
  | {
      kind: 'pin' | 'pkcs12-password';
      requestNumber: string;
      name: string;
      address: string;
      secret: string;
      revocationCode: string | null;
    }
  | {
      kind: 'work-order';
      requestNumber: string;
      request: RequestRow['kind'];
      name: string;
      service: string;
      /** Asset number. */
      workstation: string;
      priority: number;
      destination: string;
      submittedAt: number;
    }
  | { kind: 'transport-note'; requestNumber: string; serial: string; destination: string; trackingNumber: string }
  | {
      kind: 'handover-sheet';
      requestNumber: string;
      serial: string;
      name: string;
      certificateSerial: string;
      handedOverAt: number;
      operator: string;
    }
  | ({ kind: 'day-report' } & DayTold)
  | {
      kind: 'destruction-report';
      serial: string;
      model: string;
      /** Reference of the delivery that it came with. */
      delivery: string;
      decidedAt: number;
      proposer: string;
      confirmer: string;
    };
/** How a print queue stands. */
export interface QueueState {
  name: string;
  state: 'ready' | 'printing' | 'stopped' | 'unreachable';
  /** What the queue says of itself; empty when there is nothing to say. */
  reason: string;
}
export interface Printer {
  /** Throws `print_failed`; then the paper may be asked for again. */
  print(paper: Paper): Promise<void>;
  /** How the queues stand now, by their own word. Never throws: a queue that does not answer is `unreachable`. */
  states(): Promise<{ label: QueueState; letter: QueueState }>;
}

/** Hashes what people type back: revocation codes. Slow on purpose (Argon2id), off the event loop. */
export interface SecretHasher {
  hash(secret: string): Promise<string>;
  verify(hash: string, secret: string): Promise<boolean>;
}

/** A person as the directory knows them now. */
export interface DirectoryRecord {
  directoryId: string;
  /** False once the directory says that they have left or are locked out. */
  enabled: boolean;
  /** What an import takes; undefined when a field does not keep its rules. */
  person: PersonInput | undefined;
  /** Names of the fields that do not. */
  problems: readonly string[];
}
/** The ministry's directory, read only. Every verb throws `service_unreachable`. What it says is not taken on trust. */
export interface Directory {
  /** By id, in any case; undefined when nobody or more than one has it. */
  find(directoryId: string): Promise<DirectoryRecord | undefined>;
  /** People whose id, first or family name begins with each of the words. */
  search(text: string, limit: number): Promise<DirectoryRecord[]>;
  /** Everybody, in pages: all of them, or it throws. */
  everyone(): AsyncIterable<readonly DirectoryRecord[]>;
  /** Which roles the groups propose, and to which directory ids. */
  groups(): Promise<{ role: Role; scope: string; members: readonly string[] }[]>;
}
/** Somebody whom the directory showed once, and whether it still does. */
export interface DirectoryStanding {
  personId: string;
  state: 'present' | 'disabled' | 'gone';
  since: number;
}
/** A role that the directory's groups would have granted (`grant`), or no longer back (`end`). */
export interface RoleSuggestion {
  personId: string;
  role: Role;
  scope: string;
  kind: 'grant' | 'end';
  since: number;
}
export interface DismissedSuggestion extends Omit<RoleSuggestion, 'since'> {
  /** A word of role-suggestions.ts. */
  reason: string;
  dismissedAt: number;
}
/** What leaves the house of each day: figures, and the journal's signed checkpoint with the key that verifies it. */
export interface DayTold {
  date: string;
  received: number;
  produced: number;
  activated: number;
  revoked: number;
  refusedActs: number;
  /** When surge mode was on that day, for people; empty for never. */
  surge: readonly { fr: string; en: string }[];
  /** Entries that the checkpoint covers. */
  size: number;
  /** The signed note, newlines and all. */
  note: string;
  vkey: string;
}
/** An e-mail that did not leave. */
export interface UndeliveredMail {
  id: string;
  template: Template;
  /** A person, or an address of the configuration. */
  personId: string | null;
  address: string | null;
  /** `table:id`. */
  about: string;
  state: 'waiting' | 'dead';
  queuedAt: number;
  tries: number;
  /** When it is tried again; for one that was given up, when that was. */
  at: number;
  /** The relay's number, or our own code: never its text, which may repeat an address. */
  failure: string | null;
}
