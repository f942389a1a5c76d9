import Database from 'better-sqlite3';

/** Gives a table or an index another text, without asking SQLite whether it fits what is in it. */
function retell(db: Database.Database, name: string, text: (sql: string) => string): void {
  const sql = db.prepare('select "sql" from sqlite_schema where "name" = ?').pluck().get(name) as string;
  db.unsafeMode(true);
  db.pragma('writable_schema = on');
  db.prepare('update sqlite_schema set "sql" = ? where "name" = ?').run(text(sql), name);
  db.pragma(`schema_version = ${Number(db.pragma('schema_version', { simple: true })) + 1}`);
  db.pragma('writable_schema = off');
}

/** Fills an index, or all of a table, as if its text said `to` in the place of `by`; then it says `by` again. */
export function fillAs(path: string, name: string, { by, to }: { by: string; to: string }): void {
  const alone = (work: (db: Database.Database) => void): void => {
    const db = new Database(path);
    try {
      work(db);
    } finally {
      db.close();
    }
  };
  alone((db) => retell(db, name, (sql) => sql.replace(by, to)));
  alone((db) => db.exec(`reindex "${name}"`));
  alone((db) => retell(db, name, (sql) => sql.replace(to, by)));
}
