import { MonthChart } from '../../reports/charts/month-chart.tsx';
import { KINDS, MonthsChart, Swatch } from '../../reports/charts/months-chart.tsx';
import { SPANS, type Span, type Trends } from '../../reports/trends.ts';
import { datesForm } from '../../words/dates.ts';
import { FilterSelect, Filters } from '../frame/components/filters.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Beside, Places } from './figures.tsx';
import { Heat } from './heat.tsx';
import { Files, Missing, Views } from './views.tsx';

const MONTH = {
  fr: new Intl.DateTimeFormat('fr-FR', { month: 'short', year: 'numeric', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' }),
} as const;
const DATES = {
  fr: datesForm('fr-FR', { dateStyle: 'long', timeZone: 'UTC' }),
  en: datesForm('en-GB', { dateStyle: 'long', timeZone: 'UTC' }),
} as const;

/** The name of the field that chooses the time; the first of `SPANS` is chosen where it is left out. */
export const SPAN_FIELD = 'periode';
export const SPAN_NAMES: Readonly<Record<Span, string>> = {
  month: 'mois',
  'last-month': 'mois-dernier',
  year: 'annee',
};

/** « Tendances »: thirty days, twelve months, and when, where to and for whom it was in a chosen time. */
export function TrendsPage({ trends }: { trends: Trends }) {
  const { t, language } = useVisit();
  const { days, months, chosen, span, missing } = trends;
  const [usual, ...others] = SPANS;
  return (
    <>
      <div class="jeton-head">
        <h1>{t('trends.title')}</h1>
        <Files path="/pilotage/tendances" query={`?${SPAN_FIELD}=${SPAN_NAMES[span]}`} endings={['csv', 'json']} />
      </div>
      <Views />
      <Missing dates={missing} />
      <section>
        <h2 class="fr-h4">{t('trends.days')}</h2>
        <MonthChart days={days} language={language} />
      </section>
      <section class="fr-mt-4w">
        <h2 class="fr-h4">{t('trends.months')}</h2>
        <MonthsChart months={months} language={language} table={<Months months={months} />} />
      </section>
      <section class="fr-mt-4w">
        <h2 class="fr-h4">{t('trends.chosen')}</h2>
        <Filters page="/pilotage/tendances" label={t('trends.choose')}>
          <FilterSelect
            name={SPAN_FIELD}
            label={t('trends.span')}
            all={t(`trends.span.${usual}`)}
            options={others.map((one) => ({ value: SPAN_NAMES[one], label: t(`trends.span.${one}`) }))}
          />
        </Filters>
        <p>
          {t.count('trends.chosen.of', chosen.produced, {
            dates: DATES[language](Date.parse(chosen.first), Date.parse(min(chosen.last, trends.today))),
          })}{' '}
          <Beside made={chosen.made} />
        </p>
        <h3 class="fr-h6">{t('trends.heat')}</h3>
        <Heat perWeekday={chosen.perWeekday} />
        <Places report={chosen} within />
      </section>
    </>
  );
}
const min = (a: string, b: string): string => (a < b ? a : b);

/** The figures of the bars, each kind beside how it is drawn. */
function Months({ months }: Pick<Trends, 'months'>) {
  const { t, language } = useVisit();
  const kinds = KINDS.map((kind) => (
    <>
      <Swatch kind={kind} /> {t(`trends.made.${kind}`)}
    </>
  ));
  return (
    <Table caption={t('trends.months')} silentCaption head={[t('trends.month'), t('trends.total'), ...kinds]} small>
      {months.map(({ first, produced, made }) => (
        <tr key={first}>
          <th scope="row">{MONTH[language].format(Date.parse(first))}</th>
          <td>{produced}</td>
          {KINDS.map((kind) => (
            <td key={kind}>{made[kind]}</td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
