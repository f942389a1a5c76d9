import { execFileSync } from 'node:child_process';
import { reportFiles } from '../../src/app/report-files.ts';
import { drawFigures } from '../../src/post/figures.ts';
import { figuresOf } from '../../src/reports/csv.ts';
import { dailyReport } from '../../src/reports/daily.ts';
import { AT, HOUSE } from './papers.ts';

const textOf = (pdf: Buffer): string =>
  execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });

describe('the figures of a day on paper', () => {
  it('are those of the other files, each of them', async () => {
    const report = await dailyReport([], { date: '2026-11-23', now: AT });
    const text = textOf(await reportFiles(HOUSE, () => AT).pdf({ ...report, produced: 17 })).replace(/\s+/g, ' ');
    expect(text).toContain('Pilotage du 2026-11-23');
    expect(text).toContain('Jetons produits Tokens produced 17');
    for (const [fr] of figuresOf(report)) expect(text.replaceAll(' ', '')).toContain(fr.replaceAll(' ', ''));
  });
  it('go on with another page where one is full', async () => {
    const rows = Array.from({ length: 90 }, (_, n) => ({ fr: `Ligne ${n}`, en: `Row ${n}`, value: String(n) }));
    const pages = textOf(await drawFigures({ title: { fr: 'Pilotage', en: 'Report' }, rows }, HOUSE, AT)).split('\f');
    expect(pages.filter((page) => page.trim() !== '')).toHaveLength(3);
    expect(pages[2]).toContain('Ligne 89');
  });
});
