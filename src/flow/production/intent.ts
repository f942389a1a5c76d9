import { create } from '../../book/tables/lifecycle.ts';
import type { CertificateRow } from '../../book/tables/rows/tokens.ts';
import { AppError } from '../../errors.ts';
import type { PreparedCertificate } from '../ports/certificates.ts';
import type { NewEntry, Unit } from '../ports/store.ts';
import { checkRestored } from '../restore/restore.ts';

/** What a certificate is of, apart from what the CA decided. */
type Belongings = Partial<Pick<CertificateRow, 'holderId' | 'requestId' | 'tokenId' | 'jobId' | 'workstationId'>>;

/** What is about to be signed, for whom. */
interface Intent {
  kind: 'token' | 'nomade' | 'workstation' | 'server';
  prepared: PreparedCertificate;
  of?: Belongings;
  now: number;
  /** The run in which it is ordered. */
  run: string;
}

const rowOf = ({ prepared, of, now, run }: Intent, orderedBy: string): CertificateRow => ({
  id: prepared.serialNumber,
  issuerId: prepared.issuerId,
  profile: prepared.profile,
  profileHash: prepared.profileHash,
  policy: prepared.policy,
  state: 'intended',
  holderId: null,
  requestId: null,
  tokenId: null,
  jobId: null,
  workstationId: null,
  ...of,
  publicKeyHash: prepared.publicKeyHash,
  sha256: null,
  subject: prepared.subject,
  // of a person, who stands beside it in the records: a machine has no names of its own
  names: of?.holderId ? prepared.names : null,
  notBefore: prepared.notBefore,
  notAfter: prepared.notAfter,
  intendedAt: now,
  orderedBy,
  run,
  sealedAt: null,
  revokedAt: null,
  revocationReason: null,
});

/**
 * Leaves the durable intent before the CA signs (invariant 2), and answers the new row. Throws `possession_failed` for a
 * key certified before (C8), `restore_unconfirmed` while a restore waits.
 */
export async function recordIntent(
  unit: Unit,
  by: Pick<NewEntry, 'actor' | 'role'>,
  intent: Intent,
  more: NonNullable<NewEntry['changes']> = [],
): Promise<CertificateRow> {
  await checkRestored(unit);
  const certificate = rowOf(intent, by.actor);
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
    // a machine's key was compared with its fingerprint by whoever asks (flow/workstation/machine-certificate.ts)
    detail:
      intent.kind === 'workstation'
        ? { kind: intent.kind, compared: certificate.publicKeyHash }
        : { kind: intent.kind },
    changes: [...more, create('certificate', certificate)],
  });
  return certificate;
}
