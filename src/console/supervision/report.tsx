import { beginOfDate } from '../../book/rules/calendar/working-days.ts';
import { DAY_MS } from '../../durations.ts';
import { codeOf } from '../../flow/reading/journal/entry-things.ts';
import type { RequestItem } from '../../flow/reading/request/request-lists.ts';
import type { StockCover } from '../../flow/reading/stock/stock-levels.ts';
import { HourlyChart } from '../../reports/charts/hourly-chart.tsx';
import { MonthChart } from '../../reports/charts/month-chart.tsx';
import type { DailyReport } from '../../reports/daily.ts';
import { dateAt, dayOf } from '../../reports/day.ts';
import type { ForecastResult } from '../../reports/forecast.ts';
import { dayUntil } from '../../reports/targets.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Filters, FilterText } from '../frame/components/filters.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day, isoDay, moment } from '../frame/dates.ts';
import { RequestTable } from '../requests/request-table.tsx';
import { Backlog, Beside, Groups, Made } from './figures.tsx';
import { KeptDates } from './kept-dates.tsx';
import { Machines } from './machines.tsx';
import { TakenTimes } from './taken-times.tsx';
import { Tiles } from './tiles.tsx';
import { Files, Views } from './views.tsx';

interface ReportProps {
  report: DailyReport;
  /** What was kept of the days before, the oldest first. */
  before: readonly DailyReport[];
  queue?: readonly RequestItem[] | undefined;
  /** How long the blank tokens last from now: of today alone. */
  cover?: StockCover | undefined;
  /** Of the technicians whose count stands here, and of who decided on surge mode, where the reader may see them. */
  names: ReadonlyMap<string, string>;
  /** Whether they may have tokens of technicians to read, their own or those of all. */
  seesProducers: boolean;
  seesEnds: boolean;
  seesForecast: boolean;
  seesCampaigns: boolean;
  /** How the queue goes on as things stand: of today, for whoever reads forecasts. */
  foreseen?: Pick<ForecastResult, 'waiting' | 'usual'> | undefined;
}
/** « Pilotage »: one day from the journal, against what is usual and the days before; every figure again as text. */
export function ReportPage({
  report,
  before,
  queue,
  cover,
  names,
  seesProducers,
  seesEnds,
  seesForecast,
  seesCampaigns,
  foreseen,
}: ReportProps) {
  const { t, language } = useVisit();
  return (
    <>
      <div class="jeton-head">
        <h1>{t('report.title', { date: day(language, beginOfDate(report.date) ?? 0) })}</h1>
        <Files path="/pilotage" query={`?date=${report.date}`} endings={['pdf', 'csv', 'json']} />
      </div>
      <Views date={report.date} />
      <Filters page="/pilotage" label={t('report.choose')}>
        <FilterText name="date" type="date" label={t('report.date')} initial={report.date} />
      </Filters>
      {seesForecast && (
        <p>
          <a class="fr-link" href="/pilotage/previsions">
            {t('forecast.link')}
          </a>
        </p>
      )}
      {seesEnds && (
        <p>
          <a class="fr-link" href="/pilotage/echeances">
            {t('ends.link')}
          </a>
        </p>
      )}
      <Headline report={report} before={before} />
      {foreseen && <Cleared {...foreseen} />}
      <Surges report={report} names={names} />
      <Tiles of={report} />
      <Backlog report={report} cover={cover} />
      <section class="fr-mt-4w">
        <h2 class="fr-h4">{t('report.hours')}</h2>
        <HourlyChart report={report} before={before} language={language} />
      </section>
      <Made report={report} />
      <TakenTimes report={report} />
      <KeptDates report={report} before={before} />
      <Machines report={report} seesCampaigns={seesCampaigns} />
      <Groups report={report} names={names} seesProducers={seesProducers} />
      {before.length > 0 && (
        <section class="fr-mt-4w">
          <h2 class="fr-h4">{t('report.month')}</h2>
          <MonthChart days={[...before, report]} language={language} />
        </section>
      )}
      {queue && (
        <section class="fr-mt-4w">
          <h2 class="fr-h4">{t('report.queue')}</h2>
          <RequestTable items={queue} caption={t('report.queue')} empty={t('queue.empty')} />
        </section>
      )}
      {report.checkpoint && <Signed checkpoint={report.checkpoint} />}
    </>
  );
}

