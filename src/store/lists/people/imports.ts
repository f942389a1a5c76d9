import { sql } from 'kysely';
import type { ImportRow } from '../../../book/tables/rows/service.ts';
import type { Lists } from '../../../flow/reading/lists.ts';
import { SHOWN } from '../../seal/guard.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { after, limitOf, type Order, ordering, paged } from '../walk/cursor.ts';

const FROM = sql`"import" as "r"`;
const NEWEST_FIRST: Order = { columns: [sql`r."begunAt"`, sql`r."id"`], descending: true };

/** Imports of a kind, the newest first. A house has a few a week: they need no index of their own. */
export const listImports =
  (db: Db): Lists['imports'] =>
  async (kind, page) => {
    const onward = await after(db, FROM, NEWEST_FIRST, page);
    const query = sql<ImportRow>`select r.* from ${FROM} where r."kind" = ${kind} and ${onward}
      order by ${ordering(NEWEST_FIRST)} limit ${atMost(limitOf(page) + 1)} ${SHOWN}`;
    return paged(
      (await query.execute(db)).rows,
      page,
      (row) => row.id,
      (row) => row,
    );
  };
