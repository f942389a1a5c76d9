import type { Paper } from '../flow/ports/paper.ts';
import { drawCode128 } from './barcode.ts';
import { drawSheet } from './sheet.ts';

/** The label's size, mm: the common 62 × 29 die-cut. */
const LABEL = { width: 62, height: 29 } as const;

/** The label on a token: request number, serial, position, Code 128 of the request number with a letter of the token's. No name, no secret. */
export function drawLabel(paper: Extract<Paper, { kind: 'label' }>, at: number): Promise<Buffer> {
  return drawSheet({ ...LABEL, title: paper.requestNumber, at }, (pen) => {
    const bold = { face: 'bold', plain: true } as const;
    pen.text(paper.requestNumber, 3, 1.8, { ...bold, size: 13, width: paper.position ? 37 : 56, fitDownTo: 8 });
    pen.text(paper.position, 40, 3, { ...bold, size: 9, width: 19, align: 'right', fitDownTo: 5 });
    drawCode128(pen, paper.code, { x: 1, y: 8.6, width: 60, height: 11 });
    // with the letter, which stands nowhere else: where no scanner reads the bars, it is typed
    pen.text(paper.code, 1, 19.8, { face: 'mono', plain: true, size: 7, width: 60, align: 'center' });
    if (paper.serial === '') return;
    pen.text('Série / Serial', 3, 23.6, { size: 6, plain: true });
    pen.text(paper.serial, 19, 22.6, { face: 'mono', plain: true, size: 9, width: 40, align: 'right', fitDownTo: 5 });
  });
}
