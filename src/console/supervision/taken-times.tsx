import type { DailyReport } from '../../reports/daily.ts';
import { BENCH_STEPS, type Times } from '../../reports/shape.ts';
import type { DaysSum } from '../../reports/sums.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Key } from '../frame/translate.ts';

const STAGES = ['approval', 'production', 'handover', 'receipt'] as const;

/** How long each stage took that ended then, and the whole way: of tokens, at their bench, and of Nomade credentials apart. */
export function TakenTimes({ report }: { report: DailyReport | DaysSum }) {
  const { t } = useVisit();
  const { benchSteps, nomadeTimes } = report;
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('report.times')}</h2>
      <TimesTable caption="report.times" rows={wholeWay(report)} />
      <h3 class="fr-h6 fr-mt-3w">{t('report.times.bench')}</h3>
      <TimesTable
        caption="report.times.bench"
        rows={BENCH_STEPS.map((step): TimesRow => [`report.bench.${step}`, benchSteps[step]])}
        fine
      />
      <h3 class="fr-h6 fr-mt-3w">{t('report.times.nomade')}</h3>
      <TimesTable
        caption="report.times.nomade"
        rows={wholeWay(nomadeTimes).filter(([key]) => key !== 'report.stage.receipt')}
      />
    </section>
  );
}
type TimesRow = [Key, DailyReport['leadTime']];
const wholeWay = ({ stages, leadTime, timeToProduce }: Times): TimesRow[] => [
  ...STAGES.map((stage): TimesRow => [`report.stage.${stage}`, stages[stage]]),
  ['report.timeToProduce', timeToProduce],
  ['report.leadTime', leadTime],
];

/** Median and 90th percentile of each, where any took any time; `fine`: in seconds. */
function TimesTable({ caption, rows, fine = false }: { caption: Key; rows: readonly TimesRow[]; fine?: boolean }) {
  const { t } = useVisit();
  const head = [t('report.from'), t('report.median'), t('report.p90')];
  const timed = rows.some(([, { median }]) => median !== null) ? rows : [];
  return (
    <Table caption={t(caption)} silentCaption head={head} empty={t('report.none')} small>
      {timed.map(([key, { median, p90 }]) => (
        <tr key={key}>
          <th scope="row">{t(key)}</th>
          <td>
            <Duration ms={median} fine={fine} />
          </td>
          <td>
            <Duration ms={p90} fine={fine} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Duration({ ms, fine }: { ms: number | null; fine: boolean }) {
  const { t, language } = useVisit();
  if (ms === null) return <>—</>;
  if (fine)
    return (
      <>{t('duration.seconds', { seconds: (ms / 1000).toLocaleString(language, { maximumFractionDigits: 1 }) })}</>
    );
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return <>{t('duration.minutes', { minutes })}</>;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return <>{t('duration.hours', { hours, minutes: String(minutes % 60).padStart(2, '0') })}</>;
  return <>{t('duration.days', { days: Math.floor(hours / 24), hours: hours % 24 })}</>;
}
