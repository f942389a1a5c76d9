import { execFileSync, spawnSync } from 'node:child_process';
import type { CheckPoint } from '../../src/book/rules/workstation/checklists.ts';
import type { CommissioningSheet } from '../../src/flow/workstation/commissioning-sheet.ts';
import { cardsOf } from '../../src/post/cards.ts';
import { drawCommissioningSheet } from '../../src/post/commissioning-sheet.ts';
import { drawLabelSheet } from '../../src/post/label-sheet.ts';
import { labelOf } from '../../src/post/machine-label.ts';
import { drawPaper } from '../../src/post/printer.ts';
import { AT, drawnLines, HOUSE, pdfinfo, pdftotext, wordsOf } from './papers.ts';

const machine = (n: number) => ({
  assetNumber: `PN-88${200 + n}`,
  model: 'SPAN 14 – Latitude',
  serialNumber: '5CG1234XYZ',
});
/** What zbarimg reads in a rectangle of a page printed at `dpi`, mm: QR codes and Code 128 apart. */
function codesIn(pdf: Uint8Array, dpi: number, of: { x: number; y: number; width: number; height: number }) {
  const dots = (mm: number): string => String(Math.round((mm * dpi) / 25.4));
  const place = ['-x', dots(of.x), '-y', dots(of.y), '-W', dots(of.width), '-H', dots(of.height)];
  const args = ['-r', String(dpi), '-gray', ...place, '-singlefile', '-'];
  const picture = execFileSync('pdftoppm', args, { input: pdf, maxBuffer: 128 << 20 });
  const stdio: ['pipe', 'pipe', 'ignore'] = ['pipe', 'pipe', 'ignore'];
  // it answers 4 where it reads nothing
  const read = spawnSync('zbarimg', ['-q', 'PGM:-'], { input: picture, encoding: 'utf8', stdio }).stdout;
  const found = [...read.matchAll(/^(QR-Code|CODE-128):(.*)$/gm)].map(([, kind, text = '']) => ({ kind, text }));
  const codes = (kind: string) => found.filter((one) => one.kind === kind).map(({ text }) => text);
  return { 'QR-Code': codes('QR-Code'), 'CODE-128': codes('CODE-128') };
}
/** The place of the nth label of a sheet, as the sheet is sold: 24 of 70 × 37 mm. */
const place = (n: number) => ({ x: (n % 3) * 70, y: 0.5 + Math.floor(n / 3) * 37, width: 70, height: 37 });

const point = (code: string, more: Partial<CheckPoint> = {}): CheckPoint => ({
  code,
  fr: 'Chiffrement du disque',
  en: 'Disk encryption',
  required: true,
  ...more,
});
const ITEMS: CheckPoint[] = [
  point('disk', { value: { kind: 'choice', of: ['BitLocker', 'LUKS'] } }),
  point('tpm', { value: { kind: 'yes-no', expects: 'yes' } }),
  point('recovery-key', { value: { kind: 'place', of: ['AD', 'COFFRE-PARIS'] } }),
  point('image-version', { value: { kind: 'image' } }),
];
const CARDS = [
  ...['disk=BitLocker', 'disk=LUKS', 'tpm=yes', 'recovery-key=AD', 'recovery-key=COFFRE-PARIS'],
  ...['image-version', 'OK', 'ANNULER'],
];

