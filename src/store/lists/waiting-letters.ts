import { type RawBuilder, sql } from 'kysely';
import { LETTER_KINDS } from '../../book/tables/codes.ts';
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
    // the index goes on with the kind: what is asked for without one is read as a whole, to be sorted
    const of = (state: string, kinds: readonly string[]) => [
      { column: sql`l."state"`, values: [state] },
      { column: sql`l."kind"`, values: kinds },
    ];
    const toPrint = walkEach(db, of('waiting', LETTER_KINDS), first);
    const toConfirm = walkEach(db, of('printed', SECRET_LETTERS), first);
    const query = sql<{ id: string }>`select "id" from (${toPrint}) as "toPrint"
      union all select "id" from (${toConfirm}) as "toConfirm" order by "id" limit ${atMost(limit)} ${SHOWN}`;
    return (await query.execute(db)).rows.map(({ id }) => id);
  };
}
