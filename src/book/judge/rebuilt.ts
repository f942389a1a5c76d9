import type { BookEntry, Row } from '../tables/row.ts';
import type { TableName } from '../tables/tables.ts';
import { stepsOf } from './steps.ts';

/** A certificate's place among those that its issuer revoked. */
export interface RevokedPlace {
  issuerId: string;
  /** Counted from 1, in the order of the journal. */
  seq: number;
  revokedAt: number;
  notAfter: number;
}

/** The rows as a journal's entries leave them, without what a judge needs besides: each row once, and no index. */
export interface Rebuilt {
  rows(table: TableName): ReadonlyMap<string, Row>;
  /** Every certificate that was ever revoked, by its serial number. */
  revoked: ReadonlyMap<string, RevokedPlace>;
  /** Takes the next entry; answers the sentence of what cannot be, and then nothing of it is taken. */
  follow(entry: Pick<BookEntry, 'detail'>): string | undefined;
}

/** Begins without rows; `follow` takes the entries in their order. */
export function createRebuilt(): Rebuilt {
  const tables = new Map<TableName, Map<string, Row>>();
  const revoked = new Map<string, RevokedPlace>();
  const counts = new Map<string, number>();
  const rows = (table: TableName): Map<string, Row> => {
    const known = tables.get(table) ?? new Map<string, Row>();
    tables.set(table, known);
    return known;
  };
  const revoke = (id: string, row: Row): void => {
    if (row['state'] !== 'revoked' || revoked.has(id)) return;
    const issuerId = String(row['issuerId']);
    const seq = 1 + (counts.get(issuerId) ?? 0);
    counts.set(issuerId, seq);
    revoked.set(id, { issuerId, seq, revokedAt: Number(row['revokedAt']), notAfter: Number(row['notAfter']) });
  };
  return {
    rows,
    revoked,
    follow(entry) {
      const steps = stepsOf(entry, (table, id) => tables.get(table)?.get(id));
      if (typeof steps === 'string') return steps;
      for (const { table, id, after } of steps) {
        rows(table).set(id, after);
        if (table === 'certificate') revoke(id, after);
      }
      return undefined;
    },
  };
}
