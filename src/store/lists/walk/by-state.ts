import { sql } from 'kysely';
import type { RecallRow, StockTransferRow } from '../../../book/tables/rows/stock.ts';
import type { Cursor, Lists } from '../../../flow/reading/lists.ts';
import { SHOWN } from '../../seal/guard.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { walkEach } from './branches.ts';
import { after, limitOf, type Order, ordering, paged } from './cursor.ts';

/**
 * Rows of a table in some states, the newest first by the moment in this column: an index of the states goes on with it and the
 * id, and each state is a walk of its own.
 */
function newestInStates<R extends { id: string }>(db: Db, table: string, moment: string) {
  const order: Order = { columns: [sql.ref(`r.${moment}`), sql`r."id"`], descending: true };
  const from = sql`${sql.table(table)} as "r"`;
  return async (states: readonly string[], page: Cursor) => {
    const limit = limitOf(page) + 1;
    const where = [await after(db, from, order, page)];
    const ids = walkEach(db, [{ column: sql`r."state"`, values: states }], {
      table,
      alias: 'r',
      where,
      order: ordering(order),
      limit,
    });
    const query = sql<R>`select r.* from ${from} where r."id" in (${ids})
      order by ${ordering(order)} limit ${atMost(limit)} ${SHOWN}`;
    return paged(
      (await query.execute(db)).rows,
      page,
      (row) => row.id,
      (row) => row,
    );
  };
}

/** Lists of what is open until somebody ends it. */
export function createListsByState(db: Db): Pick<Lists, 'stockTransfers' | 'recalls' | 'campaigns'> {
  const stockTransfers = newestInStates<StockTransferRow>(db, 'stockTransfer', 'sentAt');
  const recalls = newestInStates<RecallRow>(db, 'recall', 'openedAt');
  return {
    stockTransfers: (state, page) => stockTransfers([state], page),
    recalls: (state, page) => recalls([state], page),
    campaigns: newestInStates(db, 'campaign', 'openedAt'),
  };
}
