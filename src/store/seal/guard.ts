import { sql } from 'kysely';
import { AppError } from '../../errors.ts';
import { createDistrusted, type Distrusted, distrusting } from './distrusted.ts';
import { isSealed, type RowName, rowName, type SealedTable } from './sealed-tables.ts';
import { type Cell, type Cells, createSeals, type Seals } from './seals.ts';

/** Ends a statement that answers what is authentic and leaves the rest out: what a row gives is given by none. */
export const LEAVE_OUT = sql`/* leave out */`;
/**
 * Stands at the end of a statement that only counts, or whose answer people look at. Nothing is decided by it, so its rows
 * may come without a seal.
 */
export const SHOWN = sql`/* shown */`;

/** Told of each row that was read and is not as this service wrote it. */
export type TamperingTold = (row: RowName) => void;
type Row = Cells & { seal?: unknown };

/** Takes the rows of a statement and answers them without their seals. Throws `record_tampered`. */
export type Check = (rows: readonly unknown[]) => unknown[];

/** The table whose rows a statement answers or writes: the first that it names. Its text is ours, the database's schema may not be. */
const MAIN = /\b(?:from|update|into) "(\w+)"/;

/** Copies all but the seal: with a loop a read takes a quarter less time than with `{ seal, ...row }`, and every row is copied. */
function withoutSeal(read: Row): Cells {
  const row: Record<string, Cell | undefined> = {};
  for (const column in read) if (column !== 'seal') row[column] = read[column];
  return row;
}

function forgotten(text: string, what: string): AppError {
  return new AppError('internal', `a statement ${what}: ${text.slice(0, 120)}`);
}

/** The refusal of a row that is not as this service wrote it. */
export function tampered({ table, id }: RowName): AppError {
  return new AppError('record_tampered', `the record ${table}:${id} is not as this service wrote it`, {
    detail: { table, id },
  });
}

/**
 * What has to be done with a statement's rows, by its text: undefined for tables that are not sealed. A statement that would
 * read a sealed table without its seal, or write it without one, is refused as soon as it is prepared, so nobody can forget.
 */
export type Guard = (text: string, answers: boolean) => Check | undefined;
function createGuard(seals: Seals, told: TamperingTold): Guard {
  const found = (table: SealedTable, row: Row): RowName => {
    const name = rowName(table, row);
    told(name);
    return name;
  };
  return (text, answers) => {
    const table = MAIN.exec(text)?.[1] ?? '';
    if (!isSealed(table)) return undefined;
    if (/^(insert|update)/.test(text) && !text.includes('"seal"')) {
      throw forgotten(text, `writes ${table} without a seal`);
    }
    if (!answers) return undefined;
    const shown = text.endsWith('/* shown */');
    const leaveOut = text.endsWith('/* leave out */');
    return (rows) => {
      const checked: unknown[] = [];
      for (const read of rows as readonly Row[]) {
        const { seal } = read;
        const row = withoutSeal(read);
        if (seal === undefined && !shown) throw forgotten(text, `reads ${table} without its seal`);
        if (seal !== undefined && !seals.fits(table, row, seal)) {
          const name = found(table, row);
          if (leaveOut) continue;
          if (!shown) throw tampered(name);
        }
        checked.push(row);
      }
      return checked;
    };
  };
}

/** How the rows of a database are sealed and checked, and who is told of one whose seal does not fit. */
export interface Authentication {
  seals: Seals;
  guard: Guard;
  told: TamperingTold;
  /** Rows that are refused although their seal fits. */
  distrusted: Distrusted;
}
/** Seals under keys from `rowKey`; rows under `nextRowKey` fit too while keys change. */
export function createAuthentication(
  rowKey: Uint8Array,
  { told = () => {}, nextRowKey }: { told?: TamperingTold; nextRowKey?: Uint8Array | undefined } = {},
): Authentication {
  const distrusted = createDistrusted();
  const seals = distrusting(createSeals(rowKey, nextRowKey), distrusted);
  return { seals, guard: createGuard(seals, told), told, distrusted };
}
