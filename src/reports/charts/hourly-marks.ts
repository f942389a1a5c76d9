import { scaleBand } from 'd3-scale';
import { curveStepAfter, line } from 'd3-shape';
import { dateForm } from '../../words/dates.ts';
import type { DailyReport } from '../shape.ts';
import { type ChartMarks, countScale, FRAME, ticksOf } from './chart-scale.ts';

type Language = 'fr' | 'en';
export const HOURLY_WORDS = {
  fr: {
    title: (date: string) => `Production heure par heure, ${date}`,
    day: dateForm('fr-FR', { dateStyle: 'long', timeZone: 'UTC' }),
    sentence: (total: number, usual: boolean) =>
      `${total} ${total > 1 ? 'jetons produits' : 'jeton produit'}\u202f; ${usual ? 'ligne\u202f: moyenne à cette heure des jours gardés' : 'aucun jour gardé à comparer'}.`,
    hour: 'Heure',
    produced: 'Produits',
    usual: 'Moyenne',
    between: (hour: number) => `${hour}\u00a0h – ${hour + 1}\u00a0h`,
    tick: (hour: number) => `${hour}\u00a0h`,
    number: (value: number) => value.toFixed(1).replace('.', ','),
  },
  en: {
    title: (date: string) => `Production by the hour, ${date}`,
    day: dateForm('en-GB', { dateStyle: 'long', timeZone: 'UTC' }),
    sentence: (total: number, usual: boolean) =>
      `${total} ${total === 1 ? 'token' : 'tokens'} produced; ${usual ? 'line: mean at this hour of the days kept' : 'no day kept to compare with'}.`,
    hour: 'Hour',
    produced: 'Produced',
    usual: 'Mean',
    between: (hour: number) => `${hour}:00 – ${hour + 1}:00`,
    tick: (hour: number) => `${hour}:00`,
    number: (value: number) => value.toFixed(1),
  },
} as const;
export const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** What is made in each hour of a day on which something is made; undefined without such a day. */
function usualHours(days: readonly DailyReport[]): number[] | undefined {
  const worked = days.filter(({ produced }) => produced > 0);
  if (worked.length === 0) return undefined;
  return HOURS.map((hour) => worked.reduce((sum, day) => sum + (day.perHour[hour] ?? 0), 0) / worked.length);
}

/** Tokens produced, hour by hour, against what is made at that hour on the days before it. */
export function hourlyMarks(
  report: DailyReport,
  before: readonly DailyReport[],
  language: Language,
): ChartMarks & { usual: readonly number[] | undefined } {
  const say = HOURLY_WORDS[language];
  const usual = usualHours(before);
  const x = scaleBand<number>().domain(HOURS).range([FRAME.left, FRAME.right]).paddingInner(0.25);
  const y = countScale(Math.max(...report.perHour, ...(usual ?? [])));
  const points = (usual ?? []).map((count, hour): [number, number] => [x(hour) ?? 0, y(count)]);
  const path = line().curve(curveStepAfter)([
    ...points,
    ...points.slice(-1).map(([, last]): [number, number] => [FRAME.right, last]),
  ]);
  return {
    title: say.title(say.day(Date.parse(report.date))),
    sentence: say.sentence(report.produced, usual !== undefined),
    bars: report.perHour.flatMap((count, hour) =>
      count === 0
        ? []
        : [{ key: String(hour), x: x(hour) ?? 0, y: y(count), width: x.bandwidth(), height: FRAME.bottom - y(count) }],
    ),
    ...(usual && path ? { line: path } : {}),
    ticks: ticksOf(y),
    words: HOURS.filter((hour) => hour % 3 === 0).map((hour) => ({
      at: (x(hour) ?? 0) + x.bandwidth() / 2,
      text: say.tick(hour),
      lesser: hour % 6 !== 0,
    })),
    usual,
  };
}
