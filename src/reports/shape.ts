import { z } from 'zod';
import { SURGE_REASONS } from '../book/tables/codes.ts';
import { REQUEST_OPEN } from '../book/tables/states.ts';
import { KnownCampaign } from './campaigns.ts';

/** Nearest rank, in milliseconds; null when nothing was measured. */
const Percentiles = z.object({ median: z.number().nullable(), p90: z.number().nullable() });
export type Percentiles = z.infer<typeof Percentiles>;
const Count = z.object({ name: z.string(), count: z.int() });
/** So many of a name. */
export type Count = z.infer<typeof Count>;

/** What was asked for, made and handed over for one service, or one site. */
const Share = z.object({ name: z.string(), received: z.int(), produced: z.int(), handedOver: z.int() });
export type Share = z.infer<typeof Share>;
/** What became of the tokens of one model: made for the first time, made again, scrapped, set aside to be checked. */
const ModelShare = z.object({
  name: z.string(),
  produced: z.int(),
  repeat: z.int(),
  scrapped: z.int(),
  setAside: z.int(),
});
export type ModelShare = z.infer<typeof ModelShare>;
/** Tokens made for the first time, by why; and beside them Nomade credentials, and tokens that were made again. */
const Made = z.object({
  firstIssue: z.int(),
  renewal: z.int(),
  replacement: z.int(),
  /** Beside one that was forgotten. */
  temporary: z.int(),
  nomade: z.int(),
  repeat: z.int(),
});

/** How old what is open may be, in whole days since it was asked for: the upper bounds of all groups but the last. */
export const AGES = [1, 3, 7] as const;

/** received + moved = the sum of what follows; `location`: null for tokens of no location. */
export const StockPlace = z.object({
  location: z.string().nullable(),
  model: z.string(),
  received: z.int(),
  moved: z.int(),
  inStock: z.int(),
  inProduction: z.int(),
  toCheck: z.int(),
  issued: z.int(),
  missing: z.int(),
  scrapped: z.int(),
  destroyed: z.int(),
});
/** Dates that were given first, judged on the day they were kept or missed: how many, and how many were kept. */
const Kept = z.object({ kept: z.int(), of: z.int() });
const KeptByLevel = z.object({ mid: Kept, by: Kept });
/** A time of surge mode: when limits were raised, by how much, and on whose word (ids, as in the journal). */
export const SurgeTime = z.object({
  from: z.int(),
  /** Its end; while it runs, the one that was decided. */
  until: z.int(),
  reason: z.enum(SURGE_REASONS),
  factor: z.int(),
  proposedBy: z.string().nullable(),
  confirmedBy: z.string(),
  /** Who ended it early; null when it ran its time. */
  endedBy: z.string().nullable(),
});
export type SurgeTime = z.infer<typeof SurgeTime>;

/**
 * Goes up whenever a figure gets another meaning in the same shape: a report that was kept with another number cannot be read, and
 * its day is counted anew. 2: tokens alone are produced, and those who made them present.
 * 3: times are those of tokens alone; those of Nomade credentials stand beside them; waits for approval count minutes.
 */
export const FORMAT = 3;

/** How long the whole way and each stage took that ended on a day, ms. */
const Times = z.object({
  /** From submitted to handed over. */
  leadTime: Percentiles,
  /** From submitted to produced. */
  timeToProduce: Percentiles,
  stages: z.object({ approval: Percentiles, production: Percentiles, handover: Percentiles, receipt: Percentiles }),
});
export type Times = z.infer<typeof Times>;
/** What a bench does for a token, one after the other: it is made ready with its key, certified, and written and checked. */
export const BENCH_STEPS = ['keyed', 'certified', 'sealed'] as const;
export type BenchStep = (typeof BENCH_STEPS)[number];

