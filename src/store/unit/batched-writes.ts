import { sql } from 'kysely';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { TableName } from '../../book/tables/tables.ts';
import { type Cells, cellsOf, type Seals } from '../seal/seals.ts';
import type { UnitRows } from '../seal/unit-rows.ts';
import { inOrder } from '../statements/in-order.ts';
import { insertMany } from '../statements/insert-many.ts';
import type { Db } from '../tables.ts';
import { given, hasChanged, type Insert, isInsert, type Update, uniqueAs, updateOf } from './changes.ts';

/** Rows with the same columns of one table, by their ids. */
interface Inserts {
  table: TableName;
  columns: readonly string[];
  rows: Map<string, Cells>;
}
type Waiting = Inserts | { update: Update; run(): Promise<void> };
const isInserts = (one: Waiting): one is Inserts => 'rows' in one;

/** Rows that a unit of work inserts and updates, kept until it looks at the tables. */
export interface WriteBatch {
  /** Throws `conflict` where a row that waits is not as an update expects it. */
  add(changes: readonly Change[]): void;
  /** Asks for all that waits, before it answers for the first time. Throws what `askForChanges` throws. */
  flush(): Promise<void>;
}

/**
 * What does the same to many things writes their rows together: on PostgreSQL a statement costs its way. Rows of one table become one
 * statement, except behind a row that they name; a row that is updated before it was written is written once, as it stands then, in its
 * place: an update that names a row which waits behind it is refused by the server.
 */
export function createWriteBatch(db: Db, seals: Seals, rows: UnitRows): WriteBatch {
  let waiting: Waiting[] = [];

  /** Where a row may stand: with the last ones of its kind, unless one that waits behind them is named in it. */
  const placeOf = (table: TableName, columns: readonly string[], cells: Cells): Inserts => {
    const named = Object.values(cells).filter((cell) => typeof cell === 'string');
    for (const one of waiting.toReversed()) {
      if (!isInserts(one)) continue;
      const isThere = named.some((id) => one.rows.has(id));
      // one that stands there already is refused by the table
      if (one.table === table && String(one.columns) === String(columns) && !isThere) return one;
      if (isThere) break;
    }
    const fresh: Inserts = { table, columns, rows: new Map() };
    waiting.push(fresh);
    return fresh;
  };
  const insert = ({ table, insert: row }: Insert): void => {
    const columns = Object.keys(row);
    for (const cell of Object.entries(row)) given(table, cell);
    const cells = cellsOf(row);
    rows.write(table, row.id, cells);
    placeOf(table, columns, cells).rows.set(row.id, cells);
  };
  const update = (change: Update): void => {
    const { table, id, expect, set } = change;
    const own = waiting.find((one): one is Inserts => isInserts(one) && one.table === table && one.rows.has(id));
    const row = own?.rows.get(id);
    if (!own || !row) return void waiting.push({ update: change, run: updateOf(db, change, seals, rows) });
    for (const cell of Object.entries(set)) given(table, cell);
    if (Object.entries(expect).some(([column, value]) => row[column] !== value)) throw hasChanged(change);
    const after = { ...row, ...(set as Cells) };
    rows.write(table, id, after);
    own.rows.set(id, after);
  };
  const write = (one: Waiting): Promise<void> => {
    if (!isInserts(one)) return one.run();
    const { table, columns } = one;
    const statement = {
      shape: `insert ${table} ${columns}`,
      insert: () =>
        sql`insert into ${sql.table(table)} (${sql.join([...columns, 'seal'].map((name) => sql.id(name)))})`,
    };
    const values = [...one.rows.values()].map((row) => [...columns.map((column) => row[column]), seals.of(table, row)]);
    return insertMany(db, statement, values);
  };

  return {
    add: (changes) => {
      for (const change of changes) {
        if (isInsert(change)) insert(change);
        else update(change);
      }
    },
    flush: async () => {
      const of = waiting;
      waiting = [];
      await inOrder(
        of.map((one) =>
          write(one).catch((error) => Promise.reject(uniqueAs(error, isInserts(one) ? one.table : one.update.table))),
        ),
      );
    },
  };
}
