import { AppError } from '../errors.ts';
import type { Clock } from '../flow/ports/clock.ts';
import { dateAt, dayOf, notBegun } from './day.ts';
import type { Patience } from './day-count.ts';
import type { createDailyReports } from './days.ts';
import type { DaysSum } from './sums.ts';
import type { SumsTask } from './sums-reading.ts';
import type { Span, Trends } from './trends.ts';
import { dayAfter, FIRST_DAY, monthsUpTo, type Period, type PeriodKind, periodOf } from './weeks-and-months.ts';

export interface PeriodReportDeps {
  /** Reads sums of kept days (`readSums`), here or in a process of its own; `signal` gives it up. */
  sum(task: SumsTask, signal?: AbortSignal): Promise<DaysSum[]>;
  days: Pick<ReturnType<typeof createDailyReports>, 'anew' | 'upTo' | 'lastKept'>;
  /** When the journal's first entry was made; undefined where there is none. */
  firstAt(): Promise<number | undefined>;
  clock: Clock;
  timeZone: string;
}
/** Days without a report that are counted while somebody waits; more of them are counted by the round. */
const MOST_WAITED_FOR = 3;
const DAYS_OF_TRENDS = 30;
const MONTHS_OF_TRENDS = 12;

/**
 * Reports of weeks and months, and trends: sums of the reports that were kept of days, so that their cost does not grow with
 * the journal. The day that still runs is counted as it stands.
 */
export function createPeriodReports({ sum, days, firstAt, clock, timeZone }: PeriodReportDeps) {
  const todayNow = (): string => dateAt(clock.now(), timeZone);
  const begins = async (): Promise<string | null> => {
    const first = await firstAt();
    return first === undefined ? null : dateAt(first, timeZone);
  };

  const sums = async (periods: readonly Period[], patience: Patience): Promise<DaysSum[]> => {
    const { signal } = patience;
    const today = todayNow();
    const isRunning = periods.some(({ first, last }) => first <= today && last >= today);
    const lasts = periods.map(({ last }) => last).sort();
    if (!isRunning) await days.upTo(lasts.at(-1) ?? today, patience);
    const beside = isRunning ? [await days.anew(today, patience)] : [];
    const task = { timeZone, begins: await begins(), today, periods, beside };
    const made = await sum(task, signal);
    const missing = [...new Set(made.flatMap((one) => one.missing))].sort();
    if (missing.length === 0 || missing.length > MOST_WAITED_FOR) return made;
    // one after another: each begins where the one before it ended
    for (const date of missing) beside.push(await days.anew(date, { signal }));
    return sum(task, signal);
  };
  const one = async (period: Period, patience: Patience): Promise<DaysSum> => {
    const today = todayNow();
    if (period.first > today) throw notBegun('these days have', clock.now(), timeZone);
    const [made] = await sums([period], patience);
    if (!made) throw new AppError('internal', 'no sum of a period was made');
    return made;
  };

  return {
    /**
     * The week or month that holds a day (`YYYY-MM-DD`). Throws `invalid_input` for a day that does not exist, and for days that
     * have not begun; `conflict` while days of it are counted for longer than the asker's patience.
     */
    period: async (kind: PeriodKind, date: string, patience: Patience = {}): Promise<DaysSum> => {
      const day = dayOf(date, timeZone);
      if (day.date < FIRST_DAY)
        throw new AppError('invalid_input', `no journal is so old: ask for ${FIRST_DAY} or later`, {
          detail: { field: 'date' },
        });
      return one(periodOf(kind, day.date), patience);
    },
    /** Thirty days, twelve months, and what was done for whom in a span of time. */
    trends: async (span: Span, patience: Patience = {}): Promise<Trends> => {
      const today = todayNow();
      const months = monthsUpTo(today, MONTHS_OF_TRENDS);
      const chosen = {
        month: periodOf('month', today),
        'last-month': periodOf('month', today, -1),
        year: { first: months[0]?.first ?? today, last: today },
      }[span];
      const recent = { first: dayAfter(today, 1 - DAYS_OF_TRENDS), last: today };
      const [lately, of, ...each] = await sums([recent, chosen, ...months], patience);
      if (!lately || !of) throw new AppError('internal', 'no sum of a period was made');
      return {
        today,
        timeZone,
        span,
        days: lately.days,
        chosen: of,
        missing: [...new Set([lately, of, ...each].flatMap(({ missing }) => missing))].sort(),
        months: each.map(({ first, last, days, produced, made }) => ({
          first,
          last,
          days: days.length,
          produced,
          made,
        })),
      };
    },
    /** Counts anew every day whose kept report is gone or cannot be read, the oldest first. */
    mend: async (): Promise<void> => {
      const [first, last] = await Promise.all([begins(), days.lastKept()]);
      if (first === null || last === undefined) return;
      const task = { timeZone, begins: first, today: last, periods: [{ first, last }], beside: [] };
      for (const date of (await sum(task))[0]?.missing ?? []) await days.anew(date);
    },
  };
}
