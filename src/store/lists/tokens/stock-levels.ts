import { sql } from 'kysely';
import type { TokenState } from '../../../book/tables/states.ts';
import type { StockLevel, StockSum } from '../../../flow/reading/stock/stock-lists.ts';
import { isPostgres } from '../../engine.ts';
import { SHOWN } from '../../seal/guard.ts';
import type { Db } from '../../tables.ts';

/** How many tokens of each model are in each location and state, and how many were received: the first is kept by the database with each token. */
export async function stockLevels(db: Db): Promise<{ levels: StockLevel[]; received: StockSum[] }> {
  const counts = sql<StockLevel>`select "location", "model", "state", "n", "onTheWay" from "tokenCount" where "n" > 0
    order by "location", "model", "state" ${SHOWN}`;
  const sums = sql<StockSum>`select "locationId" as "location", "model", sum("count") as "n" from "delivery"
    group by "locationId", "model" ${SHOWN}`;
  const [levels, received] = await Promise.all([counts.execute(db), sums.execute(db)]);
  return {
    levels: levels.rows.map((row) => ({
      ...row,
      location: row.location === '' ? null : row.location,
      n: Number(row.n),
      onTheWay: Number(row.onTheWay),
    })),
    received: received.rows.map((row) => ({ ...row, n: Number(row.n) })),
  };
}

/** How many tokens were received, and how many are in each state. */
export async function stockSums(db: Db): Promise<{ received: number; tokens: (readonly [TokenState, number])[] }> {
  const received = sql<{ n: number }>`select coalesce(sum("count"), 0) as n from "delivery" ${SHOWN}`;
  const tokens = sql<{ state: TokenState; n: number }>`select "state", sum("n") as "n" from "tokenCount" where "n" > 0
    group by "state" order by "state" ${SHOWN}`;
  const [sum, states] = await Promise.all([received.execute(db), tokens.execute(db)]);
  return {
    received: Number(sum.rows[0]?.n),
    tokens: states.rows.map(({ state, n }) => [state, Number(n)] as const),
  };
}

/** The models that a location has or had. */
export async function modelsAt(db: Db, location: string): Promise<string[]> {
  const query = sql<{ model: string }>`select distinct "model" from "tokenCount" where "location" = ${location}
    order by "model" ${SHOWN}`;
  return (await query.execute(db)).rows.map(({ model }) => model);
}

/** How many tokens of each model and location were made since a moment. */
export async function stockUse(db: Db, since: number): Promise<StockSum[]> {
  // a token is looked up by its id for each job: PostgreSQL would read all tokens that there are
  const token = isPostgres(db)
    ? sql`cross join lateral (select "locationId", "model" from "token" where "id" = j."tokenId" limit 1) as t`
    : sql`join "token" t on t."id" = j."tokenId"`;
  const query = sql<StockSum>`select t."locationId" as "location", t."model" as "model", count(*) as "n"
    from "job" j ${token}
    where j."state" = 'sealed' and j."endedAt" >= ${since} group by t."locationId", t."model" ${SHOWN}`;
  return (await query.execute(db)).rows.map((row) => ({ ...row, n: Number(row.n) }));
}

/** How many blank tokens can be made into one: in the stock, and not on the way. */
export async function blankTokens(db: Db): Promise<number> {
  const query = sql<{ n: number }>`select coalesce(sum("n" - "onTheWay"), 0) as "n" from "tokenCount"
    where "state" = 'in_stock' ${SHOWN}`;
  return Number((await query.execute(db)).rows[0]?.n ?? 0);
}

/** How many tokens were made since a moment, wherever they are now: an index knows. */
export async function madeSince(db: Db, since: number): Promise<number> {
  const query = sql<{
    n: number;
  }>`select count(*) as "n" from "job" where "state" = 'sealed' and "endedAt" >= ${since} ${SHOWN}`;
  return Number((await query.execute(db)).rows[0]?.n ?? 0);
}
