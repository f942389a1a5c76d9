import type { Paper, QueueState } from '../flow/ports/paper.ts';

/** A paper ready to print. `requestNumber` may be shown on the printer's screen; the PDF may hold a secret. */
export interface PrintJob {
  kind: Paper['kind'];
  requestNumber: string;
  pdf: Buffer;
}
/** Where papers go: a printer, or in the demo and the tests a folder. Takes the paper whole or fails with `print_failed`. */
export interface PrintQueue {
  put(job: PrintJob): Promise<void>;
  state(): Promise<QueueState>;
}
