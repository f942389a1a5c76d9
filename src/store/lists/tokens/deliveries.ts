import { type RawBuilder, sql } from 'kysely';
import type { DeliveryRow } from '../../../book/tables/rows/stock.ts';
import type { Lists } from '../../../flow/reading/lists.ts';
import type { DeliveryFilter, ExpectedFilter } from '../../../flow/reading/stock/stock-lists.ts';
import { all } from '../../rows.ts';
import { SHOWN } from '../../seal/guard.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { after, limitOf, type Order, ordering, paged } from '../walk/cursor.ts';
import { anyHas } from '../walk/text.ts';

const FROM = sql`"delivery" as "r"`;
const NEWEST_FIRST: Order = { columns: [sql`r."receivedAt"`, sql`r."id"`], descending: true };

/** What is asked of each delivery that came. */
export function deliveryConditions(db: Db, { text, ...same }: DeliveryFilter): RawBuilder<unknown>[] {
  const given = Object.entries(same).filter(([, value]) => value !== undefined);
  const names = [sql`r."reference"`, sql`r."model"`, sql`r."firmware"`, sql`r."batch"`];
  return [...given.map(([column, value]) => sql`${sql.ref(`r.${column}`)} = ${value}`), ...anyHas(db, names, text)];
}
/** What is asked of each delivery that is or was expected, beside its state. */
export const expectedConditions = (db: Db, { text }: Pick<ExpectedFilter, 'text'>): RawBuilder<unknown>[] =>
  anyHas(db, [sql`r."reference"`, sql`r."model"`], text);

/** Deliveries that came, the newest first. A house has a few a month: they need no index of their own. */
export const listDeliveries =
  (db: Db): Lists['deliveries'] =>
  async (filter, page) => {
    const where = deliveryConditions(db, filter);
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
