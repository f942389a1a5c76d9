import { isOpenRequest, type OpenRequestState } from '../book/tables/states.ts';
import { PROOFS, type Proof } from '../book/tables/tables.ts';
import { AppError } from '../errors.ts';
import { changesOf, type JsonChange } from '../journal/carried.ts';
import type { Entry } from '../journal/entry.ts';
import { type Day, dateAt, dayOf, hourAt } from './day.ts';
import { followSurge, NO_SURGE, type SurgeStanding, type SurgeTime } from './surge.ts';

/** What of an entry a report reads. */
export type ReportedEntry = Pick<Entry, 'at' | 'actor' | 'action' | 'subject' | 'outcome' | 'detail'>;

/** One technician's day: 25 to 30 tokens; in the crisis of spring 2020 about 50. */
export const TARGETS = { low: 25, high: 30, surge: 50 } as const;

/** Nearest rank, in milliseconds; null when nothing was measured. */
export interface Percentiles {
  median: number | null;
  p90: number | null;
}
/** The throughput of one day, from nothing but the journal. Counts are steps taken on that day, not states reached by its end. */
export interface DailyReport {
  date: string;
  timeZone: string;
  /** False while the day still runs. */
  complete: boolean;
  /** Requests submitted. */
  received: number;
  /** Requests that went from submitted to approved. */
  approved: number;
  /** Requests rejected. */
  refused: number;
  /** Requests whose token or nomade credential was sealed; one produced twice counts twice. */
  produced: number;
  handedOver: number;
  /** Tokens that came into use; one resumed after a suspension does not count. */
  activated: number;
  /** Certificates revoked that had been trusted: undone productions (never-sealed) do not count. */
  revoked: number;
  /** Tokens set aside to be checked: their production was interrupted and they could not be reached. */
  setAside: number;
  /** Tokens scrapped. */
  scrapped: number;
  /** Certificates that their holders accepted: signed in, by their pick-up code, before two persons. */
  acceptedByHolder: number;
  acceptedByCode: number;
  acceptedByTwo: number;
  /** Acts of signed-in people that were refused. */
  refusedActs: number;
  /** From submitted to handed over, for what was handed over on that day, ms. */
  leadTime: Percentiles;
  /** From submitted to produced, for what was produced on that day, ms. */
  timeToProduce: Percentiles;
  /** Requests open at the end of the day (or now, while it runs): neither closed, rejected nor withdrawn. */
  backlog: number;
  backlogByState: Readonly<Record<OpenRequestState, number>>;
  /** Produced by hour of the wall clock, 0 to 23. */
  perHour: readonly number[];
  /** Different technicians whose productions were sealed: the targets are for one of them. */
  technicians: number;
  against: typeof TARGETS;
  /** Times of surge mode that touch the day. */
  surges: readonly SurgeTime[];
  /** The journal's signed checkpoint that the report goes with; printed, it is a witness nobody can take back. */
  checkpoint: { size: number; root: string; note: string } | null;
}

/** A request that has not ended, as far as the journal was read. `submittedAt` is null when an earlier journal holds it. */
export interface Open {
  state: OpenRequestState;
  submittedAt: number | null;
  producerId: string | null;
}
interface Tally {
  counts: Record<Counted, number>;
  perHour: number[];
  producers: Set<string>;
  leadTimes: number[];
  productionTimes: number[];
}
type Counted =
  | 'received'
  | 'approved'
  | 'refused'
  | 'produced'
  | 'handedOver'
  | 'activated'
  | 'revoked'
  | 'setAside'
  | 'scrapped'
  | (typeof ACCEPTED)[Proof]
  | 'refusedActs';
/** An acceptance, by what proves it. */
const ACCEPTED = {
  'own-factor': 'acceptedByHolder',
  'pickup-code': 'acceptedByCode',
  'two-persons': 'acceptedByTwo',
} as const satisfies Record<Proof, string>;

/** The requests that were open at a moment, by id: where a later report may begin to read. */
export type OpenRequests = ReadonlyMap<string, Open>;

/**
 * Reads the journal once, from its beginning or from where `before` stood to the end of the day, and keeps no more than the
 * open requests, which it answers as they are at the end. `now` ends a day that still runs. Throws `invalid_input` for a day that has not begun, `journal_broken` for changes of an
 * unknown shape.
 */
export async function reportOn(
  entries: AsyncIterable<ReportedEntry> | Iterable<ReportedEntry>,
  {
    date,
    timeZone = 'Europe/Paris',
    now,
    checkpoint = null,
    before = new Map(),
    surge: surgeBefore = NO_SURGE,
  }: {
    date: string;
    timeZone?: string;
    now: number;
    checkpoint?: DailyReport['checkpoint'];
    before?: OpenRequests;
    /** Surge mode as it stood there. */
    surge?: SurgeStanding;
  },
): Promise<{ report: DailyReport; open: OpenRequests; surge: SurgeStanding }> {
  const day = dayOf(date, timeZone);
  if (now < day.begin) {
    throw new AppError('invalid_input', `this day has not begun: ask for ${dateAt(now, timeZone)} or earlier`, {
      detail: { field: 'date' },
    });
  }
  const open = new Map(before);
  const tally = newTally();
  const surge = followSurge(surgeBefore);
  for await (const entry of entries) {
    const at = Date.parse(entry.at);
    // the journal's times never go back, so nothing of the day follows
    if (at >= day.end) break;
    if (entry.outcome === 'refused' && at >= day.begin) tally.counts.refusedActs += 1;
    const changes = changesOf(entry);
    surge.take(entry, changes, at);
    for (const change of changes) {
      const step = stepOf(change, open, at);
      if (step && at >= day.begin) count(tally, step, at, day);
    }
  }
  const surges = surge.on(day);
  const report = { ...summary(tally, open), surges, date, timeZone, complete: now >= day.end, checkpoint };
  return { report, open, surge: surge.standing() };
}