/** The tokens made, beside what as many technicians make on a usual day, the day before and a week before. */
function Headline({ report, before }: Pick<ReportProps, 'report' | 'before'>) {
  const { t, now } = useVisit();
  const { produced, technicians, against, surges } = report;
  const { due } = report.promises;
  const until = dayUntil(report);
  const daysBefore = (days: number): number | undefined => {
    const noon = dayOf(report.date, report.timeZone).begin + DAY_MS / 2;
    const date = dateAt(noon - days * DAY_MS, report.timeZone);
    return before.find((one) => one.date === date)?.produced;
  };
  const [yesterday, week] = [daysBefore(1), daysBefore(7)];
  const usual = {
    low: against.low * technicians,
    high: against.high * technicians,
    surge: against.surge * technicians,
  };
  return (
    <>
      <p class="jeton-headline">
        {t.count(report.date === isoDay(now) ? 'report.today' : 'report.that', produced)}
        {!report.complete && <span class="fr-badge fr-badge--sm fr-badge--info">{t('report.running')}</span>}
      </p>
      <p>
        <Beside made={report.made} />{' '}
        {technicians > 0 && t.count(surges.length > 0 ? 'report.aim.surge' : 'report.usual', technicians, usual)}{' '}
        {until &&
          (until.insteadOf === null
            ? t('report.until', { hour: until.hour })
            : t('report.until.surge', { hour: until.hour, usual: until.insteadOf }))}{' '}
        {due.of > 0 && t.count(report.complete ? 'report.due' : 'report.due.running', due.of, { made: due.made })}{' '}
        {yesterday !== undefined && t('report.compared.yesterday', { n: yesterday })}{' '}
        {week !== undefined && t('report.compared.week', { n: week })}
      </p>
    </>
  );
}

/** Until when all that waits now is made, at the pace of now. */
function Cleared({ waiting, usual: { clear } }: Pick<ForecastResult, 'waiting' | 'usual'>) {
  const { t, language } = useVisit();
  if (clear === null) return <p>{t('report.clear.none')}</p>;
  const said = (of: number): string => day(language, of * DAY_MS);
  const [mid, by] = [said(clear.mid), said(clear.by)];
  const when = mid === by ? t('report.clear.on', { mid }) : t('report.clear.within', { mid, by });
  return <p>{t.count('report.clear', waiting, { when })}</p>;
}

/** Surge mode on that day: when, by how much, and by whose decision. */
function Surges({ report, names }: Pick<ReportProps, 'report' | 'names'>) {
  const { t, language } = useVisit();
  const called = (id: string): string => names.get(id) ?? codeOf(id);
  return (
    <>
      {report.surges.map(({ from, until, reason, factor, proposedBy, confirmedBy, endedBy }) => (
        <div key={from} class="fr-mb-3w">
          <Alert
            kind="info"
            title={t('report.surge', { from: moment(language, from), until: moment(language, until), factor })}
            small
          >
            <p>
              {t('report.surge.by', {
                why: t(`surge.reason.${reason}`),
                proposer: proposedBy === null ? '—' : called(proposedBy),
                confirmer: called(confirmedBy),
              })}
              {endedBy !== null && ` ${t('report.surge.ended', { who: called(endedBy) })}`}
            </p>
          </Alert>
        </div>
      ))}
    </>
  );
}

function Signed({ checkpoint: { size, root, note } }: { checkpoint: NonNullable<DailyReport['checkpoint']> }) {
  const { t, language } = useVisit();
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('report.signed')}</h2>
      <p class="fr-text--sm jeton-break">{t('report.checkpoint', { size: size.toLocaleString(language), root })}</p>
      <p class="fr-text--sm">{t('report.signed.text')}</p>
      <p class="fr-text--sm jeton-mono jeton-break jeton-lines">{note}</p>
    </section>
  );
}
