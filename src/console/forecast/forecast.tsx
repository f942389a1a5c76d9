import { DAY_MS } from '../../durations.ts';
import type { ReadPlan } from '../../flow/reading/forecast.ts';
import { BacklogChart } from '../../reports/charts/backlog-chart.tsx';
import type { ForecastResult, ForecastWeeks, Tried } from '../../reports/forecast.ts';
import { MOST_TOLD } from '../../words/forecast-names.ts';
import { readyWords } from '../../words/ready-days.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { FilterSelect, Filters, FilterText } from '../frame/components/filters.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day, shortDay } from '../frame/dates.ts';
import { Decide } from './decide.tsx';
import { Roster } from './roster.tsx';
import { SurgeWay } from './surge-way.tsx';

/** Under which a plan that is tried stands in the address. */
export const PLANNED = ['du', 'au', 'presents'] as const;

/** What a number that is tried may be, both included. */
export interface Bounds {
  least: number;
  limit: number;
}
/** Numbers that may be tried, as the address calls them. */
export const TRIED_NUMBERS = ['presents', 'techniciens', 'vierges', 'logements', 'campagne'] as const;
export type TriedNumber = (typeof TRIED_NUMBERS)[number];
export interface TriedField extends Bounds {
  /** What is wrong with what was typed, which is not tried then. */
  problem: 'number' | 'between' | null;
}

interface ForecastProps {
  forecast: ForecastResult;
  /** What of it is tried; null: nothing is. */
  trial: Tried | null;
  /** Days or technicians of a plan are typed that cannot be planned. */
  planIsWrong: boolean;
  fields: Readonly<Record<TriedNumber, TriedField>>;
  plans: readonly ReadPlan[];
  mayPlan: boolean;
  maySurge: boolean;
}

/** « Prévisions »: how the queue goes on, what it would be with more hands, and who is to work. */
export function ForecastPage({ forecast, trial, planIsWrong, fields, plans, mayPlan, maySurge }: ForecastProps) {
  const { t, language } = useVisit();
  const { waiting, blanks, measured, slots, endHour, surge, usual, tried } = forecast;
  return (
    <>
      <h1>{t('forecast.title')}</h1>
      <p class="fr-text--lead">
        {t.count('forecast.waiting', waiting)} {t.count('forecast.blanks', blanks)}
      </p>
      {slots > 0 && <p>{t.count('forecast.slots', slots)}</p>}
      <p>{t('forecast.endHour', { hour: endHour })}</p>
      {surge && (
        <p>
          {t('forecast.surge', {
            from: day(language, surge.from * DAY_MS),
            until: day(language, surge.until * DAY_MS),
            hour: surge.endHour,
            target: surge.target,
          })}
        </p>
      )}
      {measured === 0 && <p>{t('forecast.unmeasured')}</p>}
      <Warnings forecast={forecast} maySurge={maySurge} />
      <Figures forecast={forecast} />
      <section class="fr-mt-4w">
        <BacklogChart usual={usual.days} tried={tried?.days ?? null} language={language} />
      </section>
      {trial && <Decide tried={trial} mayPlan={mayPlan} maySurge={maySurge} />}
      <WhatIf surgeUntil={forecast.longestSurge} planIsWrong={planIsWrong} fields={fields} />
      <Roster plans={plans} mayPlan={mayPlan} />
      <p class="fr-mt-4w jeton-no-print">
        <a class="fr-link" href="/pilotage">
          {t('forecast.back')}
        </a>
      </p>
    </>
  );
}

/** What is late or runs out as things stand, and how much it takes. */
function Warnings({ forecast, maySurge }: Pick<ForecastProps, 'forecast' | 'maySurge'>) {
  const { t, language } = useVisit();
  const { usual, within, surge, blanks } = forecast;
  const { wait, needed, pace, stockEnds, short } = usual;
  const said = (of: number): string => day(language, of * DAY_MS);
  const facts = { wait, within, needed, pace: Math.round(pace) };
  // where hands suffice and blanks do not, more hands change nothing
  const lacksBlanks = (short !== null || stockEnds !== null) && pace >= needed;
  return (
    <>
      {wait > within && (
        <div class="fr-mb-3w">
          <Alert kind="warning" title={t('forecast.late')} small>
            <p>
              {t(lacksBlanks ? 'forecast.late.stock' : 'forecast.late.text', facts)}
              {surge === null && !lacksBlanks && (
                <>
                  {' '}
                  <SurgeWay maySurge={maySurge} />
                </>
              )}
            </p>
          </Alert>
        </div>
      )}
      {(short !== null || stockEnds !== null) && (
        <div class="fr-mb-3w">
          <Alert kind="warning" title={t(blanks === 0 ? 'forecast.stock.none' : 'forecast.stock')} small>
            {short === null ? (
              stockEnds !== null && (
                <p>
                  {blanks === 0 ? t('forecast.stock.none.text') : t('forecast.stock.text', { date: said(stockEnds) })}{' '}
                  <a href="/livraisons">{t('forecast.expected')}</a>
                </p>
              )
            ) : (
              <p>
                {t.count('forecast.short', short.missing, { date: said(short.day) })}
                {short.most > short.missing && (
                  <> {t('forecast.short.most', { n: short.most, date: said(short.mostDay) })}</>
                )}{' '}
                <a href="/livraisons">{t('forecast.expected')}</a>
              </p>
            )}
          </Alert>
        </div>
      )}
    </>
  );
}

