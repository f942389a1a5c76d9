import { type RawBuilder, sql } from 'kysely';
import { REQUEST_KINDS } from '../../book/tables/codes.ts';
import { LIFECYCLE, type Stateful, statesOf } from '../../book/tables/lifecycle.ts';
import * as states from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';

/** The groups of states that the book names. */
const GROUPS = Object.values(states).filter((one): one is readonly string[] & typeof one => Array.isArray(one));
/** What the book has one word for: each state, and each kind of a request. */
const CODES: ReadonlySet<string> = new Set([
  ...(Object.keys(LIFECYCLE) as Stateful[]).flatMap((table) => statesOf(table) as string[]),
  ...REQUEST_KINDS,
  ...GROUPS.flat(),
]);
const nameOf = (codes: readonly string[]): string => codes.join(' ');
const NAMED: ReadonlySet<string> = new Set(GROUPS.map(nameOf));

/**
 * Whether these are a group that the book names. Of what people filter by there are as many texts as choices, each of which a server
 * would keep on every connection: it stays a parameter.
 */
export const areNamed = (values: readonly string[]): boolean => NAMED.has(nameOf(values));

/**
 * A code of the book, for a statement's text. A server that does not know a state when it plans takes every state for a sixth of the
 * table, so it would plan such a list for its values each time. Throws `internal` for what is no code of the book: nothing that comes
 * from outside stands in a text.
 */
export function written(code: string): RawBuilder<string> {
  if (!CODES.has(code)) throw new AppError('internal', 'this is no code of the book');
  const quoted = `'${code}'`;
  return sql.raw(quoted);
}

/** A value as a statement has it: a code of the book in its text, anything else as a parameter. */
export const codeOrValue = (value: string): RawBuilder<string> => (CODES.has(value) ? written(value) : sql`${value}`);

/** Values behind `in`, one at least: codes that the book names together in the text, others as parameters. */
export const codesOrValues = (values: readonly string[]): RawBuilder<unknown> =>
  sql.join(areNamed(values) ? values.map(written) : [...values]);
