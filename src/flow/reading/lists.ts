import type { QueuePlace } from '../../book/rules/waiting/queue.ts';
import type { ImportKind } from '../../book/tables/codes.ts';
import type { PersonRow, ProposalRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { ImportRow } from '../../book/tables/rows/service.ts';
import type { DeliveryRow, ExpectedDeliveryRow, RecallRow, StockTransferRow } from '../../book/tables/rows/stock.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import type { CampaignRow, IncidentRow, WorkstationRow } from '../../book/tables/rows/workstations.ts';
import type { RequestState, TokenState } from '../../book/tables/states.ts';
import type { TableName, Tables } from '../../book/tables/tables.ts';
import type { Template } from '../notifications/templates.ts';
import type { UndeliveredMail } from '../ports/mail.ts';
import type { Criterion } from '../recall/hits.ts';
import type { Anomaly } from '../request/anomalies.ts';
import type { IncidentFilter } from './incident/incident-lists.ts';
import type { AboutSubjects, EntryFilter, EntryItem, FoundEntries } from './journal/entry-lists.ts';
import type { Cursor, Paged, Total } from './paging.ts';
import type { LastUse, PeopleFilter, ProposalFilter } from './people/people-lists.ts';
import type {
  BoundRequest,
  LettersAsked,
  Passing,
  PromisedWaits,
  RequestFilter,
  RequestItem,
  RequestOrder,
  ShipmentsAsked,
  Visibility,
} from './request/request-lists.ts';
import type { Sort } from './sorting.ts';
import type { DeliveryFilter, ExpectedFilter, StockLevel, StockSum, TransferFilter } from './stock/stock-lists.ts';
import type { RecalledToken, RecallFilter, RecallGroup, RecallHits } from './token/recall-lists.ts';
import type { DayEnds, TokenFilter } from './token/token-lists.ts';
import type {
  CampaignDayLoad,
  CampaignFilter,
  CampaignGroup,
  CampaignMachine,
  CampaignsAsked,
} from './workstation/campaign-lists.ts';
import type {
  MachineEnd,
  MachineEndsFilter,
  WORKSTATION_CHOICES,
  WorkstationFilter,
} from './workstation/workstation-lists.ts';

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

/** Mails that did not leave: in a state, of a step, to a person whom a text finds or an address that begins with it. */
export interface MailFilter {
  state?: UndeliveredMail['state'] | undefined;
  template?: Template | undefined;
  text?: string | undefined;
}

/** Columns that equal, or are among, the texts given. */
export type CellsWhere<T extends TableName> = { readonly [C in keyof Tables[T]]?: string | readonly string[] };

export interface CellsPage {
  /** Rows with a greater id. */
  after?: string;
  /** The greatest id first, which is the newest row. */
  descending?: boolean;
  limit: number;
}

/** Lists for people, newest or most urgent first, in pages. */
export interface Lists {
  // requests, from asking to the receipt
  requests(
    filter: RequestFilter & { visible: Visibility; order?: RequestOrder },
    page: Cursor,
  ): Promise<Paged<RequestItem>>;
  /** The same with the salts of their hashes: for whoever holds what is shown against its hash. */
  boundRequests(
    filter: RequestFilter & { visible: Visibility; order?: RequestOrder },
    page: Cursor,
  ): Promise<Paged<BoundRequest>>;
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
  /** Requests for tokens that wait to be made and were told a date, by when they were submitted and what they were told last. */
  promisedWaits(): Promise<PromisedWaits[]>;
  /**
   * Ids of papers that wait for a printer, or printed for somebody to confirm them, of requests that someone may see: the
   * oldest first unless the newest are asked for, `limit` at most.
   */
  waitingLetters(of: LettersAsked, limit: number): Promise<string[]>;
  /** Ids of hand-overs whose shipment nobody received, `limit` at most: of the dead the newest first, of the others the oldest. */
  shipments(of: ShipmentsAsked, limit: number): Promise<string[]>;

  // people, what two persons decide, files that came in, mails that did not leave
  people(filter: PeopleFilter & { sort?: Sort<'people'> }, page: Cursor): Promise<Paged<PersonRow>>;
  /** Ids of the first people of a service, or of one below it, who have something in use that an incident takes away, in order. */
  peopleInUse(service: string, limit: number): Promise<string[]>;
  /** When whoever has each of these grants last acted in the role, and last signed in, by the grant's id. */
  lastUses(grantIds: readonly string[]): Promise<ReadonlyMap<string, LastUse>>;
  /** Proposals in these states, of everybody or of one person, the newest first. */
  proposals(filter: ProposalFilter, page: Cursor): Promise<Paged<ProposalRow>>;
  /** Ids of what a person proposed and somebody else refused, the newest first; what they withdrew themselves is not counted. */
  refusedProposals(proposerId: string, limit: number): Promise<string[]>;
  /** Files of a kind that came in, the newest first. */
  imports(kind: ImportKind, page: Cursor): Promise<Paged<ImportRow>>;
  /** Mails that were given up or failed at least once, the longest waiting first where nothing is said. */
  undelivered(filter: MailFilter & { sort?: Sort<'mails'> | undefined }, page: Cursor): Promise<Paged<UndeliveredMail>>;

  // machines and their campaigns
  workstations(
    filter: WorkstationFilter & { sort?: Sort<'workstations'> },
    page: Cursor,
  ): Promise<Paged<WorkstationRow>>;
  /** The first values that machines have in a column, each once and in order; `limit` at most. */
  workstationValues(column: (typeof WORKSTATION_CHOICES)[number], limit: number): Promise<string[]>;
  /** The first machines of a service, or of one below it, that can be blocked, by their numbers. */
  workstationsOfService(service: string, limit: number): Promise<WorkstationRow[]>;
  /** Certificates of machines that end from one moment to another; not of machines that are lost, blocked or retired. */
  machineEnds(from: number, until: number, filter: MachineEndsFilter, page: Cursor): Promise<Paged<MachineEnd>>;
  /** Campaigns in these states, the newest first. */
  campaigns(of: CampaignsAsked, page: Cursor): Promise<Paged<CampaignRow>>;
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

  // incidents
  /** The newest first where nothing is said. */
  incidents(filter: IncidentFilter & { sort?: Sort<'incidents'> }, page: Cursor): Promise<Paged<IncidentRow>>;

  // tokens and their recalls
  tokens(filter: TokenFilter & { sort?: Sort<'tokens'> }, page: Cursor): Promise<Paged<TokenRow>>;
  /** What ends from one moment to another, epoch milliseconds, by day and by the holder's service; temporary tokens left out. */
  ends(from: number, until: number): Promise<DayEnds[]>;
  /** Open or past recalls, the newest first. */
  recalls(filter: RecallFilter, page: Cursor): Promise<Paged<RecallRow>>;
  recallHits(of: Criterion): Promise<RecallHits>;
  recallGroups(recallId: string): Promise<RecallGroup[]>;
  recalledTokens(recallId: string, page: Cursor): Promise<Paged<RecalledToken>>;

  // the stock
  /** Tokens received in all deliveries, and how many there are in each state that one is in. */
  stock(): Promise<{ received: number; tokens: (readonly [state: TokenState, count: number])[] }>;
  /** How many blank tokens can be made into one: in the stock, and not on the way. */
  blanks(): Promise<number>;
  /** How many tokens of each model are in each location and state, and how many were delivered to each. */
  stockLevels(): Promise<{ levels: StockLevel[]; received: StockSum[] }>;
  /** How many tokens were made since a moment, epoch milliseconds. */
  stockUse(since: number): Promise<StockSum[]>;
  /** How many tokens were made since a moment. */
  madeSince(since: number): Promise<number>;
  /** The models that a location has or had. */
  modelsAt(location: string): Promise<string[]>;
  /** Transfers on the way, or past ones, the newest first. */
  stockTransfers(filter: TransferFilter, page: Cursor): Promise<Paged<StockTransferRow>>;
  /** Deliveries that came, the newest first. */
  deliveries(filter: DeliveryFilter, page: Cursor): Promise<Paged<DeliveryRow>>;
  /** Deliveries that are or were expected, that of the last day first. */
  expectedDeliveries(filter: ExpectedFilter, page: Cursor): Promise<Paged<ExpectedDeliveryRow>>;

  // the journal
  /** `gone`: whoever asked waits no more. */
  entries(filter: EntryFilter, page: Cursor, gone?: AbortSignal): Promise<FoundEntries>;
  /** The entry of that number. */
  entry(seq: number): Promise<EntryItem | undefined>;
  /** What was done about any of these subjects, by these acts, since a moment and by anybody else: the newest first, `ABOUT_MOST` at most. */
  entriesAbout(of: AboutSubjects): Promise<EntryItem[]>;
  /** How many entries the journal has: another number after every act, whichever node did it. */
  size(): Promise<number>;

  // every list, every table
  totals: Totals;
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
  /** The same of rows of which a column has one of these values: of each value the `limit` newest. */
  newestCells<T extends TableName, C extends keyof Tables[T] & string>(
    table: T,
    columns: readonly C[],
    of: { column: keyof Tables[T] & string; values: readonly string[] },
    limit: number,
  ): Promise<Pick<Tables[T], C | 'id'>[]>;
}
