import { scalePoint } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { VNode } from 'preact';
import { DAY_MS } from '../../durations.ts';
import type { Outlook } from '../../forecast/outlook.ts';
import { forecastNamesIn } from '../../words/forecast-names.ts';
import { Axes, Chart } from './chart-frame.tsx';
import { countScale, FRAME, ticksOf } from './chart-scale.ts';

type Language = 'fr' | 'en';
type Days = Outlook['days'];

const WORDS = {
  fr: {
    title: (days: number) => `File d’attente, ${days} jours ouvrés à venir`,
    sentence: (n: number) =>
      `${n} ${n > 1 ? 'demandes' : 'demande'} au dernier jour, valeur médiane\u202f; la bande couvre huit cas sur dix.`,
    tried: 'Tirets\u202f: à l’essai.',
    day: 'Jour',
    mid: 'En attente',
    band: 'Huit cas sur dix',
    technicians: 'Techniciens',
    unplanned: (n: number) => `${n} (non planifié)`,
    triedHead: forecastNamesIn('fr')('forecast.tried'),
    short: new Intl.DateTimeFormat('fr-FR', { weekday: 'short', day: 'numeric', month: 'numeric', timeZone: 'UTC' }),
  },
  en: {
    title: (days: number) => `The queue, ${days} working days to come`,
    sentence: (n: number) =>
      `${n} ${n === 1 ? 'request' : 'requests'} on the last day, by the median; the band covers eight cases of ten.`,
    tried: 'Dashes: as tried.',
    day: 'Day',
    mid: 'Waiting',
    band: 'Eight cases of ten',
    technicians: 'Technicians',
    unplanned: (n: number) => `${n} (not planned)`,
    triedHead: forecastNamesIn('en')('forecast.tried'),
    short: new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'numeric', timeZone: 'UTC' }),
  },
} as const;

/** How many requests will wait at the end of each day to come, with a band, and beside it what somebody tries. */
export function BacklogChart({
  usual,
  tried,
  language,
}: {
  usual: Days;
  tried: Days | null;
  language: Language;
}): VNode {
  const say = WORDS[language];
  const { round } = Math;
  const days = usual.map(({ day }) => day);
  // days are counted, so that a closed day of the one stands beside a worked day of the other
  const x = scalePoint<number>()
    .domain(usual.map((_, at) => at))
    .range([FRAME.left, FRAME.right]);
  const y = countScale(Math.max(0, ...[...usual, ...(tried ?? [])].map(({ high }) => high)));
  const at = (place: number): number => x(place) ?? FRAME.left;
  const band = area<Days[number]>()
    .x((_, place) => at(place))
    .y0(({ low }) => y(low))
    .y1(({ high }) => y(high));
  const middle = line<Days[number]>()
    .x((_, place) => at(place))
    .y(({ mid }) => y(mid));
  const short = (day: number): string => say.short.format(day * DAY_MS);
  const [title, last] = [say.title(usual.length), usual.at(-1)];
  const sentence = `${say.sentence(round(last?.mid ?? 0))}${tried ? ` ${say.tried}` : ''}`;
  const table = (
    <table>
      <caption>{title}</caption>
      <thead>
        <tr>
          {[say.day, ...(tried ? [] : [say.technicians]), say.mid, say.band, ...(tried ? [say.triedHead] : [])].map(
            (head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {usual.map(({ day, low, mid, high, technicians, reckoned }, place) => (
          <tr key={day}>
            <th scope="row">{short(day)}</th>
            {!tried && <td>{technicians ?? say.unplanned(reckoned)}</td>}
            <td>{round(mid)}</td>
            <td>{`${round(low)}–${round(high)}`}</td>
            {tried && <td>{round(tried[place]?.mid ?? 0)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
  return (
    <Chart id="backlog" title={title} sentence={sentence} table={table} wide>
      <g class="jeton-chart__targets">
        <path d={band([...usual]) ?? ''} fill-opacity="0.2" />
      </g>
      <path class="jeton-chart__bars" d={middle([...usual]) ?? ''} fill="none" stroke="currentColor" stroke-width="2" />
      {tried && <path d={middle([...tried]) ?? ''} fill="none" stroke="currentColor" stroke-dasharray="6 4" />}
      <Axes
        ticks={ticksOf(y)}
        words={days.flatMap((day, place) =>
          place % 3 === 0 ? [{ at: at(place), text: short(day), lesser: place % 6 !== 0 }] : [],
        )}
      />
    </Chart>
  );
}
