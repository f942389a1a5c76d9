import { dayOf } from './day.ts';
import { readKept } from './day-reading.ts';
import type { KeptDay } from './shape.ts';
import { type DaysSum, sumDays } from './sums.ts';
import { datesOf, type Period } from './weeks-and-months.ts';

/** Sums of periods to be read from the reports that were kept of days. */
export interface SumsTask {
  timeZone: string;
  /** The first day of the journal; null without an entry. */
  begins: string | null;
  today: string;
  periods: readonly Period[];
  /** Reports that were not kept: of the day that still runs, and of days that were counted anew. */
  beside: readonly KeptDay[];
}
export interface KeptRecords {
  /** Texts of the reports that were kept of days ending in [from, to], in their order. */
  keptReports(from: number, to: number): Promise<string[]>;
}
/** Days whose texts are read at once. */
const AT_ONCE = 100;

/** Reads each day's report once, whatever the number of periods, and nothing of the journal. */
export async function readSums(
  { timeZone, begins, today, periods, beside }: SumsTask,
  { keptReports }: KeptRecords,
): Promise<DaysSum[]> {
  const asked = [...new Set(periods.flatMap(datesOf))]
    .filter((date) => date >= (begins ?? today) && date <= today)
    .sort();
  const days = new Map<string, KeptDay>();
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    const some = asked.slice(at, at + AT_ONCE);
    const [from = 0, to = 0] = [some.at(0), some.at(-1)].map((date = today) => dayOf(date, timeZone).end);
    for (const day of readKept(await keptReports(from, to))) days.set(day.date, day);
  }
  for (const day of beside) days.set(day.date, day);
  return periods.map((period) => sumDays(period, { timeZone, begins, today, of: (date) => days.get(date) }));
}
