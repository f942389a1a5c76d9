import type { Purpose } from '../../book/rules/certificates/purposes.ts';
import { DAY_MS, HOUR_MS } from '../../durations.ts';
import { fileStem } from '../keys/make-authority.ts';
import { issuingNow, type Standing } from '../standing.ts';
import { isAhead } from './crl-publisher.ts';

/** What ends soon if nobody acts: for readiness and alarms. */
export interface Freshness {
  /** A CRL by its file's name, `ocsp-signer`, `issuing-ca`, `issuing-ca of nomade`, `crl-folder`, or `ca-token` whose PIN was refused. */
  what: string;
  /** Milliseconds; 0 when it does not exist. */
  endsAt: number;
  /** True when its renewal failed or is late, or when people must prepare it. */
  alarm: boolean;
  /** True where people have time to prepare: the service may be relied on meanwhile. */
  ahead: boolean;
  /** Of a CRL that there is. */
  number?: number | undefined;
}

/** How long before its end somebody is told of what takes two people and a safe. */
const NOTICE = 30 * DAY_MS;

/**
 * R1: the root's CRL alarms 30 days before its end; the issuing CA's as soon as one could not be published, and at the
 * latest two hours before its end. A CA that has ended while another issues has nothing left to answer for. The CA that
 * issues alarms before its end would cut a certificate of `longest` days of its purpose short: a renewal is due. The
 * evaluation's is there for its last 30 days alone: all it signs is cut short.
 */
export function freshnessOf(
  standings: readonly Standing[],
  now: number,
  longest: (purpose: Purpose) => number,
): Freshness[] {
  const needed = standings.filter(({ issuing }, index) => issuing.row.notAfter > now || index === standings.length - 1);
  const all = needed.flatMap((standing) => {
    const { root, issuing, rootCrl, issuingCrl, signer } = standing;
    const of = (what: string, endsAt: number, margin: number, isFailing = false): Freshness => ({
      what,
      endsAt,
      alarm: isFailing || endsAt - now <= margin,
      ahead: margin >= NOTICE && endsAt > now,
    });
    const name = fileStem(issuing.row);
    const signerName = name === 'issuing' ? 'ocsp-signer' : `ocsp-signer of ${name}`;
    const delegate = signer.last()?.row;
    const purpose = issuing.row.purpose ?? 'token';
    const issues = standing === issuingNow(standings, purpose);
    const isTrial = issuing.row.evaluation === 1;
    const isEnding = issues && isTrial && purpose === 'token' && issuing.row.notAfter - now <= NOTICE;
    const ca = purpose === 'token' ? 'issuing-ca' : `issuing-ca of ${purpose}`;
    return [
      ...(issues && !isTrial ? [of(ca, issuing.row.notAfter, longest(purpose) * DAY_MS + NOTICE)] : []),
      ...(isEnding ? [of(ca, issuing.row.notAfter, NOTICE)] : []),
      {
        ...of(
          `${name}.crl`,
          issuingCrl.current()?.nextUpdate ?? 0,
          2 * HOUR_MS,
          issuingCrl.isFailing() || isAhead(issuingCrl.current() ?? { thisUpdate: 0 }, now),
        ),
        number: issuingCrl.current()?.number,
      },
      {
        ...of(`${fileStem(root.row)}.crl`, rootCrl.current()?.nextUpdate ?? 0, root.row.evaluation === 1 ? 0 : NOTICE),
        number: rootCrl.current()?.number,
      },
      of(signerName, delegate?.notAfter ?? 0, DAY_MS, (delegate?.notBefore ?? 0) > now),
    ];
  });
  const isRefused = needed.some(({ issuing }) => issuing.signer?.isPinRefused?.());
  const token = isRefused ? [{ what: 'ca-token', endsAt: 0, alarm: true, ahead: false }] : [];
  return [...new Map([...all, ...token].map((one) => [one.what, one])).values()];
}
