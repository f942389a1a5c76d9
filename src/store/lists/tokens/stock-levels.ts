import { sql } from 'kysely';
import { TOKEN_STATES, type TokenState } from '../../../book/tables/states.ts';
import type { StockLevel, StockSum } from '../../../flow/reading/stock/stock-lists.ts';
import { SHOWN } from '../../seal/guard.ts';
import type { Db } from '../../tables.ts';

/** More tokens than there can ever be: a count beyond it was written by somebody else. */
const MOST_COUNTED = 1_000_000_000;
/** Of the counts that triggers keep and nobody seals, those that may be tokens at all. */
const counted = () =>
  sql`from "tokenCount" where "n" between 1 and ${MOST_COUNTED} and "onTheWay" between 0 and "n" and "state" in (${sql.join([...TOKEN_STATES])})`;

/**
 * How many tokens of each model are in each location and state, and how many were delivered to each. The first come from `tokenCount`: for
 * pages, and nothing is decided by them.
 */
export async function stockLevels(db: Db): Promise<{ levels: StockLevel[]; received: StockSum[] }> {
  const counts = sql<StockLevel>`select "location", "model", "state", "n", "onTheWay" ${counted()}
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

/** How many tokens were received, and how many are in each state: as `stockLevels`. */
export async function stockSums(db: Db): Promise<{ received: number; tokens: (readonly [TokenState, number])[] }> {
  const received = sql<{ n: number }>`select coalesce(sum("count"), 0) as n from "delivery" ${SHOWN}`;
  const tokens = sql<{ state: TokenState; n: number }>`select "state", sum("n") as "n" ${counted()}
    group by "state" order by "state" ${SHOWN}`;
  const [sum, states] = await Promise.all([received.execute(db), tokens.execute(db)]);
  return {
    received: Number(sum.rows[0]?.n),
    tokens: states.rows.map(({ state, n }) => [state, Number(n)] as const),
  };
}

/** The models of the tokens that a location has, those that were taken from it into use among them. Looked for one after another in an index. */
export async function modelsAt(db: Db, location: string): Promise<string[]> {
  const here = sql`from "token" where "locationId" = ${location}`;
  const query = sql<{ model: string }>`with recursive "v" ("model") as (
      select min("model") ${here}
      union all select (select min("model") ${here} and "model" > "v"."model") from "v" where "v"."model" is not null)
    select "model" from "v" where "model" is not null order by "model" ${SHOWN}`;
  return (await query.execute(db)).rows.map(({ model }) => model);
}

/** How many tokens of each model were made since a moment, epoch milliseconds, out of each location. */
export async function stockUse(db: Db, since: number): Promise<StockSum[]> {
  const query = sql<StockSum>`select "locationId" as "location", "model", count(*) as "n" from "job"
    where "state" = 'sealed' and "endedAt" >= ${since} and "tokenId" is not null group by "locationId", "model" ${SHOWN}`;
  return (await query.execute(db)).rows.map((row) => ({ ...row, n: Number(row.n) }));
}

/** How many blank tokens can be made into one: in the stock, and not on the way. Dates are announced by it: the tokens themselves are counted. */
export async function blankTokens(db: Db): Promise<number> {
  const query = sql<{ n: number }>`select count(*) as "n" from "token"
    where "state" = 'in_stock' and "transferId" is null ${SHOWN}`;
  return Number((await query.execute(db)).rows[0]?.n ?? 0);
}

/** How many tokens were made since a moment, epoch milliseconds, wherever they are now: a Nomade credential is a file and takes none. */
export async function madeSince(db: Db, since: number): Promise<number> {
  const query = sql<{ n: number }>`select count(*) as "n" from "job"
    where "state" = 'sealed' and "endedAt" >= ${since} and "tokenId" is not null ${SHOWN}`;
  return Number((await query.execute(db)).rows[0]?.n ?? 0);
}
