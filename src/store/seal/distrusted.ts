import type { DifferenceKind } from '../../book/rules/service/differences.ts';
import { columnsOf, rowName, type SealedTable } from './sealed-tables.ts';
import type { Cells, Seals } from './seals.ts';

/** Rows that a comparison found to be other than the journal says: they are refused, whatever their seal. */
export interface Distrusted {
  /** Whether there is none: then no row's name has to be made. */
  none(): boolean;
  has(table: string, id: string): boolean;
  /** Whether the row was taken away. */
  isMissing(table: string, id: string): boolean;
  /** Not the one of this name any more. */
  forgive(name: string): void;
  /** These too from now on. */
  add(rows: readonly { table: string; id: string; kind: DifferenceKind }[]): void;
  /** Names of all, `table:id`. */
  all(): readonly string[];
}

export function createDistrusted(): Distrusted {
  const names = new Map<string, DifferenceKind>();
  return {
    none: () => names.size === 0,
    has: (table, id) => names.has(`${table}:${id}`),
    isMissing: (table, id) => names.get(`${table}:${id}`) === 'missing',
    forgive: (name) => void names.delete(name),
    add: (rows) => {
      for (const { table, id, kind } of rows) names.set(`${table}:${id}`, kind);
    },
    all: () => [...names.keys()],
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
