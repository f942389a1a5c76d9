import { steadyClock as clock } from '../chance.ts';
import type { PaperChart } from '../post/chart.ts';
import { drawFigures } from '../post/figures.ts';
import { dayInWords, type House } from '../post/house.ts';
import { type ChartMarks, FRAME } from '../reports/charts/chart-scale.ts';
import { hourlyMarks } from '../reports/charts/hourly-marks.ts';
import { monthMarks } from '../reports/charts/month-marks.ts';
import { toCsv } from '../reports/csv.ts';
import type { DailyReport } from '../reports/daily.ts';
import { dayOf } from '../reports/day.ts';
import { figuresOf } from '../reports/rows/day.ts';
import type { Row } from '../reports/rows/row.ts';
import type { DaysSum } from '../reports/sums.ts';
import { sumCsv, sumRows } from '../reports/sums-csv.ts';
import { trendsCsv } from '../reports/trends-csv.ts';

const inFrench = (day: string): string => dayInWords('fr-FR', day);
const inEnglish = (day: string): string => dayInWords('en-GB', day);

/** Days as people read them, in either language: tables of figures have them as ISO 8601 does. */
const datesOnPaper = (text: string): string => text.replace(/\b(\d{4})-(\d\d)-(\d\d)\b/g, '$3/$2/$1');
/** A moment on the clock of where the report is of: its figures have it in UTC. */
const timeOnPaper = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('fr-FR', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(at);
const BOTH: Readonly<Record<string, string>> = { oui: 'oui · yes', non: 'non · no' };
/** A value that is a word is said in both languages, as its name is; what is signed stays as it is. */
function valueOnPaper(value: Row[2], timeZone: string): string {
  const text = String(value ?? '');
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return timeOnPaper(Date.parse(text), timeZone);
  return BOTH[text] ?? (/^\d{4}-\d\d-\d\d$/.test(text) ? datesOnPaper(text) : text);
}

/** Reports as files: the same figures in each. A file of days that are over is dated by their end, so that it is always the same. */
export function reportFiles(house: House, now: () => number = clock.now) {
  const dated = ({ complete, timeZone }: Pick<DaysSum, 'complete' | 'timeZone'>, last: string): number =>
    complete ? dayOf(last, timeZone).end : now();
  const draw = (
    title: { fr: string; en: string },
    {
      rows,
      charts,
      at,
      timeZone,
    }: { rows: readonly Row[]; charts: readonly PaperChart[]; at: number; timeZone: string },
  ): Promise<Buffer> => {
    const said = rows.map(([fr, en, value]) => ({
      fr: datesOnPaper(fr),
      en: datesOnPaper(en),
      value: valueOnPaper(value, timeZone),
    }));
    return drawFigures({ title, rows: said, charts }, house, at);
  };
  /** The chart of the page, with the words of both languages. */
  const onPaper = (marks: (language: 'fr' | 'en') => ChartMarks): PaperChart => {
    const [fr, en] = [marks('fr'), marks('en')];
    return { ...fr, frame: FRAME, says: { fr, en } };
  };
  return {
    csv: toCsv,
    /** `before`: what was kept of the days before it, which its charts show beside it. */
    pdf: (report: DailyReport, before: readonly DailyReport[]): Promise<Buffer> =>
      draw(
        { fr: `Pilotage du ${inFrench(report.date)}`, en: `Report of ${inEnglish(report.date)}` },
        {
          rows: figuresOf(report),
          charts: [
            onPaper((language) => hourlyMarks(report, before, language)),
            // as on the page, one day alone is no chart
            ...(before.length > 0 ? [onPaper((language) => monthMarks([...before, report], language))] : []),
          ],
          at: dated(report, report.date),
          timeZone: report.timeZone,
        },
      ),
    periodCsv: sumCsv,
    periodPdf: (sum: DaysSum): Promise<Buffer> => {
      const { first, last } = sum;
      return draw(
        {
          fr: `Pilotage du ${inFrench(first)} au ${inFrench(last)}`,
          en: `Report from ${inEnglish(first)} to ${inEnglish(last)}`,
        },
        {
          rows: sumRows(sum),
          charts: [onPaper((language) => monthMarks(sum.days, language))],
          at: dated(sum, last),
          timeZone: sum.timeZone,
        },
      );
    },
    trendsCsv,
  };
}
