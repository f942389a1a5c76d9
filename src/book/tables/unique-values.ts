import { hash } from 'node:crypto';
import { isCommitment, type Row } from './row.ts';
import type { TableName } from './tables.ts';

/** Columns of which no two rows may have the same value; the tables have a unique index for each. */
export const UNIQUE: Readonly<Partial<Record<TableName, readonly string[]>>> = {
  request: ['contentHash', 'number'],
  certificate: ['publicKeyHash', 'sha256'],
  authority: ['serialNumber', 'sha256'],
  crl: ['sha256'],
  workstation: ['assetNumber'],
};

/**
 * Values that occurred once and may not occur again: commitments, and what is unique in a column. Eight octets of a hash
 * each, so that a journal of millions fits: two values that share them by chance are one in 10^6 at ten million.
 */
export function createUniqueValues() {
  let table = new BigUint64Array(1 << 12);
  let count = 0;
  const keyOf = (column: string, value: string): bigint => {
    const key = BigInt(`0x${hash('sha256', `${column} ${value}`).slice(0, 16)}`);
    return key === 0n ? 1n : key;
  };
  const slot = (of: BigUint64Array, key: bigint): number => {
    let at = Number(key & BigInt(of.length - 1));
    while (of[at] !== 0n && of[at] !== key) at = (at + 1) & (of.length - 1);
    return at;
  };
  const add = (key: bigint): void => {
    const at = slot(table, key);
    if (table[at] === key) return;
    table[at] = key;
    count += 1;
    if (count * 2 < table.length) return;
    const larger = new BigUint64Array(table.length * 2);
    for (const old of table) if (old !== 0n) larger[slot(larger, old)] = old;
    table = larger;
  };
  return {
    has: (column: string, value: string): boolean => {
      const key = keyOf(column, value);
      return table[slot(table, key)] === key;
    },
    /** Notes what a change says of a row. */
    note: (name: TableName, said: Row): void => {
      for (const [column, value] of Object.entries(said)) {
        if (isCommitment(value)) add(keyOf('commitment', value.commitment));
        else if (typeof value === 'string' && UNIQUE[name]?.includes(column)) add(keyOf(`${name}.${column}`, value));
      }
    },
  };
}
