import type { DifferenceKind } from '../../book/rules/differences.ts';
import { columnsOf, rowName, type SealedTable } from './sealed-tables.ts';
import type { Cells, Seals } from './seals.ts';

/** Rows that a comparison found to be other than the journal says: they are refused, whatever their seal. */
export interface Distrusted {
  /** Whether there is none: then no row's name has to be made. */
  none(): boolean;
  has(table: string, id: string): boolean;
  /** Whether the row was taken away. */
  isMissing(table: string, id: string): boolean;
  /** Not this one any more. */
  forgive(table: string, id: string): void;
  /** These from now on, and no others. */
  renew(rows: readonly { table: string; id: string; kind: DifferenceKind }[]): void;
}

export function createDistrusted(): Distrusted {
  let names = new Map<string, DifferenceKind>();
  return {
    none: () => names.size === 0,
    has: (table, id) => names.has(`${table}:${id}`),
    isMissing: (table, id) => names.get(`${table}:${id}`) === 'missing',
    forgive: (table, id) => void names.delete(`${table}:${id}`),
    renew: (rows) => {
      names = new Map(rows.map(({ table, id, kind }) => [`${table}:${id}`, kind]));
    },
  };
}

/** Seals that fit no row which is distrusted: an old row that was put back has a seal of ours. */
export function distrusting(seals: Seals, distrusted: Distrusted): Seals {
  const isDistrusted = (table: SealedTable, row: Cells): boolean => distrusted.has(table, rowName(table, row).id);
  return {
    of: seals.of,
    fits: (table, row, seal) => seals.fits(table, row, seal) && (distrusted.none() || !isDistrusted(table, row)),
    again: (table, cells, seal, set) => {
      if (distrusted.none()) return seals.again(table, cells, seal, set);
      const row = Object.fromEntries(columnsOf(table).map((column, i) => [column, cells[i]]));
      return isDistrusted(table, row) ? undefined : seals.again(table, cells, seal, set);
    },
  };
}
