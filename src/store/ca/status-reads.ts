import type { KnownStatus, StatusReads } from '../../ca/ports.ts';
import { rowName } from '../seal/sealed-tables.ts';
import { type Cells, createTableSeal, same } from '../seal/seals.ts';
import { openReader } from '../sqlite/file.ts';
import { lastCrlOf, type PieceRow, putTogether } from './crl-pieces.ts';

export interface StatusReadsOptions {
  /** The key of the certificates' seals, and of no other table's. */
  certificateKey: Uint8Array;
  /** Told of a certificate whose row is not as the service wrote it. */
  tampered(serialNumber: string): void;
}
type SealedCertificate = Cells & KnownStatus & { seal: string };

/**
 * What a status process reads, on a connection of its own: each answer is made after a look at the last commit of any
 * process, so none has to be told of a revocation. A serial that stands in the list of revocations is revoked whatever its
 * row says, and a row that is not as the service wrote it last says nothing. The file must be there, the records or a copy of
 * them (store/postgres/status/status-copy.ts); the caller closes it.
 */
export function openStatusReads(
  path: string,
  { certificateKey, tampered }: StatusReadsOptions,
): StatusReads & { close(): void } {
  const file = openReader(path);
  const sealOf = createTableSeal('certificate', certificateKey);
  const version = file.db.prepare<[], number>('PRAGMA data_version').pluck();
  const isCopy = file.db.prepare(`SELECT 1 FROM sqlite_schema WHERE "name" = 'copyState'`).get() !== undefined;
  const level = isCopy ? file.db.prepare<[], number>('SELECT "levelAt" FROM "copyState"').pluck() : undefined;
  const certificate = file.db.prepare<[string], SealedCertificate>('SELECT * FROM "certificate" WHERE "id" = ?');
  const distrusted = file.db
    .prepare<[string], number>(`SELECT 1 FROM "difference" WHERE "table" = 'certificate' AND "id" = ?`)
    .pluck();
  const revocation = file.db.prepare<[string], KnownStatus>(
    `SELECT "issuerId", 'revoked' AS "state", "revokedAt" FROM "revocation" WHERE "certificateId" = ? ORDER BY "revokedAt" LIMIT 1`,
  );
  const crlNumber = file.db.prepare<[string], number>('SELECT "number" FROM "crlBody" WHERE "issuerId" = ?').pluck();
  const crlEnd = file.db
    .prepare<[string], number>(
      `SELECT c."nextUpdate" FROM "crlBody" b JOIN "crl" c ON c."issuerId" = b."issuerId" AND c."number" = b."number"
       WHERE b."issuerId" = ?`,
    )
    .pluck();
  const lastCrl = file.db.prepare<[string], PieceRow>(lastCrlOf('?'));

  const authentic = (serialNumber: string): KnownStatus | undefined => {
    const row = certificate.get(serialNumber);
    if (!row) return undefined;
    const { issuerId, state, revokedAt } = row;
    if (same(sealOf(row), row.seal)) {
      // it was as it is once, and is not what the journal says
      return distrusted.get(serialNumber) === undefined ? { issuerId, state, revokedAt } : undefined;
    }
    tampered(rowName('certificate', row).id);
    return undefined;
  };
  return {
    version: () => version.get() ?? 0,
    levelAt: () => level && (level.get() ?? 0),
    status: (serialNumber) => {
      const known = authentic(serialNumber);
      return revocation.get(serialNumber) ?? known;
    },
    crlNumber: (issuerId) => crlNumber.get(issuerId),
    crlEndsAt: (issuerId) => crlEnd.get(issuerId),
    lastCrl: (issuerId) => putTogether(lastCrl.all(issuerId)),
    close: file.close,
  };
}
