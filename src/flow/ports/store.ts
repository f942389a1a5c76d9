import type { DifferenceKind } from '../../book/rules/service/differences.ts';
import type { Role } from '../../book/tables/codes.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { CrlRow } from '../../book/tables/rows/tokens.ts';
import type { TableName, Tables } from '../../book/tables/tables.ts';
import type { Notice } from '../notifications/templates.ts';
import type { Answer, Claim } from './answers.ts';
import type { DirectoryStanding, DismissedSuggestion, RoleSuggestion } from './directory.ts';
import type { FirstStep } from './first-steps.ts';
import type { Told, UndeliveredMail } from './mail.ts';
import type { SealedSecret } from './vault.ts';
import type { SavedView } from './views.ts';

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
  /** Goes on without rows that are not as the service wrote them, where the act can: else one among them is its refusal. */
  leaveOut?: true;
}

/** What the directory tells a person from every other by. */
export type Identifiers = { directoryId: string } & {
  [C in 'userPrincipalName' | 'securityIdentifier' | 'email']?: string | null | undefined;
};

/** How many have a slot of the desk, epoch milliseconds. */
export interface BookedSlot {
  startsAt: number;
  endsAt: number;
  count: number;
}

export interface Reads {
  get<T extends TableName>(table: T, id: string): Promise<Tables[T] | undefined>;
  /** Rows whose columns equal (or are among) the values given; by default in id order, at most 1,000. */
  find<T extends TableName>(table: T, where: Where<T>, page?: Page<T>): Promise<Tables[T][]>;
  /** The id of the nth of these rows from an id on, in the order of ids and whatever it says; undefined where there are fewer. */
  nthId<T extends TableName>(table: T, where: Where<T>, from: string, nth: number): Promise<string | undefined>;
  /** `page.from`: as in `find`. */
  count<T extends TableName>(table: T, where: Where<T>, page?: Pick<Page<T>, 'orderBy' | 'from'>): Promise<number>;
  /**
   * People of whom one of these says the same; ids of the directory and accounts in whatever case. With `email`, also those whose
   * id is that address, or whose address is that id: one signs in by either.
   */
  peopleWithIdentifiers(of: Identifiers): Promise<PersonRow[]>;
  /** People, not purged yet, whom no certificate, request, token or role has bound to us since `before`: all, or those of `among`. */
  duePersons(before: number, limit: number, among?: readonly string[]): Promise<PersonRow[]>;
  /** How many are booked at a site's desk on a day, by slot; not the request `except`. Counted, however many there are. */
  bookedSlots(site: string, day: number, except: string): Promise<BookedSlot[]>;
  /** The queue in working order: approved requests of the kinds given, priority then age. */
  queue(kinds: readonly RequestRow['kind'][], limit: number): Promise<RequestRow[]>;
}

/** What a unit may read before it wants it. */
export type PrefetchReads = Pick<Reads, 'find' | 'peopleWithIdentifiers'>;

/** Whose data is erased, and the rows that are about them. */
export interface Erasure {
  personId: string;
  requestIds: readonly string[];
  certificateIds: readonly string[];
  handoverIds: readonly string[];
  deviceIds: readonly string[];
  tokenIds: readonly string[];
  apiTokenIds: readonly string[];
}

/** Something in the database that is not as the journal says, and was told of. */
export interface KnownDifference {
  /** A word of the book's COMPARED, and the row's id or a fingerprint of its key. */
  table: string;
  id: string;
  kind: DifferenceKind;
  foundAt: number;
}
/** A revocation that the journal tells of, at its place in the list that CRLs and OCSP read. */
export interface ListedRevocation {
  certificateId: string;
  issuerId: string;
  seq: number;
  revokedAt: number;
  notAfter: number;
}

