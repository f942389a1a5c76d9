import type { CompiledQuery, QueryResult } from 'kysely';
import { AppError } from '../../errors.ts';
import { type Authentication, type Check, type Guard, type TamperingTold, tampered } from '../seal/guard.ts';
import { isSealed, rowName, tellable } from '../seal/sealed-tables.ts';
import type { Cells } from '../seal/seals.ts';
import { type Asked, askedBy } from './asked.ts';
import type { Ask } from './pipelined-reads.ts';
import { isPlannedAnew } from './planned-anew.ts';
import type { Habits } from './read-ahead.ts';

/** Statements that are prepared under a name, on each connection; the program has about 150 shapes. */
const NAMED = 500;
/** Texts that are known; lists of values make more than shapes. */
const KNOWN = 2000;
/** A text is prepared once it was asked for this many times: what is asked for once is not kept by the server. */
const OFTEN = 3;
/** Sealed by the vault under their own ids: another one would open, and be shown to somebody whose it is not. */
const SECRETS = 'secret';
/** The table that a statement is about. */
const MAIN = /\b(?:from|update|into) "(\w+)"/;
/** Tables whose rows have their order of insertion beside their columns (db/postgresql/schema.sql). */
const PLACED = new Set(['delivery', 'crl']);

interface Known {
  check: Check | undefined;
  /** The rows that were asked for, of those that were answered. */
  asked: AskedRows | undefined;
  times: number;
  isPlannedAnew: boolean;
  name?: string;
}

/** Runs statements, by the readers or by the writer; rows are authentic and those that were asked for, without their seals and places. */
export interface Statements {
  /** Throws `record_tampered`, `invalid_input` of a text that PostgreSQL cannot keep, or its own error. */
  run<R>(by: Ask, query: CompiledQuery): Promise<QueryResult<R>>;
  /** The same for a caller who may not want the answer: its rows are looked at when it is taken. */
  ask(by: Ask, query: CompiledQuery): Promise<Answer>;
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

/** Takes the rows of an answer and the values of its question. Throws `record_tampered` where a row was not asked for. */
type AskedRows = (rows: readonly Cells[], values: readonly unknown[]) => readonly Cells[];

function askedRowsOf(text: string, told: TamperingTold): AskedRows | undefined {
  const table = MAIN.exec(text)?.[1] ?? '';
  const asked: Asked | undefined = isSealed(table) || table === SECRETS ? askedBy(text) : undefined;
  if (!asked) return undefined;
  const leaveOut = text.endsWith('/* leave out */');
  return (rows, values) => {
    const isAsked = asked(values);
    const other = rows.find((row) => !isAsked(row));
    if (other === undefined) return rows;
    const name = isSealed(table) ? rowName(table, other) : { table, id: tellable(String(other['id'])) };
    told(name);
    if (!leaveOut) throw tampered(name);
    return rows.filter(isAsked);
  };
}

/** NUL, and half of a character that takes two. */
const UNKEPT = /[\0\p{Cs}]/u;
/** PostgreSQL keeps no NUL, and half a pair of UTF-16 would come back as something else than was sealed. Throws `invalid_input`. */
function assertKept(value: unknown): void {
  if (typeof value !== 'string' || !UNKEPT.test(value)) return;
  throw new AppError('invalid_input', 'a text holds a character that cannot be kept: NUL, or half of one', {
    detail: { fr: 'un texte contient un caractère qui ne peut être gardé : NUL, ou la moitié d’un caractère' },
  });
}

/** Statements of one database, known by their texts. */
export function createStatements({ guard, told }: Pick<Authentication, 'guard' | 'told'>): Statements {
  const known = new Map<string, Known>();
  let named = 0;
  const knownAs = (text: string): Known => {
    const old = known.get(text);
    if (old) return old;
    const [first] = known.keys();
    if (known.size >= KNOWN && first !== undefined) known.delete(first);
    const fresh: Known = {
      check: checkOf(text, guard),
      asked: askedRowsOf(text, told),
      times: 0,
      isPlannedAnew: isPlannedAnew(text),
    };
    known.set(text, fresh);
    return fresh;
  };
  const ask: Statements['ask'] = async (by, { sql: text, parameters }) => {
    const of = knownAs(text);
    of.times += 1;
    if (of.name === undefined && of.times > OFTEN && !of.isPlannedAnew && named < NAMED) of.name = `j${++named}`;
    const values = [...parameters];
    for (const value of values) assertKept(value);
    const { rows, rowCount, command } = await by({ text, values, name: of.name });
    const changed = command === 'SELECT' ? 0 : (rowCount ?? 0);
    return <R>() => {
      const asked = of.asked ? of.asked(rows, values) : rows;
      return { rows: (of.check ? of.check(asked) : asked) as R[], numAffectedRows: BigInt(changed) };
    };
  };
  return {
    ask,
    run: async <R>(by: Ask, query: CompiledQuery) => (await ask(by, query))<R>(),
    habits: new Map(),
  };
}
