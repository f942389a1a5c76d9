import type { Caller } from '../../book/rights/roles.ts';
import type { ComparisonCause } from '../../book/rules/service/differences.ts';
import type { CrlRow } from '../../book/tables/rows/tokens.ts';
import { act, type Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import type { KnownDifference, ListedRevocation } from '../ports/store.ts';
import { type Found, recordDifferences, recordGone } from './differences.ts';

/** What a comparison of the tables with the journal came to; the store makes it, in a process of its own. */
export interface Compared {
  /** When it began, epoch milliseconds. */
  begunAt: number;
  /** Entries of the journal that it is up to. */
  size: number;
  /** Rows held against the journal; rows of which the seal alone can be checked; personal values gone with a purge. */
  rows: number;
  sealed: number;
  purged: number;
  /** All that differ; `differences` names the first of them. */
  total: number;
  differences: readonly Found[];
  /** Revocations that the list for CRLs and OCSP lacks. */
  revocations: readonly ListedRevocation[];
  /** Rows of CRLs that the next CRL follows on. */
  crls: { put: readonly CrlRow[]; drop: readonly string[] };
}

/** How comparisons stand, for screens and other programs. */
export interface ComparisonStanding {
  /** Since when one is running, epoch milliseconds; null for none. */
  runningSince: number | null;
  /** Entries and rows that it has read, of about how many, a second, and milliseconds that are left; null before it has said so. */
  progress: { done: number; total: number; perSecond: number | null; leftMs: number | null } | null;
  /** The last that came to an end since the service started, and what it counted. */
  last: { at: number; size: number; rows: number; differences: number } | null;
  /** Whether the last try failed. */
  failed: boolean;
  /** What differs, the longest known first. */
  known: readonly KnownDifference[];
}

/** The tables are held against the journal, and what differs is told once and refused until it is mended. */
export function createComparisons(deps: Deps) {
  const { store, clock } = deps;
  return {
    /** Records that somebody asked for a comparison, before it begins. */
    ask: (caller: Caller): Promise<number> =>
      act(deps, caller, 'journal.compare', 'journal', async (a) => {
        a.allow();
        return a.done([]);
      }),

    /** Checks the right to see what the last one found, without an entry. */
    mayRead: (caller: Caller): Promise<void> =>
      act(deps, caller, 'journal.compare', 'journal', async (a) => void a.allow()),

    /** What is known to differ, the longest known first. */
    known: (): Promise<KnownDifference[]> => store.differences(),

    /** A row that was read was not as the service wrote it. Answers it, unless it was told before. */
    read: (found: Found): Promise<readonly Found[]> => recordDifferences({ store, clock }, [found], { exactly: false }),

    /**
     * Takes what a comparison found. Rows that CRLs and OCSP rest on are put back at once, because gateways do not wait for
     * people; the stock's counts are taken anew from its tokens. Each difference that is new has its entry, and so has each that is
     * gone; the comparison's own entry is the last. Answers what is new.
     */
    finished: async (cause: ComparisonCause, compared: Compared): Promise<readonly Found[]> => {
      const { begunAt, size, rows, sealed, purged, total, differences, revocations, crls } = compared;
      await store.transact(async (unit) => {
        await unit.putBackRevocations(revocations);
        await unit.repairCrls(crls);
        if (differences.some(({ table }) => table === 'tokenCount')) await unit.recountTokens();
      });
      const fresh = await recordDifferences({ store, clock }, differences, { exactly: true });
      if (total === differences.length) await recordGone(store, differences, begunAt);
      const detail = { cause, size, rows, sealed, purged, differences: total };
      const entry = { ...SYSTEM, action: 'journal.compared', subject: 'journal', outcome: 'done', detail } as const;
      await store.transact((unit) => unit.record(entry));
      return fresh;
    },
  };
}
