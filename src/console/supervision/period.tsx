import { MonthChart } from '../../reports/charts/month-chart.tsx';
import type { DaysSum } from '../../reports/sums.ts';
import { type PeriodKind, weekNumber } from '../../reports/weeks-and-months.ts';
import { dateForm, datesForm } from '../../words/dates.ts';
import { Filters, FilterText } from '../frame/components/filters.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Translate } from '../frame/translate.ts';
import { Beside, Counts, Made, Places, Revoked } from './figures.tsx';
import { Heat } from './heat.tsx';
import { KeptDatesInAll } from './kept-dates.tsx';
import { Machines } from './machines.tsx';
import { TakenTimes } from './taken-times.tsx';
import { Tiles } from './tiles.tsx';
import { Files, Missing, Views } from './views.tsx';

type Language = 'fr' | 'en';
const LOCALE = { fr: 'fr-FR', en: 'en-GB' } as const;
/** Where the page of each is. */
export const PERIOD_PATHS: Readonly<Record<PeriodKind, string>> = {
  week: '/pilotage/semaine',
  month: '/pilotage/mois',
};

/** `Pilotage de la semaine 48, 23–29 novembre 2026`, or `Pilotage du mois : novembre 2026`. */
export function periodTitle(
  t: Translate,
  language: Language,
  kind: PeriodKind,
  { first, last }: Pick<DaysSum, 'first' | 'last'>,
): string {
  const [locale, timeZone] = [LOCALE[language], 'UTC'];
  if (kind === 'month') {
    const month = dateForm(locale, { month: 'long', year: 'numeric', timeZone })(Date.parse(first));
    return t('period.month', { month });
  }
  const dates = datesForm(locale, { dateStyle: 'long', timeZone })(Date.parse(first), Date.parse(last));
  return t('period.week', { number: weekNumber(first), dates });
}

interface PeriodProps {
  kind: PeriodKind;
  sum: DaysSum;
  /** A day of the week or month before it, and of that after it where it has begun. */
  before: string;
  after: string | undefined;
  seesCampaigns: boolean;
}
/** « Pilotage » of a week or a month: the days' figures added up, against as many usual days. */
export function PeriodPage({ kind, sum, before, after, seesCampaigns }: PeriodProps) {
  const { t, language } = useVisit();
  const path = PERIOD_PATHS[kind];
  return (
    <>
      <div class="jeton-head">
        <h1>{periodTitle(t, language, kind, sum)}</h1>
        <Files path={path} query={`?date=${sum.first}`} endings={['pdf', 'csv', 'json']} />
      </div>
      <Views date={sum.first} />
      <Filters page={path} label={t(`period.choose.${kind}`)}>
        <FilterText name="date" type="date" label={t(`period.date.${kind}`)} initial={sum.first} />
      </Filters>
      <ul class="fr-raw-list jeton-views">
        <li>
          <a class="fr-link" href={`${path}?date=${before}`}>
            {t(`period.before.${kind}`)}
          </a>
        </li>
        {after && (
          <li>
            <a class="fr-link" href={`${path}?date=${after}`}>
              {t(`period.after.${kind}`)}
            </a>
          </li>
        )}
      </ul>
      <Missing dates={sum.missing} />
      <Headline sum={sum} />
      <Tiles of={sum} />
      <section class="fr-mt-4w">
        <h2 class="fr-h4">{t('report.month')}</h2>
        <MonthChart days={sum.days} language={language} />
      </section>
      <Made report={sum} />
      <TakenTimes report={sum} />
      <KeptDatesInAll sum={sum} />
      <Machines report={sum} days={sum.days} seesCampaigns={seesCampaigns} />
      <section class="fr-mt-4w">
        <h2 class="fr-h4">{t('trends.heat')}</h2>
        <Heat perWeekday={sum.perWeekday} />
      </section>
      <section class="fr-mt-4w">
        <Places report={sum} />
        <Counts title="report.by.bench" counts={sum.benches} named={(name) => name} />
        <Revoked report={sum} />
      </section>
    </>
  );
}

/** The tokens made, beside what as many technicians make on as many usual days, and how it stands at the end. */
function Headline({ sum: { produced, made, complete, days, technicianDays, usual, end } }: Pick<PeriodProps, 'sum'>) {
  const { t } = useVisit();
  return (
    <>
      <p class="jeton-headline">
        {t.count('period.produced', produced)}
        {!complete && <span class="fr-badge fr-badge--sm fr-badge--info">{t('period.running')}</span>}
      </p>
      <p>
        <Beside made={made} /> {t.count('period.days', days.length)}{' '}
        {technicianDays > 0 && t.count('period.usual', technicianDays, usual)}{' '}
        {end && t('period.end', { backlog: end.backlog, stock: end.stock.blanks })}
      </p>
    </>
  );
}