/** The throughput of one day, from nothing but the journal. Counts are steps taken on that day, not states reached by its end. */
export const DailyReport = z.object({
  format: z.literal(FORMAT),
  date: z.iso.date(),
  timeZone: z.string(),
  /** False while the day still runs. */
  complete: z.boolean(),
  /** Requests submitted. */
  received: z.int(),
  /** Requests that went from submitted to approved. */
  approved: z.int(),
  /** Requests rejected. */
  refused: z.int(),
  /** Requests withdrawn: by whoever asked, with a workstation, or as somebody leaves. */
  withdrawn: z.int(),
  /** Requests that came to their end: backlog of the day before + received = backlog + refused + withdrawn + closed. */
  closed: z.int(),
  /** Tokens made for the first time: what the targets of a technician are of. */
  produced: z.int(),
  made: Made,
  /** Of those produced: without a production that failed first. */
  firstPass: z.int(),
  handedOver: z.int(),
  /** Tokens that came into use; one resumed after a suspension does not count. */
  activated: z.int(),
  /** Certificates revoked that had been trusted: undone productions (never-sealed) do not count. */
  revoked: z.int(),
  /** The same by reason. */
  revokedFor: z.array(Count),
  /** Tokens set aside to be checked: their production was interrupted and they could not be reached. */
  setAside: z.int(),
  /** Tokens scrapped. */
  scrapped: z.int(),
  /** Certificates that their holders accepted: signed in, by their pick-up code, before two persons. */
  acceptedByHolder: z.int(),
  acceptedByCode: z.int(),
  acceptedByTwo: z.int(),
  /** Acts of signed-in people that were refused. */
  refusedActs: z.int(),
  services: z.array(Share),
  /** The same by the site that each is to be delivered to. */
  sites: z.array(Share),
  /** Produced by certificate profile. */
  profiles: z.array(Count),
  /** By the model of the tokens, as the entries say it. */
  models: z.array(ModelShare),
  /** SPAN workstations: steps of their life, and how many a campaign exchanged for another one. */
  workstations: z.object({
    /** Of before, in service as two persons decided. */
    takenOver: z.int(),
    /** By the last item of their checklist; one that comes back from a repair is commissioned anew. */
    commissioned: z.int(),
    migrated: z.int(),
    exchanged: z.int(),
    retired: z.int(),
  }),
  /** The same by the site where each is, as the entries say it. */
  workstationSites: z.array(z.object({ name: z.string(), commissioned: z.int(), migrated: z.int(), retired: z.int() })),
  /** How many were migrated or exchanged for each campaign. */
  campaigns: z.array(z.object({ id: z.string(), ...KnownCampaign.shape, done: z.int() })),
  /** Produced by the node whose bench made it, and by technician (id); 0 for people who only made tokens again. */
  benches: z.array(Count),
  producers: z.array(Count),
  /** Of tokens; a Nomade credential is a file, which its holder fetches: that is its hand-over and its receipt. */
  ...Times.shape,
  nomadeTimes: Times,
  /** How long each step of a token at its bench took that ended on that day, ms: from the steps of its job. */
  benchSteps: z.object({ keyed: Percentiles, certified: Percentiles, sealed: Percentiles }),
  /** Office days from submitted to approved, for what was approved on that day (forecast/measured.ts). */
  approvalWait: Percentiles,
  /** Requests approved on that day that go before others: continuity of service, crisis. */
  urgent: z.object({ continuity: z.int(), crisis: z.int() }),
  /**
   * Dates announced on that day, those that moved to a later day, and what became of the first ones, by how far they reached. `due`:
   * requests whose date of then has this day as its last, and how many of them were made by its end.
   */
  promises: z.object({
    given: z.int(),
    moved: z.int(),
    due: z.object({ of: z.int(), made: z.int() }),
    judged: z.object({ near: KeptByLevel, far: KeptByLevel }),
  }),
  /** Requests open at the end of the day (or now, while it runs): neither closed, rejected nor withdrawn. */
  backlog: z.int(),
  backlogByState: z.record(z.enum(REQUEST_OPEN), z.int()),
  /** The same by state, by how long ago they were asked for (`AGES`), and the oldest of each. */
  backlogByAge: z.array(
    z.object({
      state: z.enum(REQUEST_OPEN),
      counts: z.array(z.int()),
      oldest: z.object({ number: z.string(), submittedAt: z.int() }).nullable(),
    }),
  ),
  /** Tokens in stock at the end of the day, returned ones too; of them those that a bench can take; and those that wait to be checked. */
  stock: z.object({ inStock: z.int(), blanks: z.int(), toCheck: z.int() }),
  /**
   * How many tokens were made a working day, of the last twenty, and how many working days the blank ones last so. Reckoned when the
   * report is read, from those kept before it: null in what is kept, and where one of those is to be counted anew.
   */
  cover: z.object({ perDay: z.number(), days: z.number().nullable() }).nullable(),
  /** The stock's equation of each model in each location, as the service counted it that evening; none before it did. */
  stockPlaces: z.array(StockPlace),
  /** Produced by hour of the wall clock, 0 to 23. */
  perHour: z.array(z.int()),
  /** Work of the benches: tokens that were asked for or came back to be made again, and every token made, by hour. */
  bench: z.object({ received: z.int(), perHour: z.array(z.int()) }),
  /** Different technicians who made tokens, for the first time or again: the targets are for one of them. */
  technicians: z.int(),
  /** What one technician makes on a usual day, and in surge mode. */
  against: z.object({ low: z.int(), high: z.int(), surge: z.int() }),
  /** Until which hour tokens are made on a usual day, and on one of surge mode, as it was decided by the end of the day. */
  endHour: z.object({ usual: z.int(), surge: z.int() }),
  /** Times of surge mode that touch the day. */
  surges: z.array(SurgeTime),
  /**
   * The journal's signed checkpoint that the report goes with: kept elsewhere, `note` proves that nothing it covers was
   * rewritten.
   */
  checkpoint: z.object({ size: z.int(), root: z.string(), note: z.string() }).nullable(),
});
export type DailyReport = z.infer<typeof DailyReport>;

/** Every token that was made, those made again too. */
export const tokensMade = ({ produced, made }: Pick<DailyReport, 'produced' | 'made'>): number =>
  produced + made.repeat;

/** Looked at in one pass: a year of them is a million numbers. */
const Measured = z.custom<number[]>((value) => Array.isArray(value) && value.every(Number.isSafeInteger));
/** How long each took that a report ranks, ms. */
const TookOfKind = z.object({
  lead: Measured,
  toProduce: Measured,
  approval: Measured,
  production: Measured,
  handover: Measured,
  receipt: Measured,
});
export type TookOfKind = z.infer<typeof TookOfKind>;
const Took = z.object({
  token: TookOfKind,
  nomade: TookOfKind,
  keyed: Measured,
  certified: Measured,
  sealed: Measured,
});
export type Took = z.infer<typeof Took>;
/** What is kept of a day: its report, and what was measured, by which a week or a month is ranked. */
export const KeptDay = DailyReport.extend({ took: Took });
export type KeptDay = z.infer<typeof KeptDay>;
