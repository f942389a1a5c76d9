import { CRL_LIFETIME } from '../../book/rules/certificates/certificates.ts';
import type { StatusReads } from '../ports.ts';
import { GOOD, type OcspIssuer, UNKNOWN } from './ocsp-status.ts';

/** A CertStatus and the CA that it is about. */
interface Said {
  issuer: OcspIssuer | undefined;
  status: Uint8Array;
}

/**
 * Until when what a copy of the records said at `level` may be answered, where the copy is not level any more. `good` for as
 * long as the copy's newest CRL is current: whoever falls back to that CRL believes as much. Never for longer than a CRL that
 * was published at `level` could be: the end stands in a row that whoever runs the database could write. What is not known yet
 * may have been certified since, so it is left to the CRL after `lifetime`. Revoked stays revoked.
 */
export function createHold(reads: Pick<StatusReads, 'crlEndsAt'>, lifetime: number) {
  const heldUntil = ({ issuer, status }: Said, level: number): number => {
    if (!issuer || (status !== GOOD && status !== UNKNOWN)) return Number.POSITIVE_INFINITY;
    if (status === UNKNOWN) return level + lifetime;
    return Math.max(level + lifetime, Math.min(reads.crlEndsAt(issuer.id) ?? 0, level + CRL_LIFETIME));
  };
  return (said: readonly Said[], level: number): number => Math.min(...said.map((one) => heldUntil(one, level)));
}
