import { sql } from 'kysely';
import type { Lists } from '../../flow/reading/lists.ts';
import { SHOWN } from '../seal/guard.ts';
import { atMost } from '../statements/at-most.ts';
import type { Db } from '../tables.ts';
import { after, limitOf, type Order, ordering, paged } from './cursor.ts';

/** Rows of a table in one state, the newest first by the moment in this column: an index goes on with it and the id. */
function newestInState<R extends { id: string }>(db: Db, table: string, moment: string) {
  const order: Order = { columns: [sql.ref(`r.${moment}`), sql`r."id"`], descending: true };
  const from = sql`${sql.table(table)} as "r"`;
  return async (state: string, page: Parameters<Lists['incidents']>[1]) => {
    const onward = await after(db, from, order, page);
    const query = sql<R>`select r.* from ${from} where r."state" = ${state} and ${onward}
      order by ${ordering(order)} limit ${atMost(limitOf(page) + 1)} ${SHOWN}`;
    return paged(
      (await query.execute(db)).rows,
      page,
      (row) => row.id,
      (row) => row,
    );
  };
}

/** Lists of what is open until somebody ends it. */
export function createListsByState(db: Db): Pick<Lists, 'incidents' | 'stockTransfers'> {
  return {
    incidents: newestInState(db, 'incident', 'reportedAt'),
    stockTransfers: newestInState(db, 'stockTransfer', 'sentAt'),
  };
}