describe('labels of machines', () => {
  it.each([203, 300])('are read back from a whole sheet at %i dpi, in both codes', async (dpi) => {
    const all = Array.from({ length: 24 }, (_, n) => machine(n));
    const pdf = await drawLabelSheet(all.map(labelOf), { title: 'Étiquettes', at: AT });
    all.forEach(({ assetNumber: code }, n) => {
      expect(codesIn(pdf, dpi, place(n))).toEqual({ 'QR-Code': [code], 'CODE-128': [code] });
    });
  });

  it('stand in exact size: 70 × 37 mm each, three across, and go on where a sheet was begun', async () => {
    const all = Array.from({ length: 25 }, (_, n) => machine(n));
    const pdf = await drawLabelSheet(all.map(labelOf), { title: 'Étiquettes', at: AT, first: 3 });
    expect(pdfinfo(pdf)).toMatch(/Pages: +2\n[\s\S]*Page size: +595\.2\d* x 841\.8\d* pts \(A4\)/);
    const at = (n: number) => wordsOf(pdf).find(({ text }) => text === machine(n).assetNumber)!;
    expect(at(0).left).toBeCloseTo(2 * 70 + 5, 0);
    expect(at(1).left).toBeCloseTo(5, 0);
    expect(at(1).top - at(0).top).toBeCloseTo(37, 1);
  });

  it.each([203, 300])('come one by one from the label printer too, at %i dpi', async (dpi) => {
    const pdf = await drawPaper({ kind: 'machine-label', ...machine(13) }, HOUSE, AT);
    expect(pdfinfo(pdf)).toMatch(/Page size: +175\.7\d* x 82\.2\d* pts/);
    const number = [machine(13).assetNumber];
    const whole = { x: 0, y: 0, width: 62, height: 29 };
    expect(codesIn(pdf, dpi, whole)).toEqual({ 'QR-Code': number, 'CODE-128': number });
  });

  it('have a QR alone where the number is too long for a Code 128', async () => {
    const assetNumber = 'PN-INVENTAIRE-NATIONAL-2026-00088213';
    const pdf = await drawLabelSheet([labelOf({ ...machine(1), assetNumber })], { title: 'Étiquettes', at: AT });
    expect(codesIn(pdf, 203, place(0))).toEqual({ 'QR-Code': [assetNumber], 'CODE-128': [] });
  });
});

