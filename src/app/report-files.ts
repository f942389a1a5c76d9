import { steadyClock as clock } from '../chance.ts';
import { drawFigures } from '../post/figures.ts';
import type { House } from '../post/house.ts';
import { figuresOf, toCsv } from '../reports/csv.ts';
import type { DailyReport } from '../reports/daily.ts';

/** A report as files: the same figures in each. */
export function reportFiles(house: House, now: () => number = clock.now) {
  return {
    csv: toCsv,
    pdf: (report: DailyReport): Promise<Buffer> => {
      const rows = figuresOf(report).map(([fr, en, value]) => ({ fr, en, value: String(value ?? '') }));
      return drawFigures({ date: report.date, rows }, house, now());
    },
  };
}
