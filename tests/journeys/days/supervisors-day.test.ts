import { readFileSync } from 'node:fs';
import { pdftotext } from '../../post/papers.ts';
import { dayOfFile } from '../somebody.ts';
import { keyboardOf, signInByKeys } from './keyboard.ts';

describe('a supervisor: reads the day, its tables, and takes it away as a PDF and a CSV file', () => {
  const day = dayOfFile();

  it('finds in both files the figures of the screen', async () => {
    const { hall } = day;
    await hall.activeToken(hall.alice, 'PN-1');
    hall.clock.pass(60_000);
    await hall.produced(hall.bruno, 'PN-2');
    await hall.flow.request.submit(hall.eve, { kind: 'first-issue', workstation: 'PN-3', priority: 0 });
    const simon = await day.comeIn('simon');
    const { page } = simon;
    await simon.signIn();
    await simon.sees('Pilotage du 24 novembre 1998', '2 jetons produits aujourd’hui');

    const figures = await page.locator('.jeton-figures li').allInnerTexts();
    const shown = Object.fromEntries(
      figures.map((text) => {
        const [, n, what = ''] = /^(\d+)\s+(.+)$/s.exec(text.trim()) ?? [];
        return [what.trim(), Number(n)];
      }),
    );
    expect(shown).toMatchObject({
      'demandes reçues': 3,
      approuvées: 2,
      'jetons produits': 2,
      remis: 1,
      activé: 1,
      révoqué: 0,
    });

    // each chart has its data as a table beside it, open to everybody; the first day alone is no chart of days, but one of trends
    const sees = async (caption: RegExp): Promise<void> => {
      const table = page.locator('figure.jeton-chart').first().locator('table');
      expect(await table.isVisible()).toBe(true);
      expect(await table.locator('caption').textContent()).toMatch(caption);
      const made = (await table.locator('tbody tr td:nth-of-type(1)').allInnerTexts()).map(Number);
      expect(made.reduce((sum, count) => sum + count, 0)).toBe(2);
    };
    await simon.sees('Production par heure');
    expect(await page.locator('figure.jeton-chart').all()).toHaveLength(1);
    await sees(/^Production heure par heure/);
    await simon.link('Tendances');
    await simon.sees('Les 30 derniers jours');
    await sees(/^Production par jour/);
    await simon.link('Jour');
    await simon.sees('Production par heure');

    const take = async (link: string): Promise<Buffer> => {
      const coming = page.waitForEvent('download');
      await simon.link(link);
      return readFileSync(await (await coming).path());
    };
    const csv = (await take('CSV')).toString('utf8');
    const named = Object.fromEntries(csv.split('\r\n').map((line) => [line.split(';')[0], line.split(';')[2]]));
    expect(named).toMatchObject({
      'Demandes reçues': '3',
      'Demandes approuvées': '2',
      'Jetons produits': '2',
      'Jetons remis': '1',
      'Jetons activés': '1',
      'Certificats révoqués': '0',
    });
    const pdf = pdftotext(await take('Rapport (PDF)')).replace(/\s+/g, ' ');
    for (const [what, n] of [
      ['Demandes reçues Requests received', 3],
      ['Jetons produits Tokens produced', 2],
      ['Jetons remis Tokens handed over', 1],
    ] as const) {
      expect(pdf).toContain(`${what} ${n}`);
    }
    await simon.leave();
  }, 300_000);

  it('goes from the day to its trends and to what is foreseen with the keyboard alone', async () => {
    await day.hall.flow.request.submit(day.hall.eve, { kind: 'first-issue', workstation: 'PN-3', priority: 0 });
    const simon = await day.comeIn('simon');
    const keys = keyboardOf(simon.page);
    await signInByKeys(simon, keys);
    await simon.sees('Pilotage du 24 novembre 1998');
    await keys.skip();
    await keys.enter('Tendances');
    await simon.sees('Tendances');
    await keys.skip();
    await keys.enter('Jour');
    await simon.sees('Pilotage du 24 novembre 1998');
    await keys.skip();
    await keys.enter(/prévisions/i);
    await simon.sees('Essayer');
    await keys.skip();
    await keys.tabTo('Techniciens en plus chaque jour');
    await simon.page.keyboard.type('2');
    await keys.enter('Essayer');
    await simon.sees('À l’essai');
    expect(keys.lost).toEqual([]);
    await simon.leave();
  }, 300_000);
});
