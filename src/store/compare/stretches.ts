import { sql } from 'kysely';
import { chainOver } from '../journal/journal-tip.ts';
import { createTableSeal, same, tableKey } from '../seal/seals.ts';
import type { Db } from '../tables.ts';
import type { Findings } from './findings.ts';
import type { SealedRow } from './row-pages.ts';

interface Stretch {
  id: string;
  from: number;
  size: number;
  chain: string;
}

/**
 * The stretches of the journal that the service wrote, as their seals say. An entry behind the end of one and in none is
 * somebody else's. Where no stretch goes before it, its seal was edited or taken away: that is told, and the entry is believed,
 * or whoever edits one row would have all others refused.
 */
export function createStretches(rowKey: Uint8Array, found: Findings) {
  const sealOf = createTableSeal('journalTip', tableKey(rowKey, 'journalTip'));
  const chains = new Map<string, string>();
  let known: Stretch[] = [];
  /** Reads the stretches anew; answers whether the first of them is there, whatever its seal. */
  const renew = async (db: Db): Promise<boolean> => {
    const { rows } = await sql<SealedRow>`select * from "journalTip"`.execute(db);
    known = rows
      .filter((row) => same(sealOf(row), row.seal))
      .map(({ id, size, chain }) => ({ id: String(id), from: Number(id), size: Number(size), chain: String(chain) }));
    return rows.some(({ id }) => id === '0');
  };
  const covering = (seq: number): Stretch[] => known.filter(({ from, size }) => seq >= from && seq < size);

  return {
    /** Reads how far they go: after lines of the journal were read, and before these are taken. */
    renew: async (db: Db): Promise<void> => void (await renew(db)),
    /** Takes the next entry's leaf; answers false where the service did not write it. */
    take(seq: number, leaf: Uint8Array): boolean {
      const own = covering(seq);
      for (const { id } of own) chains.set(id, chainOver(chains.get(id) ?? '', leaf));
      return own.length > 0 || !known.some(({ size }) => size <= seq);
    },
    /** In one snapshot with all entries: each stretch ends where it says, over the leaves that are here. */
    async hold(db: Db, size: number): Promise<void> {
      const isBegun = await renew(db);
      if (size > 0 && !isBegun) found.add('journalTip', '0', 'missing');
      for (const { id, chain } of known) {
        if (chain !== (chains.get(id) ?? '')) found.add('journalTip', id, 'different', ['chain']);
      }
    },
  };
}
export type Stretches = ReturnType<typeof createStretches>;
