import { type RawBuilder, sql } from 'kysely';
import type { Cursor } from '../../../flow/reading/paging.ts';
import type { RequestFilter, Visibility } from '../../../flow/reading/request/request-lists.ts';
import { idsFirst, joinBehind } from '../../engine.ts';
import { all } from '../../rows.ts';
import { type Sought, seek } from '../../search/texts-sought.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { walk, walkEach } from '../walk/branches.ts';
import { after, limitOf, type Order, ordering } from '../walk/cursor.ts';
import { foundRequests } from '../walk/totals.ts';
import { conditions, type JoinedRequest, type ListOf, seen, servicesOf, shown } from './request-list.ts';

type Sql = RawBuilder<unknown>;
type Asked = RequestFilter & { visible: Visibility };

/** By the holder's name, then by age: columns of the requests' texts, which have names without accents. */
const byHolder = (alias: string, descending: boolean): Order => ({
  columns: [sql.ref(`${alias}.holder`), sql.ref(`${alias}.submittedAt`), sql.ref(`${alias}.id`)],
  descending,
});

/**
 * Ids of a page of requests by their holders' names. What a filter leaves few of is found by its own index and sorted; what
 * it leaves many of is met soon in a walk of the texts, in each of the reader's services.
 */
async function idsByHolder(
  db: Db,
  filter: Asked,
  text: Sought | undefined,
  page: Cursor,
  descending: boolean,
): Promise<Sql> {
  const order = byHolder('k', descending);
  const from = sql`"requestText" as "k" ${joinBehind(db)} "request" as "r" on r."id" = k."id"`;
  const onward = await after(db, from, order, page, [seen(filter.visible)]);
  const beyond = page.cursor === undefined ? [] : [onward];
  const limit = limitOf(page) + 1;
  const sorted = sql`order by ${ordering(order)} limit ${atMost(limit)}`;
  const few = await foundRequests(db, filter, text);
  if (few) {
    return sql`select k."id" from ${idsFirst(db, few, 'f')} ${joinBehind(db)} "requestText" as "k" on k."id" = f."id"
      where ${all(beyond)} ${sorted}`;
  }
  const asked = [...conditions(db, filter, false), ...(text ? [text.inTextOf(sql`r."id"`)] : [])];
  const fits =
    asked.length === 0 ? [] : [sql`exists (select 1 from "request" as "r" where r."id" = k."id" and ${all(asked)})`];
  const texts = { table: 'requestText', alias: 'k', where: [...beyond, ...fits], order: ordering(order), limit };
  const services = await servicesOf(db, filter);
  const rest = services ? walkEach(db, [{ column: sql`k."service"`, values: services }], texts) : walk(texts);
  const { visible } = filter;
  if (visible === 'all') return rest;
  const own = (name: 'holderId' | 'askerId'): Sql => sql`select k."id" from "request" as "r" ${joinBehind(db)}
    "requestText" as "k" on k."id" = r."id" where ${all([sql`${sql.ref(`r.${name}`)} = ${visible[name]}`, ...asked, ...beyond])} ${sorted}`;
  return sql`select * from (${own('holderId')}) as "held" union select * from (${own('askerId')}) as "asked"
    union select * from (${rest}) as "others"`;
}

/** Requests by the names of their holders, or the other way round. */
export function createRequestsByHolder<T>(db: Db, asShown: (row: JoinedRequest) => T): ListOf<T> {
  return async ({ order, ...filter }, page) => {
    const back = order === 'holders-back';
    const text = await seek(db, 'request', filter.text);
    const ids = await idsByHolder(db, filter, text, page, back);
    const joined = sql`join "requestText" as "k" on k."id" = x."id"`;
    return shown(db, ids, page, asShown, sql`order by ${ordering(byHolder('k', back))}`, joined);
  };
}
