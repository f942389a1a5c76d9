import { sql } from 'kysely';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { TableName } from '../../book/tables/tables.ts';
import { type Cells, cellsOf, type Seals } from '../seal/seals.ts';
import type { UnitRows } from '../seal/unit-rows.ts';
import { inOrder } from '../statements/in-order.ts';
import { type Inserting, insertMany } from '../statements/insert-many.ts';
import { runText } from '../statements/texts.ts';
import type { Db } from '../tables.ts';
import { given, hasChanged, type Insert, isInsert, type Update, uniqueAs } from './change-faults.ts';
import { joins, runUpdates, type SealedUpdate, sealedUpdate } from './update-many.ts';

/** Rows with the same columns of one table, by their ids. */
interface Inserts {
  table: TableName;
  columns: readonly string[];
  rows: Map<string, Cells>;
}
/** Updates of one kind. */
interface Updates {
  table: TableName;
  updates: SealedUpdate[];
}
type Waiting = Inserts | Updates;
const isInserts = (one: Waiting): one is Inserts => 'rows' in one;

async function setNumber(db: Db, series: string, last: number): Promise<void> {
  const build = () => sql`update "series" set "last" = ${last} where "id" = ${series}`;
  await runText(db, 'set series', build, [last, series]);
}

/** Rows that a unit of work inserts and updates, kept until it looks at the tables. */
export interface WriteBatch {
  /** Throws `conflict` where a row that waits is not as an update expects it. */
  add(changes: readonly Change[]): void;
  /** Rows that the journal does not hold: behind those that it does. */
  addOther(statement: Inserting, rows: readonly unknown[][]): void;
  /** The last number of a series that the unit has given. */
  addNumber(series: string, last: number): void;
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
  let others = new Map<string, { statement: Inserting; rows: unknown[][] }>();
  let numbers = new Map<string, number>();

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
  /** Where an update may stand: with the last ones of its kind, unless a row of its table or one that it names waits behind them. */
  const updatesFor = (change: Update): SealedUpdate[] => {
    const named = Object.values(cellsOf(change.set)).filter((cell) => typeof cell === 'string');
    for (const one of waiting.toReversed()) {
      if (isInserts(one)) {
        if (one.table === change.table || named.some((id) => one.rows.has(id))) break;
      } else {
        const before = one.updates.map((of) => of.change);
        if (joins(before, change)) return one.updates;
        if (one.table === change.table) break;
      }
    }
    const fresh: Updates = { table: change.table, updates: [] };
    waiting.push(fresh);
    return fresh.updates;
  };
  const update = (change: Update): void => {
    const { table, id, expect, set } = change;
    const own = waiting.find((one): one is Inserts => isInserts(one) && one.table === table && one.rows.has(id));
    const row = own?.rows.get(id);
    if (!own || !row) return void updatesFor(change).push(sealedUpdate(change, seals, rows));
    for (const cell of Object.entries(set)) given(table, cell);
    if (Object.entries(expect).some(([column, value]) => row[column] !== value)) throw hasChanged(change);
    const after = { ...row, ...(set as Cells) };
    rows.write(table, id, after);
    own.rows.set(id, after);
  };
  const write = (one: Waiting): Promise<void> => {
    if (!isInserts(one)) return runUpdates(db, one.updates);
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
    addOther: (statement, rows) => {
      const of = others.get(statement.shape) ?? { statement, rows: [] };
      others.set(statement.shape, of);
      of.rows.push(...rows);
    },
    addNumber: (series, last) => void numbers.set(series, last),
    flush: async () => {
      const [journalled, beside, last] = [[...waiting], [...others.values()], [...numbers]];
      waiting = [];
      others = new Map();
      numbers = new Map();
      await inOrder([
        ...journalled.map((one) => write(one).catch((error) => Promise.reject(uniqueAs(error, one.table)))),
        ...beside.map(({ statement, rows: of }) => insertMany(db, statement, of)),
        ...last.map(([series, number]) => setNumber(db, series, number)),
      ]);
    },
  };
}
