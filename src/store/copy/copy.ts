import { type RawBuilder, sql } from 'kysely';
import { settingsRefused } from '../../errors.ts';
import { deferForeignKeys, insertedAt, restartNumbers } from '../engine.ts';
import { openBulk, openReadOnly, type Place } from '../place.ts';
import { SHOWN } from '../seal/guard.ts';
import { FIRST_PAGE, nextPage, pageOf } from '../seal/key-pages.ts';
import type { Cells } from '../seal/seals.ts';
import { makeAllTexts } from '../search/texts-kept.ts';
import { atMost } from '../statements/at-most.ts';
import type { Db } from '../tables.ts';
import { COPIED, type Copied } from './tables-copied.ts';

/** Values bound in one statement at most (SQLite's own limit is 32,766). */
const BOUND = 30_000;
/** Rows read at once. */
const PAGE = 1000;

/** How many rows of each table were copied. */
export type RowCounts = Readonly<Record<string, number>>;

async function insert(to: Db, table: string, rows: readonly Cells[]): Promise<void> {
  const names = Object.keys(rows[0] ?? {});
  const most = Math.max(1, Math.floor(BOUND / Math.max(1, names.length)));
  const columns = sql.join(names.map((name) => sql.id(name)));
  for (let start = 0; start < rows.length; start += most) {
    const some = rows.slice(start, start + most);
    const values = some.map((row) => sql`(${sql.join(names.map((name) => row[name] ?? null))})`);
    await sql`insert into ${sql.table(table)} (${columns}) values ${sql.join(values)}`.execute(to);
  }
}

/** What stands there already would be taken for ours: not every table is held against the journal. */
async function assertEmpty(to: Db, table: string): Promise<void> {
  const { rows } = await sql`select 1 from ${sql.table(table)} limit 1 ${SHOWN}`.execute(to);
  if (rows.length === 0) return;
  throw settingsRefused({
    en: `there are records already where these are to go (${table})`,
    fr: `il y a déjà des données là où celles-ci doivent aller (${table})`,
    table,
  });
}

/** Pages of a table by its key. */
async function* byKey(from: Db, { name, key }: Copied): AsyncGenerator<Cells[]> {
  for (let start: typeof FIRST_PAGE | undefined = FIRST_PAGE; start; ) {
    const query: RawBuilder<Cells> = sql<Cells>`select * from ${sql.table(name)} ${pageOf(key, start)}`;
    const { rows }: { rows: Cells[] } = await query.execute(from);
    yield rows;
    start = nextPage(key, start, rows);
  }
}

/** Pages of a table in the order in which its rows were put in. */
async function* byInsertion(from: Db, { name }: Copied): AsyncGenerator<Cells[]> {
  const at = insertedAt(from);
  for (let last: number | undefined = Number.MIN_SAFE_INTEGER; last !== undefined; ) {
    const query: RawBuilder<Cells & { insertedAt: number }> = sql`select ${at} as "insertedAt", x.* from
      ${sql.table(name)} as "x" where ${at} > ${last} order by ${at} limit ${atMost(PAGE)}`;
    const { rows }: { rows: (Cells & { insertedAt: number })[] } = await query.execute(from);
    yield rows.map(({ insertedAt: _, place: __, ...row }) => row);
    last = rows.length < PAGE ? undefined : rows.at(-1)?.insertedAt;
  }
}

async function copyTable(from: Db, to: Db, table: Copied, read: (count: number) => void): Promise<number> {
  let count = 0;
  for await (const rows of table.ordered ? byInsertion(from, table) : byKey(from, table)) {
    await insert(to, table.name, rows);
    count += rows.length;
    read(rows.length);
  }
  return count;
}

/**
 * Copies all records as they stand at one moment to a place that holds none, seals and all, in one transaction: nothing of
 * them is there when it breaks off. `progress`: at which table it is, and how many rows of all were copied. Triggers of the copy keep what they keep. Answers how many rows each table has.
 * Throws `config_invalid` where there are records already.
 */
export async function copyRecords(
  from: Place,
  to: Place,
  progress: (table: string, done: number) => void = () => {},
): Promise<RowCounts> {
  const [source, target] = [openReadOnly(from), await openBulk(to)];
  try {
    return await source.snapshot((reads) =>
      target.db.transaction().execute(async (writes) => {
        for (const { name } of COPIED) await assertEmpty(writes, name);
        await deferForeignKeys(writes);
        const counts: Record<string, number> = {};
        let done = 0;
        for (const table of COPIED) {
          const read = (count: number): void => {
            done += count;
            progress(table.name, done);
          };
          read(0);
          counts[table.name] = await copyTable(reads, writes, table, read);
        }
        await restartNumbers(writes);
        await makeAllTexts(writes);
        return counts;
      }),
    );
  } finally {
    await source.close();
    await target.close();
  }
}
