import type { Caller } from '../book/rights/roles.ts';
import type { ComparisonStanding } from '../flow/comparison/comparison.ts';
import type { Flow } from '../flow/index.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { LongReadingStanding } from '../flow/reading/journal/long-readings.ts';
import type { Identity } from '../identity/identity.ts';
import type { Verified } from '../journal/long-reading.ts';
import type { DailyReport } from '../reports/daily.ts';
import type { CountStanding, Patience } from '../reports/day-count.ts';
import type { ForecastResult, Tried } from '../reports/forecast.ts';
import type { DaysSum } from '../reports/sums.ts';
import type { Span, Trends } from '../reports/trends.ts';
import type { PeriodKind } from '../reports/weeks-and-months.ts';
import type { HealthLine } from '../words/health.ts';
import type { machinePapers } from './machine-papers.ts';

/** How far somebody's long reading is, and what came of it. */
export interface OwnReading extends LongReadingStanding {
  verified: Verified | null;
  /** An export is there to be fetched. */
  hasFile: boolean;
}

/** What the composition root gives to every door: the flow's verbs, who somebody is, and the read-only services beside them. */
export interface Door {
  flow: Flow;
  identity: Identity;
  clock: Clock;
  reports: {
    /**
     * The throughput of one day (`YYYY-MM-DD`, Europe/Paris), computed from the journal. This and the two below throw `conflict` while
     * days are counted for longer than the asker's patience.
     */
    daily(date: string, patience?: Patience): Promise<DailyReport>;
    /** How far the count of days is that runs, whoever asked for it. */
    counting(): CountStanding | undefined;
    /** What was kept of the days before one, the oldest first. */
    recent(date: string, days: number): Promise<DailyReport[]>;
    csv(report: DailyReport): string;
    /** `before`: those that were kept of the days before it. */
    pdf(report: DailyReport, before: readonly DailyReport[]): Promise<Uint8Array>;
    /** The week or month that holds a day: days that were kept, added up. */
    period(kind: PeriodKind, date: string, patience?: Patience): Promise<DaysSum>;
    periodCsv(sum: DaysSum): string;
    periodPdf(sum: DaysSum): Promise<Uint8Array>;
    /** Thirty days, twelve months, and what was done for whom in a span of time. */
    trends(span: Span, patience?: Patience): Promise<Trends>;
    trendsCsv(trends: Trends): string;
    /** How the queue will go on, as things stand and as somebody tries. */
    forecast(tried: Tried | null, gone?: AbortSignal): Promise<ForecastResult>;
  };
  /** Papers of machines, opened as PDF. */
  papers: ReturnType<typeof machinePapers>;
  journal: {
    /**
     * Appends the export's entry, has the export made apart, answers it as a ZIP stream and its facts. `gone`: the caller
     * waits no more; then nothing of it is left. One person has one long reading at a time: throws `conflict`.
     */
    exportZip(
      caller: Caller,
      options: { from?: number | undefined; to?: number | undefined; openings: boolean },
      gone?: AbortSignal,
    ): Promise<{ name: string; size: number; root: string; stream: NodeJS.ReadableStream }>;
    /** Recomputes the root from every line, apart, and checks it with the newest signed checkpoint. */
    verifyNow(caller: Caller, gone?: AbortSignal): Promise<Verified>;
    /** Begins one that goes on by itself, to be looked at and fetched later. */
    begin(caller: Caller, wish: { kind: 'export'; openings: boolean } | { kind: 'verification' }): Promise<void>;
    /** The caller's own long reading, while it runs and for a quarter of an hour after it. */
    reading(caller: Caller): Promise<OwnReading | undefined>;
    /** Answers once it has ended. */
    ended(caller: Caller): Promise<void>;
    /** Stops it. Throws `not_found` where there is none. */
    stop(caller: Caller): Promise<void>;
    /** The export that was made. Throws `not_found` once it is gone, or the caller's role. */
    file(caller: Caller): Promise<{ name: string; stream: NodeJS.ReadableStream }>;
    /** Signed now, over all entries. */
    checkpoint(): Promise<{ note: string; vkey: string }>;
    /** The same for a reader of the journal. Throws `forbidden`. */
    sign(caller: Caller): Promise<void>;
    /** The newest that was signed, a minute ago at most. */
    lastCheckpoint(): Promise<{ size: number; note: string; vkey: string }>;
    /** Has the tables compared with the journal, in the background; answers how that stands. */
    compare(caller: Caller): Promise<ComparisonStanding>;
    /** How it stands, for people who may ask for one. */
    comparison(caller: Caller): Promise<ComparisonStanding>;
  };
  health: {
    /** How this node's service is, what to look at first. Throws `forbidden`. */
    show(caller: Caller): Promise<HealthLine[]>;
  };
  /** Facts that every page shows. */
  site: {
    /** The evaluation CA signs: nothing here opens a real network. */
    evaluation: boolean;
    /** A throw-away data folder: plain API tokens may do what else needs a fresh factor. */
    demo: boolean;
    version: string;
    /** The console as browsers reach it; never what a request says of itself. */
    url(): string;
    /** The port that asks for a client certificate, as programs reach it; null where none is open. */
    machinesUrl(): string | null;
    pkiUrl: string;
    /** The identity provider's name, where agents may come in by one. */
    provider?: string;
  };
}
