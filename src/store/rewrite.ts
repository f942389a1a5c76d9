import { sql } from 'kysely';
import type { TrueRow } from './compare/true-rows.ts';
import { deferForeignKeys } from './engine.ts';
import type { Recorder } from './journal/append.ts';
import { SHOWN } from './seal/guard.ts';
import { isRow } from './seal/key-pages.ts';
import { columnsOf, isSealed, keyOf, rowName, type SealedTable } from './seal/sealed-tables.ts';
import type { Cells, Seals } from './seal/seals.ts';
import type { UnitRows } from './seal/unit-rows.ts';
import { keepTexts, keepTextsNaming, SEARCHED } from './search/texts-kept.ts';
import type { Db } from './tables.ts';

/** Repairs of rows by what the journal tells of them, inside of a transaction. */
export interface Rewrites {
  /** Writes the rows with new seals, and takes those of nobody away. */
  rewriteRows(rows: readonly TrueRow[]): Promise<void>;
  /** Takes ways in and stored answers away that nobody can vouch for. */
  dropUnvouched(rows: readonly { table: string; id: string }[]): Promise<void>;
}

async function rewrite(db: Db, seals: Seals, { table, id, row }: TrueRow): Promise<void> {
  if (row === null) {
    await sql`delete from ${sql.table(table)} where "id" = ${id}`.execute(db);
    return;
  }
  const cells = { ...row, seal: seals.of(table, row) };
  const names = Object.keys(cells);
  const columns = sql.join(names.map((name) => sql.id(name)));
  const set = sql.join(names.map((name) => sql`${sql.id(name)} = ${sql.ref(`excluded.${name}`)}`));
  await sql`insert into ${sql.table(table)} (${columns}) values (${sql.join(Object.values(cells))})
    on conflict ("id") do update set ${set}`.execute(db);
}

/** Deletes what its seal does not fit, of the names given: a name may be a fingerprint, so each row is looked at. */
async function dropFrom(db: Db, table: SealedTable, ids: ReadonlySet<string>): Promise<void> {
  const names = sql.join(columnsOf(table).map((column) => sql.id(column)));
  const { rows } = await sql<Cells>`select ${names} from ${sql.table(table)} ${SHOWN}`.execute(db);
  const key = keyOf(table);
  for (const row of rows) {
    if (!ids.has(rowName(table, row).id)) continue;
    await sql`delete from ${sql.table(table)} where ${isRow(key, row)}`.execute(db);
  }
}

/**
 * `forget` has the unit read anew what it has read. `flush` writes what the unit's entries left to
 * be written: texts that are made anew here are made of what stands.
 */
export function createRewrites(
  db: Db,
  seals: Seals,
  { flush, forget }: Pick<Recorder, 'flush'> & Pick<UnitRows, 'forget'>,
): Rewrites {
  return {
    rewriteRows: async (rows) => {
      await flush();
      forget();
      await deferForeignKeys(db); // rows point to each other
      for (const row of rows) await rewrite(db, seals, row);
      for (const table of SEARCHED) {
        const ids = rows.filter((row) => row.table === table).map(({ id }) => id);
        if (ids.length === 0) continue;
        await keepTexts(db, table, ids);
        if (table === 'person' || table === 'workstation') await keepTextsNaming(db, table, ids);
      }
    },
    dropUnvouched: async (rows) => {
      forget();
      for (const table of new Set(rows.map((row) => row.table))) {
        if (!isSealed(table)) continue;
        await dropFrom(db, table, new Set(rows.filter((row) => row.table === table).map(({ id }) => id)));
      }
    },
  };
}
