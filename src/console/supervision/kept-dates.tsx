import { LEVELS, type Level } from '../../forecast/levels.ts';
import type { DailyReport } from '../../reports/daily.ts';
import { keptOf } from '../../reports/kept-dates.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

const ROWS = ['by', 'mid'] as const satisfies readonly Level[];

/** How many of the dates that were announced were kept, on this day and lately, beside the share that was said. */
export function KeptDates({ report, before }: { report: DailyReport; before: readonly DailyReport[] }) {
  const { t } = useVisit();
  const { given, moved } = report.promises;
  const share = (days: readonly DailyReport[], level: Level): string => {
    const all = days.map(({ promises }) => keptOf(promises.judged, level));
    const [kept, of] = [all.reduce((sum, one) => sum + one.kept, 0), all.reduce((sum, one) => sum + one.of, 0)];
    return of === 0 ? '–' : t('dates.share', { part: Math.round((100 * kept) / of), kept, of });
  };
  const head = [t('dates.day'), t('dates.aim'), t('dates.today'), t.count('dates.lately', before.length + 1)];
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('dates.title')}</h2>
      <p>
        {t.count('dates.given', given)} {moved > 0 && t.count('dates.moved', moved)}
      </p>
      <Table caption={t('dates.title')} silentCaption head={head} small>
        {ROWS.map((level) => (
          <tr key={level}>
            <th scope="row">{t(`dates.${level}`)}</th>
            <td>{t('dates.part', { part: 100 * LEVELS[level] })}</td>
            <td>{share([report], level)}</td>
            <td>{share([...before, report], level)}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
