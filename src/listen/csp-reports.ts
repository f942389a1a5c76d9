import type { RequestHandler } from 'express';
import { MINUTE_MS } from '../durations.ts';
import type { Log } from '../log.ts';

/** Where browsers tell that a page of ours broke its content security policy: on our own origin, as everything. */
export const CSP_REPORTS = '/rapports/csp';
/** Octets of one report; a browser's has some hundred. */
const MOST = 16_384;
/** Reports that count in a minute: more of them say nothing more. */
const PER_MINUTE = 60;
const KINDS = ['application/csp-report', 'application/reports+json'];

export interface CspReports {
  door: RequestHandler;
  /** How many were counted since the start, and when the last one came, ms. */
  standing(): { count: number; lastAt: number | null };
}

/**
 * Counts reports. Whoever reaches the port may send one, and write into it what they like: nothing of a report is read, and the
 * log has one line a minute at most. It says that somebody should look, in a browser, for what a page does.
 */
export function createCspReports({ now, log }: { now(): number; log: Pick<Log, 'warn'> }): CspReports {
  let [count, lastAt]: [number, number | null] = [0, null];
  let minute = { began: Number.NEGATIVE_INFINITY, counted: 0 };

  const isCounted = (): boolean => {
    const at = now();
    if (at - minute.began >= MINUTE_MS) {
      minute = { began: at, counted: 0 };
      log.warn('a browser says that a page broke its content security policy', { count });
    }
    if (minute.counted >= PER_MINUTE) return false;
    minute.counted += 1;
    count += 1;
    lastAt = at;
    return true;
  };
  const statusFor = (kind: string, length: number): number => {
    if (!KINDS.includes(kind)) return 415;
    if (!Number.isInteger(length)) return 411;
    if (length > MOST) return 413;
    return isCounted() ? 204 : 429;
  };
  return {
    standing: () => ({ count, lastAt }),
    door: (request, response) => {
      const kind = (request.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
      const status = statusFor(kind, Number.parseInt(request.get('content-length') ?? '', 10));
      // what is not taken is not waited for either
      if (status !== 204) response.setHeader('Connection', 'close');
      response.status(status).end();
    },
  };
}
