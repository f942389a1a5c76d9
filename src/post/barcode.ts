import { code128 } from './code128.ts';
import { INK, type Pen } from './sheet.ts';

/** One module: 0.254 mm is 3 dots at 300 dpi and within the reach of every hand scanner (10 mil). */
const MODULE = 0.254;

/** Draws the code into `width` mm, which holds its quiet zones too (10 modules each). Throws RangeError when it does not fit. */
export function drawCode128(
  pen: Pen,
  text: string,
  at: { x: number; y: number; width: number; height: number; align?: 'center' | 'right' },
): void {
  const widths = code128(text);
  const total = widths.reduce((sum, width) => sum + width, 0) * MODULE;
  if (total + 20 * MODULE > at.width) throw new RangeError('the bar code is wider than its place');
  let x = at.x + (at.width - total) / (at.align === 'right' ? 1 : 2);
  widths.forEach((width, place) => {
    if (place % 2 === 0) pen.box(x, at.y, width * MODULE, at.height, { fill: INK });
    x += width * MODULE;
  });
}
