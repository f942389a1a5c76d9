import { z } from 'zod';
import { authorise, mightEver } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import type { Right } from '../../../book/rights/sentences.ts';
import { act, type Deps } from '../../act.ts';
import { notThere } from '../../visibility.ts';
import type { FewAtOnce } from './few-at-once.ts';
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

/** What a long reading is asked for. */
type LongReadingWish = { kind: 'verification' } | { kind: 'export'; openings: boolean };
function rightsTo(wish: LongReadingWish): readonly Right[] {
  if (wish.kind === 'verification') return ['journal.verify'];
  return wish.openings ? ['journal.export', 'journal.open'] : ['journal.export'];
}

/** The verbs that record what auditors read and export. */
export function createAudit(deps: Deps, few: FewAtOnce) {
  const readings = createLongReadings(deps);

  const mayStill = async (caller: Caller, rights: readonly Right[]): Promise<boolean> => {
    const { personId } = caller;
    const grants = await deps.store.reads.find('grant', { personId, revokedAt: null });
    const account = await deps.store.reads.get('account', personId);
    const now = deps.clock.now();
    return account?.state === 'active' && rights.every((right) => mightEver({ ...caller, grants }, right, now));
  };

  /** An act that a long reading of the caller's begins with; refused, none has begun. */
  const beginning = async <R>(
    { personId }: Caller,
    kind: LongReadingKind,
    work: (begin: () => LongReading) => Promise<R>,
  ): Promise<R> => {
    let begun: LongReading | undefined;
    const isTaken = await readings.take(personId); // before the right is checked: a unit waits for no other session
    const begin = (): LongReading => {
      begun ??= readings.begin(personId, kind, isTaken); // a unit is run twice where the disk is full
      return begun;
    };
    try {
      return await work(begin);
    } catch (error) {
      if (begun) begun.end('failed');
      else if (isTaken) await readings.giveBack(personId);
      throw error;
    }
  };

  return {
    /**
     * Records an export before it is made, so that it is in it. Answers its entry's seq, and the reading: whoever makes the
     * export tells it how far it is. Throws `conflict` while another long reading of the caller's runs.
     */
    beginExport: (
      caller: Caller,
      { from, to, openings }: z.output<typeof ExportJournal>,
      policySha256: string,
    ): Promise<{ recordedAt: number; reading: LongReading }> =>
      beginning(caller, 'export', (begin) =>
        act(deps, caller, 'journal.export', 'journal', async (a) => {
          a.allow();
          if (openings) authorise(caller, 'journal.open', {}, a.now);
          const reading = begin();
          const range = from === undefined && to === undefined ? {} : { from: from ?? 0, to: to ?? null };
          return { recordedAt: await a.done([], { detail: { ...range, openings, policySha256 } }), reading };
        }),
      ),

    /**
     * Whether an export that was made may still be fetched by whoever asked for it. Throws `not_found` once their role or account
     * has ended, as the records say now: making it takes minutes, and who asked may have been stopped meanwhile.
     */
    mayFetch: async (caller: Caller, { openings }: { openings: boolean }): Promise<void> => {
      if (!(await mayStill(caller, rightsTo({ kind: 'export', openings })))) throw notThere('export');
    },
    /** Whether who asked for a long reading may have it still, as the records say now. */
    mayGoOn: (caller: Caller, wish: LongReadingWish): Promise<boolean> => mayStill(caller, rightsTo(wish)),

    /** Checks the right to verify, before minutes of hashing. Throws `conflict` while another long reading of the caller's runs. */
    beginVerification: (caller: Caller): Promise<LongReading> =>
      beginning(caller, 'verification', (begin) =>
        act(deps, caller, 'journal.verify', 'journal', async (a) => {
          a.allow();
          return begin();
        }),
      ),

    /** Records that the journal was verified on the auditor's demand, and what came out. */
    recordVerification: (caller: Caller, result: { size: number; root: string; signed: boolean }): Promise<number> =>
      act(deps, caller, 'journal.verify', 'journal', async (a) => {
        a.allow();
        return a.done([], { detail: result });
      }),

    /** Checks the right to read the journal: whoever has it may have a checkpoint signed. A refusal is an entry. */
    maySign: (caller: Caller): Promise<void> =>
      act(deps, caller, 'journal.read', 'journal', async (a) => void a.allow()),

    /** One's own long reading, while it runs and for a quarter of an hour after it; without an entry, but for refusals. */
    longReading: (caller: Caller): Promise<LongReadingStanding | undefined> =>
      act(deps, caller, 'journal.verify', 'journal', async (a) => {
        a.allow();
        return readings.of(caller.personId);
      }),

    /**
     * Has a report made, one at a time of a person's; without an entry: they are on everybody's screen. `gone`: the caller waits no
     * more. Throws `forbidden`, `overloaded`.
     */
    report: <R>(caller: Caller, make: () => Promise<R>, gone?: AbortSignal): Promise<R> =>
      few(
        caller.personId,
        async () => {
          await act(deps, caller, 'report.read', 'report', async (a) => void a.allow());
          return make();
        },
        gone,
      ),
    /** Whether somebody may see how far a report is that is being made: whoever may have one made. Throws `forbidden`. */
    mayReadReports: (caller: Caller): Promise<void> =>
      act(deps, caller, 'report.read', 'report', async (a) => void a.allow()),
  };
}
