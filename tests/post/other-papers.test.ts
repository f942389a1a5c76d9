import { code128 } from '../../src/post/code128.ts';
import { drawPaper } from '../../src/post/printer.ts';
import {
  AT,
  DESTRUCTION,
  drawnLines,
  HOUSE,
  LABEL,
  NOTE,
  PASSWORD_LETTER,
  PIN_LETTER,
  pdfinfo,
  pdftotext,
  SHEET,
  scanned,
  WORK_ORDER,
  wordsOf,
} from './papers.ts';

/** Left edge and width, mm, of the filled rectangles of a page: the bars. */
function bars(pdf: Buffer): { x: number; width: number }[] {
  const found = pdf.toString('latin1').matchAll(/\n([\d.]+) [\d.]+ ([\d.]+) [\d.]+ re\n/g);
  return [...found].map(([, x, width]) => ({ x: (Number(x) * 25.4) / 72, width: (Number(width) * 25.4) / 72 }));
}

describe('the label', () => {
  it('is 62 × 29 mm and bears request number, serial and position, inside its edges', async () => {
    const pdf = await drawPaper(LABEL, HOUSE, AT);
    expect(pdfinfo(pdf)).toMatch(/Page size:\s+175\.748 x 82\.2047 pts/);
    const words = wordsOf(pdf);
    expect(words.map((word) => word.text).sort()).toEqual(
      ['DEM-2026-00471', 'Poste', '2', LABEL.code, 'Série', '/', 'Serial', '00A4F1983C7720E1'].sort(),
    );
    for (const word of words) {
      expect(word.left).toBeGreaterThan(2.5);
      expect(word.right).toBeLessThan(59.5);
      expect(word.bottom).toBeLessThan(28.5);
    }
  });
  it('says below its bars what they say, letter and all, so that it can be typed; nothing touches it', async () => {
    const words = wordsOf(await drawPaper(LABEL, HOUSE, AT));
    const code = words.find(({ text }) => text === LABEL.code)!;
    expect(code.top).toBeGreaterThan(19.6);
    expect(code.bottom).toBeLessThan(words.find(({ text }) => text === LABEL.serial)!.top + 0.5);
  });
  it('bears the request number as Code 128: 10 mil modules and quiet zones of ten', async () => {
    const widths = code128(LABEL.code);
    const drawn = bars(await drawPaper(LABEL, HOUSE, AT));
    const wanted = widths.filter((_, place) => place % 2 === 0);
    expect(drawn.map((bar) => Math.round(bar.width / 0.254))).toEqual(wanted);
    const gaps = drawn.slice(1).map((bar, place) => bar.x - drawn[place]!.x - drawn[place]!.width);
    expect(gaps.map((gap) => Math.round(gap / 0.254))).toEqual(widths.filter((_, place) => place % 2 === 1));
    expect(drawn[0]!.x).toBeGreaterThan(2.54);
    expect(62 - drawn.at(-1)!.x - drawn.at(-1)!.width).toBeGreaterThan(2.54);
  });
  it('keeps a serial of 32 characters and a long position on it', async () => {
    const pdf = await drawPaper({ ...LABEL, serial: 'A'.repeat(32), position: 'Banc 12, logement 4' }, HOUSE, AT);
    for (const word of wordsOf(pdf)) expect(word.right).toBeLessThan(60);
  });
  it('needs neither serial nor position', async () => {
    const pdf = await drawPaper({ ...LABEL, serial: '', position: '' }, HOUSE, AT);
    expect(pdftotext(pdf).trim().split(/\s+/)).toEqual(['DEM-2026-00471', LABEL.code]);
  });
  it('begins Code 128 with a start and ends with the stop', () => {
    expect(code128('DEM-2026-00471').slice(0, 6)).toEqual([2, 1, 1, 2, 1, 4]);
    expect(code128('DEM-2026-00471').slice(-7)).toEqual([2, 3, 3, 1, 1, 1, 2]);
  });
});

