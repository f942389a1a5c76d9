import { AppError } from '../errors.ts';
import { REVOCATION_LABEL } from './secret-words.ts';

/**
 * Reads back the text of a paper of ours, a line a line. The demo plays the holder, who opens the envelope; so it needs what
 * is printed and nothing else may tell it. Knows only what `drawSheet` writes: uncompressed streams, one page, embedded fonts
 * with a ToUnicode map.
 */
export function textOf(pdf: Uint8Array): string {
  const objects = objectsOf(Buffer.from(pdf).toString('latin1'));
  const fonts = fontsOf(objects);
  const content = [...objects.values()].find((body) => /\bBT\b[\s\S]*\bTJ\b/.test(body)) ?? '';
  let text = '';
  let lastY: string | undefined;
  for (const [block] of content.matchAll(/BT\n[\s\S]*?\nET/g)) {
    const y = /1 0 0 1 \S+ (\S+) Tm/.exec(block)?.[1];
    const map = fonts.get(/\/(\w+) \S+ Tf/.exec(block)?.[1] ?? '');
    if (lastY !== undefined) text += y === lastY ? ' ' : '\n';
    text += [...block.matchAll(/<([0-9a-f]+)>/g)].map(([, hex]) => decode(hex ?? '', map)).join('');
    lastY = y;
  }
  return text;
}

/** Bodies of the indirect objects, by number. */
function objectsOf(file: string): Map<string, string> {
  const found = file.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g);
  return new Map([...found].map(([, number = '', body = '']) => [number, body]));
}

/** Glyph number (4 hex digits) → text, by the font's name in the page. */
function fontsOf(objects: Map<string, string>): Map<string, Map<string, string>> {
  const fonts = new Map<string, Map<string, string>>();
  for (const body of objects.values()) {
    for (const [, name = '', number = ''] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const cmap = /\/ToUnicode (\d+) 0 R/.exec(objects.get(number) ?? '')?.[1] ?? '';
      fonts.set(name, glyphsOf(objects.get(cmap) ?? ''));
    }
  }
  return fonts;
}

function glyphsOf(cmap: string): Map<string, string> {
  const glyphs = new Map<string, string>();
  for (const [, first = '', , list = ''] of cmap.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/g)) {
    [...list.matchAll(/<([0-9a-f ]*)>/g)].forEach(([, units = ''], place) => {
      const glyph = (Number.parseInt(first, 16) + place).toString(16).padStart(4, '0');
      glyphs.set(glyph, String.fromCharCode(...units.split(' ').map((unit) => Number.parseInt(unit, 16))));
    });
  }
  return glyphs;
}

const decode = (hex: string, map: Map<string, string> | undefined): string =>
  (hex.match(/.{4}/g) ?? []).map((glyph) => map?.get(glyph) ?? '\ufffd').join('');

/**
 * What the holder of a secret letter reads off it, from its text: `Code PIN : 482913` or `Mot de passe : …` stands on a line of
 * its own, the revocation code on the line after its label. Throws `invalid_input` for any other paper.
 */
export function codesOf(text: string): { requestNumber: string; secret: string; revocationCode: string | null } {
  const secret = /^(?:Code PIN|Mot de passe) : (\S+)$/m.exec(text)?.[1];
  const requestNumber = /^DEM-\S+$/m.exec(text)?.[0];
  if (secret === undefined || requestNumber === undefined) {
    throw new AppError(
      'invalid_input',
      'this paper is no secret letter: look for one named -pin- or -pkcs12-password-',
    );
  }
  const lines = text.split('\n');
  const label = lines.indexOf(REVOCATION_LABEL);
  return { requestNumber, secret, revocationCode: label === -1 ? null : (lines[label + 1] ?? null) };
}
