import type { Purpose } from '../../book/rules/certificates/purposes.ts';
import { RESTORE } from '../../book/rules/service/restored.ts';
import { create } from '../../book/tables/lifecycle.ts';
import type { CertificateRow } from '../../book/tables/rows/tokens.ts';
import { SYSTEM } from '../actor.ts';
import type { Unit } from '../ports/store.ts';

/** As ours are written: up to 20 octets (RFC 5280 4.1.2.2), in hexadecimal. */
const SERIAL = /^[0-9a-f]{16,40}$/;

/** What is known of a certificate that was issued after a backup: its serial number. Nobody can say whose it is. */
export function unknownCertificate(
  serialNumber: string,
  { issuerId, since, until }: { issuerId: string; since: number; until: number },
): CertificateRow {
  const nobody = {
    holderId: null,
    requestId: null,
    tokenId: null,
    jobId: null,
    workstationId: null,
    subject: null,
    names: null,
  };
  const never = { sealedAt: null, revokedAt: null, revocationReason: null, sha256: null };
  const dates = { notBefore: since, notAfter: until, intendedAt: since, orderedBy: SYSTEM.actor, run: null };
  const what = { profile: 'unknown', profileHash: '', policy: '', publicKeyHash: '', state: 'intended' } as const;
  return { id: serialNumber, issuerId, ...what, ...nobody, ...never, ...dates };
}

/**
 * A row for a certificate that was issued after the backup and is unknown since a restore. The row holds only the
 * serial number, so that the CRL can list it; its issuer is taken to be the newest CA of the purpose given. Undefined for what is
 * no serial number, and where nothing was restored: then an unknown number is a typing error.
 */
export async function lostCertificate(
  unit: Unit,
  serial: string,
  { now, purpose }: { now: number; purpose: Purpose },
): Promise<CertificateRow | undefined> {
  if (!SERIAL.test(serial) || !(await unit.get('setting', RESTORE))) return undefined;
  const newest = { orderBy: 'notBefore', descending: true } as const;
  const all = await unit.find('authority', { kind: 'issuing', purpose }, newest);
  const issuer = all.find(({ sha256 }) => sha256 !== null);
  return issuer && unknownCertificate(serial, { issuerId: issuer.id, since: now, until: issuer.notAfter });
}

/** The service itself adds the row: the person who revokes the certificate vouches only for the revocation. */
export async function recordLost(unit: Unit, lost: CertificateRow): Promise<void> {
  const entry = { ...SYSTEM, action: 'certificate.lost', subject: `certificate:${lost.id}`, outcome: 'done' } as const;
  await unit.record({ ...entry, changes: [create('certificate', lost)] });
}
