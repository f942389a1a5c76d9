import type { Paper } from '../flow/ports/paper.ts';
import { drawCodeLabel } from './label-sheet.ts';
import { drawSheet } from './sheet.ts';

/** The label printer's label, mm: as a token's. */
const LABEL = { width: 62, height: 29 } as const;

/** One label of a machine, for the label printer. */
export const drawMachineLabel = (paper: Extract<Paper, { kind: 'machine-label' }>, at: number): Promise<Buffer> =>
  drawSheet({ ...LABEL, title: paper.assetNumber, at }, (pen) =>
    drawCodeLabel(pen, labelOf(paper), { x: 0, y: 0, ...LABEL }),
  );

/** What stands on a machine's label. */
export const labelOf = (of: { assetNumber: string; model: string; serialNumber: string | null }) => ({
  code: of.assetNumber,
  title: of.assetNumber,
  lines: [of.model, ...(of.serialNumber === null ? [] : [of.serialNumber])],
});