/** The report alone, from all of the journal. */
export async function dailyReport(...of: Parameters<typeof reportOn>): Promise<DailyReport> {
  return (await reportOn(...of)).report;
}

const newTally = (): Tally => ({
  counts: {
    received: 0,
    approved: 0,
    refused: 0,
    produced: 0,
    handedOver: 0,
    activated: 0,
    revoked: 0,
    setAside: 0,
    scrapped: 0,
    acceptedByHolder: 0,
    acceptedByCode: 0,
    acceptedByTwo: 0,
    refusedActs: 0,
  },
  perHour: Array.from({ length: 24 }, () => 0),
  producers: new Set(),
  leadTimes: [],
  productionTimes: [],
});

/** A counted step; `request` is what was known of the request when it was taken. */
interface Step {
  counted: Counted;
  request?: Open;
}

/** What a change means for the report; keeps `open` up to date on the way. */
function stepOf(change: JsonChange, open: Map<string, Open>, at: number): Step | undefined {
  if (change.table === 'request') return requestStep(change, open, at);
  if ('insert' in change) return undefined;
  const { from, set } = change;
  if (change.table === 'handover') return acceptance(set['acceptanceProof']);
  if (change.table === 'token' && set['state'] === 'active' && from !== 'suspended') return { counted: 'activated' };
  if (change.table === 'token' && set['state'] === 'to_check') return { counted: 'setAside' };
  if (change.table === 'token' && set['state'] === 'scrapped') return { counted: 'scrapped' };
  const revoked = change.table === 'certificate' && set['state'] === 'revoked';
  return revoked && set['revocationReason'] !== 'never-sealed' ? { counted: 'revoked' } : undefined;
}

/** A hand-over that a certificate was accepted in; a download is no hand-over of a token. */
function acceptance(proof: unknown): Step | undefined {
  const named = PROOFS.find((one) => one === proof);
  return named && { counted: ACCEPTED[named] };
}

function requestStep(change: JsonChange, open: Map<string, Open>, at: number): Step | undefined {
  if ('insert' in change) {
    open.set(change.id, { state: 'submitted', submittedAt: at, producerId: null });
    return { counted: 'received' };
  }
  const { id, from, set } = change;
  const known = open.get(id);
  const producerId = typeof set['producerId'] === 'string' ? set['producerId'] : (known?.producerId ?? null);
  const state = set['state'] ?? known?.state;
  const request = { submittedAt: known?.submittedAt ?? null, producerId };
  if (isOpenRequest(state)) open.set(id, { ...request, state });
  else open.delete(id);
  const counted = set['state'] === undefined ? undefined : countedStep(from ?? known?.state, set['state']);
  return counted && { counted, ...(isOpenRequest(state) ? { request: { ...request, state } } : {}) };
}

function countedStep(from: string | undefined, to: unknown): Counted | undefined {
  if (to === 'approved') return from === 'submitted' ? 'approved' : undefined;
  if (to === 'rejected') return 'refused';
  if (to === 'produced') return 'produced';
  return to === 'handed_over' ? 'handedOver' : undefined;
}

function count(tally: Tally, { counted, request }: Step, at: number, day: Day): void {
  tally.counts[counted] += 1;
  const took = request?.submittedAt == null ? undefined : at - request.submittedAt;
  if (counted === 'handedOver' && took !== undefined) tally.leadTimes.push(took);
  if (counted !== 'produced') return;
  if (took !== undefined) tally.productionTimes.push(took);
  const hour = hourAt(at, day.timeZone);
  tally.perHour[hour] = (tally.perHour[hour] ?? 0) + 1;
  if (request?.producerId != null) tally.producers.add(request.producerId);
}

function summary(tally: Tally, open: ReadonlyMap<string, Open>) {
  const backlogByState: Record<OpenRequestState, number> = {
    submitted: 0,
    needs_information: 0,
    approved: 0,
    in_production: 0,
    produced: 0,
    handed_over: 0,
  };
  for (const { state } of open.values()) backlogByState[state] += 1;
  return {
    ...tally.counts,
    leadTime: percentiles(tally.leadTimes),
    timeToProduce: percentiles(tally.productionTimes),
    backlog: open.size,
    backlogByState,
    perHour: tally.perHour,
    technicians: tally.producers.size,
    against: TARGETS,
  };
}

/** Median and 90th percentile by nearest rank: each is a time that was really measured. */
export function percentiles(times: readonly number[]): Percentiles {
  const sorted = [...times].sort((a, b) => a - b);
  const rank = (part: number): number | null => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null;
  return { median: rank(0.5), p90: rank(0.9) };
}
