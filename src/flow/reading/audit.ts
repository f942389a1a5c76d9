import { z } from 'zod';
import { authorise, mightEver } from '../../book/authorise.ts';
import type { Caller } from '../../book/roles.ts';
import type { Right } from '../../book/sentences.ts';
import { type Act, act, type Deps } from '../act.ts';
import { notThere } from '../unseen.ts';
import {
  createLongReadings,
  type LongReading,
  type LongReadingKind,
  type LongReadingStanding,
} from './long-readings.ts';

export const ExportJournal = z.strictObject({
  /** First and one past the last entry; left out: the whole journal. */
  from: z.int().min(0).optional(),
  to: z.int().min(1).optional(),
  /** Personal data beside the journal: a right of its own. */
  openings: z.boolean().default(false),
});

/** The verbs that record what auditors read and export. */
export function createAudit(deps: Deps) {
  const readings = createLongReadings(deps);

  /** An act that a long reading of the caller's begins with; refused, none has begun. */
  const beginning = async <R>(
    caller: Caller,
    { kind, right, too = [] }: { kind: LongReadingKind; right: Right; too?: readonly Right[] },
    work: (a: Act) => Promise<R>,
  ): Promise<{ reading: LongReading; result: R }> => {
    let begun: LongReading | undefined;
    try {
      return await act(deps, caller, right, 'journal', async (a) => {
        a.allow();
        for (const one of too) authorise(caller, one, {}, a.now);
        begun ??= readings.begin(caller.personId, kind); // a unit may be run twice, where the disk is full
        return { reading: begun, result: await work(a) };
      });
    } catch (error) {
      begun?.end('failed');
      throw error;
    }
  };

  return {
    /**
     * Records an export before it is made, so that it is in it. Answers its entry's seq, and the reading: whoever makes the
     * export tells it how far it is. Throws `conflict` while another long reading of the caller's runs.
     */
    beginExport: async (
      caller: Caller,
      input: z.output<typeof ExportJournal>,
      policySha256: string,
    ): Promise<{ recordedAt: number; reading: LongReading }> => {
      const { from, to, openings } = input;
      const too: Right[] = openings ? ['journal.open'] : [];
      const { reading, result } = await beginning(caller, { kind: 'export', right: 'journal.export', too }, (a) => {
        const range = from === undefined && to === undefined ? {} : { from: from ?? 0, to: to ?? null };
        return a.done([], { detail: { ...range, openings, policySha256 } });
      });
      return { recordedAt: result, reading };
    },

    /** Whether an export that was made may still be fetched by who asked for it. Throws `not_found` once their role has ended. */
    mayFetch: (caller: Caller, { openings }: { openings: boolean }): void => {
      const rights = ['journal.export' as const, ...(openings ? ['journal.open' as const] : [])];
      if (!rights.every((right) => mightEver(caller, right, deps.clock.now()))) throw notThere('export');
    },

    /** Checks the right to verify, before minutes of hashing. Throws `conflict` while another long reading of the caller's runs. */
    beginVerification: async (caller: Caller): Promise<LongReading> => {
      const right = 'journal.verify';
      return (await beginning(caller, { kind: 'verification', right }, async () => undefined)).reading;
    },

    /** Records that the journal was verified on the auditor's demand, and what came out. */
    recordVerification: (caller: Caller, result: { size: number; root: string; signed: boolean }): Promise<number> =>
      act(deps, caller, 'journal.verify', 'journal', async (a) => {
        a.allow();
        return a.done([], { detail: result });
      }),

    /** One's own long reading, while it runs and for a quarter of an hour after it; without an entry, but for refusals. */
    longReading: (caller: Caller): Promise<LongReadingStanding | undefined> =>
      act(deps, caller, 'journal.verify', 'journal', async (a) => {
        a.allow();
        return readings.of(caller.personId);
      }),

    /** Checks the right to read daily reports, without an entry: they are on everybody's screen. */
    mayReadReports: (caller: Caller): Promise<void> =>
      act(deps, caller, 'report.read', 'report', async (a) => {
        a.allow();
      }),
  };
}
