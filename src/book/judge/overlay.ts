import { indexesOf, isNewest, keyOf, stands } from '../tables/indexes.ts';
import type { Row, Step } from '../tables/row.ts';
import type { View } from './view.ts';

/** How the rows stand after these steps: theirs over those of `view`. */
export function overlay(view: View, steps: readonly Step[]): Pick<View, 'get' | 'find'> {
  const last = new Map<string, Row>();
  for (const { table, id, after } of steps) last.set(`${table}:${id}`, after);
  return {
    get: (table, id) => last.get(`${table}:${id}`) ?? view.get(table, id),
    find: (index, key) => {
      const changed = steps.filter(({ table }) => indexesOf(table).includes(index));
      if (changed.length === 0) return view.find(index, key);
      const ids = new Set(changed.map(({ id }) => id));
      const same = (row: Row): boolean => keyOf(index, row).every((cell, i) => cell === key[i]);
      const added = [...ids].flatMap((id) => {
        const row = last.get(`${changed[0]?.table}:${id}`);
        return row && stands(index, row) && same(row) ? [row] : [];
      });
      const rows = [...view.find(index, key).filter((row) => !ids.has(String(row['id']))), ...added];
      return isNewest(index) ? rows.slice(-1) : rows;
    },
  };
}
