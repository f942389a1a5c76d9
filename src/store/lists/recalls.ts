import { type RawBuilder, sql } from 'kysely';
import { isMadeAgain } from '../../book/rules/request/replacements.ts';
import type { TokenState } from '../../book/tables/states.ts';
import { TOKEN_RECALLABLE } from '../../book/tables/states.ts';
import type { Cursor, Paged } from '../../flow/reading/paging.ts';
import type { RecalledToken, RecallFilter, RecallGroup, RecallHits } from '../../flow/reading/token/recall-lists.ts';
import type { Criterion } from '../../flow/recall/hits.ts';
import { SHOWN } from '../seal/guard.ts';
import { atMost } from '../statements/at-most.ts';
import type { Db } from '../tables.ts';
import { among, anyHas } from './walk/text.ts';

type Sql = RawBuilder<unknown>;
/** Services that are named, those with the most holders first. */
const SERVICES_MOST = 20;
/** Tokens of a page at most. */
const PAGE_MOST = 200;

/** The tokens of a kind that a recall would hit, by an index that begins with what they have in common. */
function ofKind({ kind, model, value }: Criterion): Sql {
  const state = among(sql`t."state"`, TOKEN_RECALLABLE);
  if (kind === 'delivery') return sql`t."deliveryId" = ${value} and ${state}`;
  if (kind === 'model') return sql`t."model" = ${model} and ${state}`;
  return sql`t."model" = ${model} and ${sql.ref(`t.${kind}`)} = ${value} and ${state}`;
}

/** What is asked of each recall of a list. Of a delivery people know its note, which its id is looked up by. */
export function recallConditions(db: Db, { kind, text }: Pick<RecallFilter, 'kind' | 'text'>): Sql[] {
  const note = sql`case when r."kind" = 'delivery' then
    (select d."reference" from "delivery" as "d" where d."id" = r."value") else r."value" end`;
  return [...(kind === undefined ? [] : [sql`r."kind" = ${kind}`]), ...anyHas(db, [sql`r."model"`, note], text)];
}

/** What a recall of a kind would hit. */
export async function recallHits(db: Db, of: Criterion): Promise<RecallHits> {
  const where = ofKind(of);
  const states = sql<{ state: TokenState; n: number }>`select t."state" as "state", count(*) as "n"
    from "token" t where ${where} group by t."state" ${SHOWN}`;
  const services = sql<{
    service: string;
    n: number;
  }>`select p."service" as "service", count(distinct t."holderId") as "n"
    from "token" t join "person" p on p."id" = t."holderId" where ${where}
    group by p."service" order by 2 desc, 1 ${SHOWN}`;
  const [byState, byService] = [(await states.execute(db)).rows, (await services.execute(db)).rows];
  return {
    states: byState.map(({ state, n }) => [state, Number(n)] as const),
    holders: byService.reduce((sum, { n }) => sum + Number(n), 0),
    services: byService.slice(0, SERVICES_MOST).map(({ service, n }) => ({ service, holders: Number(n) })),
    moreServices: Math.max(0, byService.length - SERVICES_MOST),
  };
}

/** 1 where the request `r` was there before the recall hit the token of item `i`. */
const BEFORE = sql`case when r."submittedAt" < i."hitAt" then 1 else 0 end`;

/** How the tokens of a recall stand: how many were found and left so, with their token and their request as these are now. */
export async function recallGroups(db: Db, recallId: string): Promise<RecallGroup[]> {
  const query = sql<RecallGroup>`select i."found" as "found", i."left" as "left", t."state" as "state",
      r."state" as "requestState", ${BEFORE} as "before", case when i."settledAt" is null then 0 else 1 end as "settled", count(*) as "n"
    from "recallItem" i join "token" t on t."id" = i."tokenId" left join "request" r on r."id" = i."requestId"
    where i."recallId" = ${recallId} group by 1, 2, 3, 4, 5, 6 ${SHOWN}`;
  return (await query.execute(db)).rows.map((row) => ({
    ...row,
    before: Number(row.before),
    settled: Number(row.settled),
    n: Number(row.n),
  }));
}

/** The tokens that a recall hit, in pages. */
export async function recalledTokens(db: Db, recallId: string, page: Cursor): Promise<Paged<RecalledToken>> {
  const limit = Math.min(PAGE_MOST, page.limit);
  const query = sql<Omit<RecalledToken, 'again'> & { id: string; before: number }>`select i."id" as "id",
      i."tokenId" as "serial", i."found" as "found", i."hitAt" as "hitAt", i."settledAt" as "settledAt", i."left" as "left",
      t."state" as "state", r."number" as "number", r."state" as "requestState",
      ${BEFORE} as "before"
    from "recallItem" i join "token" t on t."id" = i."tokenId" left join "request" r on r."id" = i."requestId"
    where i."recallId" = ${recallId} and i."id" > ${page.cursor ?? ''} order by i."id" limit ${atMost(limit + 1)} ${SHOWN}`;
  const rows = (await query.execute(db)).rows;
  const items = rows.slice(0, limit);
  return {
    items: items.map(({ id: _, before, ...item }) => ({
      ...item,
      again: isMadeAgain({ found: item.found, before: Number(before) === 1 }),
    })),
    next: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
  };
}
