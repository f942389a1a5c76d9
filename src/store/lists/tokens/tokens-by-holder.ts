import { type RawBuilder, sql } from 'kysely';
import type { TokenRow } from '../../../book/tables/rows/tokens.ts';
import type { Cursor, Paged } from '../../../flow/reading/paging.ts';
import type { TokenFilter } from '../../../flow/reading/token/token-lists.ts';
import { amongIds, idsFirst, joinBehind } from '../../engine.ts';
import { all } from '../../rows.ts';
import { SHOWN } from '../../seal/guard.ts';
import { seek } from '../../search/texts-sought.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { walk } from '../walk/branches.ts';
import { after, limitOf, type Order, ordering, paged } from '../walk/cursor.ts';
import { among } from '../walk/text.ts';
import { foundTokens } from '../walk/totals.ts';
import { isOfKind, kindsOf } from './token-kinds.ts';

/** By the holder's name, then by serial number: columns of the tokens' texts, which have names without accents. */
const byHolder = (descending: boolean): Order => ({
  columns: [sql.ref('k.holder'), sql.ref('k.id')],
  descending,
});

/**
 * A page of tokens by the names of their holders, or the other way round; those of nobody come last. What a filter leaves few of
 * is found by its own index and sorted; what it leaves many of is met soon in a walk of the texts.
 */
export async function tokensByHolder(
  db: Db,
  { descending, ...filter }: TokenFilter & { descending: boolean },
  page: Cursor,
): Promise<Paged<TokenRow>> {
  const order = byHolder(descending);
  const { text, state, ...kind } = filter;
  const onward = await after(db, sql`"tokenText" as "k"`, order, page);
  const beyond = page.cursor === undefined ? [] : [onward];
  const limit = limitOf(page) + 1;
  const sought = await seek(db, 'token', text);
  const few = await foundTokens(db, filter, sought);
  const ids = (): RawBuilder<unknown> => {
    if (few)
      return sql`select k."id" from ${idsFirst(db, few, 'f')} ${joinBehind(db)} "tokenText" as "k" on k."id" = f."id"
        where ${all(beyond)} order by ${ordering(order)} limit ${atMost(limit)}`;
    const asked = [...kindsOf(kind).map((one) => isOfKind('r', one)), ...(state ? [among(sql`r."state"`, state)] : [])];
    const fits =
      asked.length === 0 ? [] : [sql`exists (select 1 from "token" as "r" where r."id" = k."id" and ${all(asked)})`];
    const where = [...beyond, ...fits, ...(sought ? [sought.inText('k')] : [])];
    return walk({ table: 'tokenText', alias: 'k', where, order: ordering(order), limit });
  };
  const query = sql<TokenRow>`select x.* from "token" as "x" join "tokenText" as "k" on k."id" = x."id"
    where ${amongIds(db, sql`x."id"`, ids())} order by ${ordering(order)} limit ${atMost(limit)} ${SHOWN}`;
  return paged(
    (await query.execute(db)).rows,
    page,
    (row) => row.id,
    (row) => row,
  );
}