describe('the transport note', () => {
  it('says where and what, French first, and that the PIN goes another way', async () => {
    const text = pdftotext(await drawPaper(NOTE, HOUSE, AT));
    for (const said of ['DEM-2026-00471', '00A4F1983C7720E1', 'Denis Cedex', 'XY 123 456 789 FR', '24 novembre 2026']) {
      expect(text.replace(/\s+/g, ' ')).toContain(said);
    }
    expect(text.indexOf('Bordereau de transport')).toBeLessThan(text.indexOf('Transport note'));
    expect(text).toContain('par une autre voie');
    expect(text.replace(/\u00a0/g, ' ')).toContain('01 23 45 67 89.');
  });
});

describe('the hand-over sheet', () => {
  it('names both, the token and its certificate, and leaves room for two dated signatures', async () => {
    const pdf = await drawPaper(SHEET, HOUSE, AT);
    const text = pdftotext(pdf);
    for (const said of [
      'Procès-verbal de remise',
      SHEET.name,
      SHEET.operator,
      SHEET.serial,
      SHEET.certificateSerial,
      '24/11/2026 à 11:00',
    ]) {
      expect(text).toContain(said);
    }
    const signatures = wordsOf(pdf).filter((word) => word.text === 'Signature');
    expect(new Set(signatures.map((word) => Math.round(word.left))).size).toBe(2);
  });
});

describe('every paper', () => {
  const ALL = [PIN_LETTER, NOTE, SHEET, DESTRUCTION, WORK_ORDER, LABEL];
  it.each(ALL)('$kind is one page within its margins, an A4 sheet exactly of that size', async (paper) => {
    const pdf = await drawPaper(paper, HOUSE, AT);
    expect(pdfinfo(pdf)).toMatch(/Pages:\s+1\n/);
    if (paper.kind !== 'label') {
      expect(pdfinfo(pdf)).toMatch(/Page size:\s+595\.276 x 841\.89 pts \(A4\)/);
      for (const word of wordsOf(pdf)) {
        expect(word.left).toBeGreaterThan(19.5);
        expect(word.right).toBeLessThan(190.5);
      }
    }
  });
  it.each([...ALL, PASSWORD_LETTER])('$kind breaks no line before French punctuation', async (paper) => {
    const lines = drawnLines(await drawPaper(paper, HOUSE, AT));
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.filter((line) => / [:;!?»]|« |^[:;!?»]/.test(line))).toEqual([]);
  });
  it.each(ALL)('$kind is the same twice', async (paper) => {
    const [first, second] = [await drawPaper(paper, HOUSE, AT), await drawPaper(paper, HOUSE, AT)];
    expect(first.equals(second)).toBe(true);
  });
});

describe('the bar code', () => {
  it.each([
    ['label', 203, LABEL],
    ['label', 300, LABEL],
    ['work order', 150, WORK_ORDER],
    ['transport note', 150, NOTE],
    ['hand-over sheet', 150, SHEET],
    ['destruction report', 150, DESTRUCTION],
  ])('of a %s printed at %d dpi is read by a scanner', async (_, dpi, paper) => {
    const says = paper.kind === 'destruction-report' ? paper.serial : 'code' in paper ? paper.code : 'DEM-2026-00471';
    expect(scanned(await drawPaper(paper, HOUSE, AT), dpi)).toBe(says);
  });
});

describe('the work order', () => {
  it('says for whom, on which workstation and how urgent, French first, and what the technician does', async () => {
    const text = pdftotext(await drawPaper(WORK_ORDER, HOUSE, AT)).replace(/\s+/g, ' ');
    const { name, workstation, service } = WORK_ORDER;
    for (const said of [name, workstation, service, 'Continuité de service', 'Première dotation', '24 novembre 2026'])
      expect(text).toContain(said);
    expect(text.indexOf('Fiche de production')).toBeLessThan(text.indexOf('Work order'));
    expect(text.indexOf('Scannez cette fiche')).toBeLessThan(text.indexOf('Scan this sheet'));
  });
  it('keeps on its sheet with a long name, a long place and no workstation', async () => {
    const paper = {
      ...WORK_ORDER,
      name: 'Nom-Composé '.repeat(8),
      destination: 'Rue longue '.repeat(9),
      workstation: '',
    };
    const words = wordsOf(await drawPaper(paper, HOUSE, AT));
    for (const word of words) expect(word.right).toBeLessThan(190.5);
    expect(Math.max(...words.filter((w) => w.top < 258).map((w) => w.bottom))).toBeLessThan(258);
  });
});

