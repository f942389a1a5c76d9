import bwip from 'bwip-js/node';
import { INK, type Pen } from './sheet.ts';

/** Draws a QR code (ISO/IEC 18004, level M) whose quiet zone of 4 modules is around it. `size`: with that zone, mm. */
export function drawQr(pen: Pen, text: string, at: { x: number; y: number; size: number }): void {
  const [symbol] = bwip.raw('qrcode', text, 'eclevel=M');
  if (!symbol || !('pixs' in symbol)) throw new RangeError('no QR code can say this');
  const { pixs, pixx, pixy } = symbol;
  const module = at.size / (pixx + 8);
  for (let row = 0; row < pixy; row++) {
    for (let column = 0; column < pixx; column++) {
      if (pixs[row * pixx + column] !== 1) continue;
      pen.box(at.x + (column + 4) * module, at.y + (row + 4) * module, module, module, { fill: INK });
    }
  }
}
