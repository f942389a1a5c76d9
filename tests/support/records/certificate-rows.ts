import type Database from 'better-sqlite3';
import type { CertificateRow } from '../../../src/book/tables/rows/tokens.ts';
import { createTableSeal, tableKey } from '../../../src/store/seal/seals.ts';
import { ROW_KEY } from './row-key.ts';

export const CERTIFICATE_KEY = tableKey(ROW_KEY, 'certificate');

/** Writes certificates as rows and nothing else, sealed as the store would: for tests of what is answered of them. */
export function certificateRows(db: Database.Database) {
  const sealOf = createTableSeal('certificate', CERTIFICATE_KEY);
  let statement: Database.Statement | undefined;
  const write = (row: CertificateRow): void => {
    const cells = { ...row, seal: sealOf({ ...row }) };
    const columns = Object.keys(cells);
    const set = columns.map((column) => `"${column}" = excluded."${column}"`);
    statement ??= db.prepare(
      `insert into certificate ("${columns.join('", "')}") values (${columns.map((column) => `@${column}`).join(', ')})
       on conflict ("id") do update set ${set.join(', ')}`,
    );
    statement.run(cells);
  };
  const rows = new Map<string, CertificateRow>();
  const put = (of: Pick<CertificateRow, 'id' | 'issuerId' | 'notBefore' | 'notAfter'> & Partial<CertificateRow>) => {
    const nobody = { holderId: null, requestId: null, tokenId: null, jobId: null, workstationId: null };
    const row: CertificateRow = {
      profile: 'agent-vpn',
      profileHash: '',
      policy: '',
      state: 'good',
      ...nobody,
      publicKeyHash: '',
      sha256: null,
      subject: null,
      names: null,
      orderedBy: 'system',
      intendedAt: of.notBefore,
      run: null,
      sealedAt: null,
      revokedAt: null,
      revocationReason: null,
      ...of,
    };
    rows.set(row.id, row);
    write(row);
  };
  return {
    put,
    revoke(id: string, revokedAt: number): void {
      const row = rows.get(id);
      if (!row) throw new Error(`no certificate ${id}`);
      put({ ...row, state: 'revoked', revokedAt });
    },
  };
}
