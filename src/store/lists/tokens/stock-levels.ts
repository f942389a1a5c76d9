import { sql } from 'kysely';
import type { StockLevel, StockSum } from '../../../flow/reading/lists.ts';
import { isPostgres } from '../../engine.ts';
import { SHOWN } from '../../seal/guard.ts';
import type { Db } from '../../tables.ts';

/** Every location by its code, and none: tokens of before there were any. */
async function places(db: Db): Promise<(string | null)[]> {
  const query = sql<{ id: string }>`select "id" from "stockLocation" order by "addedAt", "id" ${SHOWN}`;
  return [...(await query.execute(db)).rows.map(({ id }) => id), null];
}
const at = (location: string | null) =>
  location === null ? sql`"locationId" is null` : sql`"locationId" = ${location}`;

/** How many tokens of each model are in each location and state: each location by its own walk of an index. */
export async function stockLevels(db: Db): Promise<{ levels: StockLevel[]; received: StockSum[] }> {
  const levels: StockLevel[] = [];
  for (const location of await places(db)) {
    const query = sql<Omit<StockLevel, 'location'>>`select "model", "state", count(*) as "n",
      count("transferId") as "onTheWay" from "token" where ${at(location)} group by "model", "state" ${SHOWN}`;
    const { rows } = await query.execute(db);
    levels.push(...rows.map((row) => ({ ...row, location, n: Number(row.n), onTheWay: Number(row.onTheWay) })));
  }
  const sums = sql<StockSum>`select "locationId" as "location", "model", sum("count") as "n" from "delivery"
    group by "locationId", "model" ${SHOWN}`;
  return { levels, received: (await sums.execute(db)).rows.map((row) => ({ ...row, n: Number(row.n) })) };
}

/** The models that a location has or had. */
export async function modelsAt(db: Db, location: string): Promise<string[]> {
  const query = sql<{ model: string }>`select distinct "model" from "token" where ${at(location)} ${SHOWN}`;
  return (await query.execute(db)).rows.map(({ model }) => model).sort();
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
  const query = sql<{
    n: number;
  }>`select count(*) as "n" from "token" where "state" = 'in_stock' and "transferId" is null ${SHOWN}`;
  return Number((await query.execute(db)).rows[0]?.n ?? 0);
}
