import type Database from 'better-sqlite3';
import { type TamperingTold, tampered } from '../seal/guard.ts';
import { columnsOf, rowName, type SealedTable } from '../seal/sealed-tables.ts';
import type { Cell, Cells, Seals } from '../seal/seals.ts';

/** Gives a connection the function `reseal` (store/seal/reseal.ts): to our own statements alone, never to a trigger in the file. */
export function addReseal(db: Database.Database, seals: Seals, told: TamperingTold): void {
  const reseal = (
    table: SealedTable,
    unfit: 'refuse' | 'keep',
    set: string,
    seal: string,
    ...cells: Cell[]
  ): string => {
    const fresh = seals.again(table, cells, seal, JSON.parse(set) as Cells);
    if (fresh !== undefined) return fresh;
    const name = rowName(table, Object.fromEntries(columnsOf(table).map((column, i) => [column, cells[i]])));
    told(name);
    if (unfit === 'keep') return seal;
    throw tampered(name);
  };
  db.function('reseal', { varargs: true, directOnly: true }, reseal as (...args: unknown[]) => unknown);
}
