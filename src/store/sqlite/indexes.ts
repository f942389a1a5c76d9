import type Database from 'better-sqlite3';
import type { Findings } from '../compare/findings.ts';

/**
 * Holds each table's indexes against its rows. An index can be made to lie although its text is right: then a row that
 * stands is not found, or somebody else's is. Each table is a short snapshot of its own.
 */
export function holdIndexes(db: Database.Database, found: Findings): void {
  const tables = db
    .prepare<[], string>(
      `SELECT "name" FROM sqlite_schema WHERE "type" = 'table' AND "name" NOT LIKE 'sqlite@_%' ESCAPE '@'`,
    )
    .pluck()
    .all();
  for (const table of tables) {
    const checked = db.pragma(`integrity_check("${table.replaceAll('"', '""')}")`, { simple: true });
    if (checked !== 'ok') found.add('schema', table, 'different', ['index']);
  }
}
