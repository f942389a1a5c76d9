import { render } from 'preact-render-to-string';
import { HourlyChart } from '../../src/reports/chart.tsx';
import { type DailyReport, dailyReport } from '../../src/reports/daily.ts';

async function day(perHour: Record<number, number>): Promise<DailyReport> {
  const report = await dailyReport([], { date: '2026-11-24', now: Date.UTC(2026, 10, 25) });
  const counts = report.perHour.map((_, hour) => perHour[hour] ?? 0);
  return { ...report, perHour: counts, produced: counts.reduce((sum, count) => sum + count, 0) };
}

describe('the hourly chart', () => {
  it('has a name, a description and a table with the same figures', async () => {
    const html = render(<HourlyChart report={await day({ 9: 12, 10: 5, 14: 11 })} id="p" />);
    expect(html).toContain('role="img" aria-labelledby="p-title p-text"');
    expect(html).toContain('<title id="p-title">Production heure par heure, 2026-11-24</title>');
    expect(html).toContain('28 produits ; objectif de 25 à 30 par technicien, 50 en crise.');
    expect(html).toContain('<th scope="row">9 h – 10 h</th><td>12</td><td>12</td>');
    expect(html).toContain('<th scope="row">23 h – 24 h</th><td>0</td><td>28</td>');
    expect(html).toMatch(/<caption>[^<]+<\/caption>/);
  });
  it('draws a bar for every hour with production, the band and the crisis line', async () => {
    const html = render(<HourlyChart report={await day({ 9: 12, 10: 5, 14: 11 })} />);
    expect(html.match(/<g class="jeton-chart__bars">.*?<\/g>/)?.[0].match(/<rect/g)).toHaveLength(3);
    expect(html).toContain('objectif 25–30');
    expect(html).toContain('crise 50');
  });
  it('needs no inline style and no script (W1)', async () => {
    expect(render(<HourlyChart report={await day({ 9: 1 })} />)).not.toMatch(/style=|<script|on[a-z]+=/);
  });
  it('keeps a day far above the targets inside its frame', async () => {
    const html = render(<HourlyChart report={await day({ 9: 150, 10: 150 })} />);
    const heights = [...html.matchAll(/ y="(-?[\d.]+)"/g)].map(([, y]) => Number(y));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(0);
  });
  it('speaks English too', async () => {
    expect(render(<HourlyChart report={await day({})} language="en" />)).toContain('Production by the hour');
  });
});
