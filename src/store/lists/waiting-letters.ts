import { type RawBuilder, sql } from 'kysely';
import { SECRET_LETTERS } from '../../book/tables/states.ts';
import type { Lists, Visibility } from '../../flow/reading/lists.ts';
import { SHOWN } from '../seal/guard.ts';
import { atMost } from '../statements/at-most.ts';
import type { Db } from '../tables.ts';
import { type Walk, walkEach } from './branches.ts';
import { seen } from './request-list.ts';

/** A letter of a request that the reader may see. The request is looked up by its id, one for each letter, whatever else there is. */
const visibleTo = (visible: Visibility): RawBuilder<unknown>[] =>
  visible === 'all' ? [] : [sql`(select ${seen(visible)} from "request" as "r" where r."id" = l."requestId")`];

/**
 * Ids of papers that wait for a printer, and of printed letters that wait for somebody to say that they can be read: the
 * oldest first. A label that came out waits for nothing, and its row stays.
 */
export function createWaitingLetters(db: Db): Lists['waitingLetters'] {
  return async (visible, limit) => {
    const first: Walk = { table: 'letter', alias: 'l', where: visibleTo(visible), order: sql`l."id"`, limit };
    const state = (value: string) => ({ column: sql`l."state"`, values: [value] });
    const toPrint = walkEach(db, [state('waiting')], first);
    const toConfirm = walkEach(db, [state('printed'), { column: sql`l."kind"`, values: SECRET_LETTERS }], first);
    const query = sql<{ id: string }>`select "id" from (${toPrint}) as "toPrint"
      union all select "id" from (${toConfirm}) as "toConfirm" order by "id" limit ${atMost(limit)} ${SHOWN}`;
    return (await query.execute(db)).rows.map(({ id }) => id);
  };
}
