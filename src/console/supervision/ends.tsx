import { beginOfDate } from '../../book/rules/calendar/working-days.ts';
import type { EndsReport } from '../../flow/reading/token/ends.ts';
import { EndsChart } from '../../reports/charts/ends-chart.tsx';
import { Alert } from '../frame/components/alerts.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day } from '../frame/dates.ts';
import { type MachineEndsList, MachineEndsTable } from '../workstations/machine-ends.tsx';

interface EndsProps {
  report: EndsReport;
  machines: MachineEndsList;
  /** Whether the reader may open the page of a machine. */
  opensMachines: boolean;
}

/** « Échéances »: what ends week by week, and when the service asks for its renewal, against what the workshop makes. */
export function EndsPage({ report, machines, opensMachines }: EndsProps) {
  const { t, language } = useVisit();
  const { policy, above, services, weeks } = report;
  const said = (date: string): string => day(language, beginOfDate(date) ?? 0);
  return (
    <>
      <div class="jeton-head">
        <h1>{t('ends.title')}</h1>
        <span class="jeton-actions">
          <a class="fr-btn fr-btn--secondary fr-btn--icon-left fr-icon-download-line" href="/pilotage/echeances.csv">
            {t('report.csv')}
          </a>
        </span>
      </div>
      <p>{t('ends.policy', { first: policy.first, last: policy.last, perDay: policy.perDay })}</p>
      {above.length > 0 && (
        <div class="fr-mb-3w">
          <Alert kind="warning" title={t.count('ends.above', above.length)} small>
            <p>
              {above.map(({ date, planned }) => t.count('ends.above.day', planned, { date: said(date) })).join(' ')}
            </p>
          </Alert>
        </div>
      )}
      <EndsChart report={report} language={language} />
      <section class="fr-mt-4w">
        <h2 class="fr-h4" id="postes">
          {t('machineEnds.title')}
        </h2>
        <MachineEndsTable list={machines} opens={opensMachines} page="/pilotage/echeances" />
      </section>
      <section class="fr-mt-4w">
        {services.length === 0 ? <p class="jeton-empty">{t('ends.none')}</p> : <Services of={services} weeks={weeks} />}
      </section>
      <p class="fr-mt-4w">
        <a class="fr-link" href="/pilotage">
          {t('ends.back')}
        </a>
      </p>
    </>
  );
}

/** By service: what ends within a month, within three, and in all. */
function Services({ of, weeks }: { of: EndsReport['services']; weeks: EndsReport['weeks'] }) {
  const { t } = useVisit();
  const within = (ends: readonly number[], most: number): number => ends.slice(0, most).reduce((sum, n) => sum + n, 0);
  const spans = [4, 13, weeks.length];
  const head = [t('ends.service'), ...spans.map((most) => t('ends.within', { weeks: most }))];
  return (
    <Table caption={t('ends.services')} head={head} small>
      {of.map(({ service, ends }) => (
        <tr key={service}>
          <th scope="row">{service}</th>
          {spans.map((most) => (
            <td key={most}>{within(ends, most)}</td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
