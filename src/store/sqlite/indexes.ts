import type Database from 'better-sqlite3';

/**
 * The tables of which an index does not fit the rows. An index can be made to lie although its text is right: then a row
 * that stands is not found, or somebody else's is. Each table is a short snapshot of its own.
 */
export function damagedIndexes(db: Database.Database): string[] {
  const tables = db
    .prepare<[], string>(
      `SELECT "name" FROM sqlite_schema WHERE "type" = 'table' AND "name" NOT LIKE 'sqlite@_%' ESCAPE '@'`,
    )
    .pluck()
    .all();
  return tables.filter((table) => {
    const checked = db.pragma(`integrity_check("${table.replaceAll('"', '""')}")`, { simple: true });
    return checked !== 'ok';
  });
}
