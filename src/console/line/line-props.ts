import type { Bay, LineReading } from '../../flow/reading/token/line.ts';
import type { Printers } from '../frame/components/printers.tsx';
import type { Line } from '../workshop/series.ts';

/** What the line shows: what is stored, and what this process remembers of its own work. */
export interface LineProps extends LineReading {
  /** The reader's own lines, newest first. */
  lines: readonly Line[];
  printers: Printers;
  /** Requests in the queue. */
  waiting: number;
  /** Serial of the token whose scrapping was asked for and waits for its second F8. */
  scrap: string;
}

/** What a slot shows: the job that runs or ran on the token in it, else the token, else that it is empty. */
export function lineIn(bay: Bay, lines: readonly Line[]): Line | undefined {
  const last = lines.find((line) => line.slot === bay.slot);
  if (last?.state === 'running') return last;
  return last && bay.token?.serial === last.serial ? last : undefined;
}
