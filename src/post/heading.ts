import { curveApostrophes, typeset } from '../words/translator.ts';
import { drawCode128 } from './barcode.ts';
import type { House } from './house.ts';
import { BLUE, GREY, type Pen } from './sheet.ts';

/** Left and right edge of what stands on an A4 sheet, mm. */
export const LEFT = 20;
export const RIGHT = 190;

/** Who writes, at the top left. Answers the y under it. */
export function drawSender(pen: Pen, house: House): number {
  let y = 16;
  house.sender.forEach((text, place) => {
    const style = place === 0 ? { face: 'bold' as const, size: 11 } : { size: 9, colour: GREY };
    y = pen.text(curveApostrophes(text), LEFT, y, { ...style, width: 62 });
  });
  const rule = y + 3;
  pen.stroke(
    [
      [LEFT, rule],
      [LEFT + 14, rule],
    ],
    { colour: BLUE, thickness: 1.5 },
  );
  return rule;
}

/** Sender, bar code of the request, title in both languages. Answers the y under it. */
export function drawHeading(
  pen: Pen,
  house: House,
  says: { requestNumber: string; title: { fr: string; en: string } },
): number {
  drawSender(pen, house);
  drawCode128(pen, says.requestNumber, { x: 120, y: 16, width: RIGHT - 120, height: 13, align: 'right' });
  pen.text(says.requestNumber, 120, 30, { face: 'mono', size: 10, width: RIGHT - 120, align: 'right' });
  pen.text(says.title.fr, LEFT, 48, { face: 'bold', size: 20, width: RIGHT - LEFT });
  return pen.text(says.title.en, LEFT, 57.2, { face: 'italic', size: 11, colour: GREY });
}

export interface Row {
  fr: string;
  en: string;
  value: string;
  mono?: boolean;
}

/** Millimetres from a row's rule to its text, its English and the least to the next rule; points of its value. */
const AIRY = { text: 2.4, value: 3.4, english: 6.8, least: 13, size: 12 };
/** For a sheet of many rows. */
export const DENSE: typeof AIRY = { text: 1.2, value: 1.8, english: 5.2, least: 9.4, size: 9 };

/** A list of facts with a rule under each: French label, English below it, the value at the right. Answers the y under it. */
export function drawRows(pen: Pen, top: number, rows: readonly Row[], how = AIRY): number {
  let y = top;
  pen.stroke(
    [
      [LEFT, y],
      [RIGHT, y],
    ],
    { thickness: 0.75 },
  );
  for (const row of rows) {
    pen.text(typeset(row.fr), LEFT, y + how.text, { size: 9.5 });
    pen.text(row.en, LEFT, y + how.english, { face: 'italic', size: 8, colour: GREY });
    const style = {
      face: row.mono ? ('mono' as const) : ('bold' as const),
      size: how.size,
      width: 108,
      fitDownTo: row.mono ? 7 : Math.min(how.size, 10),
    };
    y = Math.max(y + how.least, pen.text(row.value, 82, y + how.value, style) + how.value);
    pen.stroke([
      [LEFT, y],
      [RIGHT, y],
    ]);
  }
  return y;
}

/** A line of a form: French, English under it, empty paper above the rule for the pen. */
export function drawField(pen: Pen, label: { fr: string; en: string }, x: number, y: number, width: number): void {
  pen.stroke(
    [
      [x, y],
      [x + width, y],
    ],
    { colour: '#000000', thickness: 0.5 },
  );
  pen.text(label.fr, x, y + 0.8, { size: 8 });
  pen.text(label.en, x, y + 4.2, { face: 'italic', size: 7, colour: GREY });
}
