import { type RawBuilder, sql } from 'kysely';
import { QUEUE } from '../book/rules/waiting/queue.ts';
import type { PersonRow } from '../book/tables/rows/people.ts';
import type { RequestRow } from '../book/tables/rows/requests.ts';
import type { TableName, Tables } from '../book/tables/tables.ts';
import { AppError } from '../errors.ts';
import type { Identifiers, Page, Reads, Where } from '../flow/ports/store.ts';
import { bookedSlots } from './booked-slots.ts';
import { peopleWithIdentifiers } from './people-with-identifiers.ts';
import { duePersons } from './purge.ts';
import type { Distrusted } from './seal/distrusted.ts';
import { LEAVE_OUT, SHOWN, tampered } from './seal/guard.ts';
import { atMost } from './statements/at-most.ts';
import { areNamed, codesOrValues } from './statements/codes.ts';
import { runText } from './statements/texts.ts';
import type { Db } from './tables.ts';

/** Rows that one `find` answers at most. */
export const MOST = 1000;

/** What a list has beside null. */
const known = (values: readonly unknown[]): readonly unknown[] => values.filter((one) => one !== null);
/** Whether a list is one that the book names: its codes stand in the statement's text. */
const isNamed = (values: readonly unknown[]): values is readonly string[] =>
  values.every((value) => typeof value === 'string') && areNamed(values);

/** `column = value`, for null and for lists too. Column names come from the flow's code, never from outside. */
function equals(column: string, value: unknown): RawBuilder<unknown> {
  if (value === null) return sql`${sql.id(column)} is null`;
  if (!Array.isArray(value)) return sql`${sql.id(column)} = ${value}`;
  const values = known(value);
  const listed = isNamed(values) ? codesOrValues(values) : sql.join(values);
  const among = values.length > 0 ? sql`${sql.id(column)} in (${listed})` : sql`1 = 0`;
  return values.length < value.length ? sql`(${among} or ${sql.id(column)} is null)` : among;
}

/** All of a condition but its values. */
const shapeOf = (where: object): string =>
  Object.entries(where)
    .map(([column, value]) => {
      if (!Array.isArray(value)) return `${column} ${value === null}`;
      const values = known(value);
      return `${column} ${isNamed(values) ? values.join(' ') : values.length} of ${value.includes(null)}`;
    })
    .join();
/** The values that a condition binds. */
const valuesOf = (where: object): unknown[] =>
  Object.entries(where).flatMap(([column, value]: [string, unknown]) => {
    if (value === undefined) throw new AppError('internal', `nothing was given to compare ${column} with`);
    if (Array.isArray(value)) {
      const values = known(value);
      return isNamed(values) ? [] : values;
    }
    return value === null ? [] : [value];
  });

/** Whether no row can fit: one of a list that is empty. */
const namesNone = (where: object): boolean =>
  Object.values(where).some((value) => Array.isArray(value) && value.length === 0);

/** Conditions joined by `and`; true when there are none. */
export function all(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length > 0 ? sql.join([...conditions], sql` and `) : sql`1 = 1`;
}

function filter(where: object): RawBuilder<unknown> {
  return all(Object.entries(where).map(([column, value]) => equals(column, value)));
}

/** Rows that fit, from a place of their order on. */
function fitting(
  where: object,
  { orderBy = 'id', from }: Pick<Page<TableName>, 'orderBy' | 'from'>,
): RawBuilder<unknown> {
  return from === undefined ? filter(where) : sql`${filter(where)} and ${sql.id(orderBy)} >= ${from}`;
}

/** The most rows that a page asks for. */
const mostOf = ({ limit = MOST }: Pick<Page<TableName>, 'limit'>): number => Math.min(Math.trunc(limit), MOST);

function order({ orderBy = 'id', descending = false, ...page }: Page<TableName>): RawBuilder<unknown> {
  const direction = descending ? sql`desc` : sql`asc`;
  const tie = orderBy === 'id' ? sql`` : sql`, "id" ${direction}`;
  return sql`order by ${sql.id(orderBy)} ${direction}${tie} limit ${atMost(mostOf(page))}`;
}

/** The flow's reads, and what the store asks for together. */
export interface StoreReads extends Reads {
  /** People of whom one of these identifiers says the same as one of `of`. */
  peopleLike(of: readonly Identifiers[]): Promise<PersonRow[]>;
}

