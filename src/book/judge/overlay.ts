import { type IndexName, isNewest, keyOf, stands, tableOf } from '../tables/indexes.ts';
import type { Row, Step } from '../tables/row.ts';
import type { View } from './view.ts';

/** What steps change of an index. */
interface Changed {
  /** The rows that they make or change. */
  ids: ReadonlySet<string>;
  /** As they stand then, by the key that they stand under. */
  rows: ReadonlyMap<string, Row[]>;
}

/** How the rows stand after these steps: theirs over those of `view`. */
export function overlay(view: View, steps: readonly Step[]): Pick<View, 'get' | 'find'> {
  const last = new Map<string, Row>();
  for (const { table, id, after } of steps) last.set(`${table}:${id}`, after);
  // an entry of forty tokens asks for each of them: an index of the steps, made when it is asked for
  const indexes = new Map<IndexName, Changed>();

  const changedIn = (index: IndexName): Changed => {
    const known = indexes.get(index);
    if (known) return known;
    const table = tableOf(index);
    const ids = new Set(steps.filter((step) => step.table === table).map(({ id }) => id));
    const rows = new Map<string, Row[]>();
    for (const id of ids) {
      const row = last.get(`${table}:${id}`);
      if (!row || !stands(index, row)) continue;
      const key = JSON.stringify(keyOf(index, row));
      rows.set(key, [...(rows.get(key) ?? []), row]);
    }
    const changed = { ids, rows };
    indexes.set(index, changed);
    return changed;
  };

  return {
    get: (table, id) => last.get(`${table}:${id}`) ?? view.get(table, id),
    find: (index, key) => {
      const { ids, rows } = changedIn(index);
      const before = view.find(index, key);
      if (ids.size === 0) return before;
      const after = [...before.filter((row) => !ids.has(String(row['id']))), ...(rows.get(JSON.stringify(key)) ?? [])];
      return isNewest(index) ? after.slice(-1) : after;
    },
  };
}
