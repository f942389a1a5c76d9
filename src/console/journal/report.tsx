import type { RequestItem } from '../../flow/reading/lists.ts';
import { HourlyChart } from '../../reports/chart.tsx';
import type { DailyReport } from '../../reports/daily.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Filters, FilterText } from '../frame/components/filters.tsx';
import { useHere } from '../frame/components/here.tsx';
import { Table } from '../frame/components/table.tsx';
import { day, moment, parisMidnight } from '../frame/dates.ts';
import type { Key } from '../frame/translate.ts';
import { RequestTable } from '../requests/request-table.tsx';

const FIGURES = [
  'received',
  'approved',
  'refused',
  'produced',
  'handedOver',
  'activated',
  'revoked',
  'setAside',
  'scrapped',
  'acceptedByHolder',
  'acceptedByCode',
  'acceptedByTwo',
] as const;

/** « Pilotage »: one day from the journal, against the targets; every figure again as text. */
export function ReportPage({ report, queue }: { report: DailyReport; queue?: readonly RequestItem[] | undefined }) {
  const { t, language } = useHere();
  const date = day(language, parisMidnight(report.date) ?? 0);
  return (
    <>
      <div class="jeton-head">
        <h1>{t('report.title', { date })}</h1>
        <a
          class="fr-btn fr-btn--secondary fr-btn--icon-left fr-icon-download-line"
          href={`/pilotage.csv?date=${report.date}`}
        >
          {t('report.csv')}
        </a>
      </div>
      <Filters label={t('report.choose')}>
        <FilterText name="date" type="date" label={t('report.date')} initial={report.date} />
      </Filters>
      <p class="jeton-headline">
        {t.count('report.headline', report.produced, { low: report.against.low, high: report.against.high })}
        {!report.complete && <span class="fr-badge fr-badge--sm fr-badge--info">{t('report.running')}</span>}
      </p>
      <Surges report={report} />
      <ul class="fr-raw-list jeton-figures">
        {FIGURES.map((name) => (
          <li key={name}>
            <span class="jeton-figures__n">{report[name]}</span>
            <span>{t(`report.${name}`)}</span>
          </li>
        ))}
      </ul>
      <section class="fr-mt-4w">
        <h2 class="fr-h4">{t('report.hours')}</h2>
        <HourlyChart report={report} language={language} />
      </section>
      <Times report={report} />
      {queue && (
        <section class="fr-mt-4w">
          <h2 class="fr-h4">{t('report.queue')}</h2>
          <RequestTable items={queue} caption={t('report.queue')} empty={t('queue.empty')} />
        </section>
      )}
      {report.checkpoint && (
        <section class="fr-mt-4w">
          <h2 class="fr-h4">{t('report.signed')}</h2>
          <p class="fr-text--sm jeton-break">
            {t('report.checkpoint', { size: report.checkpoint.size, root: report.checkpoint.root })}
          </p>
          <p class="fr-text--sm">{t('report.signed.text')}</p>
          <p class="fr-text--sm jeton-mono jeton-break jeton-lines">{report.checkpoint.note}</p>
        </section>
      )}
    </>
  );
}

/** Surge mode on that day: when, by how much, and by whose decision. */
function Surges({ report }: { report: DailyReport }) {
  const { t, language } = useHere();
  return (
    <>
      {report.surges.map(({ from, until, factor, proposedBy, confirmedBy, endedBy }) => (
        <div key={from} class="fr-mb-3w">
          <Alert
            kind="info"
            title={t('report.surge', { from: moment(language, from), until: moment(language, until), factor })}
            small
          >
            <p>
              {t('report.surge.by', { proposer: proposedBy ?? '—', confirmer: confirmedBy })}
              {endedBy !== null && ` ${t('report.surge.ended', { who: endedBy })}`}
            </p>
          </Alert>
        </div>
      ))}
    </>
  );
}

function Times({ report }: { report: DailyReport }) {
  const { t } = useHere();
  const rows: [Key, DailyReport['leadTime']][] = [
    ['report.leadTime', report.leadTime],
    ['report.timeToProduce', report.timeToProduce],
  ];
  const open = Object.entries(report.backlogByState) as [keyof DailyReport['backlogByState'], number][];
  return (
    <div class="fr-grid-row fr-grid-row--gutters fr-mt-2w">
      <div class="fr-col-12 fr-col-md-6">
        <h2 class="fr-h4">{t('report.times')}</h2>
        <Table caption={t('report.times')} silentCaption head={[t('report.from'), t('report.median'), t('report.p90')]}>
          {rows.map(([key, { median, p90 }]) => (
            <tr key={key}>
              <th scope="row">{t(key)}</th>
              <td>
                <Duration ms={median} />
              </td>
              <td>
                <Duration ms={p90} />
              </td>
            </tr>
          ))}
        </Table>
      </div>
      <div class="fr-col-12 fr-col-md-6">
        <h2 class="fr-h4">{t('report.backlog', { n: report.backlog })}</h2>
        <Table
          caption={t('report.backlog', { n: report.backlog })}
          silentCaption
          head={[t('label.state'), t('report.number')]}
        >
          {open.map(([state, n]) => (
            <tr key={state}>
              <th scope="row">{t(`state.request.${state}`)}</th>
              <td>{n}</td>
            </tr>
          ))}
        </Table>
      </div>
    </div>
  );
}

function Duration({ ms }: { ms: number | null }) {
  const { t } = useHere();
  if (ms === null) return <>—</>;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return <>{t('duration.minutes', { minutes })}</>;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return <>{t('duration.hours', { hours, minutes: String(minutes % 60).padStart(2, '0') })}</>;
  return <>{t('duration.days', { days: Math.floor(hours / 24), hours: hours % 24 })}</>;
}
