import { drawCode128, WIDE_MODULE } from './barcode.ts';
import { drawQr } from './qr-code.ts';
import { A4, drawSheet, type Pen } from './sheet.ts';

/** Labels of 70 × 37 mm, 24 on a sheet of A4, as they are sold; what is left of the height is above and below. */
const LABEL = { width: 70, height: 37, across: 3, down: 8 } as const;
const TOP = (A4.height - LABEL.height * LABEL.down) / 2;
const ON_PAGE = LABEL.across * LABEL.down;
/** Printers leave the edge of a sheet white. */
const EDGE = 5;

/** One label or card: what its codes say, and what people read. */
export interface CodeLabel {
  code: string;
  title: string;
  lines: readonly string[];
}

/** A sheet of labels in exact size, to be printed at 100 %. `first`: the place of the first one, on a sheet begun before. */
export function drawLabelSheet(labels: readonly CodeLabel[], page: { title: string; at: number; first?: number }) {
  const { first = 1, ...says } = page;
  return drawSheet({ ...A4, ...says }, (pen) => {
    labels.forEach((label, nth) => {
      const place = nth + first - 1;
      if (nth > 0 && place % ON_PAGE === 0) pen.nextPage();
      const on = place % ON_PAGE;
      const x = (on % LABEL.across) * LABEL.width;
      drawCodeLabel(pen, label, { x, y: TOP + Math.floor(on / LABEL.across) * LABEL.height, ...LABEL });
    });
  });
}

/** How far from the label's top its title and its first line are, a line from the next one, mm; how many lines each may take. */
const PLACES = {
  small: { title: 1.2, first: 6.8, next: 3.3, titleLines: 2, lines: 1 },
  large: { title: 3, first: 9.2, next: 4, titleLines: 3, lines: 2 },
} as const;

/**
 * Title and lines at the left, QR at the right, Code 128 below; a code too long for it has its QR alone. What is too long gets
 * smaller, then wraps and moves down what is under it, and is cut before it would reach the bar code.
 */
export function drawCodeLabel(
  pen: Pen,
  { code, title, lines }: CodeLabel,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): void {
  const qr = Math.min(20, height - 16);
  const text = width - 2 * EDGE - qr;
  const rows = PLACES[height < 32 ? 'small' : 'large'];
  const bold = { face: 'bold', size: 12, fitDownTo: 7, lines: rows.titleLines } as const;
  let end = pen.text(title, x + EDGE, y + rows.title, { ...bold, width: text });
  lines.forEach((line, nth) => {
    const at = Math.max(end, y + rows.first + nth * rows.next);
    end = pen.text(line, x + EDGE, at, { size: 7.5, width: text, fitDownTo: 5, lines: rows.lines });
  });
  drawQr(pen, code, { x: x + width - EDGE - qr + 2, y: y + 1.5, size: qr });
  const place = { x: x + EDGE - 2, y: y + height - 14, width: width - 2 * EDGE + 4, height: 10, module: WIDE_MODULE };
  try {
    drawCode128(pen, code, place);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // too long: the QR says it
  }
}
