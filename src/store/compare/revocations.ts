import type Database from 'better-sqlite3';
import type { RevokedPlace } from '../../book/judge/rebuilt.ts';
import type { Findings } from './findings.ts';

type Listed = RevokedPlace & { certificateId: string };

/** The list of revocations that CRLs and OCSP read, held against the journal. Answers those that it lacks. */
export function compareRevocations(
  db: Database.Database,
  revoked: ReadonlyMap<string, RevokedPlace>,
  found: Findings,
): Listed[] {
  const listed = new Map<string, Listed>();
  for (const row of db.prepare('SELECT * FROM "revocation"').iterate() as IterableIterator<Listed>) {
    listed.set(row.certificateId, row);
    const told = revoked.get(row.certificateId);
    if (!told) found.add('revocation', row.certificateId, 'foreign');
    else {
      const columns = (['issuerId', 'seq', 'revokedAt', 'notAfter'] as const).filter((c) => row[c] !== told[c]);
      if (columns.length > 0) found.add('revocation', row.certificateId, 'different', columns);
    }
  }
  const missing = [...revoked]
    .filter(([id]) => !listed.has(id))
    .map(([certificateId, at]) => ({ certificateId, ...at }));
  for (const { certificateId } of missing) found.add('revocation', certificateId, 'missing');
  return missing;
}
