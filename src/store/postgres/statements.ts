import type { CompiledQuery, QueryResult } from 'kysely';
import type { ClientBase, Pool } from 'pg';
import type { Check, Guard } from '../seal/guard.ts';
import type { Habits } from './read-ahead.ts';

/** Statements that are prepared under a name, on each connection; the program has about 150 shapes. */
const NAMED = 500;
/** Texts that are known; lists of values make more than shapes. */
const KNOWN = 2000;
/** A text is prepared once it was asked for this many times: what is asked for once is not kept by the server. */
const OFTEN = 3;
/** The table that a statement is about. */
const MAIN = /\b(?:from|update|into) "(\w+)"/;
/** Tables whose rows have their order of insertion beside their columns (db/postgresql/schema.sql). */
const PLACED = new Set(['delivery', 'crl']);

interface Known {
  check: Check | undefined;
  times: number;
  name?: string;
}

/** Runs statements, on the readers or on the writer; rows are authentic, without their seals and places. */
export interface Statements {
  /** Throws `record_tampered`, or PostgreSQL's own error. */
  run<R>(on: ClientBase | Pool, query: CompiledQuery): Promise<QueryResult<R>>;
  /** The same for who may not want the answer: its rows are looked at when it is taken. */
  ask(on: ClientBase | Pool, query: CompiledQuery): Promise<Answer>;
  habits: Habits;
}
/** An answer to be taken. Throws `record_tampered`. */
export type Answer = <R>() => QueryResult<R>;

/** The order of insertion is a question's word, and no part of a row. */
const withoutPlaces = (rows: readonly unknown[]): unknown[] =>
  rows.map((row) => {
    const { place: _, ...rest } = row as { place?: unknown };
    return rest;
  });

/** What has to be done with a text's rows before anybody sees them. */
function checkOf(text: string, guard: Guard): Check | undefined {
  const answers = /^\s*(select|with)\b/i.test(text) || /\breturning\b/i.test(text);
  const sealed = guard(text, answers);
  if (!PLACED.has(MAIN.exec(text)?.[1] ?? '')) return sealed;
  return (rows) => withoutPlaces(sealed ? sealed(rows) : rows);
}

/** Statements of one database, known by their texts. */
export function createStatements(guard: Guard): Statements {
  const known = new Map<string, Known>();
  let named = 0;
  const knownAs = (text: string): Known => {
    const old = known.get(text);
    if (old) return old;
    const [first] = known.keys();
    if (known.size >= KNOWN && first !== undefined) known.delete(first);
    const fresh = { check: checkOf(text, guard), times: 0 };
    known.set(text, fresh);
    return fresh;
  };
  const ask: Statements['ask'] = async (on, { sql: text, parameters }) => {
    const of = knownAs(text);
    of.times += 1;
    if (of.name === undefined && of.times > OFTEN && named < NAMED) of.name = `j${++named}`;
    const values = [...parameters];
    const { rows, rowCount, command } = await on.query(of.name ? { name: of.name, text, values } : { text, values });
    const changed = command === 'SELECT' ? 0 : (rowCount ?? 0);
    return <R>() => ({ rows: (of.check ? of.check(rows) : rows) as R[], numAffectedRows: BigInt(changed) });
  };
  return {
    ask,
    run: async <R>(on: ClientBase | Pool, query: CompiledQuery) => (await ask(on, query))<R>(),
    habits: new Map(),
  };
}
