import { z } from 'zod';
import { authorise } from '../../book/authorise.ts';
import type { Caller } from '../../book/roles.ts';
import { act, type Deps } from '../act.ts';

export const ExportJournal = z.strictObject({
  /** First and one past the last entry; left out: the whole journal. */
  from: z.int().min(0).optional(),
  to: z.int().min(1).optional(),
  /** Personal data beside the journal: a right of its own. */
  openings: z.boolean().default(false),
});

/** The verbs that record what auditors read and export. */
export function createAudit(deps: Deps) {
  return {
    /** Records the export before it is made, so that it is in it. Answers the entry's seq. */
    recordExport: (caller: Caller, input: z.output<typeof ExportJournal>, policySha256: string): Promise<number> =>
      act(deps, caller, 'journal.export', 'journal', async (a) => {
        a.allow();
        if (input.openings) authorise(caller, 'journal.open', {}, a.now);
        const range =
          input.from === undefined && input.to === undefined ? {} : { from: input.from ?? 0, to: input.to ?? null };
        return a.done([], { detail: { ...range, openings: input.openings, policySha256 } });
      }),

    /** Checks the right to verify, before minutes of hashing. */
    mayVerify: (caller: Caller): Promise<void> =>
      act(deps, caller, 'journal.verify', 'journal', async (a) => void a.allow()),

    /** Records that the journal was verified on the auditor's demand, and what came out. */
    recordVerification: (caller: Caller, result: { size: number; root: string; signed: boolean }): Promise<number> =>
      act(deps, caller, 'journal.verify', 'journal', async (a) => {
        a.allow();
        return a.done([], { detail: result });
      }),

    /** Checks the right to read daily reports, without an entry: they are on everybody's screen. */
    mayReadReports: (caller: Caller): Promise<void> =>
      act(deps, caller, 'report.read', 'report', async (a) => {
        a.allow();
      }),
  };
}
