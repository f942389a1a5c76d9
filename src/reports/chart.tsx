import type { VNode } from 'preact';
import type { DailyReport } from './daily.ts';

type Language = 'fr' | 'en';
const WORDS = {
  fr: {
    title: (date: string) => `Production heure par heure, ${date}`,
    sentence: (total: number) =>
      `${total} ${total > 1 ? 'produits' : 'produit'} ; objectif de 25 à 30 par technicien, 50 en crise.`,
    hour: 'Heure',
    produced: 'Produits',
    sum: 'Cumul',
    target: 'objectif 25–30',
    surge: 'crise 50',
    data: 'Données du graphique',
    between: (hour: number) => `${hour} h – ${hour + 1} h`,
    tick: (hour: number) => `${hour} h`,
  },
  en: {
    title: (date: string) => `Production by the hour, ${date}`,
    sentence: (total: number) => `${total} produced; target 25 to 30 per technician, 50 in a crisis.`,
    hour: 'Hour',
    produced: 'Produced',
    sum: 'Running total',
    target: 'target 25–30',
    surge: 'crisis 50',
    data: 'Data of the chart',
    between: (hour: number) => `${hour}:00 – ${hour + 1}:00`,
    tick: (hour: number) => `${hour}:00`,
  },
} as const;

/** The drawing's coordinates; it scales with its column. */
const FRAME = { width: 720, height: 300, left: 40, right: 708, top: 16, bottom: 264 } as const;
const STEP = (FRAME.right - FRAME.left) / 24;
const x = (hour: number): number => FRAME.left + hour * STEP;

/**
 * What was produced, hour by hour, and its running total against the day's targets: an SVG with a name and a description for
 * those who cannot see it, and a table with the same figures. Colours come from the page (currentColor), shapes tell the
 * series apart, and nothing needs an inline style or a script (rule W1). `id` is unique on the page.
 */
export function HourlyChart({
  report,
  language = 'fr',
  id = 'production',
}: {
  report: DailyReport;
  language?: Language;
  id?: string;
}): VNode {
  const say = WORDS[language];
  const sums = report.perHour.map((_, hour) =>
    report.perHour.slice(0, hour + 1).reduce((sum, count) => sum + count, 0),
  );
  const top = Math.ceil(Math.max(report.against.surge + 5, ...sums) / 10) * 10;
  const y = (count: number): number => FRAME.bottom - (count / top) * (FRAME.bottom - FRAME.top);
  return (
    <figure class="jeton-chart">
      <svg
        viewBox={`0 0 ${FRAME.width} ${FRAME.height}`}
        role="img"
        aria-labelledby={`${id}-title ${id}-text`}
        fill="currentColor"
        font-size="12"
      >
        <title id={`${id}-title`}>{say.title(report.date)}</title>
        <desc id={`${id}-text`}>{say.sentence(report.produced)}</desc>
        <Targets report={report} y={y} say={say} />
        <Axes top={top} y={y} say={say} />
        <g class="jeton-chart__bars">
          {report.perHour.map((count, hour) =>
            count === 0 ? null : (
              <rect x={x(hour) + 4} y={y(count)} width={STEP - 8} height={FRAME.bottom - y(count)} />
            ),
          )}
        </g>
        <path class="jeton-chart__sum" d={staircase(sums, y)} fill="none" stroke="currentColor" stroke-width="2" />
        <text x={x(23.5)} y={y(sums[23] ?? 0) - 6} text-anchor="middle" font-weight="bold">
          {sums[23]}
        </text>
      </svg>
      <figcaption>{say.sentence(report.produced)}</figcaption>
      <details>
        <summary>{say.data}</summary>
        <Figures report={report} sums={sums} say={say} />
      </details>
    </figure>
  );
}

type Words = (typeof WORDS)[Language];

/** The running total as a line that rises at the end of each hour. */
function staircase(sums: readonly number[], y: (count: number) => number): string {
  return sums.reduce((path, sum, hour) => `${path} H${x(hour + 1)} V${y(sum)}`, `M${x(0)} ${y(0)}`);
}

function Targets({ report, y, say }: { report: DailyReport; y: (count: number) => number; say: Words }): VNode {
  const { low, high, surge } = report.against;
  return (
    <g class="jeton-chart__targets">
      <rect x={FRAME.left} y={y(high)} width={FRAME.right - FRAME.left} height={y(low) - y(high)} fill-opacity="0.15" />
      <line x1={FRAME.left} x2={FRAME.right} y1={y(surge)} y2={y(surge)} stroke="currentColor" stroke-dasharray="6 4" />
      <text x={FRAME.left + 6} y={y(high) - 4}>
        {say.target}
      </text>
      <text x={FRAME.left + 6} y={y(surge) - 4}>
        {say.surge}
      </text>
    </g>
  );
}

function Axes({ top, y, say }: { top: number; y: (count: number) => number; say: Words }): VNode {
  const step = [10, 20, 50, 100, 200, 500].find((wide) => top / wide <= 7) ?? 1000;
  const counts = Array.from({ length: Math.floor(top / step) + 1 }, (_, place) => step * place);
  return (
    <g class="jeton-chart__axes">
      <line x1={FRAME.left} x2={FRAME.right} y1={FRAME.bottom} y2={FRAME.bottom} stroke="currentColor" />
      {counts.map((count) => (
        <text x={FRAME.left - 6} y={y(count) + 4} text-anchor="end">
          {count}
        </text>
      ))}
      {[0, 3, 6, 9, 12, 15, 18, 21].map((hour) => (
        <text x={x(hour)} y={FRAME.bottom + 18} text-anchor="middle">
          {say.tick(hour)}
        </text>
      ))}
    </g>
  );
}

function Figures({ report, sums, say }: { report: DailyReport; sums: readonly number[]; say: Words }): VNode {
  return (
    <table>
      <caption>{say.title(report.date)}</caption>
      <thead>
        <tr>
          <th scope="col">{say.hour}</th>
          <th scope="col">{say.produced}</th>
          <th scope="col">{say.sum}</th>
        </tr>
      </thead>
      <tbody>
        {report.perHour.map((count, hour) => (
          <tr>
            <th scope="row">{say.between(hour)}</th>
            <td>{count}</td>
            <td>{sums[hour]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
