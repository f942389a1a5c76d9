import type { Paper } from '../flow/ports.ts';

/** A paper ready to print. `requestNumber` may be shown on the printer's screen; the PDF may hold a secret. */
export interface PrintJob {
  kind: Paper['kind'];
  requestNumber: string;
  pdf: Buffer;
}
export interface QueueState {
  name: string;
  state: 'ready' | 'printing' | 'stopped' | 'unreachable';
  /** What the queue says of itself; empty when there is nothing to say. */
  reason: string;
}
/** Where papers go: a printer, or in the demo and the tests a folder. Takes the paper whole or fails with `print_failed`. */
export interface PrintQueue {
  put(job: PrintJob): Promise<void>;
  state(): Promise<QueueState>;
}