/** The flow's reads, on the reading connection or inside a transaction, where they see its own writes. */
export function createReads(db: Db, place: 'unit' | 'outside', distrusted?: Pick<Distrusted, 'isMissing'>): StoreReads {
  /**
   * A row that somebody took away is not as if it never was: it is refused where something is decided. Without a setting,
   * what is usual would hold again, so that one is refused everywhere.
   */
  const mustBeThere = (table: string, ids: readonly unknown[], rows: readonly { id: string }[]): void => {
    if (place === 'outside' && table !== 'setting') return;
    const gone = ids.find((id) => distrusted?.isMissing(table, String(id)) && !rows.some((row) => row.id === id));
    if (gone !== undefined) throw tampered({ table, id: String(gone) });
  };
  // where something is decided an edited row is refused; a list for people or a round goes on without it
  const unfit = place === 'unit' ? sql`` : LEAVE_OUT;
  return {
    get: async <T extends TableName>(table: T, id: string) => {
      const build = () => sql<Tables[T]>`select * from ${sql.table(table)} where "id" = ${id}`;
      const { rows } = await runText(db, `get ${table}`, build, [id]);
      if (rows.length === 0) mustBeThere(table, [id], []);
      return rows[0];
    },
    find: async <T extends TableName>(table: T, where: Where<T>, page: Page<T> = {}) => {
      if (namesNone(where)) return [];
      const of = page as Page<TableName>;
      const end = page.leaveOut ? LEAVE_OUT : unfit;
      const build = () =>
        sql<Tables[T]>`select * from ${sql.table(table)} where ${fitting(where, of)} ${order(of)} ${end}`;
      const { orderBy = 'id', descending = false, from } = of;
      const bounds = from === undefined ? [] : [from];
      const ordered = `${orderBy} ${descending} ${from === undefined} ${mostOf(of)} ${page.leaveOut === true}`;
      const shape = `find ${table} ${place} ${ordered} ${shapeOf(where)}`;
      const found = (await runText(db, shape, build, [...valuesOf(where), ...bounds])).rows;
      const { id } = where as { id?: unknown };
      if (id !== undefined && !page.leaveOut) mustBeThere(table, Array.isArray(id) ? id : [id], found);
      return found;
    },
    nthId: async <T extends TableName>(table: T, where: Where<T>, from: string, nth: number) => {
      if (namesNone(where)) return undefined;
      const before = sql`order by "id" asc limit 1 offset ${atMost(nth - 1)}`;
      const build = () =>
        sql<{ id: string }>`select "id" from ${sql.table(table)} where ${fitting(where, { from })} ${before} ${SHOWN}`;
      const shape = `nth ${nth} ${table} ${shapeOf(where)}`;
      return (await runText(db, shape, build, [...valuesOf(where), from])).rows[0]?.id;
    },
    count: async <T extends TableName>(table: T, where: Where<T>, page: Pick<Page<T>, 'orderBy' | 'from'> = {}) => {
      if (namesNone(where)) return 0;
      const rows = () => fitting(where, page as Page<TableName>);
      const build = () => sql<{ n: number }>`select count(*) as n from ${sql.table(table)} where ${rows()} ${SHOWN}`;
      const { orderBy = 'id', from } = page as Page<TableName>;
      const shape = `count ${table} ${orderBy} ${from === undefined} ${shapeOf(where)}`;
      const values = [...valuesOf(where), ...(from === undefined ? [] : [from])];
      return Number((await runText(db, shape, build, values)).rows[0]?.n);
    },
    peopleWithIdentifiers: (of) => peopleWithIdentifiers(db, [of], { place, unfit }),
    peopleLike: (of) => peopleWithIdentifiers(db, of, { place, unfit }),
    duePersons: (before, limit, among) => duePersons(db, before, limit, unfit, among),
    bookedSlots: (site, day, except) => bookedSlots(db, site, day, except),
    queue: (kinds, limit): Promise<RequestRow[]> => {
      const standing = db
        .selectFrom('request')
        .selectAll()
        .where('state', '=', QUEUE.state)
        .where('kind', 'in', [...kinds]);
      return (
        QUEUE.order
          .reduce((query, column) => query.orderBy(column), standing)
          .limit(atMost(mostOf({ limit })))
          // an edited row keeps nobody else waiting: each that is taken is judged by itself
          .modifyEnd(LEAVE_OUT)
          .execute()
      );
    },
  };
}
