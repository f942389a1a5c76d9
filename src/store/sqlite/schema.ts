import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { otherSchema } from '../other-schema.ts';
import type { SchemaFault } from '../schema-fault.ts';
import type { SqliteFile } from './file.ts';

/** `db/sqlite/schema.sql` of the checkout, as far above src/store/sqlite as above dist/store/sqlite. */
const SCHEMA = new URL('../../../db/sqlite/schema.sql', import.meta.url);

/** A table, index, view or trigger, as SQLite keeps it: with the text that made it. */
interface Part {
  type: string;
  name: string;
  sql: string;
}

type Parts = ReadonlyMap<string, Part>;

/** What a database consists of, by type and name, without what SQLite makes for itself. */
function partsOf(db: Database.Database): Parts {
  const parts = db
    .prepare(
      `select "type", "name", "sql" from sqlite_schema
       where "sql" is not null and not ("type" = 'table' and "name" like 'sqlite@_%' escape '@') order by "type", "name"`,
    )
    .all() as Part[];
  return new Map(parts.map((part) => [`${part.type} ${part.name}`, part]));
}

/** What texts make: the same in each file, for as long as this process lives. */
const MADE = new Map<string, Parts>();

/** What the text makes, as SQLite writes it: in a database that is thrown away, where this was not done before. */
function partsMadeBy(schema: string): Parts {
  const parts = MADE.get(schema) ?? makeAside(schema);
  MADE.set(schema, parts);
  return parts;
}

function makeAside(schema: string): Parts {
  const db = new Database(':memory:');
  try {
    db.exec(schema);
    return partsOf(db);
  } finally {
    db.close();
  }
}

/** Parts that stand in one of both alone, or in both with another text. */
function differences(found: Parts, wanted: Parts): string[] {
  const names = new Set([...found.keys(), ...wanted.keys()]);
  return [...names].filter((name) => found.get(name)?.sql !== wanted.get(name)?.sql).sort();
}

/** What stands in a file otherwise than the schema says, or not at all; nothing is changed. */
export function schemaFaults(db: Database.Database, schema = readFileSync(SCHEMA, 'utf8')): SchemaFault[] {
  const [found, wanted] = [partsOf(db), partsMadeBy(schema)];
  return differences(found, wanted).map((part) => {
    const [type = '', name = ''] = [part.slice(0, part.indexOf(' ')), part.slice(part.indexOf(' ') + 1)];
    return { type, name, kind: !found.has(part) ? 'missing' : wanted.has(part) ? 'different' : 'foreign' };
  });
}

const isTrigger = (part: string): boolean => part.startsWith('trigger ');
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Makes all tables in an empty file, or holds the file against the schema. Triggers keep what was written from being
 * changed behind the program's back, and can be dropped by the same hand: with `mend`, whichever is missing, altered or
 * foreign is made anew as the schema says, and the names of those are answered, for the caller to report. Throws `config_invalid` for a file
 * whose tables or indexes are not the schema's.
 */
export function holdSchema({ db }: SqliteFile, mend: boolean, schema = readFileSync(SCHEMA, 'utf8')): string[] {
  if (partsOf(db).size === 0) {
    db.transaction(() => void db.exec(schema)).immediate();
    return [];
  }
  const [found, wanted] = [partsOf(db), partsMadeBy(schema)];
  const different = differences(found, wanted);
  const [other] = different.filter((part) => !isTrigger(part));
  if (other !== undefined) throw otherSchema(other);
  if (!mend || different.length === 0) return [];
  const mending = db.transaction(() => {
    for (const part of different) {
      const { name = '' } = found.get(part) ?? {};
      if (found.has(part)) db.exec(`drop trigger ${quoted(name)}`);
      const { sql } = wanted.get(part) ?? {};
      if (sql !== undefined) db.exec(sql);
    }
  });
  mending.immediate();
  return different.map((part) => part.slice('trigger '.length));
}