/** One transaction. Everything in it is committed with its journal entries, or none of it is. Await nothing else inside. */
export interface Unit extends Reads {
  /** Applies the entry's changes and appends it. Throws `conflict` when a row is not as expected any more. Returns its seq. */
  record(entry: NewEntry): Promise<number>;
  /**
   * Has what is read here at hand for when the unit reads it, unless the unit wrote meanwhile what it would tell of. For whoever
   * does the same to many things: they are asked for together, and what `record` runs into may be told by a later one, or as the
   * unit ends.
   */
  prefetch(ask: (reads: PrefetchReads) => Promise<unknown>): Promise<void>;
  keepSecret(secret: SealedSecret): Promise<void>;
  dropSecret(id: string): Promise<void>;
  /** Deletes values and salts of these rows' commitments, and whatever beside the journal says who the person was (a purge). */
  erase(of: Erasure): Promise<void>;
  /** Ends whatever lets somebody in (password, passkeys, sessions, codes, identities elsewhere): an account that is given back begins anew. */
  dropWaysIn(personId: string): Promise<void>;
  /** Ends the sessions that these people opened with a token, and the command lines that such a session let in: it is theirs no more. */
  endCertificateSessions(personIds: readonly string[]): Promise<void>;
  /**
   * Hash of the code with which the holder of a token, or of a Nomade credential, has it revoked by telephone; a new one
   * replaces it.
   */
  keepRevocationCode(serial: string, hash: string): Promise<void>;
  revocationCode(serial: string): Promise<string | undefined>;
  /** The token has no holder any more: who had the code has no say over the next one's. */
  dropRevocationCode(serial: string): Promise<void>;
  /** Hash of a pick-up code; it goes with the code. */
  keepPickupHash(pickupCodeId: string, hash: string): Promise<void>;
  pickupHash(pickupCodeId: string): Promise<string | undefined>;
  dropPickupHash(pickupCodeId: string): Promise<void>;
  keepCertificate(id: string, der: Uint8Array): Promise<void>;
  /** The next number of a yearly series, beginning with 1. */
  nextNumber(series: string): Promise<number>;
  /** Keeps how people newly stand in the directory, and the suggestions of its groups in place of those before. */
  noteDirectory(standings: readonly DirectoryStanding[], suggestions: readonly RoleSuggestion[]): Promise<void>;
  /** How the directory last said that somebody stands; undefined where it never had them. */
  directoryStanding(personId: string): Promise<DirectoryStanding | undefined>;
  /** Puts a suggestion aside until a reading of the directory no longer makes it. */
  dismissSuggestion(suggestion: DismissedSuggestion): Promise<void>;
  /** The views that somebody keeps of lists. */
  savedViews(personId: string): Promise<SavedView[]>;
  /** Keeps a view, in place of one of the same list and name. */
  keepView(view: SavedView): Promise<void>;
  dropView(of: Omit<SavedView, 'query'>): Promise<void>;
  /** Keeps that somebody opened a page of the first-day tour, once. */
  keepFirstStep(step: FirstStep): Promise<void>;
  /** The tour begins again for somebody. */
  dropFirstSteps(personId: string): Promise<void>;
  /** A mail that was given up, or failed and waits for another try. */
  undelivered(mailId: string): Promise<UndeliveredMail | undefined>;
  /** Queues it anew, or drops it. */
  settleMail(mailId: string, verb: 'again' | 'giveUp'): Promise<void>;
  differences(): Promise<KnownDifference[]>;
  /** Remembers it; one that is known already is found otherwise now. */
  keepDifference(found: KnownDifference): Promise<void>;
  dropDifference(of: Pick<KnownDifference, 'table' | 'id'>): Promise<void>;
  /** Puts revocations back into the list, each where it stood; a place that is taken stays as it is. */
  putBackRevocations(listed: readonly ListedRevocation[]): Promise<void>;
  /** Counts the tokens of the stock anew, where what pages read of them differs. */
  recountTokens(): Promise<void>;
  /** Writes rows of CRLs anew as the journal tells of them, and drops those that it does not tell of. */
  repairCrls(rows: { put: readonly CrlRow[]; drop: readonly string[] }): Promise<void>;
  /** Keeps what a call is answered with what it did; `undefined`: only that something of it was done. Throws `conflict`. */
  keepAnswer(claim: Claim, answer: Answer | undefined): Promise<void>;
  /** Keeps what two persons confirm, to the letter, by its SHA-256 (hex). */
  keepConfirmedText(confirmed: { hash: string; text: string }): Promise<void>;
  /** Notes that somebody looked at these of what they were told. */
  seeTold(personId: string, ids: readonly string[]): Promise<void>;
  /**
   * Tells people, once this is committed: in the console, and by e-mail where there is a relay. What may be told once and was told
   * already is left out.
   */
  queueMail(...notices: Notice[]): Promise<void>;
}