function Figures({ forecast: { usual, tried, within } }: { forecast: ForecastResult }) {
  const { t, language } = useVisit();
  const said = (of: number): string => day(language, of * DAY_MS);
  const short = (of: number): string => shortDay(language, of * DAY_MS);
  const rows: [string, (of: ForecastWeeks) => string | number][] = [
    [t('forecast.next'), ({ next: { from, by } }) => readyWords({ fromDay: from, byDay: by })[language]],
    [
      t('forecast.clear'),
      ({ clear }) => {
        if (!clear) return t('forecast.clear.none');
        const [mid, by] = [short(clear.mid), short(clear.by)];
        return mid === by ? mid : t('forecast.clear.on', { mid, by });
      },
    ],
    [t('forecast.needed', { within }), ({ needed }) => needed],
    [t('forecast.pace'), ({ pace }) => Math.round(pace)],
    [
      t('forecast.bench'),
      ({ benchMost }) => {
        if (benchMost === null) return t('forecast.bench.unknown');
        const n = Math.round(Math.min(benchMost, MOST_TOLD)).toLocaleString(language);
        return benchMost > MOST_TOLD ? t('forecast.more', { n }) : n;
      },
    ],
    [t('forecast.stockEnds'), ({ stockEnds }) => (stockEnds === null ? t('forecast.lasts') : said(stockEnds))],
  ];
  const head = [t('forecast.figure'), t('forecast.usual'), ...(tried ? [t('forecast.tried')] : [])];
  return (
    <Table caption={t('forecast.figure')} silentCaption head={head} small>
      {rows.map(([what, value]) => (
        <tr key={what}>
          <th scope="row" class="jeton-wraps">
            {what}
          </th>
          <td class="jeton-folds">{value(usual)}</td>
          {tried && <td class="jeton-folds">{value(tried)}</td>}
        </tr>
      ))}
    </Table>
  );
}

function WhatIf({
  surgeUntil,
  planIsWrong,
  fields,
}: { surgeUntil: number } & Pick<ForecastProps, 'planIsWrong' | 'fields'>) {
  const { t, language } = useVisit();
  const numberField = (name: TriedNumber) => {
    const { least, limit, problem } = fields[name];
    return {
      ...{ name, type: 'number' as const, min: least, max: limit },
      problem: problem === null ? undefined : t(`field.${problem}`, { least, limit: limit.toLocaleString(language) }),
    };
  };
  return (
    <section class="fr-mt-4w jeton-no-print">
      <h2 class="fr-h4">{t('forecast.try')}</h2>
      <p>{t('forecast.try.text')}</p>
      {planIsWrong && <Alert kind="warning" small title={t('forecast.try.planned.wrong')} />}
      <Filters
        page="/pilotage/previsions"
        label={t('forecast.try')}
        send={t('forecast.try.send')}
        reset={t('forecast.try.reset')}
      >
        <FilterText name="du" type="date" label={t('forecast.try.from')} />
        <FilterText name="au" type="date" label={t('forecast.try.to')} />
        <FilterText
          {...numberField('presents')}
          label={t('forecast.try.planned')}
          hint={t('roster.technicians.hint')}
        />
        <FilterText {...numberField('techniciens')} label={t('forecast.try.technicians')} />
        <FilterSelect
          name="crise"
          label={t('forecast.try.surge')}
          all={t('forecast.try.surge.no')}
          options={[{ value: 'oui', label: t('forecast.try.surge.yes') }]}
          hint={t('forecast.try.surge.hint', { date: day(language, surgeUntil * DAY_MS) })}
        />
        <FilterText {...numberField('vierges')} label={t('forecast.try.count')} />
        <FilterText name="livraison" type="date" label={t('forecast.try.day')} />
        <FilterText {...numberField('logements')} label={t('forecast.try.slots')} />
        <FilterText {...numberField('campagne')} label={t('forecast.try.campaign')} />
      </Filters>
    </section>
  );
}
