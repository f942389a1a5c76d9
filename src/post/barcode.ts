import { code128 } from './code128.ts';
import { INK, type Pen } from './sheet.ts';

/** One module: 0.254 mm is 3 dots at 300 dpi and within the reach of every hand scanner (10 mil). */
const MODULE = 0.254;

/** A wider one, 15 mil, where there is room: worn labels are read from further away. */
export const WIDE_MODULE = 0.381;

/**
 * Draws the code into `width` mm, which holds its quiet zones too (10 modules each). `module`: its width where it fits, else
 * the usual one. Throws RangeError when that does not fit either.
 */
export function drawCode128(
  pen: Pen,
  text: string,
  at: { x: number; y: number; width: number; height: number; align?: 'center' | 'right'; module?: number },
): void {
  const widths = code128(text);
  const modules = widths.reduce((sum, width) => sum + width, 0);
  const module = [at.module ?? MODULE, MODULE].find((one) => (modules + 20) * one <= at.width);
  if (module === undefined) throw new RangeError('the bar code is wider than its place');
  const total = modules * module;
  let x = at.x + (at.width - total) / (at.align === 'right' ? 1 : 2);
  widths.forEach((width, place) => {
    if (place % 2 === 0) pen.box(x, at.y, width * module, at.height, { fill: INK });
    x += width * module;
  });
}