/** What a unit of work is about: who does what. */
export interface Act {
  name: string;
  /** A person's id. */
  actor: string;
}
/** How soon a unit of work has its turn, and what for. */
export interface Haste {
  /** What it is for: a store may read together what such acts read before. */
  act?: Act;
  /** Before everything that waits for the writer and is not urgent itself: what takes somebody's access away. */
  urgent?: boolean;
}
export interface Store {
  transact<R>(work: (unit: Unit) => Promise<R>, how?: Haste): Promise<R>;
  /** Whether what a unit gathers is written while it goes on: by a server. Where not, a long unit has the program's one thread to its end. */
  readonly gathers: boolean;
  readonly reads: Reads;
  secret(id: string): Promise<SealedSecret | undefined>;
  /** Ids of the secrets that are kept for a purpose. */
  secretsFor(purpose: string): Promise<string[]>;
  certificate(id: string): Promise<Uint8Array | undefined>;
  revocationCode(serial: string): Promise<string | undefined>;
  pickupHash(pickupCodeId: string): Promise<string | undefined>;
  /** What was confirmed under this SHA-256 (hex); undefined where it was not kept, or somebody edited it. */
  confirmedText(hash: string): Promise<string | undefined>;
  /** The views that somebody keeps of lists, by list and name. */
  savedViews(personId: string): Promise<SavedView[]>;
  /** The pages of the first-day tour that somebody opened. */
  firstSteps(personId: string): Promise<string[]>;
  /** How one person stands in the directory; undefined for whom it never showed. */
  standing(personId: string): Promise<DirectoryStanding | undefined>;
  /** How these people stand in it; whom it never showed is left out. */
  standings(personIds: readonly string[]): Promise<DirectoryStanding[]>;
  /** What its groups suggest, and what was put aside. */
  suggestions(): Promise<{ suggestions: RoleSuggestion[]; dismissed: DismissedSuggestion[] }>;
  /** What the last reading of the directory left: everybody it ever showed, and what its groups suggest. */
  directory(): Promise<{
    standings: DirectoryStanding[];
    suggestions: RoleSuggestion[];
    dismissed: DismissedSuggestion[];
  }>;
  /** Those of them who have left and still have a token or a credential in use, the longest gone first. */
  leavers(): Promise<DirectoryStanding[]>;
  /** People whose account is disabled, and who still have a token or a credential in use. */
  closedHolders(): Promise<string[]>;
  /** What a person was told since a moment, the newest first. */
  told(personId: string, since: number, limit: number): Promise<Told[]>;
  /** How much of it they did not look at; `most` at most. */
  countUnseen(personId: string, since: number, most: number): Promise<number>;
  /** What is known to differ from the journal, the longest known first, 5,000 at most. */
  differences(): Promise<KnownDifference[]>;
  /**
   * The rows among them are refused from now on, and no others for that reason. Throws `record_tampered` where there are more
   * than this service writes.
   */
  distrust(): Promise<void>;
  /** After secrets were dropped: leaves no trace of them in any file. */
  forgetSecrets(): Promise<void>;
}
