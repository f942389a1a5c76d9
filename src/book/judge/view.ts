import type { IndexName } from '../tables/indexes.ts';
import type { BookEntry, Cell, Row } from '../tables/row.ts';
import type { TableName } from '../tables/tables.ts';

/** How the rows stand: the store's, or what the verifier replayed. Personal columns are commitments, of whatever value. */
export interface View {
  get(table: TableName, id: string): Row | undefined;
  find(index: IndexName, key: readonly Cell[]): readonly Row[];
  /** How many rows `find` answers. */
  count(index: IndexName, key: readonly Cell[]): number;
  /** How many certificates of an issuer are revoked that end on this day (UTC, counted from 1970) or later. */
  revoked(issuerId: string, day: number): number;
  /** Whether the value never occurred in the column; of commitments and hashes that no row may repeat. */
  isNew(column: string, value: string): boolean;
  /** Nobody but the service has acted yet. */
  founding(): boolean;
  /** What the clock can have said when the entry was made. */
  clock(entry: Pick<BookEntry, 'at'>): { earliest: number; latest: number };
}
