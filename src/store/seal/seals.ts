import { hash, hkdfSync } from 'node:crypto';
import { AppError } from '../../errors.ts';
import { columnsOf, SEALED_TABLES, type SealedTable } from './sealed-tables.ts';

/** A value as SQLite keeps it. */
export type Cell = string | number | null | Uint8Array;
/** A row with its columns by name. */
export type Cells = Readonly<Record<string, Cell | undefined>>;

/** A row's columns are cells; the type of a row has no index by name. */
export const cellsOf = (row: object): Cells => row as Cells;

/** Makes and checks the seals of rows. A seal is in base64url. */
export interface Seals {
  /** The seal of a row as it is about to be written. Throws `internal` where a column is missing. */
  of(table: SealedTable, row: Cells): string;
  /** Whether this service wrote the row, under this name, as it stands. */
  fits(table: SealedTable, row: Cells, seal: unknown): boolean;
  /**
   * The seal of a row once columns of it are `set`; undefined where its present seal does not fit. `cells` are its columns as
   * they stand, in the order of their names: this is asked inside of a statement, many thousand times a second.
   */
  again(table: SealedTable, cells: readonly Cell[], seal: string, set: Cells): string | undefined;
}

/** Octets of a block of SHA-256. */
const BLOCK = 64;
const DIGEST = 32;
/** Rows whose seals are known to fit, in each of two generations. */
const REMEMBERED = 4096;

/**
 * The key of one table's seals, from the key of all of them. Whoever only has to know how certificates stand is given the
 * key of that table and no other.
 */
export function tableKey(rowKey: Uint8Array, table: SealedTable): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', rowKey, new Uint8Array(), `table ${table}`, DIGEST));
}

/**
 * HMAC-SHA-256 by two calls of `crypto.hash`, half the time of `createHmac`. The HMAC key is the key in hexadecimal: 64
 * octets of ASCII, one block, so that both padded keys are text and nothing has to be copied into a buffer first.
 */
function createMac(key: Uint8Array): (text: string) => string {
  const hex = Buffer.from(key).toString('hex');
  const padded = (octet: number) => String.fromCharCode(...Buffer.from(hex).map((byte) => byte ^ octet));
  const inner = padded(0x36);
  const outer = Buffer.alloc(BLOCK + DIGEST);
  outer.write(padded(0x5c), 0, 'latin1');
  return (text) => {
    outer.write(hash('sha256', inner + text, 'binary'), BLOCK, 'latin1');
    return hash('sha256', outer, 'base64url');
  };
}

/** Injective: a text begins with its length, and no two kinds of value begin alike. */
function written(cell: Cell): string {
  if (cell === null) return '\n-';
  if (typeof cell === 'string') return `\n${cell.length}:${cell}`;
  if (typeof cell === 'number') return `\n#${cell}`;
  return `\n*${Buffer.from(cell.buffer, cell.byteOffset, cell.length).toString('base64')}`;
}

/** What is sealed: the table's name, then every column in the order of their names. */
function joined(table: SealedTable, cells: readonly Cell[]): string {
  let text: string = table;
  for (const cell of cells) text += written(cell);
  return text;
}
function textOf(table: SealedTable, row: Cells): string {
  let text: string = table;
  for (const column of columnsOf(table)) {
    const cell = row[column];
    if (cell === undefined) throw new AppError('internal', `a row of ${table} has no ${column} to be sealed`);
    text += written(cell);
  }
  return text;
}

/** Compares without telling by its time how much is alike. */
export function same(a: string, b: string): boolean {
  let different = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) different |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return different === 0;
}

/** Seals known to fit, the most recent ones: what was just written or read is mostly read again. */
function createMemory() {
  let young = new Map<string, string>();
  let old = young;
  return {
    knows: (seal: string, text: string): boolean => (young.get(seal) ?? old.get(seal)) === text,
    keep(seal: string, text: string): void {
      if (young.size >= REMEMBERED) [old, young] = [young, new Map()];
      young.set(seal, text);
    },
  };
}

/** The seal of a row of one table, for code that knows that table's key. */
export function createTableSeal(table: SealedTable, key: Uint8Array): (row: Cells) => string {
  const mac = createMac(key);
  return (row) => mac(textOf(table, row));
}

/** Seals under keys derived from `key`. While that is being changed, rows under the `other` one fit too. */
export function createSeals(key: Uint8Array, other?: Uint8Array): Seals {
  const macsUnder = (rowKey: Uint8Array) =>
    new Map(SEALED_TABLES.map((table) => [table, createMac(tableKey(rowKey, table))]));
  const macs = macsUnder(key);
  const others = other && macsUnder(other);
  const memory = createMemory();
  const fitting = (table: SealedTable, text: string, seal: string): boolean =>
    [macs, others].some((under) => same(under?.get(table)?.(text) ?? '', seal));
  const made = (table: SealedTable, text: string): string => {
    const seal = macs.get(table)?.(text) ?? '';
    memory.keep(seal, text);
    return seal;
  };
  const isOf = (table: SealedTable, text: string, seal: string): boolean => {
    if (memory.knows(seal, text)) return true;
    const fits = fitting(table, text, seal);
    if (fits) memory.keep(seal, text);
    return fits;
  };
  return {
    of: (table, row) => made(table, textOf(table, row)),
    fits: (table, row, seal) => typeof seal === 'string' && seal !== '' && isOf(table, textOf(table, row), seal),
    again(table, cells, seal, set) {
      if (seal === '' || !isOf(table, joined(table, cells), seal)) return undefined;
      const columns = columnsOf(table);
      const changed = [...cells];
      for (const [column, cell] of Object.entries(set)) {
        if (cell !== undefined) changed[columns.indexOf(column)] = cell;
      }
      return made(table, joined(table, changed));
    },
  };
}
