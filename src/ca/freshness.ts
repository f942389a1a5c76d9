import { fileStem } from './make-authority.ts';
import type { Standing } from './standing.ts';

/** What ends soon if nobody acts: for readiness and alarms. */
export interface Freshness {
  /** A CRL by its file's name, `ocsp-signer`, or `crl-folder`. */
  what: string;
  /** Milliseconds; 0 when it does not exist. */
  endsAt: number;
  /** True when its renewal failed or is late, or when people must prepare it. */
  alarm: boolean;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

/**
 * R1: the root's CRL alarms 30 days before its end; the issuing CA's as soon as one could not be published, and at the
 * latest two hours before its end. A CA that has ended while another issues has nothing left to answer for.
 */
export function freshnessOf(standings: readonly Standing[], now: number): Freshness[] {
  const needed = standings.filter(({ issuing }, index) => issuing.row.notAfter > now || index === standings.length - 1);
  const all = needed.flatMap((standing) => {
    const { root, issuing, rootCrl, issuingCrl, signer } = standing;
    const of = (what: string, endsAt: number, margin: number, isFailing = false): Freshness => ({
      what,
      endsAt,
      alarm: isFailing || endsAt - now <= margin,
    });
    const name = fileStem(issuing.row);
    return [
      of(`${name}.crl`, issuingCrl.current()?.nextUpdate ?? 0, 2 * HOUR, issuingCrl.isFailing()),
      of(`${fileStem(root.row)}.crl`, rootCrl.current()?.nextUpdate ?? 0, root.row.evaluation === 1 ? 0 : 30 * DAY),
      of(name === 'issuing' ? 'ocsp-signer' : `ocsp-signer of ${name}`, signer.last()?.row.notAfter ?? 0, DAY),
    ];
  });
  return [...new Map(all.map((one) => [one.what, one])).values()];
}