/** Pairs of words of a page that are written over each other. */
function overlaps(pdf: Uint8Array): string[] {
  const words = wordsOf(pdf);
  return words.flatMap((a, at) =>
    words
      .slice(at + 1)
      .filter((b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.3)
      .filter((b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.8)
      .map((b) => `${a.text} over ${b.text}`),
  );
}

describe('what stands on a label', () => {
  const long = {
    assetNumber: 'PN-88213',
    model: 'SPAN 14 – Latitude 7450 Ultra léger, écran tactile, 32 Gio de mémoire',
    serialNumber: '5CG1234XYZ-5CG1234XYZ-5CG1234XYZ-77889900',
  };
  it.each([
    ['a machine of a long model', long],
    ['a machine of a long number', { ...long, assetNumber: 'PN-INVENTAIRE-NATIONAL-2026-00088213' }],
  ])('is not written over anything else, nor into the bar code: %s', async (_, of) => {
    const label = await drawPaper({ kind: 'machine-label', ...of }, HOUSE, AT);
    const sheet = await drawLabelSheet([labelOf(of)], { title: 'Étiquettes', at: AT });
    for (const [pdf, bars] of [
      [label, 29 - 14],
      [sheet, 0.5 + 37 - 14],
    ] as const) {
      expect(overlaps(pdf)).toEqual([]);
      for (const { bottom } of wordsOf(pdf)) expect(bottom).toBeLessThan(bars + 0.5);
    }
  });

  it('is cut with an ellipsis where an item of a checklist is too long for its card', async () => {
    const fr = 'Le module de plateforme de confiance est actif, scellé, et son mot de passe est changé '
      .repeat(3)
      .trim();
    const cards = cardsOf([point('tpm', { fr, en: fr, value: { kind: 'yes-no', expects: 'yes' } })]);
    const pdf = await drawLabelSheet(cards.slice(0, 1), { title: 'Cartes', at: AT });
    expect(overlaps(pdf)).toEqual([]);
    expect(pdftotext(pdf)).toContain('…');
    expect(pdftotext(pdf)).toContain('tpm=yes');
    for (const { bottom } of wordsOf(pdf)) expect(bottom).toBeLessThan(0.5 + 37 - 14);
  });
});

describe('cards of a checklist', () => {
  it('break no line before the colon', () => {
    expect(cardsOf(ITEMS).map(({ title }) => title)).toContain('Chiffrement du disque\u202f: oui');
  });

  it.each([203, 300])('say each item, or each value of it, and OK, at %i dpi', async (dpi) => {
    const pdf = await drawLabelSheet(cardsOf(ITEMS), { title: 'Cartes', at: AT });
    CARDS.forEach((code, n) => {
      expect(codesIn(pdf, dpi, place(n))['QR-Code']).toEqual([code]);
    });
  });
});

describe('the sheet of a commissioning', () => {
  const item = (n: number) => ({
    item: `item-${n}`,
    fr: 'Chiffrement du disque',
    en: 'Disk encryption',
    value: n % 2 ? 'yes' : null,
    signedBy: 'x',
    signer: n < 3 ? 'Théo Thuillier' : 'Vincent Vasseur',
    signedAt: AT,
    seq: 1200 + n,
  });
  const done = { recorded: 0, unsigned: [], isOver: true, image: null };
  const sheet = (items: number, more: Partial<CommissioningSheet['round']> = {}): CommissioningSheet => ({
    workstation: { ...machine(13), image: 'SPAN 24H2', service: 'PREF-33/DCL', site: 'Bordeaux' },
    round: {
      ...{ round: 1, purpose: 'commissioning', version: 4, ...done },
      items: Array.from({ length: items }, (_, n) => item(n)),
      ...more,
    },
  });
  const root = 'q3Hn0mJ8mC0bq3Hn0mJ8mC0bq3Hn0mJ8mC0bq3Hn0mI=';
  const draw = (items: number, more?: Partial<CommissioningSheet['round']>) =>
    drawCommissioningSheet(sheet(items, more), { size: 1300, root }, { house: HOUSE, at: AT });

  it('says machine, items with values, who and when at the site, the entries and the journal’s root', async () => {
    const pdf = await draw(5);
    for (const line of ['Le journal compte 1\u202f300 écritures\u202f; sa racine est\u202f:', 'n°\u00a01202'])
      expect(drawnLines(pdf)).toContain(line);
    const text = pdftotext(pdf).replace(/\s+/g, ' ');
    for (const words of [
      ...['Mise en service d’un poste SPAN', 'PN-88213', 'SPAN 14 – Latitude', '5CG1234XYZ', 'SPAN 24H2'],
      ...['PREF-33/DCL, Bordeaux', 'version 4', 'oui', '24/11/2026 à 11:00', 'n° 1202', root],
      ...['Théo Thuillier', 'Vincent Vasseur', 'Le second technicien', 'Signature'],
    ])
      expect(text).toContain(words);
  });

  it('says all of it in English too', async () => {
    const text = pdftotext(await draw(5)).replace(/\s+/g, ' ');
    for (const words of [
      ...['Item', 'Value', 'Signed by', 'Entry', 'Disk encryption', 'oui · yes', 'passage 1 · version 4, round 1'],
      ...['The journal has 1,300 entries', 'The technician', 'The second technician'],
    ])
      expect(text).toContain(words);
  });

  it('says the image of its round, not that of today', async () => {
    const text = pdftotext(await draw(2, { image: 'SPAN 23H1' }));
    expect(text).toContain('SPAN 23H1');
    expect(text).not.toContain('SPAN 24H2');
  });

  it('says of a round under way that it is not finished, and what nobody signed', async () => {
    const [filter, note] = [
      point('filter', { fr: 'Filtre de confidentialité', en: 'Privacy filter' }),
      point('note', { fr: 'Remarque', en: 'Remark', required: false }),
    ];
    const pdf = await draw(2, { isOver: false, unsigned: [filter, note] });
    const text = pdftotext(pdf).replace(/\s+/g, ' ');
    for (const words of [
      ...['passage 1 – non terminé · version 4, round 1 – not finished', 'Filtre de confidentialité', 'à signer'],
      ...['Privacy filter', 'to be signed', 'Remarque', 'facultatif', 'optional'],
    ])
      expect(text).toContain(words);
    const over = pdftotext(await draw(2, { unsigned: [note] })).replace(/\s+/g, ' ');
    expect(over).not.toMatch(/non terminé|not finished|Remarque/);
  });

  it('says on each page of which machine and which sheet it is', async () => {
    const pages = pdftotext(await draw(40))
      .split('\f')
      .filter(Boolean);
    expect(pages.length).toBeGreaterThan(1);
    for (const [at, page] of pages.slice(1).entries()) {
      expect(page).toContain('PN-88213');
      expect(page).toContain('Mise en service d’un poste SPAN');
      expect(page).toContain(`page ${at + 2}`);
    }
  });

  it('goes on with further pages, and the signatures stand on the last', async () => {
    const pdf = await draw(40);
    const pages = Number(/Pages: +(\d+)/.exec(pdfinfo(pdf))?.[1]);
    expect(pages).toBeGreaterThan(1);
    const last = pdftotext(pdf).split('\f').filter(Boolean).at(-1);
    expect(last).toContain('Le second technicien');
    for (const { bottom } of wordsOf(pdf)) expect(bottom).toBeLessThan(290);
  });
});
