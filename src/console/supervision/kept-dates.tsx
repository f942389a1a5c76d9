import { type Judged, LEVELS, type Level } from '../../forecast/levels.ts';
import type { DailyReport } from '../../reports/daily.ts';
import { judgedInAll, keptOf } from '../../reports/kept-dates.ts';
import type { DaysSum } from '../../reports/sums.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

const ROWS = ['by', 'mid'] as const satisfies readonly Level[];

/** How many of the dates that were announced were kept, on this day and lately, beside the share that was said. */
export function KeptDates({ report, before }: { report: DailyReport; before: readonly DailyReport[] }) {
  const { t } = useVisit();
  const lately = [...before, report].map(({ promises }) => promises.judged);
  return (
    <Dates
      promises={report.promises}
      columns={[
        { head: t('dates.today'), judged: report.promises.judged },
        { head: t.count('dates.lately', lately.length), judged: judgedInAll(lately) },
      ]}
    />
  );
}

/** The same of days added up. */
export function KeptDatesInAll({ sum: { promises } }: { sum: Pick<DaysSum, 'promises'> }) {
  const { t } = useVisit();
  return <Dates promises={promises} columns={[{ head: t('dates.inAll'), judged: promises.judged }]} />;
}

/** What was announced and moved, and in each column what was kept of the dates that were judged. */
function Dates({
  promises: { given, moved },
  columns,
}: {
  promises: Pick<DailyReport['promises'], 'given' | 'moved'>;
  columns: readonly { head: string; judged: Judged }[];
}) {
  const { t } = useVisit();
  const share = (judged: Judged, level: Level): string => {
    const { kept, of } = keptOf(judged, level);
    return of === 0 ? '–' : t('dates.share', { part: Math.round((100 * kept) / of), kept, of });
  };
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('dates.title')}</h2>
      <p>
        {t.count('dates.given', given)} {moved > 0 && t.count('dates.moved', moved)}
      </p>
      <Table
        caption={t('dates.title')}
        silentCaption
        head={[t('dates.day'), t('dates.aim'), ...columns.map(({ head }) => head)]}
        small
      >
        {ROWS.map((level) => (
          <tr key={level}>
            <th scope="row">{t(`dates.${level}`)}</th>
            <td>{t('dates.part', { part: 100 * LEVELS[level] })}</td>
            {columns.map(({ head, judged }) => (
              <td key={head}>{share(judged, level)}</td>
            ))}
          </tr>
        ))}
      </Table>
    </section>
  );
}
