import { type RawBuilder, sql } from 'kysely';
import type { Total } from '../../../flow/reading/paging.ts';
import { joinBehind } from '../../engine.ts';
import { all } from '../../rows.ts';
import { SHOWN } from '../../seal/guard.ts';
import type { Sought } from '../../search/texts-sought.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { among } from './text.ts';

type Sql = RawBuilder<unknown>;
/** Rows that are counted; of more it is said that there are more. */
const COUNTED_MOST = 1000;
/** Rows that are looked at for it, where an index does not have all that is asked for. */
const LOOKED_MOST = 1500;

/** Rows that are found and sorted; of more, those asked for are met soon in a walk of their order. */
const FEW_MOST = 1500;

/** Rows `r` of a list that an index finds, and what is asked of each of them beside. */
export interface Found {
  table:
    | 'request'
    | 'workstation'
    | 'token'
    | 'personText'
    | 'certificate'
    | 'incident'
    | 'outbox'
    | 'campaignItem'
    | 'recall'
    | 'campaign'
    | 'delivery'
    | 'stockTransfer'
    | 'expectedDelivery';
  /** The column that names the row of the list, where it is of another table; left out: `id`. */
  id?: Sql;
  where: readonly Sql[];
  also?: readonly Sql[];
}

/** Counts by looking at a bounded number of rows of each; undefined where that does not tell. */
export async function count(db: Db, found: readonly Found[], text: Sought | undefined): Promise<Total | undefined> {
  if (text && !text.few) return undefined;
  const looked = found.map(({ table, where, also = [] }) => {
    const name = sql.table(table);
    const rows = text?.few
      ? sql`${text.few.from} ${joinBehind(db)} ${name} as "r" on r."id" = t."id" where ${all([text.few.where, ...where])}`
      : sql`${name} as "r" where ${all(where)}`;
    const fits = sql`case when ${all(also)} then 1 end as "fits"`;
    const most = also.length > 0 ? LOOKED_MOST : COUNTED_MOST;
    return sql`select * from (select r."id", ${fits} from ${rows} limit ${atMost(most + 1)}) as "looked"`;
  });
  const query = sql<{ looked: number; n: number }>`select count(*) as "looked", count("fits") as "n" from
    (${sql.join(looked, sql` union `)}) as "found" ${SHOWN}`;
  const [answer] = (await query.execute(db)).rows;
  const n = Number(answer?.n);
  if (n > COUNTED_MOST) return { n: COUNTED_MOST, more: true };
  return Number(answer?.looked) > LOOKED_MOST ? undefined : { n, more: false };
}

/** Whether no more rows are found than can be sorted. */
export async function areFew(db: Db, from: Sql, where: Sql): Promise<boolean> {
  const query = sql<{ n: number }>`select count(*) as "n" from
    (select 1 from ${from} where ${where} limit ${atMost(FEW_MOST + 1)}) as "counted" ${SHOWN}`;
  return Number((await query.execute(db)).rows[0]?.n) <= FEW_MOST;
}

/** Whether a row `r` is in one of these states; no condition where none is asked for. */
export const states = (state: readonly string[] | undefined): Sql[] => (state ? [among(sql`r."state"`, state)] : []);

/** Ids of the rows that are found, where they are few enough to be sorted; undefined where they are not. */
export async function fewFound(db: Db, found: Found, text: Sought | undefined): Promise<Sql | undefined> {
  if (!text?.few && found.where.length === 0) return undefined;
  const total = await count(db, [found], text?.few ? text : undefined);
  if (total === undefined || total.more) return undefined;
  const { table, where, also = [], id = sql`r."id"` } = found;
  const rows = sql`${sql.table(table)} as "r"`;
  if (!text?.few) {
    const texted = text ? [text.inTextOf(id)] : [];
    return sql`select ${id} as "id" from ${rows} where ${all([...where, ...also, ...texted])}`;
  }
  return sql`select r."id" from ${text.few.from} ${joinBehind(db)} ${rows} on r."id" = t."id"
    where ${all([text.few.where, ...where, ...also])}`;
}
