import { render } from 'preact-render-to-string';
import { HourlyChart } from '../../src/reports/charts/hourly-chart.tsx';
import { MonthChart } from '../../src/reports/charts/month-chart.tsx';
import { MonthsChart } from '../../src/reports/charts/months-chart.tsx';
import { type DailyReport, dailyReport } from '../../src/reports/daily.ts';
import { monthsUpTo } from '../../src/reports/weeks-and-months.ts';

async function day(perHour: Record<number, number>, date = '2026-11-24', technicians = 1): Promise<DailyReport> {
  const report = await dailyReport([], { date, now: Date.UTC(2026, 10, 25) });
  const counts = report.perHour.map((_, hour) => perHour[hour] ?? 0);
  return { ...report, perHour: counts, produced: counts.reduce((sum, count) => sum + count, 0), technicians };
}
const heightsOf = (html: string) => [...html.matchAll(/ y="(-?[\d.]+)"/g)].map(([, y]) => Number(y));

describe('the hourly chart', () => {
  it('has a name, a description and a table with the same figures', async () => {
    const html = render(<HourlyChart report={await day({ 9: 12, 10: 5, 14: 11 })} id="p" />);
    expect(html).toContain('role="img" aria-labelledby="p-title p-text"');
    expect(html).toContain('<title id="p-title">Production heure par heure, 24 novembre 2026</title>');
    expect(html).toContain('28 jetons produits\u202f; aucun jour gardé à comparer.');
    expect(html).toContain('<th scope="row">9\u00a0h – 10\u00a0h</th><td>12</td>');
    expect(html).not.toContain('23\u00a0h – 24\u00a0h</th>');
    expect(html).toMatch(/<caption>[^<]+<\/caption>/);
  });
  it('draws a bar for every hour with production, and a line of what is usual then', async () => {
    const before = [
      await day({ 9: 4 }, '2026-11-22'),
      await day({ 9: 6, 10: 3 }, '2026-11-23'),
      await day({}, '2026-11-21'),
    ];
    const html = render(<HourlyChart report={await day({ 9: 12, 10: 5, 14: 11 })} before={before} />);
    expect(html.match(/<g class="jeton-chart__bars">.*?<\/g>/)?.[0].match(/<rect/g)).toHaveLength(3);
    // days on which nothing was made do not make the mean smaller
    expect(html).toContain('<th scope="row">9\u00a0h – 10\u00a0h</th><td>12</td><td>5,0</td>');
    expect(html).toContain('<th scope="row">10\u00a0h – 11\u00a0h</th><td>5</td><td>1,5</td>');
    expect(html).toMatch(/<path class="jeton-chart__usual" d="M[\d.,LHV]+"/);
  });
  it('needs no inline style and no script (W1)', async () => {
    expect(render(<HourlyChart report={await day({ 9: 1 })} />)).not.toMatch(/style=|<script|on[a-z]+=/);
  });
  it('keeps a day far above all others inside its frame', async () => {
    const html = render(<HourlyChart report={await day({ 9: 150, 10: 150 })} before={[await day({ 9: 1 })]} />);
    expect(Math.min(...heightsOf(html))).toBeGreaterThanOrEqual(0);
  });
  it('has no table of a day without an hour to show', async () => {
    expect(render(<HourlyChart report={await day({})} />)).not.toContain('<table');
  });
  it('speaks English too', async () => {
    expect(render(<HourlyChart report={await day({})} language="en" />)).toContain('Production by the hour');
  });
});

describe('the chart of a month', () => {
  it('holds each day against as many technicians as there were', async () => {
    const days = [await day({ 9: 40 }, '2026-11-22', 2), await day({}, '2026-11-23', 0), await day({ 9: 28 })];
    const html = render(<MonthChart days={days} />);
    expect(html).toContain('68 jetons produits en tout');
    expect(html).toContain('<th scope="row">22/11</th><td>40</td><td>50–60</td><td>100</td>');
    expect(html).toContain('<th scope="row">23/11</th><td>0</td><td>–</td><td>–</td>');
    expect(html.match(/<g class="jeton-chart__bars">.*?<\/g>/)?.[0].match(/<rect/g)).toHaveLength(2);
    expect(html).not.toMatch(/style=|<script|NaN/);
    expect(Math.min(...heightsOf(html))).toBeGreaterThanOrEqual(0);
  });
  it('is there without a single day', () => {
    expect(render(<MonthChart days={[]} />)).not.toContain('NaN');
  });
});

describe('the chart of twelve months', () => {
  const none = { firstIssue: 0, renewal: 0, replacement: 0, temporary: 0, nomade: 0, repeat: 0 };
  const months = (made: Partial<typeof none>) =>
    monthsUpTo('2026-11-24', 12).map(({ first, last }, i) => {
      const own = i === 11 ? { ...none, ...made } : none;
      return {
        first,
        last,
        days: 30,
        made: own,
        produced: own.firstIssue + own.renewal + own.replacement + own.temporary,
      };
    });
  const draw = (made: Partial<typeof none>) => render(<MonthsChart months={months(made)} table={<table />} id="m" />);
  const heightOf = (bar: string | undefined) => Number(/height="([\d.]+)"/.exec(bar ?? '')?.[1]);

  it('stacks tokens by why they were made, and has Nomade and what was made again beside them', () => {
    const html = draw({ firstIssue: 800, renewal: 400, replacement: 200, temporary: 100, nomade: 300, repeat: 50 });
    const bars = [...(html.match(/<g class="jeton-chart__bars">.*?<\/g>/)?.[0].matchAll(/<rect[^>]*>/g) ?? [])].map(
      ([bar]) => bar,
    );
    expect(bars).toHaveLength(6);
    const [first, renewal, , , nomade, repeat] = bars;
    expect(heightOf(first) / heightOf(renewal)).toBeCloseTo(2, 5);
    expect(heightOf(first) / heightOf(repeat)).toBeCloseTo(16, 5);
    expect(nomade).toContain('fill="none"');
    expect(repeat).toContain('fill="url(#m-hatch)"');
    expect(html).toContain('1500 jetons produits en douze mois');
    expect(html).toMatch(/>nov\.</);
    expect(html).not.toMatch(/style=|<script|NaN/);
    expect(Math.min(...heightsOf(html))).toBeGreaterThanOrEqual(0);
  });
  it('has the word of its last month below that month’s bars', () => {
    const words = [...draw({}).matchAll(/<text x="([\d.]+)" y="264" text-anchor="(\w+)"/g)];
    const at = words.map(([, x]) => Number(x));
    expect(words.at(-1)?.[2]).toBe('middle');
    expect(at.at(-1)! - at.at(-2)!).toBeCloseTo(at.at(-2)! - at.at(-3)!, 0);
  });
  it('is there without anything made', () => expect(draw({})).not.toContain('NaN'));
});
