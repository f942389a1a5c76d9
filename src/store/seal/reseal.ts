import type Database from 'better-sqlite3';
import { type RawBuilder, sql } from 'kysely';
import { type TamperingTold, tampered } from './guard.ts';
import { columnsOf, rowName, SEALED_TABLES, type SealedTable } from './sealed-tables.ts';
import type { Cell, Cells, Seals } from './seals.ts';

/** `keep`: the seal of a row that does not fit stays as it is, so the row goes on being refused; else the UPDATE is. */
type Unfit = 'refuse' | 'keep';

const NAMES = new Map(
  SEALED_TABLES.map((table) => [table, sql.join(columnsOf(table).map((column) => sql.id(column)))]),
);

/**
 * The new seal of a row that an UPDATE sets columns of: `"seal" = ` this. The database works it out on the writing
 * connection from the row as it stood, whose own seal has to fit: an edited row is never sealed anew by a later change.
 */
export function resealed(table: SealedTable, set: Cells, unfit: Unfit = 'refuse'): RawBuilder<string> {
  const columns = NAMES.get(table) ?? sql`null`;
  return sql<string>`reseal(${table}, ${unfit}, ${JSON.stringify(set)}, "seal", ${columns})`;
}

/** The values that `resealed` binds. */
export const resealValues = (table: SealedTable, set: Cells, unfit: Unfit = 'refuse'): unknown[] => [
  table,
  unfit,
  JSON.stringify(set),
];

/** Columns to set, with the seal that fits them: for Kysely's `set`. */
export function resetting<S extends object>(table: SealedTable, set: S, unfit?: Unfit): S {
  return { ...set, seal: resealed(table, set as Cells, unfit) };
}

/** A row with its seal: for Kysely's `values`. */
export const sealedRow = <R extends object>(seals: Seals, table: SealedTable, row: R): R => ({
  ...row,
  seal: seals.of(table, row as Cells),
});

/** Gives a connection the function behind `resealed`: to our own statements alone, never to a trigger in the file. */
export function addReseal(db: Database.Database, seals: Seals, told: TamperingTold): void {
  const reseal = (table: SealedTable, unfit: Unfit, set: string, seal: string, ...cells: Cell[]): string => {
    const fresh = seals.again(table, cells, seal, JSON.parse(set) as Cells);
    if (fresh !== undefined) return fresh;
    const name = rowName(table, Object.fromEntries(columnsOf(table).map((column, i) => [column, cells[i]])));
    told(name);
    if (unfit === 'keep') return seal;
    throw tampered(name);
  };
  db.function('reseal', { varargs: true, directOnly: true }, reseal as (...args: unknown[]) => unknown);
}
