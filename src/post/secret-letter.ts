import type { Paper } from '../flow/ports/paper.ts';
import { typeset } from '../words/translator.ts';
import { drawSender, LEFT, RIGHT } from './heading.ts';
import { dateOnPaper, type House } from './house.ts';
import { REVOCATION_LABEL, SECRET_WORDS, type SecretWords } from './secret-words.ts';
import { A4, BLUE, drawSheet, GREY, type Pen, RULE } from './sheet.ts';
import { drawTint } from './tint.ts';

type SecretPaper = Extract<Paper, { kind: 'pin' | 'pkcs12-password' }>;

/**
 * The A4 letter with a PIN or a password, folded twice in Z (at 99 and 198 mm) for a DL window envelope:
 * only the top third looks out and it holds no secret; the codes stand on the middle third, the last third lies face to
 * face with them and carries a tint against the light.
 */
export const FOLDS = [99, 198] as const;
/**
 * What a DL window (100 × 45 mm, 20 mm from right and bottom, French style) can ever show of the top third, the sheet's play
 * in the envelope included: the address block lies inside the part always shown, nothing else lies in the part ever shown.
 */
export const WINDOW = {
  everShown: { x: 90, y: 34, right: 200, bottom: 90 },
  alwaysShown: { x: 100, y: 45, right: 190, bottom: 79 },
} as const;

/** The box with the code; its mirror image under the second fold is tinted. */
const CODE = { x: LEFT, y: 119, width: 88, height: 31 } as const;

/** Draws the letter with a PIN or a password: a PDF; `at` is its date in epoch milliseconds. */
export function drawSecretLetter(paper: SecretPaper, house: House, at: number): Promise<Buffer> {
  return drawSheet({ ...A4, title: `Lettre ${paper.requestNumber}`, at }, (pen) => {
    const words = SECRET_WORDS[paper.kind];
    drawOutside(pen, paper, house, at);
    drawCode(pen, paper, words);
    drawLoss(pen, paper, house, words);
    drawSteps(pen, words);
    drawFolds(pen);
  });
}

/** The top third: who writes, to whom, about which request. */
function drawOutside(pen: Pen, paper: SecretPaper, house: House, at: number): void {
  let y = drawSender(pen, house);
  pen.text('Demande · Request', LEFT, y + 4, { size: 7.5, colour: GREY });
  y = pen.text(paper.requestNumber, LEFT, y + 7.5, { face: 'bold', size: 11 });
  pen.text(dateOnPaper(at, house.timeZone, 'long'), LEFT, y + 1, { size: 9, colour: GREY });

  const { x, y: top } = WINDOW.alwaysShown;
  const width = WINDOW.alwaysShown.right - x - 4;
  pen.text('PERSONNEL ET CONFIDENTIEL', x + 4, top + 2, { face: 'bold', size: 7.5, width });
  const under = pen.text(paper.name, x + 4, top + 8, { face: 'bold', size: 11.5, width, fitDownTo: 7 });
  const lines = linesOf(paper.address);
  // 0.46 mm of line height a point: a long address gets smaller rather than leave the window
  const size = Math.min(11.5, (WINDOW.alwaysShown.bottom - under - 1) / lines.length / 0.46);
  lines.reduce((y, line) => pen.text(line, x + 4, y, { size, width, fitDownTo: 6 }), under + 0.5);
}

/** A house number before its street. */
const NUMBER = /^\d+(?: ?(?:bis|ter|quater))?$/i;

/** The lines of an address: its own, or one for each part of what was typed in one line; a number stays with its street. */
function linesOf(address: string): string[] {
  if (address.includes('\n')) return address.split('\n');
  const parts = address.split(/,\s+|,$/).filter((part) => part !== '');
  return parts.flatMap((part, at) => {
    if (NUMBER.test(part) && at < parts.length - 1) return [];
    const before = parts[at - 1];
    return [before !== undefined && NUMBER.test(before) ? `${before}, ${part}` : part];
  });
}

/** The middle third, left: the code, large, and once more in one run as it is typed. */
function drawCode(pen: Pen, paper: SecretPaper, words: SecretWords): void {
  pen.text(words.title.fr, LEFT, 103, { face: 'bold', size: 17 });
  pen.text(words.title.en, LEFT, 110.6, { face: 'italic', size: 10, colour: GREY });
  pen.box(CODE.x, CODE.y, CODE.width, CODE.height, { colour: BLUE, radius: 1.5 });
  drawGroups(pen, groupsOf(paper.secret));
  // never the secret: a sign of it could be changed
  pen.text(`${typeset(`${words.label} :`)} ${paper.secret}`, CODE.x + 5, CODE.y + CODE.height - 9.6, {
    size: 8,
    width: CODE.width - 10,
    fitDownTo: 5.5,
  });
  pen.text('à saisir sans espace · type it without spaces', CODE.x + 5, CODE.y + CODE.height - 5.6, {
    size: 6.5,
    colour: GREY,
  });

  let y: number = CODE.y;
  for (const warning of words.warnings) {
    y = pen.text(typeset(warning.fr), 116, y, { size: 9, width: RIGHT - 116 });
    y = pen.text(warning.en, 116, y + 0.2, { face: 'italic', size: 7.5, colour: GREY, width: RIGHT - 116 }) + 1.6;
  }
}