describe('the destruction report', () => {
  it('says which token, when it was decided, and bears both names, each with a place to sign', async () => {
    const text = pdftotext(await drawPaper(DESTRUCTION, HOUSE, AT)).replace(/\s+/g, ' ');
    for (const said of ['00A4F1983C7720E1', 'ykcs11', 'BL-2026-118', '24/11/2026', 'effacé', 'erased']) {
      expect(text).toContain(said);
    }
    for (const name of ['Théo Thuillier', 'Odile Ory']) expect(text.split(name)).toHaveLength(3);
    expect(text.split('Signature').length).toBeGreaterThan(2);
  });
  it('keeps long names on the sheet, and one page', async () => {
    const name = 'Marie-Charlotte-Eugénie de La Rochefoucauld-Montmorency-Bouteville';
    const pdf = await drawPaper({ ...DESTRUCTION, proposer: name, confirmer: name }, HOUSE, AT);
    expect(pdfinfo(pdf)).toMatch(/Pages:\s+1\n/);
    for (const word of wordsOf(pdf)) expect(word.right).toBeLessThan(200);
  });
});

const SURGE = {
  fr: '23/11/2026 08:00 → 23/11/2026 18:00, × 3 (P1 + P2)',
  en: '23/11/2026, 08:00 → 23/11/2026, 18:00, × 3 (P1 + P2)',
};

describe('the report of a day', () => {
  it('bears its figures and the signed checkpoint letter by letter, with the key that verifies it', async () => {
    const note =
      'jeton-mv4pn9s4b6/1\n665\n1wWI9rJCzu/02Mi7et8mDxBFjUf6TjHmulBgiuye8wg=\n\n— jeton-mv4pn9s4b6/1 RXAZU72lbanhXaIoUQswYPLLo6CEQlywQOyv4vttcZJo4xl4xCNT+5oYESewN0/qqTHmOrLD3sO0AnMp7iBry4egTwo=\n';
    const vkey = 'jeton-mv4pn9s4b6/1+59b0c3c3+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c';
    const figures = {
      received: 12,
      closed: 8,
      rejected: 1,
      withdrawn: 3,
      produced: 9,
      madeAgain: 1,
      nomade: 2,
      activated: 8,
      acceptedByTwo: 0,
      revoked: 2,
      refusedActs: 6,
      size: 1234567,
      surge: [SURGE],
      until: { hour: 19, insteadOf: 17 },
    };
    const pdf = await drawPaper({ kind: 'day-report', date: '2026-11-23', ...figures, note, vkey }, HOUSE, AT);
    expect(pdfinfo(pdf)).toMatch(/Pages:\s+1\n/);
    const lines = drawnLines(pdf);
    expect(lines.join('\n')).toContain('hors du service\u202f: elle prouve');
    for (const said of ['1\u202f234\u202f567', 'Demandes closes', '19\u00a0h (17\u00a0h) · 19:00 (17:00)'])
      expect(lines).toContain(said);
    const text = pdftotext(pdf).replace(/\s+/g, '');
    expect(text).toContain(note.replace(/\s+/g, ''));
    expect(text).toContain(vkey);
    expect(text).toContain('Rapportdu23novembre2026');
    expect(text).toContain('Reportof23November2026');
    expect(text).toContain('23/11/202608:00→23/11/202618:00,×3(P1+P2)');
    expect(text).toContain('19h(17h)·19:00(17:00)');
  });
});
