import type { KnownStatus, StatusReads } from '../../ca/ports.ts';
import { openReader } from '../sqlite/file.ts';
import { LAST_CRL, type PieceRow, putTogether } from './crl-pieces.ts';

/**
 * What a status process reads, on a connection of its own: each answer is made after a look at the last commit of any
 * process, so none has to be told of a revocation. The file must be there; the caller closes it.
 */
export function openStatusReads(path: string): StatusReads & { close(): void } {
  const file = openReader(path);
  const version = file.db.prepare<[], number>('PRAGMA data_version').pluck();
  const status = file.db.prepare<[string], KnownStatus>(
    'SELECT "issuerId", "state", "revokedAt" FROM "certificate" WHERE "id" = ?',
  );
  const crlNumber = file.db.prepare<[string], number>('SELECT "number" FROM "crlBody" WHERE "issuerId" = ?').pluck();
  const lastCrl = file.db.prepare<[string], PieceRow>(LAST_CRL);
  return {
    version: () => version.get() ?? 0,
    status: (serialNumber) => status.get(serialNumber),
    crlNumber: (issuerId) => crlNumber.get(issuerId),
    lastCrl: (issuerId) => putTogether(lastCrl.all(issuerId)),
    close: file.close,
  };
}
