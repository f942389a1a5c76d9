import { execFileSync } from 'node:child_process';
import type { Paper } from '../../src/flow/ports/paper.ts';
import type { House } from '../../src/post/house.ts';

/** 24 November 2026, 11:00 in Paris. */
export const AT = Date.UTC(2026, 10, 24, 10);
export const HOUSE: House = {
  sender: ['Jeton', 'Bureau des jetons d’accès', '1 rue de l’Exemple, 75000 Paris'],
  dutyPhone: '01 23 45 67 89',
  timeZone: 'Europe/Paris',
};
export const PIN_LETTER: Extract<Paper, { kind: 'pin' | 'pkcs12-password' }> = {
  kind: 'pin',
  requestNumber: 'DEM-2026-00471',
  name: 'Maëlle d’Arcy-Łukasiewicz',
  address: 'Préfecture de la Gironde\n33000 Bordeaux',
  secret: '482913',
  revocationCode: 'K7QM-4XWD-9RTB',
};
export const PASSWORD_LETTER: typeof PIN_LETTER = {
  ...PIN_LETTER,
  kind: 'pkcs12-password',
  secret: 'K7QM4XWD9RTB2Z8HLPVC5YJN3G',
  revocationCode: null,
};
export const LABEL: Extract<Paper, { kind: 'label' }> = {
  kind: 'label',
  requestNumber: 'DEM-2026-00471',
  code: 'DEM-2026-00471K',
  serial: '00A4F1983C7720E1',
  position: 'Poste 2',
};
export const WORK_ORDER: Extract<Paper, { kind: 'work-order' }> = {
  kind: 'work-order',
  requestNumber: 'DEM-2026-00471',
  request: 'first-issue',
  name: 'Maëlle d’Arcy-Łukasiewicz',
  service: 'PREF-974/DCL',
  workstation: 'PN-88213',
  priority: 1,
  destination: 'Préfecture de La Réunion, 6 rue des Messageries, 97404 Saint-Denis Cedex',
  submittedAt: AT,
};
export const NOTE: Extract<Paper, { kind: 'transport-note' }> = {
  kind: 'transport-note',
  requestNumber: 'DEM-2026-00471',
  serial: '00A4F1983C7720E1',
  destination: 'Préfecture de La Réunion, 6 rue des Messageries, 97404 Saint-Denis Cedex',
  trackingNumber: 'XY 123 456 789 FR',
};
export const SHEET: Extract<Paper, { kind: 'handover-sheet' }> = {
  kind: 'handover-sheet',
  requestNumber: 'DEM-2026-00471',
  serial: '00A4F1983C7720E1',
  name: 'Maëlle d’Arcy-Łukasiewicz',
  certificateSerial: '4f1a93c07be2d56889a1307c5e2b9d41',
  handedOverAt: AT,
  operator: 'Émile Durand',
};
export const DESTRUCTION: Extract<Paper, { kind: 'destruction-report' }> = {
  kind: 'destruction-report',
  serial: '00A4F1983C7720E1',
  model: 'ykcs11',
  delivery: 'BL-2026-118',
  decidedAt: AT,
  proposer: 'Théo Thuillier',
  confirmer: 'Odile Ory',
};

const poppler = (program: string, args: string[], pdf: Uint8Array): string =>
  execFileSync(program, args, { input: pdf, encoding: 'utf8' });
/** What poppler, a program that shares nothing with ours, reads. */
export const pdftotext = (pdf: Uint8Array): string => poppler('pdftotext', ['-', '-'], pdf);
/**
 * The lines of a paper sign by sign, as its fonts say which glyph stands for which: poppler makes every kind of space a
 * plain one.
 */
export function drawnLines(pdf: Uint8Array): string[] {
  const file = Buffer.from(pdf).toString('latin1');
  const object = (id: string): string => new RegExp(`\\n${id} 0 obj\\n([\\s\\S]*?)\\nendobj`).exec(file)?.[1] ?? '';
  const unicodeOf = (id: string): string[] => {
    const map = object(/\/ToUnicode (\d+) 0 R/.exec(object(id))?.[1] ?? '');
    return [...map.matchAll(/\[([^\]]*)\]/g)].flatMap(([, row = '']) =>
      [...row.matchAll(/<([0-9a-f ]*)>/g)].map(([, codes = '']) =>
        (codes.replaceAll(' ', '').match(/.{4}/g) ?? [])
          .map((code) => String.fromCharCode(parseInt(code, 16)))
          .join(''),
      ),
    );
  };
  const fonts = new Map([...file.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id = '']) => [name, unicodeOf(id)]));
  let font: string[] = [];
  const lines: string[] = [];
  for (const [, name, shown] of file.matchAll(/\/(F\d+) [\d.]+ Tf|\[(<[^\]]*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name) ?? [];
    else
      lines.push(
        [...(shown ?? '').matchAll(/<([0-9a-f]*)>/g)]
          .flatMap(([, glyphs = '']) => glyphs.match(/.{4}/g) ?? [])
          .map((glyph) => font[parseInt(glyph, 16)])
          .join(''),
      );
  }
  return lines;
}
export const pdfinfo = (pdf: Uint8Array): string => poppler('pdfinfo', ['-'], pdf);
export const pdffonts = (pdf: Uint8Array): string => poppler('pdffonts', ['-'], pdf);

/** What a hand scanner reads off a paper printed at `dpi`: off its head, which is quicker to draw. */
export function scanned(pdf: Uint8Array, dpi: number): string {
  const picture = execFileSync(
    'pdftoppm',
    ['-r', String(dpi), '-H', String(Math.ceil((45 * dpi) / 25.4)), '-gray', '-singlefile', '-'],
    {
      input: pdf,
      maxBuffer: 64 << 20,
    },
  );
  // it says on stderr that no D-Bus is there, which it does not need
  const stdio = ['pipe', 'pipe', 'ignore'] as const;
  return execFileSync('zbarimg', ['-q', '--raw', 'PGM:-'], {
    input: picture,
    encoding: 'utf8',
    stdio: [...stdio],
  }).trim();
}

/** Every word with its box in mm from the top left. */
export function wordsOf(pdf: Uint8Array): { text: string; left: number; top: number; right: number; bottom: number }[] {
  const found = poppler('pdftotext', ['-bbox', '-', '-'], pdf).matchAll(
    /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<\/word>/g,
  );
  const toMm = (points: string | undefined): number => (Number(points) * 25.4) / 72;
  return [...found].map(([, left, top, right, bottom, text = '']) => ({
    text,
    left: toMm(left),
    top: toMm(top),
    right: toMm(right),
    bottom: toMm(bottom),
  }));
}
