import type { Bay, LineReading } from '../../flow/reading/token/line.ts';
import type { Printers } from '../frame/components/printers.tsx';
import type { Line } from '../workshop/series.ts';

/** What the line shows: what is stored, and what this process remembers of its own work. */
export interface LineProps extends LineReading {
  /** The reader's own lines, newest first. */
  lines: readonly Line[];
  /** Those of them that began last: one, or as many as were made side by side. */
  newest: readonly Line[];
  printers: Printers;
  /** Requests in the queue. */
  waiting: number;
  /** Serial of the token whose scrapping was asked for and waits for its second F8. */
  scrap: string | undefined;
}

/** What a slot shows: the job that runs or ran on the token in it, else the token, else that it is empty. */
export function lineIn(bay: Bay, lines: readonly Line[]): Line | undefined {
  const last = lines.find((line) => line.slot === bay.slot);
  if (last?.state === 'running') return last;
  return last && bay.token?.serial === last.serial ? last : undefined;
}

/** The token that was written to in vain, lies in its slot still, and is a blank again: it may be scrapped all the same. */
export function scrappable({ bays, lines }: Pick<LineProps, 'bays' | 'lines'>): string | undefined {
  const bay = bays.find((one) => {
    const line = lineIn(one, lines);
    return line?.state === 'failed' && line.begun && one.tokenState === 'in_stock';
  });
  return bay?.token?.serial;
}

/** First a label that did not come out, then one that is to be stuck on, then any that is done. */
function rank({ made }: Bay): number {
  if (made?.label === 'waiting') return 0;
  return made?.label === 'printed' ? 1 : 2;
}

/** The token whose label is next for F4 and for the stepper; of several the one that was made last. */
export function labelNext({ bays, lines }: Pick<LineProps, 'bays' | 'lines'>): Bay['made'] {
  const made = bays.filter((bay) => bay.made !== undefined);
  const at = (bay: Bay): number => lineIn(bay, lines)?.endedAt ?? 0;
  return made.sort((a, b) => rank(a) - rank(b) || at(b) - at(a))[0]?.made;
}