/** Parts of a code as the eye takes them in: threes for digits, fours otherwise; a code's own hyphens are kept. */
export function groupsOf(secret: string): string[] {
  const size = /^\d+$/.test(secret) && secret.length % 4 !== 0 ? 3 : 4;
  return secret.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? [];
}

/** One line when it fits, else two; the gaps are empty paper, not characters. */
function drawGroups(pen: Pen, groups: readonly string[]): void {
  const room = CODE.width - 10;
  const widthAt = (line: readonly string[], size: number): number =>
    line.reduce((sum, group) => sum + pen.widthOf(group, { face: 'mono', size }), 0) + (line.length - 1) * size * 0.2;
  const half = Math.ceil(groups.length / 2);
  const lines = widthAt(groups, 22) <= room ? [groups] : [groups.slice(0, half), groups.slice(half)];
  const largest = lines.length === 1 ? 40 : 20;
  const size = Math.min(largest, ...lines.map((line) => (largest * room) / widthAt(line, largest)));
  lines.forEach((line, place) => {
    let x = CODE.x + 5;
    const y = lines.length === 1 ? CODE.y + 11.5 - size * 0.24 : CODE.y + 2.2 + place * 8.6;
    for (const group of line) {
      pen.text(group, x, y, { face: 'mono', size });
      x += pen.widthOf(group, { face: 'mono', size }) + size * 0.2;
    }
  });
}

/** The middle third, below: what to do at once when the token is lost. */
function drawLoss(pen: Pen, paper: SecretPaper, house: House, words: SecretWords): void {
  pen.stroke([
    [LEFT, 158],
    [RIGHT, 158],
  ]);
  pen.text(typeset('Perte ou vol : appelez aussitôt, jour et nuit'), LEFT, 161, { face: 'bold', size: 11 });
  pen.text('Lost or stolen: call at once, day or night', LEFT, 166.4, { face: 'italic', size: 8, colour: GREY });
  pen.text('Permanence · Duty officer', LEFT, 172, { size: 7.5, colour: GREY });
  pen.text(house.dutyPhone, LEFT, 175.6, { face: 'mono', size: 15, width: 80, fitDownTo: 8 });
  pen.text('ou déclarez-le vous-même dans Jeton', LEFT, 184, { size: 8.5 });
  pen.text('or report it yourself in Jeton', LEFT, 188, { face: 'italic', size: 7.5, colour: GREY });
  if (paper.revocationCode === null) return;
  pen.text(REVOCATION_LABEL, 116, 172, { size: 7.5, colour: GREY });
  pen.text(paper.revocationCode, 116, 175.6, { face: 'mono', size: 15, width: 74, fitDownTo: 8 });
  pen.text(typeset(words.code.fr), 116, 184, { size: 8.5 });
  pen.text(words.code.en, 116, 188, {
    face: 'italic',
    size: 7.5,
    colour: GREY,
  });
}

/** The last third: what to do at first use; under the code's mirror image, the tint. */
function drawSteps(pen: Pen, words: SecretWords): void {
  const column = (
    x: number,
    title: string,
    steps: readonly string[],
    style: { face: 'regular' | 'italic'; colour?: string },
  ): void => {
    let y = pen.text(title, x, 202, { face: 'bold', size: 10, ...(style.colour ? { colour: style.colour } : {}) }) + 1;
    steps.forEach((step, place) => {
      pen.text(`${place + 1}.`, x, y, { ...style, size: 8.5 });
      y = pen.text(step, x + 5, y, { ...style, size: 8.5, width: x === LEFT ? 83 : 69 }) + 0.9;
    });
  };
  column(LEFT, 'À la première utilisation', words.steps.fr.map(typeset), { face: 'regular' });
  column(116, 'At first use', words.steps.en, { face: 'italic', colour: GREY });
  drawTint(pen, { x: CODE.x, y: 2 * FOLDS[1] - CODE.y - CODE.height, width: CODE.width, height: CODE.height });
  pen.text('Trame de protection du code', 116, 258, { size: 7.5, colour: GREY });
  pen.text('Screen that hides the code against the light', 116, 261.4, { face: 'italic', size: 7, colour: GREY });
}

/** Marks at both edges, outside every text. */
function drawFolds(pen: Pen): void {
  for (const y of FOLDS) {
    pen.stroke(
      [
        [0, y],
        [6, y],
      ],
      { colour: RULE },
    );
    pen.stroke(
      [
        [A4.width - 6, y],
        [A4.width, y],
      ],
      { colour: RULE },
    );
  }
  pen.text('Plier en Z, adresse dehors · Fold in Z, address outside', LEFT, 287, {
    size: 6.5,
    colour: GREY,
    width: RIGHT - LEFT,
    align: 'center',
  });
}
