import { sql } from 'kysely';
import type { Stateful, States } from '../../book/tables/lifecycle.ts';
import type { TokenState } from '../../book/tables/tables.ts';
import { SHOWN } from '../seal/guard.ts';
import type { Db } from '../tables.ts';

export type CountsByState<S extends string> = Partial<Record<S, number>>;
/** The stock equation of domain rules: `received` = the sum of all the rest, every day. */
export interface Stock {
  received: number;
  inStock: number;
  inProduction: number;
  toCheck: number;
  issued: number;
  missing: number;
  scrapped: number;
  destroyed: number;
  balanced: boolean;
}
export interface Counts {
  /** How many rows of a table are in each state; states without a row are left out. */
  byState<K extends Stateful>(table: K): Promise<CountsByState<States[K]>>;
  stock(): Promise<Stock>;
}

/** On which side of the stock's equation each state is counted. */
const STOCK: Readonly<Record<TokenState, Exclude<keyof Stock, 'received' | 'balanced'>>> = {
  in_stock: 'inStock',
  returned: 'inStock',
  in_production: 'inProduction',
  to_check: 'toCheck',
  produced: 'issued',
  handed_over: 'issued',
  active: 'issued',
  suspended: 'issued',
  revoked: 'issued',
  expired: 'issued',
  missing: 'missing',
  scrapped: 'scrapped',
  destroyed: 'destroyed',
};

type StateCount = { state: string; n: number };
const toCounts = <S extends string>(rows: readonly StateCount[]): CountsByState<S> =>
  Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)])) as CountsByState<S>;

/** How many rows there are, by state. */
export function createCounts(db: Db): Counts {
  const byState = async <K extends Stateful>(table: K): Promise<CountsByState<States[K]>> => {
    const query = sql<StateCount>`select "state", count(*) as n from ${sql.table(table)} group by "state" ${SHOWN}`;
    return toCounts((await query.execute(db)).rows);
  };
  return {
    byState,
    stock: async () => {
      const query = sql<{ n: number }>`select coalesce(sum("count"), 0) as n from "delivery" ${SHOWN}`;
      const received = Number((await query.execute(db)).rows[0]?.n);
      const stock: Stock = {
        received,
        inStock: 0,
        inProduction: 0,
        toCheck: 0,
        issued: 0,
        missing: 0,
        scrapped: 0,
        destroyed: 0,
        balanced: false,
      };
      const counts = Object.entries(await byState('token')) as [TokenState, number][];
      for (const [state, n] of counts) stock[STOCK[state]] += n;
      return { ...stock, balanced: received === counts.reduce((sum, [, n]) => sum + n, 0) };
    },
  };
}
