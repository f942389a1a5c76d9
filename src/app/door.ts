import type { Caller } from '../book/roles.ts';
import type { ComparisonStanding } from '../flow/comparison/comparison.ts';
import type { Flow } from '../flow/index.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { Identity } from '../identity/identity.ts';
import type { DailyReport } from '../reports/daily.ts';

/** What the composition root gives to every door: the flow's verbs, who somebody is, and the read-only services beside them. */
export interface Door {
  flow: Flow;
  identity: Identity;
  clock: Clock;
  reports: {
    /** The throughput of one day (`YYYY-MM-DD`, Europe/Paris), computed from the journal. */
    daily(date: string): Promise<DailyReport>;
    csv(report: DailyReport): string;
  };
  journal: {
    /** Appends the export's entry, writes the export beside, answers it as a ZIP stream and its facts. */
    exportZip(
      caller: Caller,
      options: { from?: number | undefined; to?: number | undefined; openings: boolean },
    ): Promise<{ name: string; size: number; root: string; stream: NodeJS.ReadableStream }>;
    /** Recomputes the root from every line and checks it with the newest signed checkpoint. */
    verifyNow(caller: Caller): Promise<{ size: number; root: string; signed: boolean; consistentWith: number | null }>;
    checkpoint(): Promise<{ note: string; vkey: string }>;
    /** Has the tables compared with the journal, in the background; answers how that stands. */
    compare(caller: Caller): Promise<ComparisonStanding>;
    /** How it stands, for who may ask for one. */
    comparison(caller: Caller): Promise<ComparisonStanding>;
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
    pkiUrl: string;
    /** The identity provider's name, where agents may come in by one. */
    provider?: string;
  };
}
