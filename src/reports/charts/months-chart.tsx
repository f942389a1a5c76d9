import { scaleBand } from 'd3-scale';
import { stack } from 'd3-shape';
import type { VNode } from 'preact';
import type { DailyReport } from '../shape.ts';
import type { Trends } from '../trends.ts';
import { Axes, Chart } from './chart-frame.tsx';
import { countScale, FRAME, ticksOf } from './chart-scale.ts';

type Language = 'fr' | 'en';
type Month = Trends['months'][number];
type Kind = keyof DailyReport['made'];

/** Tokens stand on each other by why they were made; what is no token, or was made again, stands beside them. */
const STACKED = ['firstIssue', 'renewal', 'replacement', 'temporary'] as const satisfies readonly Kind[];
const BESIDE = ['nomade', 'repeat'] as const satisfies readonly Kind[];
export const KINDS: readonly Kind[] = [...STACKED, ...BESIDE];
/** How full the colour of each is; without colours, on paper, the outline and the hatching tell them apart. */
const FULL: Readonly<Record<(typeof STACKED)[number], number>> = {
  firstIssue: 1,
  renewal: 0.65,
  replacement: 0.35,
  temporary: 0.1,
};

const WORDS = {
  fr: {
    title: 'Production par mois',
    sentence: (total: number) =>
      `${total} ${total > 1 ? 'jetons produits' : 'jeton produit'} en douze mois\u202f; empilés par motif\u202f; à côté, contour\u202f: certificats Nomade\u202f; hachures\u202f: refaits.`,
    short: new Intl.DateTimeFormat('fr-FR', { month: 'short', timeZone: 'UTC' }),
  },
  en: {
    title: 'Production by month',
    sentence: (total: number) =>
      `${total} ${total === 1 ? 'token' : 'tokens'} produced in twelve months; stacked by why they were made; beside them, outlined: Nomade credentials; hatched: made again.`,
    short: new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' }),
  },
} as const;

interface BarProps {
  kind: Kind;
  /** Of the pattern for what was made again. */
  hatch: string;
  x: number;
  y: number;
  width: number;
  height: number;
}
/** A piece of a bar, as its kind is drawn everywhere. */
function Bar({ kind, hatch, ...place }: BarProps): VNode {
  if (kind === 'repeat') return <rect {...place} fill={`url(#${hatch})`} stroke="currentColor" />;
  if (kind === 'nomade') return <rect {...place} fill="none" stroke="currentColor" stroke-width="2" />;
  return <rect {...place} fill-opacity={FULL[kind]} stroke="currentColor" />;
}

/** Lines across what was made again. */
const Hatch = ({ id }: { id: string }): VNode => (
  <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <line y2="6" stroke="currentColor" stroke-width="3" />
  </pattern>
);

/** How a kind is drawn, beside its word in the table: read by eyes only. */
export function Swatch({ kind }: { kind: Kind }): VNode {
  const hatch = `hatch-${kind}`;
  return (
    <svg class="jeton-swatch jeton-chart__bars" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
      <Hatch id={hatch} />
      <Bar kind={kind} hatch={hatch} x={1} y={1} width={14} height={14} />
    </svg>
  );
}

/** What was produced month by month, by why; `table` has the same figures. */
export function MonthsChart({
  months,
  language = 'fr',
  id = 'months',
  table,
}: {
  months: readonly Month[];
  language?: Language;
  id?: string;
  table: VNode;
}): VNode {
  const say = WORDS[language];
  const x = scaleBand()
    .domain(months.map(({ first }) => first))
    .range([FRAME.left, FRAME.right])
    .paddingInner(0.25);
  const tokens = ({ made }: Month): number => STACKED.reduce((sum, kind) => sum + made[kind], 0);
  const y = countScale(
    Math.max(0, ...months.map((month) => Math.max(tokens(month), month.made.nomade, month.made.repeat))),
  );
  const layers = stack<Month, (typeof STACKED)[number]>()
    .keys(STACKED)
    .value(({ made }, kind) => made[kind])(months);
  const hatch = `${id}-hatch`;
  const narrow = x.bandwidth() * 0.22;
  const wide = x.bandwidth() - 2 * narrow - 4;
  const total = months.reduce((sum, { produced }) => sum + produced, 0);
  return (
    <Chart id={id} title={say.title} sentence={say.sentence(total)} table={table} wide>
      <Hatch id={hatch} />
      <g class="jeton-chart__bars">
        {layers.flatMap(({ key: kind, ...layer }) =>
          months.map(({ first }, month) => {
            const [from, to] = layer[month] ?? [0, 0];
            if (to === from) return null;
            const place = { x: x(first) ?? 0, y: y(to), width: wide, height: y(from) - y(to) };
            return <Bar key={`${kind} ${first}`} kind={kind} hatch={hatch} {...place} />;
          }),
        )}
        {months.flatMap(({ first, made }) =>
          BESIDE.map((kind, nth) => {
            if (made[kind] === 0) return null;
            const at = (x(first) ?? 0) + wide + 2 + nth * (narrow + 2);
            const place = { x: at, y: y(made[kind]), width: narrow, height: FRAME.bottom - y(made[kind]) };
            return <Bar key={`${kind} ${first}`} kind={kind} hatch={hatch} {...place} />;
          }),
        )}
      </g>
      <Axes
        ticks={ticksOf(y)}
        words={months.map(({ first }, month) => ({
          at: (x(first) ?? 0) + x.bandwidth() / 2,
          text: say.short.format(Date.parse(first)),
          lesser: (months.length - 1 - month) % 3 !== 0,
        }))}
      />
    </Chart>
  );
}
