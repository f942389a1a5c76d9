import Database from 'better-sqlite3';
import { openReader } from '../../../src/store/sqlite/file.ts';

/** Keeps the text of every statement that is prepared from now on, by whatever connection. Ends with `stop`. */
export function collectStatements(): { texts: Set<string>; stop(): void } {
  const { prepare } = Database.prototype;
  const texts = new Set<string>();
  Database.prototype.prepare = function collecting(this: Database.Database, text: string) {
    texts.add(text);
    return prepare.call(this, text);
  } as typeof prepare;
  return {
    texts,
    stop: () => {
      Database.prototype.prepare = prepare;
    },
  };
}

interface Step {
  id: number;
  parent: number;
  detail: string;
}
/** How SQLite would answer a statement. Its plans do not depend on how many rows there are: nobody runs ANALYZE. */
function planOf(path: string, text: string): { steps: Step[]; tables: Set<string> } {
  const { db, close } = openReader(path);
  try {
    const values = Array.from({ length: text.split('?').length - 1 }, () => null);
    const tables = db.prepare<[], string>(`select "name" from sqlite_schema where "type" = 'table'`).pluck().all();
    return {
      steps: db.prepare<unknown[], Step>(`explain query plan ${text}`).all(...values),
      tables: new Set(tables),
    };
  } finally {
    close();
  }
}

/** The tables that a statement gives other names, by these. */
const aliasesOf = (text: string): Map<string, string> =>
  new Map([...text.matchAll(/"(\w+)"(?: as)? "?(\w+)"?/g)].map(([, table = '', alias = '']) => [alias, table]));

/**
 * Tables that a statement reads as a whole. To read one in an order that it has, and to stop at a limit, is not that; to
 * sort what was read is, and to look so for the few rows that have a value.
 */
export function tablesReadWhole(path: string, text: string): string[] {
  const aliases = aliasesOf(text);
  const { steps, tables } = planOf(path, text);
  const isLookup = /^select \* from "\w+" where (.* and )?"\w+" (= \?|in \(\?)/.test(text);
  return steps.flatMap(({ parent, detail }) => {
    const [, name = ''] = /^SCAN (\w+)/.exec(detail) ?? [];
    const table = aliases.get(name) ?? name;
    if (!tables.has(table) || detail.includes('VIRTUAL TABLE')) return [];
    const isSorted = steps.some((one) => one.parent === parent && /TEMP B-TREE/.test(one.detail));
    return / limit /i.test(text) && !isSorted && !isLookup ? [] : [table];
  });
}

/** The steps by which SQLite reads a table that the statement calls `alias`. */
export const stepsOn = (path: string, text: string, alias: string): string[] =>
  planOf(path, text).steps.flatMap(({ detail }) => (detail.split(' ')[1] === alias ? [detail] : []));
