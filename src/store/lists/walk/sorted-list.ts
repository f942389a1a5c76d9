import { type RawBuilder, sql } from 'kysely';
import type { Cursor, Paged } from '../../../flow/reading/paging.ts';
import type { Sort, SortedList } from '../../../flow/reading/sorting.ts';
import { amongIds, idsFirst, joinBehind } from '../../engine.ts';
import { all } from '../../rows.ts';
import { SHOWN } from '../../seal/guard.ts';
import { seek } from '../../search/texts-sought.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { type Key, walk, walkEach } from './branches.ts';
import { after, limitOf, type Order, ordering as ordered, paged } from './cursor.ts';
import { among } from './text.ts';

type Sql = RawBuilder<unknown>;

/** A list that is ordered by these columns of its rows; people by those of their texts, which are without accents. */
export interface Listed {
  table: 'person' | 'workstation' | 'token';
  order: Columns;
  descending: boolean;
  text: string | undefined;
  /** What the reader may see of the texts `r`. */
  seen?: readonly Sql[];
  /** What is asked for of the rows `s`, which have the texts. */
  of?: readonly Sql[];
  /** Keys that an index begins with, and goes on with the order: of the rows, or of their texts. */
  keys?: { of: 'rows' | 'texts'; keys: readonly Key[]; where?: readonly Sql[] } | undefined;
  /** Ids of all rows that are found, where they are few enough to be sorted. */
  few?: Sql | undefined;
}

type Columns = readonly [...string[], 'id'];

/** By which columns a list is sorted: an index of db/…/schema.sql goes on with them. */
export const ORDERS: {
  readonly [L in Exclude<
    SortedList,
    'requests' | 'machineEnds' | 'incidents' | 'leavers' | 'suggestions' | 'mails' | 'campaignMachines'
  >]: Readonly<Record<Exclude<Sort<L>['by'], 'holder'>, Columns>>;
} = {
  people: { name: ['familyName', 'givenName', 'id'], service: ['service', 'familyName', 'givenName', 'id'] },
  workstations: {
    number: ['assetNumber', 'id'],
    model: ['model', 'assetNumber', 'id'],
    image: ['image', 'assetNumber', 'id'],
    service: ['service', 'assetNumber', 'id'],
    site: ['site', 'assetNumber', 'id'],
    state: ['state', 'assetNumber', 'id'],
  },
  tokens: { serial: ['id'], model: ['model', 'id'], state: ['state', 'id'] },
};

/** A column of a list's rows. An image need not be known: what a page begins behind must not be nothing, as an index has it. */
export const cell = (alias: string, column: string): Sql =>
  column === 'image' ? sql`coalesce(${sql.ref(`${alias}.image`)}, '')` : sql.ref(`${alias}.${column}`);

/** A page of a table: a few found by the index of texts and sorted, or the first of a walk in the list's order. */
export async function list<R extends { id: string }>(
  db: Db,
  { table, order, descending, text, seen = [], of = [], keys, few }: Listed,
  page: Cursor,
): Promise<Paged<R>> {
  const texts = `${table}Text`;
  const ordering = table === 'person' ? texts : table;
  const inOrder = (alias: string): Order => {
    const [first, ...others] = order.map((column) => cell(alias, column));
    return { columns: [first ?? sql.ref(`${alias}.id`), ...others], descending };
  };
  const by = inOrder('r');
  const onward = await after(db, sql`${sql.table(ordering)} as "r"`, by, page, seen);
  const beyond = page.cursor === undefined ? [] : [onward];
  const limit = limitOf(page) + 1;
  const sorted = ordered(by);
  const sought = await seek(db, table, text);

  const ids = (): Sql => {
    if (few)
      return sql`select r."id" from ${idsFirst(db, few, 'f')} ${joinBehind(db)} ${sql.table(ordering)} as "r" on r."id" = f."id"
        where ${all(beyond)} order by ${sorted} limit ${atMost(limit)}`;
    if (sought?.few) {
      const join = joinBehind(db);
      const asked = of.length > 0 ? sql`${join} ${sql.table(table)} as "s" on s."id" = r."id"` : sql``;
      const rows = sql`${sought.few.from} ${join} ${sql.table(ordering)} as "r" on r."id" = t."id" ${asked}`;
      return sql`select r."id" from ${rows} where ${all([sought.few.where, ...seen, ...of, ...beyond])}
        order by ${sorted} limit ${atMost(limit)}`;
    }
    if (keys?.of === 'rows') {
      const where = [...beyond, ...(keys.where ?? []), ...(sought ? [sought.inTextOf(sql`r."id"`)] : [])];
      return walkEach(db, keys.keys, { table, alias: 'r', where, order: sorted, limit });
    }
    const where = [...beyond, ...(sought ? [sought.inText('r')] : [])];
    const texted = { table: sought ? texts : ordering, alias: 'r', where, order: sorted, limit };
    return keys ? walkEach(db, keys.keys, texted) : walk(texted);
  };
  const texted = ordering === table ? sql`` : sql`join ${sql.table(texts)} as "o" on o."id" = x."id"`;
  const query = sql<R>`select x.* from ${sql.table(table)} as "x" ${texted} where ${amongIds(db, sql`x."id"`, ids())}
    order by ${ordered(inOrder(ordering === table ? 'x' : 'o'))} limit ${atMost(limit)} ${SHOWN}`;
  return paged(
    (await query.execute(db)).rows,
    page,
    (row) => row.id,
    (row) => row,
  );
}

/** Whether a list goes by an index of the table's own order: where texts are sought it does not, unless they have the column. */
export const goesByItself = (by: string, own: string, text: string | undefined): boolean =>
  by === own || (by === 'state' && !text);

/** Of rows of one state only, to sort by states is to sort them as the list is sorted where nothing is said. */
export function within<B extends string>(by: B, own: B, state: readonly string[] | undefined): B {
  return by === 'state' && state?.length === 1 ? own : by;
}

/** Of rows in one of these states, where states are asked for; all of them are walked where the order is not the table's own. */
export function inStates(
  state: readonly string[] | undefined,
  { all: every, ownOrder }: { all: readonly string[]; ownOrder: boolean },
): Pick<Listed, 'of' | 'keys'> {
  if (!state && ownOrder) return {};
  const keys = { of: 'rows' as const, keys: [{ column: sql`r."state"`, values: state ?? every }] };
  return { of: state ? [among(sql`s."state"`, state)] : [], keys };
}
