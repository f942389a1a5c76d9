import type Database from 'better-sqlite3';
import { chainOver } from '../journal-tip.ts';
import { createTableSeal, same, tableKey } from '../seal/seals.ts';
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
export function createStretches(db: Database.Database, rowKey: Uint8Array, found: Findings) {
  const sealOf = createTableSeal('journalTip', tableKey(rowKey, 'journalTip'));
  const all = db.prepare<[], SealedRow>('SELECT * FROM "journalTip"');
  const chains = new Map<string, string>();
  const read = (): Stretch[] =>
    all
      .all()
      .filter((row) => same(sealOf(row), row.seal))
      .map(({ id, size, chain }) => ({ id: String(id), from: Number(id), size: Number(size), chain: String(chain) }));
  let known = read();
  const covering = (seq: number): Stretch[] => known.filter(({ from, size }) => seq >= from && seq < size);

  return {
    /** Takes the next entry's leaf; answers false where the service did not write it. */
    take(seq: number, leaf: Uint8Array): boolean {
      let own = covering(seq);
      if (own.length === 0) {
        known = read(); // the journal grows while it is read
        own = covering(seq);
      }
      for (const { id } of own) chains.set(id, chainOver(chains.get(id) ?? '', leaf));
      return own.length > 0 || !known.some(({ size }) => size <= seq);
    },
    /** In one snapshot with all entries: each stretch ends where it says, over the leaves that are here. */
    hold(size: number): void {
      known = read();
      if (size > 0 && !all.all().some(({ id }) => id === '0')) found.add('journalTip', '0', 'missing');
      for (const { id, chain } of known) {
        if (chain !== (chains.get(id) ?? '')) found.add('journalTip', id, 'different', ['chain']);
      }
    },
  };
}
export type Stretches = ReturnType<typeof createStretches>;
