import { AppError, isAppError } from '../errors.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { Paper, Printer } from '../flow/ports/paper.ts';
import { drawDayReport } from './day-report.ts';
import { drawDestructionReport } from './destruction-report.ts';
import { drawHandoverSheet } from './handover-sheet.ts';
import type { House } from './house.ts';
import { drawLabel } from './label.ts';
import { drawMachineLabel } from './machine-label.ts';
import type { PrintQueue } from './queue.ts';
import { drawSecretLetter } from './secret-letter.ts';
import { drawTransportNote } from './transport-note.ts';
import { drawWorkOrder } from './work-order.ts';

/** Draws a paper; answers its PDF. */
export function drawPaper(paper: Paper, house: House, at: number): Promise<Buffer> {
  switch (paper.kind) {
    case 'label':
      return drawLabel(paper, at);
    case 'pin':
    case 'pkcs12-password':
      return drawSecretLetter(paper, house, at);
    case 'work-order':
      return drawWorkOrder(paper, house, at);
    case 'transport-note':
      return drawTransportNote(paper, house, at);
    case 'handover-sheet':
      return drawHandoverSheet(paper, house, at);
    case 'machine-label':
      return drawMachineLabel(paper, at);
    case 'day-report':
      return drawDayReport(paper, house, at);
    case 'destruction-report':
      return drawDestructionReport(paper, house, at);
  }
}

const STATES_MS = 2_000;

/** What a queue calls a paper; a token's own is named by its serial number. */
function nameOf(paper: Paper): string {
  if (paper.kind === 'day-report') return paper.date;
  if (paper.kind === 'machine-label') return paper.assetNumber;
  return paper.kind === 'destruction-report' ? paper.serial.replace(/[^A-Za-z0-9-]/g, '-') : paper.requestNumber;
}

/**
 * The site's printers: labels go to one queue, letters and sheets to another. No copy is kept here. Whatever fails is
 * `print_failed`, and neither message nor cause holds what stood on the paper.
 */
export function createPrinter({
  queues,
  house,
  clock,
}: {
  queues: { label: PrintQueue; letter: PrintQueue };
  house: House;
  clock: Clock;
}): Printer {
  /** A page a second asks: the queues are asked every other second. */
  let asked: { at: number; states: ReturnType<Printer['states']> } | undefined;
  return {
    async print(paper) {
      const pdf = await drawPaper(paper, house, clock.now()).catch((error: unknown) => {
        throw new AppError('print_failed', `this ${paper.kind} cannot be drawn: report it with the request number`, {
          cause: new Error(error instanceof Error ? error.name : 'unknown'),
        });
      });
      const queue = paper.kind === 'label' || paper.kind === 'machine-label' ? queues.label : queues.letter;
      try {
        await queue.put({ kind: paper.kind, requestNumber: nameOf(paper), pdf });
      } catch (error) {
        if (isAppError(error)) throw error;
        throw new AppError('print_failed', 'the print queue failed: try again', { cause: error });
      } finally {
        // the paper may hold a secret: leave no readable copy in memory longer than needed
        pdf.fill(0);
      }
    },
    states() {
      const now = clock.now();
      if (asked && Math.abs(now - asked.at) < STATES_MS) return asked.states;
      const both = Promise.all([queues.label.state(), queues.letter.state()]);
      const states = both.then(([label, letter]) => ({ label, letter }));
      asked = { at: now, states };
      return states;
    },
  };
}
