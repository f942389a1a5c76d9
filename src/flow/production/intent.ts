import { create } from '../../book/lifecycle.ts';
import type { CertificateRow } from '../../book/tables.ts';
import { AppError } from '../../errors.ts';
import type { PreparedCertificate } from '../ports/certificates.ts';
import type { NewEntry, Unit } from '../ports/store.ts';
import { checkRestored } from '../restore/restore.ts';

/** What a certificate is of, apart from what the CA decided. */
type Belongings = Partial<Pick<CertificateRow, 'holderId' | 'requestId' | 'tokenId' | 'jobId' | 'workstationId'>>;

/** The row of a certificate that is about to be signed. */
export function intended(prepared: PreparedCertificate, of: Belongings, now: number): CertificateRow {
  return {
    id: prepared.serialNumber,
    issuerId: prepared.issuerId,
    profile: prepared.profile,
    profileHash: prepared.profileHash,
    state: 'intended',
    ...{ holderId: null, requestId: null, tokenId: null, jobId: null, workstationId: null, ...of },
    publicKeyHash: prepared.publicKeyHash,
    sha256: null,
    subject: prepared.subject,
    // of a person, who stands beside it in the records: a machine has no names of its own
    names: of.holderId ? prepared.names : null,
    notBefore: prepared.notBefore,
    notAfter: prepared.notAfter,
    intendedAt: now,
    sealedAt: null,
    revokedAt: null,
    revocationReason: null,
  };
}

/** Leaves the durable intent before the CA signs (invariant 2). Throws `possession_failed` for a key certified before (C8). */
export async function recordIntent(
  unit: Unit,
  by: Pick<NewEntry, 'actor' | 'role'>,
  certificate: CertificateRow,
  more: NonNullable<NewEntry['changes']> = [],
): Promise<void> {
  await checkRestored(unit);
  if ((await unit.count('certificate', { publicKeyHash: certificate.publicKeyHash })) > 0) {
    throw new AppError(
      'possession_failed',
      'this key was certified before: make a new key pair for each certificate (C8)',
    );
  }
  await unit.record({
    ...by,
    action: 'certificate.intend',
    subject: `certificate:${certificate.id}`,
    outcome: 'done',
    changes: [...more, create('certificate', certificate)],
  });
}
