import { sql } from 'kysely';
import type { Stateful, States } from '../../../book/tables/lifecycle.ts';
import { SHOWN } from '../../seal/guard.ts';
import type { Db } from '../../tables.ts';

export type CountsByState<S extends string> = Partial<Record<S, number>>;
export interface Counts {
  /** How many rows of a table are in each state; states without a row are left out. */
  byState<K extends Stateful>(table: K): Promise<CountsByState<States[K]>>;
}
type StateCount = { state: string; n: number };

/** How many rows there are, by state. */
export function createCounts(db: Db): Counts {
  return {
    byState: async <K extends Stateful>(table: K): Promise<CountsByState<States[K]>> => {
      const query = sql<StateCount>`select "state", count(*) as n from ${sql.table(table)} group by "state" ${SHOWN}`;
      const counted = (await query.execute(db)).rows.map(({ state, n }) => [state, Number(n)]);
      return Object.fromEntries(counted) as CountsByState<States[K]>;
    },
  };
}
