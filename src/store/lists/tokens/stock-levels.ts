import { sql } from 'kysely';
import { TOKEN_STATES } from '../../../book/tables/states.ts';
import type { StockLevel, StockSum } from '../../../flow/reading/lists.ts';
import { isPostgres, listed } from '../../engine.ts';
import { SHOWN } from '../../seal/guard.ts';
import type { Db } from '../../tables.ts';

/** Every location by its code, and none: tokens of before there were any. */
async function places(db: Db): Promise<(string | null)[]> {
  const query = sql<{ id: string }>`select "id" from "stockLocation" order by "addedAt", "id" ${SHOWN}`;
  return [...(await query.execute(db)).rows.map(({ id }) => id), null];
}
const at = (location: string | null) =>
  location === null ? sql`"locationId" is null` : sql`"locationId" = ${location}`;

/**
 * Counts the tokens of a location by model and state, from an index alone. SQLite looks once for each model that is there and counts each
 * of its states alone, for four tenths of what grouping takes it; PostgreSQL takes 30 ms so for 100,000 tokens and 16 by grouping.
 */
function countAt(db: Db, location: string | null) {
  const here = at(location);
  if (isPostgres(db)) {
    return sql<Omit<StockLevel, 'location'>>`select "model", "state", count(*) as "n",
      count("transferId") as "onTheWay" from "token" where ${here} group by "model", "state" ${SHOWN}`;
  }
  const those = sql`from "token" where ${here} and "model" = "v"."model" and "state" = "s"."value"`;
  return sql<Omit<StockLevel, 'location'>>`with recursive "v" ("model") as (
      select min("model") from "token" where ${here}
      union all select (select min("model") from "token" where ${here} and "model" > "v"."model") from "v"
        where "v"."model" is not null)
    select "v"."model" as "model", "s"."value" as "state", (select count(*) ${those}) as "n",
      (select count(*) ${those} and "transferId" is not null) as "onTheWay"
    from "v" cross join ${listed(db, TOKEN_STATES, 's')} where "v"."model" is not null ${SHOWN}`;
}

/** How many tokens of each model are in each location and state: each location by its own walk of an index. */
export async function stockLevels(db: Db): Promise<{ levels: StockLevel[]; received: StockSum[] }> {
  const levelsAt = async (location: string | null): Promise<StockLevel[]> => {
    const { rows } = await countAt(db, location).execute(db);
    const counted = rows.map((row) => ({ ...row, location, n: Number(row.n), onTheWay: Number(row.onTheWay) }));
    return counted.filter(({ n }) => n > 0);
  };
  const sums = sql<StockSum>`select "locationId" as "location", "model", sum("count") as "n" from "delivery"
    group by "locationId", "model" ${SHOWN}`;
  const [levels, { rows }] = await Promise.all([
    places(db).then((all) => Promise.all(all.map(levelsAt))),
    sums.execute(db),
  ]);
  return { levels: levels.flat(), received: rows.map((row) => ({ ...row, n: Number(row.n) })) };
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
