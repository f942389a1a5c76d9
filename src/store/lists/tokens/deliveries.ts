import { sql } from 'kysely';
import type { DeliveryRow } from '../../../book/tables/rows/stock.ts';
import type { Lists } from '../../../flow/reading/lists.ts';
import { all } from '../../rows.ts';
import { SHOWN } from '../../seal/guard.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { after, limitOf, type Order, ordering, paged } from '../walk/cursor.ts';

const FROM = sql`"delivery" as "r"`;
const NEWEST_FIRST: Order = { columns: [sql`r."receivedAt"`, sql`r."id"`], descending: true };

/** Deliveries that came, the newest first. A house has a few a month: they need no index of their own. */
export const listDeliveries =
  (db: Db): Lists['deliveries'] =>
  async (filter, page) => {
    const given = Object.entries(filter).filter(([, value]) => value !== undefined);
    const where = given.map(([column, value]) => sql`${sql.ref(`r.${column}`)} = ${value}`);
    const onward = await after(db, FROM, NEWEST_FIRST, page);
    const query = sql<DeliveryRow>`select r.* from ${FROM} where ${all([...where, onward])}
      order by ${ordering(NEWEST_FIRST)} limit ${atMost(limitOf(page) + 1)} ${SHOWN}`;
    return paged(
      (await query.execute(db)).rows,
      page,
      (row) => row.id,
      (row) => row,
    );
  };
