import type { Standing } from './standing.ts';

/** What ends soon if nobody acts: for readiness and alarms. */
export interface Freshness {
  what: 'issuing.crl' | 'root.crl' | 'ocsp-signer';
  /** Milliseconds; 0 when it does not exist. */
  endsAt: number;
  /** True when the time left says that its renewal failed, or that people must prepare it. */
  alarm: boolean;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** R1: the root's CRL alarms 30 days before its end, or its CA's; the others long before anybody would be refused. */
export function freshnessOf({ root, rootCrl, issuingCrl, signer }: Standing, now: number): Freshness[] {
  const of = (what: Freshness['what'], endsAt: number, margin: number): Freshness => ({
    what,
    endsAt,
    alarm: endsAt - now <= margin,
  });
  const signerEnd = signer.last()?.row.notAfter ?? 0;
  return [
    of('issuing.crl', issuingCrl.current()?.nextUpdate ?? 0, 2 * HOUR),
    of('root.crl', rootCrl.current()?.nextUpdate ?? 0, root.row.evaluation === 1 ? 0 : 30 * DAY),
    of('ocsp-signer', signerEnd, DAY),
  ];
}
