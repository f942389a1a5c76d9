import { NOTHING, reportOn } from '../../../src/reports/daily.ts';
import { dayOf } from '../../../src/reports/day.ts';
import type { KeptDay, Share } from '../../../src/reports/shape.ts';
import { datesOf, type Period, weekdayOf } from '../../../src/reports/weeks-and-months.ts';

const ZONE = 'Europe/Paris';
const HOUR = 3_600_000;
const SITES = ['Bordeaux', 'Paris', 'Pau', 'Lyon', 'Lille', 'Saint-Denis de La Réunion', 'Rennes', 'Metz'];
const PROFILES = ['agent-vpn', 'agent-day'];
/** What is made beside new tokens. */
const BESIDE = ['nomade', 'repeat'];

/** Numbers from a seed, at least 0 and below 1. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** Splits a count among names, unevenly and always the same. */
function split(count: number, names: readonly string[], next: () => number): { name: string; count: number }[] {
  const counts = names.map(() => 0);
  for (let left = count; left > 0; left -= 1) {
    const place = Math.floor(next() * next() * names.length);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return names.flatMap((name, i) => (counts[i] ? [{ name, count: counts[i] ?? 0 }] : []));
}

/**
 * Reports of days as a workshop of `technicians` keeps them: from Monday to Friday as many as they make, in a crisis twice
 * that. Made from a seed, not from a journal.
 */
export async function keptDays(
  period: Period,
  { technicians, services = 100, crisis }: { technicians: number; services?: number; crisis?: Period },
): Promise<{ at: number; report: KeptDay }[]> {
  const next = numbers(Date.parse(period.first) / 86_400_000);
  const names = Array.from({ length: services }, (_, i) => `PREF-${String(i + 1).padStart(3, '0')}`);
  return Promise.all(
    datesOf(period).map(async (date) => {
      const { end } = dayOf(date, ZONE);
      const { report, took } = await reportOn([], { date, now: end, before: NOTHING });
      const isCrisis = crisis !== undefined && date >= crisis.first && date <= crisis.last;
      const each = weekdayOf(date) >= 5 ? 0 : Math.round((isCrisis ? 48 : 25) + 6 * next());
      const made = split(each * technicians, Object.keys(report.made), next);
      const produced = sumOf(made.flatMap(({ name, count }) => (BESIDE.includes(name) ? [] : [count])));
      const shares = (all: readonly string[]): Share[] =>
        split(produced, all, next).map(({ name, count }) => ({
          name,
          received: count,
          produced: count,
          handedOver: count,
        }));
      const hours = split(produced, ['9', '10', '14', '15', '11', '16', '8', '17', '13'], next);
      const times = (most: number): number[] =>
        Array.from({ length: produced }, () => Math.round(most * next() * HOUR));
      const day: KeptDay = {
        ...report,
        received: produced,
        approved: produced,
        produced,
        firstPass: produced,
        handedOver: produced,
        made: { ...report.made, ...Object.fromEntries(made.map(({ name, count }) => [name, count])) },
        services: shares(names),
        sites: shares(SITES),
        profiles: split(produced, PROFILES, next),
        producers: split(
          produced,
          Array.from({ length: technicians }, (_, i) => `technician-${i}`),
          next,
        ),
        technicians: each === 0 ? 0 : technicians,
        perHour: report.perHour.map((_, hour) => hours.find(({ name }) => Number(name) === hour)?.count ?? 0),
        backlog: Math.round(40 * technicians * next()),
        took: {
          ...took,
          token: {
            lead: times(72),
            toProduce: times(48),
            approval: times(24),
            production: times(24),
            handover: times(24),
            receipt: times(72),
          },
        },
      };
      return { at: end, report: day };
    }),
  );
}
