import type { QueuePlace } from '../../book/rules/waiting/queue.ts';
import {
  CAMPAIGN_OUTCOMES,
  type CampaignBlocker,
  type CampaignKind,
  type CampaignOutcome,
  type CampaignTokenLeft,
  type ImportKind,
  type IncidentKind,
  type LetterKind,
  type MovedFor,
  type PriorityReason,
  type RecallKind,
  type RecallLeft,
  type ReplacementReason,
  type RequestKind,
} from '../../book/tables/codes.ts';
import type { PersonRow, ProposalRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { ImportRow } from '../../book/tables/rows/service.ts';
import type { DeliveryRow, ExpectedDeliveryRow, RecallRow, StockTransferRow } from '../../book/tables/rows/stock.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import type { CampaignRow, IncidentRow, WorkstationRow } from '../../book/tables/rows/workstations.ts';
import type {
  CampaignState,
  ExpectedDeliveryState,
  IncidentState,
  ProposalState,
  RecallState,
  RequestState,
  StockTransferState,
  TokenState,
  WorkstationState,
} from '../../book/tables/states.ts';
import type { TableName, Tables } from '../../book/tables/tables.ts';
import type { Entry } from '../../journal/entry.ts';
import type { Template } from '../notifications/templates.ts';
import type { UndeliveredMail } from '../ports/mail.ts';
import type { Criterion } from '../recall/hits.ts';
import type { Anomaly } from '../request/anomalies.ts';
import type { Cursor, Paged, Total } from './paging.ts';
import type { Sort } from './sorting.ts';

/** Which requests someone may see: all of them, or those of some services, of a holder, of an asker. */
export type Visibility = 'all' | { services: readonly string[]; holderId: string; askerId: string };

/** Entries about somebody that are read at once: more than a page shows, since not each of them tells something. */
export const ABOUT_MOST = 200;

/** So many requests of the same hour and promised day. */
export interface PromisedWaits {
  submittedAt: number;
  byDay: number;
  count: number;
  /** The first and the last of their ids, which may be one: another is tried where a row of the first was edited. */
  requestIds: readonly string[];
}

export interface PeopleFilter {
  text?: string;
  /** A service, or several, each with those below it. */
  service?: string | readonly string[];
}

/** What many machines have in common, in an order that an index has. */
export const WORKSTATION_CHOICES = ['image', 'model', 'site'] as const;

export interface WorkstationFilter {
  /** Who has them: the list of those who read no others. */
  holderId?: string;
  text?: string | undefined;
  state?: readonly WorkstationState[] | undefined;
  image?: string | undefined;
  model?: string | undefined;
  site?: string | undefined;
  /** With those below it. */
  service?: string | undefined;
}

export interface TokenFilter {
  text?: string | undefined;
  state?: readonly TokenState[] | undefined;
  model?: string | undefined;
  firmware?: string | undefined;
  batch?: string | undefined;
  /** The id of a delivery, the code of a location. */
  deliveryId?: string | undefined;
  locationId?: string | undefined;
}

/** Deliveries that came: of a model, a firmware or a batch as their notes say, or put into a location. */
export interface DeliveryFilter {
  model?: string | undefined;
  firmware?: string | undefined;
  batch?: string | undefined;
  locationId?: string | undefined;
  /** Part of any name that they have. */
  text?: string | undefined;
}

/** Deliveries that are or were expected, in these states: of an order or a model in whose name a text stands. */
export interface ExpectedFilter {
  states: readonly ExpectedDeliveryState[];
  text?: string | undefined;
}

/** Transfers on the way, or past ones; `locationId`: the code of a location that they left or went to. */
export interface TransferFilter {
  state: StockTransferState;
  locationId?: string | undefined;
}

/** How many rows each list has. Undefined where too many would have to be looked at to tell. */
export interface Totals {
  requests(filter: RequestFilter & { visible: Visibility }): Promise<Total | undefined>;
  people(filter: PeopleFilter): Promise<Total | undefined>;
  workstations(filter: WorkstationFilter): Promise<Total | undefined>;
  tokens(filter: TokenFilter): Promise<Total | undefined>;
  machineEnds(from: number, until: number, filter: MachineEndsFilter): Promise<Total | undefined>;
  incidents(filter: IncidentFilter): Promise<Total | undefined>;
  undelivered(filter: MailFilter): Promise<Total | undefined>;
  campaignMachines(campaignId: string, filter: CampaignFilter): Promise<Total | undefined>;
  recalls(filter: RecallFilter): Promise<Total | undefined>;
  campaigns(of: CampaignsAsked): Promise<Total | undefined>;
  stockTransfers(filter: TransferFilter): Promise<Total | undefined>;
  deliveries(filter: DeliveryFilter): Promise<Total | undefined>;
  expectedDeliveries(filter: ExpectedFilter): Promise<Total | undefined>;
}

export interface RequestFilter {
  state?: readonly RequestState[];
  kind?: readonly RequestKind[];
  reason?: ReplacementReason;
  service?: string;
  /** Submitted at this moment or before. */
  until?: number;
  /** Part of a number or a name. */
  text?: string;
  /** With or without something to look at twice; `usual` is the certificate profile that is offered first. */
  anomalies?: { has: boolean; usual: string };
  /** Whether its token ended before its receipt: nothing comes of it until somebody makes it again (book/rules/request/asking.ts). */
  lostItsToken?: boolean;
  /** Part of the place where it is handed over, or sent to. */
  deliverySite?: string;
  /** Asked by or for this person; or neither. */
  of?: string;
  notOf?: string;
}

/**
 * The newest first where nothing is said; in the order in which they are worked on (book/rules/waiting/queue.ts); or by their states,
 * the oldest of each first, and the other way round; or by the names of their holders.
 */
export type RequestOrder =
  | 'newest'
  | 'oldest'
  | 'approved'
  | 'working'
  | 'states'
  | 'states-back'
  | 'holders'
  | 'holders-back';

export type RequestItem = Omit<RequestRow, 'contentSalt'> & { holderName: string; assetNumber: string | null };

export interface EntryFilter {
  text?: string;
  action?: string;
  actor?: string;
  /** Done by one of these; by nobody at all where there is none. */
  actors?: readonly string[];
  subject?: string;
  outcome?: string;
  /** Epoch milliseconds. */
  from?: number;
  to?: number;
  /** The number of an entry: this one and those after it. */
  fromEntry?: number;
  /** Any of these: what was acted on, who acted, which act. None at all finds nothing. */
  any?: { subjects?: readonly string[]; actors?: readonly string[]; actions?: readonly string[] };
  /** Not these acts where they were done; a refused one is found. The answer counts them. */
  without?: readonly string[];
}

/** Entries, and how many stand between them that `without` leaves out: 1,000 at most are counted. */
export type FoundEntries = Paged<EntryItem> & { leftOut?: number | undefined };

export interface AboutSubjects {
  subjects: readonly string[];
  actions: readonly string[];
  /** Not what this person did. */
  notBy: string;
  /** Epoch milliseconds. */
  since: number;
}

/** An entry of the journal, as people read it. */
export type EntryItem = Entry;

/** Epoch milliseconds. */
export interface LastUse {
  actedAt: number | null;
  signedInAt: number | null;
}

/** Tokens in use of one service that end on one day, and how many of them are being replaced. */
export interface DayEnds {
  /** Days since 1970. */
  day: number;
  service: string;
  ends: number;
  asked: number;
}

/** A machine whose own certificate ends. */
export interface MachineEnd {
  assetNumber: string;
  site: string;
  service: string;
  state: WorkstationState;
  /** Epoch milliseconds. */
  notAfter: number;
}

/** Which of them are asked for, and in which order: the soonest first where nothing is said. */
export interface MachineEndsFilter extends Pick<WorkstationFilter, 'text' | 'service' | 'site'> {
  /** Those whose number begins so. */
  number?: string | undefined;
  /** Those in this state; of one that is lost, blocked or retired there are none. */
  state?: WorkstationState | undefined;
  sort?: Sort<'machineEnds'> | undefined;
}

/** Open or past incidents: of a kind, of people of a service with those below it, of a person or a machine that a text finds. */
export interface IncidentFilter {
  state: IncidentState;
  kind?: IncidentKind | undefined;
  service?: string | undefined;
  text?: string | undefined;
}

/** Mails that did not leave: in a state, of a step, to a person whom a text finds or an address that begins with it. */
export interface MailFilter {
  state?: UndeliveredMail['state'] | undefined;
  template?: Template | undefined;
  text?: string | undefined;
}

/** Which proposals are asked for: in these states, of everybody where nobody is named. */
export interface ProposalFilter {
  states: readonly ProposalState[];
  proposerId?: string | undefined;
}

/** Open or past recalls: of a kind, of a model, firmware, batch or delivery in whose name a text stands. */
export interface RecallFilter {
  state: RecallState;
  kind?: RecallKind | undefined;
  text?: string | undefined;
}

/** What a recall would hit now. */
export interface RecallHits {
  states: (readonly [state: TokenState, count: number])[];
  /** People who have one of them. */
  holders: number;
  /** The services with the most holders; `moreServices` are not named. */
  services: { service: string; holders: number }[];
  moreServices: number;
}

/** Tokens of a recall that stand alike. */
export interface RecallGroup {
  found: TokenState;
  left: RecallLeft | null;
  state: TokenState;
  /** Of what replaces it; null for nothing. */
  requestState: RequestState | null;
  /** 1: that request was there before the recall hit the token. */
  before: number;
  /** 1: it is settled what takes its place, and its holder was told. */
  settled: number;
  n: number;
}

/** A token that a recall hit, and how it stands. */
export interface RecalledToken {
  serial: string;
  found: TokenState;
  state: TokenState;
  hitAt: number;
  settledAt: number | null;
  /** Of the request by which its holder has another token. */
  number: string | null;
  requestState: RequestState | null;
  /** That request is the one that it was made for, and goes through production again. */
  again: boolean;
  left: RecallLeft | null;
}

/** Tokens of a model in a location; null: of none. */
export interface StockSum {
  location: string | null;
  model: string;
  n: number;
}

export interface StockLevel extends StockSum {
  state: TokenState;
  /** Of these, how many are on the way to another location. */
  onTheWay: number;
}

/** Machines of a campaign that stand alike. */
export interface CampaignGroup {
  outcome: CampaignOutcome | null;
  blocked: CampaignBlocker | null;
  /** 1: it has a day. */
  planned: number;
  /** 1: it did not come on a day, or its day moved. */
  moved: number;
  /** 1: its migration has begun. */
  begun: number;
  /** Of the request that replaces its token; null for none. */
  requestState: RequestState | null;
  n: number;
}

/** A day of a campaign. */
export interface CampaignDayLoad {
  /** Days since 1970. */
  day: number;
  /** Machines that are to come, and those of them that have migrated or were exchanged. */
  planned: number;
  done: number;
}

/** A machine of a campaign, as it stands. */
export interface CampaignMachine {
  assetNumber: string;
  model: string;
  image: string | null;
  site: string;
  service: string;
  state: WorkstationState;
  /** The machine that takes its place; null where none does: it migrates. */
  replacedBy: string | null;
  /** The state of that one. */
  replacedByState: WorkstationState | null;
  /** How many tokens its holder has on it, which go to the new machine; 0 where none does. */
  toBind: number;
  day: number | null;
  reason: MovedFor | null;
  times: number;
  blocked: CampaignBlocker | null;
  endedAt: number | null;
  outcome: CampaignOutcome | null;
  /** Of the request that replaces its token. */
  number: string | null;
  requestState: RequestState | null;
  tokenLeft: CampaignTokenLeft | null;
}

/** Campaigns in these states: of a kind, of images, a site, a service or a model in whose name a text stands. */
export interface CampaignsAsked {
  states: readonly CampaignState[];
  kind?: CampaignKind | undefined;
  text?: string | undefined;
}

/** How a machine of a campaign stands: it waits for a day, has one, is being migrated, is blocked, or its part ended so. */
export const CAMPAIGN_STANDINGS = ['waiting', 'planned', 'begun', 'blocked', ...CAMPAIGN_OUTCOMES] as const;

export type CampaignStanding = (typeof CAMPAIGN_STANDINGS)[number];

/**
 * Which machines of a campaign are asked for: those that stand so, or whose part is over, however it ended; those of a day, of a site,
 * of a service; those whose number begins so; those of which a text says something, or the machine that takes their place.
 */
export interface CampaignFilter extends Pick<WorkstationFilter, 'text' | 'site' | 'service'> {
  number?: string | undefined;
  state?: CampaignStanding | 'ended' | undefined;
  /** Days since 1970. */
  day?: number | undefined;
}

/** Papers that wait, of requests that someone may see. */
export interface LettersAsked {
  visible: Visibility;
  /** `ready`: somebody can print or confirm them now; `early`: their secret may not be told yet; `all`: both. */
  which: 'all' | 'ready' | 'early';
  /** PIN letters are printed here; else each is early until its PIN was shown. */
  pinsPrint: boolean;
  /** Of this kind; in this state. */
  kind?: LetterKind;
  state?: 'waiting' | 'printed';
  newestFirst?: boolean;
  /** The id of the last one seen. */
  after?: string;
}

/**
 * Shipments that nobody received, of requests that someone may see. `dead`: their tokens are revoked or expired and did not come
 * back, whatever became of the request; `sent`: their tokens work, and they are on their way.
 */
export interface ShipmentsAsked extends ShipmentFilter {
  visible: Visibility;
  which: 'dead' | 'sent';
  /** As the dead are anyway; else the oldest first. */
  newestFirst?: boolean;
}

/** Of which requests shipments are asked for. */
export type ShipmentFilter = Pick<RequestFilter, 'text' | 'service' | 'deliverySite'>;

/** Columns that equal, or are among, the texts given. */
export type CellsWhere<T extends TableName> = { readonly [C in keyof Tables[T]]?: string | readonly string[] };

export interface CellsPage {
  /** Rows with a greater id. */
  after?: string;
  /** The greatest id first, which is the newest row. */
  descending?: boolean;
  limit: number;
}

/** Requests that go before another one that was asked for sooner: how many, by which priority and why. */
export interface Passing {
  priority: number;
  reason: PriorityReason;
  count: number;
}

/** Lists for people, newest or most urgent first, in pages. */
export interface Lists {
  requests(
    filter: RequestFilter & { visible: Visibility; order?: RequestOrder },
    page: Cursor,
  ): Promise<Paged<RequestItem>>;
  /** How many there are. */
  countRequests(filter: RequestFilter & { visible: Visibility }): Promise<number>;
  /** What to look at twice of each of these requests, by their ids; `usual` is the certificate profile that is offered first. */
  anomalies(requestIds: readonly string[], usual: string): Promise<ReadonlyMap<string, Anomaly[]>>;
  /** The services of the requests in this state that someone may see, in alphabetical order. */
  services(filter: { state: RequestState; visible: Visibility }): Promise<string[]>;
  /** How many requests of the queue are made before the one at this place; `most` at most are counted. */
  queueAhead(place: QueuePlace, most: number): Promise<number>;
  /** Which of those were asked for later than it and pass it, by their confirmed priority and its reason: the most urgent first. */
  queuePassing(place: QueuePlace & Pick<RequestRow, 'submittedAt'>, most: number): Promise<Passing[]>;
  /**
   * Ids of papers that wait for a printer, or printed for somebody to confirm them, of requests that someone may see: the
   * oldest first unless the newest are asked for, `limit` at most.
   */
  waitingLetters(of: LettersAsked, limit: number): Promise<string[]>;
  /** Ids of such hand-overs, `limit` at most: of the dead the newest first, of the others the oldest. */
  shipments(of: ShipmentsAsked, limit: number): Promise<string[]>;
  /** The newest first where nothing is said. */
  incidents(filter: IncidentFilter & { sort?: Sort<'incidents'> }, page: Cursor): Promise<Paged<IncidentRow>>;
  /** Mails that were given up or failed at least once, the longest waiting first where nothing is said. */
  undelivered(filter: MailFilter & { sort?: Sort<'mails'> | undefined }, page: Cursor): Promise<Paged<UndeliveredMail>>;
  /** Open or past recalls, the newest first. */
  recalls(filter: RecallFilter, page: Cursor): Promise<Paged<RecallRow>>;
  /** Campaigns in these states, the newest first. */
  campaigns(of: CampaignsAsked, page: Cursor): Promise<Paged<CampaignRow>>;
  /** Proposals in these states, of everybody or of one person, the newest first. */
  proposals(filter: ProposalFilter, page: Cursor): Promise<Paged<ProposalRow>>;
  /** Transfers on the way, or past ones, the newest first. */
  stockTransfers(filter: TransferFilter, page: Cursor): Promise<Paged<StockTransferRow>>;
  /** Deliveries that came, the newest first. */
  deliveries(filter: DeliveryFilter, page: Cursor): Promise<Paged<DeliveryRow>>;
  /** Deliveries that are or were expected, that of the last day first. */
  expectedDeliveries(filter: ExpectedFilter, page: Cursor): Promise<Paged<ExpectedDeliveryRow>>;
  /** Files of a kind that came in, the newest first. */
  imports(kind: ImportKind, page: Cursor): Promise<Paged<ImportRow>>;
  people(filter: PeopleFilter & { sort?: Sort<'people'> }, page: Cursor): Promise<Paged<PersonRow>>;
  workstations(
    filter: WorkstationFilter & { sort?: Sort<'workstations'> },
    page: Cursor,
  ): Promise<Paged<WorkstationRow>>;
  tokens(filter: TokenFilter & { sort?: Sort<'tokens'> }, page: Cursor): Promise<Paged<TokenRow>>;
  totals: Totals;
  /** The first values that machines have in a column, each once and in order; `limit` at most. */
  workstationValues(column: (typeof WORKSTATION_CHOICES)[number], limit: number): Promise<string[]>;
  /** The first machines of a service, or of one below it, that can be blocked, by their numbers. */
  workstationsOfService(service: string, limit: number): Promise<WorkstationRow[]>;
  /** Ids of the first people of a service, or of one below it, who have something in use that an incident takes away, in order. */
  peopleInUse(service: string, limit: number): Promise<string[]>;
  /** What ends from one moment to another, epoch milliseconds, by day and by the holder's service; temporary tokens left out. */
  ends(from: number, until: number): Promise<DayEnds[]>;
  /** Certificates of machines that end from one moment to another; not of machines that are lost, blocked or retired. */
  machineEnds(from: number, until: number, filter: MachineEndsFilter, page: Cursor): Promise<Paged<MachineEnd>>;
  campaignGroups(campaignId: string): Promise<CampaignGroup[]>;
  /** The days from one on that machines have, in order; `limit` at most. */
  campaignDays(campaignId: string, from: number, limit: number): Promise<CampaignDayLoad[]>;
  /** The last day that a machine which is still to migrate has; null for none. */
  lastCampaignDay(campaignId: string): Promise<number | null>;
  /** In the order in which they come where nothing is said; those of a site or a service by their numbers. */
  campaignMachines(
    campaignId: string,
    filter: CampaignFilter & { sort?: Sort<'campaignMachines'> | undefined },
    page: Cursor,
  ): Promise<Paged<CampaignMachine>>;
  recallHits(of: Criterion): Promise<RecallHits>;
  recallGroups(recallId: string): Promise<RecallGroup[]>;
  recalledTokens(recallId: string, page: Cursor): Promise<Paged<RecalledToken>>;
  /** When whoever has each of these grants last acted in the role, and last signed in, by the grant's id. */
  lastUses(grantIds: readonly string[]): Promise<ReadonlyMap<string, LastUse>>;
  /** What was done about any of these subjects, by these acts, since a moment and by anybody else: the newest first, `ABOUT_MOST` at most. */
  entriesAbout(of: AboutSubjects): Promise<EntryItem[]>;
  /** Ids of what a person proposed and somebody else refused, the newest first; what they withdrew themselves is not counted. */
  refusedProposals(proposerId: string, limit: number): Promise<string[]>;
  /**
   * Ids and the columns named of rows that meet a condition, in the order of their ids. No seal is looked at: they lead to what
   * people are shown, and nothing is decided by them.
   */
  cells<T extends TableName, C extends keyof Tables[T] & string>(
    table: T,
    columns: readonly C[],
    where: CellsWhere<T>,
    page: CellsPage,
  ): Promise<Pick<Tables[T], C | 'id'>[]>;
  /** `gone`: whoever asked waits no more. */
  entries(filter: EntryFilter, page: Cursor, gone?: AbortSignal): Promise<FoundEntries>;
  /** The entry of that number. */
  entry(seq: number): Promise<EntryItem | undefined>;
  /** Tokens received in all deliveries, and how many there are in each state that one is in. */
  stock(): Promise<{ received: number; tokens: (readonly [state: TokenState, count: number])[] }>;
  /** How many blank tokens can be made into one: in the stock, and not on the way. */
  blanks(): Promise<number>;
  /** How many tokens of each model are in each location and state, and how many were delivered to each. */
  stockLevels(): Promise<{ levels: StockLevel[]; received: StockSum[] }>;
  /** Requests for tokens that wait to be made and were told a date, by when they were submitted and what they were told last. */
  promisedWaits(): Promise<PromisedWaits[]>;
  /** The models that a location has or had. */
  modelsAt(location: string): Promise<string[]>;
  /** How many tokens were made since a moment, epoch milliseconds. */
  stockUse(since: number): Promise<StockSum[]>;
  /** How many tokens were made since a moment. */
  madeSince(since: number): Promise<number>;
  /** How many entries the journal has: another number after every act, whichever node did it. */
  size(): Promise<number>;
}
