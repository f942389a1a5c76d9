import type { RevokedPlace } from '../../book/judge/rebuilt.ts';
import { FIRST_PAGE, type PageStart } from '../seal/key-pages.ts';
import type { Cells } from '../seal/seals.ts';
import type { Db } from '../tables.ts';
import type { Findings } from './findings.ts';
import { takePage } from './row-pages.ts';

const REVOCATION = { table: 'revocation', key: ['issuerId', 'seq'] };

type Listed = RevokedPlace & { certificateId: string };

/** The list of revocations that CRLs and OCSP read, held against the journal. Answers those that it lacks. */
export async function compareRevocations(
  db: Db,
  revoked: ReadonlyMap<string, RevokedPlace>,
  found: Findings,
): Promise<Listed[]> {
  const listed = new Map<string, Listed>();
  const compare = (row: Listed): void => {
    listed.set(row.certificateId, row);
    const told = revoked.get(row.certificateId);
    if (!told) found.add('revocation', row.certificateId, 'foreign');
    else {
      const columns = (['issuerId', 'seq', 'revokedAt', 'notAfter'] as const).filter((c) => row[c] !== told[c]);
      if (columns.length > 0) found.add('revocation', row.certificateId, 'different', columns);
    }
  };
  let next: PageStart | 'astray' | undefined = FIRST_PAGE;
  while (next && next !== 'astray') {
    next = await takePage<Listed & Cells>(db, REVOCATION, next, (rows) => rows.forEach(compare));
  }
  if (next === 'astray') found.add('schema', 'revocation', 'different', ['index']);
  const missing = [...revoked]
    .filter(([id]) => !listed.has(id))
    .map(([certificateId, at]) => ({ certificateId, ...at }));
  for (const { certificateId } of missing) found.add('revocation', certificateId, 'missing');
  return missing;
}
