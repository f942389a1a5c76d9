import { steadyClock as clock } from '../chance.ts';
import { drawFigures } from '../post/figures.ts';
import type { House } from '../post/house.ts';
import { figuresOf, type Row, toCsv } from '../reports/csv.ts';
import type { DailyReport } from '../reports/daily.ts';
import { dayOf } from '../reports/day.ts';
import type { DaysSum } from '../reports/sums.ts';
import { sumCsv, sumRows } from '../reports/sums-csv.ts';
import { trendsCsv } from '../reports/trends-csv.ts';

/** Reports as files: the same figures in each. A file of days that are over is dated by their end, so that it is always the same. */
export function reportFiles(house: House, now: () => number = clock.now) {
  const dated = ({ complete, timeZone }: Pick<DaysSum, 'complete' | 'timeZone'>, last: string): number =>
    complete ? dayOf(last, timeZone).end : now();
  const draw = (title: { fr: string; en: string }, rows: readonly Row[], at: number): Promise<Buffer> => {
    const said = rows.map(([fr, en, value]) => ({ fr, en, value: String(value ?? '') }));
    return drawFigures({ title, rows: said }, house, at);
  };
  return {
    csv: toCsv,
    pdf: (report: DailyReport): Promise<Buffer> =>
      draw(
        { fr: `Pilotage du ${report.date}`, en: `Report of ${report.date}` },
        figuresOf(report),
        dated(report, report.date),
      ),
    periodCsv: sumCsv,
    periodPdf: (sum: DaysSum): Promise<Buffer> => {
      const { first, last } = sum;
      return draw(
        { fr: `Pilotage du ${first} au ${last}`, en: `Report from ${first} to ${last}` },
        sumRows(sum),
        dated(sum, last),
      );
    },
    trendsCsv,
  };
}
