import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { reportFiles } from '../../src/app/report-files.ts';
import { drawFigures } from '../../src/post/figures.ts';
import { hourlyMarks } from '../../src/reports/charts/hourly-marks.ts';
import { monthMarks } from '../../src/reports/charts/month-marks.ts';
import { dailyReport } from '../../src/reports/daily.ts';
import { figuresOf } from '../../src/reports/rows/day.ts';
import { AT, HOUSE } from './papers.ts';

const textOf = (pdf: Buffer): string =>
  execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });

describe('the figures of a day on paper', () => {
  it('are those of the other files, each of them', async () => {
    const report = await dailyReport([], { date: '2026-11-23', now: AT });
    const text = textOf(await reportFiles(HOUSE, () => AT).pdf({ ...report, produced: 17 }, [])).replace(/\s+/g, ' ');
    expect(text).toContain('Pilotage du 23 novembre 2026 Report of 23 November 2026');
    expect(text).toContain('Jetons produits Tokens produced 17');
    const bare = text.replaceAll(' ', '');
    const names = figuresOf(report).map(([fr]) => fr.replaceAll(/\s/g, ''));
    expect(names.filter((fr) => !bare.includes(fr))).toEqual([]);
    for (const said of ['Date Date 23/11/2026', 'oui · yes', 'moins d’un jour', 'less than a day', 'aim: 85% kept'])
      expect(text).toContain(said);
  });
  it('say when surge mode began and ended by the clock of the place', async () => {
    const empty = await dailyReport([], { date: '2026-11-23', now: AT });
    const [from, until] = [Date.UTC(2026, 10, 23, 7, 30), Date.UTC(2026, 10, 23, 19)];
    const by = { proposedBy: 'a', confirmedBy: 'b', endedBy: null };
    const report = { ...empty, surges: [{ from, until, reason: 'campaign' as const, factor: 2, ...by }] };
    const text = textOf(await reportFiles(HOUSE, () => AT).pdf(report, [])).replace(/\s+/g, ' ');
    expect(text).toContain('Forte activité, début Surge mode, from 23/11/2026 08:30');
    expect(text).toContain('Forte activité, fin Surge mode, until 23/11/2026 20:00');
  });
  it('say who writes with curved apostrophes, on every page, however the setting was typed', async () => {
    const rows = Array.from({ length: 60 }, () => ({ fr: 'Remis', en: 'Handed over', value: '3' }));
    const figures = { title: { fr: 'Pilotage', en: 'Report' }, rows, charts: [] };
    const text = textOf(await drawFigures(figures, { ...HOUSE, sender: ["Ministère de l'Intérieur"] }, AT));
    expect(text.match(/Ministère de l’Intérieur/g)?.length).toBe(text.split('\f').length - 1);
    expect(text).not.toContain("l'Intérieur");
  });
  it('are written in one size each: French, English and values', async () => {
    const rows = [
      { fr: "Remis aujourd'hui : 85 %", en: 'Handed over', value: '3' },
      {
        fr: `Délai ${'de la demande à la remise '.repeat(4)}`,
        en: `Time ${'from request to hand-over '.repeat(4)}`,
        value: '',
      },
    ];
    const pdf = await drawFigures({ title: { fr: 'Pilotage', en: 'Report' }, rows, charts: [] }, HOUSE, AT);
    const sizes = [...pdf.toString('latin1').matchAll(/\/F\d+ ([\d.]+) Tf/g)].map(([, size]) => Number(size));
    // of sender and title those of the heading
    expect([...new Set(sizes)].sort((a, b) => a - b)).toEqual([8, 8.5, 9, 11, 20]);
    expect(textOf(pdf)).toContain('Remis aujourd’hui');
  });
  it('come after the charts of the page: the same bars, with words of both languages', async () => {
    const empty = await dailyReport([], { date: '2026-11-23', now: AT });
    const perHour = empty.perHour.map((_, hour) => (hour === 9 ? 12 : hour === 10 ? 5 : 0));
    const report = { ...empty, perHour, produced: 17, technicians: 1 };
    const before = ['2026-11-20', '2026-11-21'].map((date) => ({ ...report, date }));
    const pdf = await reportFiles(HOUSE, () => AT).pdf(report, before);
    if (process.env['JETON_PICTURES']) writeFileSync(`${process.env['JETON_PICTURES']}/report.pdf`, pdf);
    const [page = ''] = textOf(pdf).split('\f');
    const said = page.replace(/\s+/g, ' ');
    for (const language of ['fr', 'en'] as const)
      for (const { title, sentence } of [
        hourlyMarks(report, before, language),
        monthMarks([...before, report], language),
      ])
        for (const words of [title, sentence]) expect(said).toContain(words.replace(/\s+/g, ' '));
    // two hours and three days with something made: each bar is a closed path of its own
    const bars = pdf.toString('latin1').match(/ m\n[\d.-]+ [\d.-]+ l\n[\d.-]+ [\d.-]+ l\n[\d.-]+ [\d.-]+ l\nh\n/g);
    expect(bars).toHaveLength(5);
  });
  it('leave room for a name that takes two lines', async () => {
    const long =
      'Campagne du 2026-11-24, SPAN-2025.1 → SPAN-2026.3, Saint-Denis de La Réunion, DDSP-974/SIC : postes faits';
    const rows = Array.from({ length: 3 }, (_, n) => ({ fr: `${n} ${long}`, en: `${n} ${long}`, value: String(n) }));
    const pdf = await drawFigures({ title: { fr: 'Pilotage', en: 'Report' }, rows, charts: [] }, HOUSE, AT);
    const text = execFileSync('pdftotext', ['-bbox-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
    const boxes = [...text.matchAll(/<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">/g)].map(
      ([, ...at]) => at.map(Number) as [number, number, number, number],
    );
    const over = boxes.filter(([x, y, right, bottom], i) =>
      boxes.some(
        ([x2, y2, right2, bottom2], j) => i < j && x < right2 && x2 < right && y < bottom2 - 1 && y2 < bottom - 1,
      ),
    );
    expect(over).toEqual([]);
    expect(text).toContain('→');
  });
  it('go on with another page where one is full', async () => {
    const rows = Array.from({ length: 90 }, (_, n) => ({ fr: `Ligne ${n}`, en: `Row ${n}`, value: String(n) }));
    const pages = textOf(
      await drawFigures({ title: { fr: 'Pilotage', en: 'Report' }, rows, charts: [] }, HOUSE, AT),
    ).split('\f');
    expect(pages.filter((page) => page.trim() !== '')).toHaveLength(3);
    expect(pages[2]).toContain('Ligne 89');
    for (const [at, page] of [pages[1], pages[2]].entries())
      expect(page).toMatch(new RegExp(`${HOUSE.sender[0]} – Pilotage +page ${at + 2}\\s+Report`));
  });
});
