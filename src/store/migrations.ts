import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AppError } from '../errors.ts';
import type { SqliteFile } from './file.ts';

/** `db/migrations` of the checkout: two levels up from src/store and from dist/store alike. */
const MIGRATIONS = fileURLToPath(new URL('../../db/migrations/', import.meta.url));

interface Migration {
  name: string;
  sql: string;
  sha256: string;
}

/** The migrations of a folder in order: files named `NNNN-what.sql`. */
function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}-[\w-]+\.sql$/.test(name));
  return names.sort().map((name) => {
    const sql = readFileSync(`${folder}/${name}`, 'utf8');
    return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
  });
}

function refuse(name: string, why: string): never {
  throw new AppError('config_invalid', `database migration ${name} ${why}`, { detail: { migration: name } });
}

/** What was applied must be exactly the beginning of what this program brings. */
function checkApplied(applied: readonly Pick<Migration, 'name' | 'sha256'>[], known: readonly Migration[]): void {
  applied.forEach(({ name, sha256 }, i) => {
    const expected = known[i];
    const brought = known.find((m) => m.name === name);
    if (!brought)
      refuse(name, 'is unknown to this program: the data folder belongs to a newer version, start that one');
    if (brought.sha256 !== sha256) refuse(name, 'was changed after it was applied: restore the file as it was');
    if (expected?.name !== name)
      refuse(expected?.name ?? name, 'comes before one already applied: give it a later number');
  });
}

/**
 * Brings the database forward, one transaction a migration. Throws `config_invalid` when what was applied is not
 * what this program brings: a migration changed, missing or pushed in between. Answers the names newly applied.
 */
export function migrate(file: SqliteFile, now: number, folder = MIGRATIONS): string[] {
  file.db.exec(
    'CREATE TABLE IF NOT EXISTS "migration" ("name" TEXT NOT NULL PRIMARY KEY, "sha256" TEXT NOT NULL, "appliedAt" INTEGER NOT NULL) STRICT',
  );
  const known = readMigrations(folder);
  const applied = file.db.prepare('SELECT "name", "sha256" FROM "migration" ORDER BY "name"').all() as Migration[];
  checkApplied(applied, known);
  const pending = known.slice(applied.length);
  for (const { name, sql, sha256 } of pending) {
    const apply = file.db.transaction(() => {
      file.db.exec(sql);
      file.db.prepare('INSERT INTO "migration" VALUES (?, ?, ?)').run(name, sha256, now);
    });
    apply.immediate();
  }
  return pending.map(({ name }) => name);
}
