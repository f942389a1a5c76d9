import { sql } from 'kysely';
import { REQUEST_TO_MAKE } from '../../../book/tables/states.ts';
import { HOUR_MS } from '../../../durations.ts';
import type { PromisedWaits } from '../../../flow/reading/request/request-lists.ts';
import { SHOWN } from '../../seal/guard.ts';
import type { Db } from '../../tables.ts';
import { among } from '../walk/text.ts';

/**
 * How many requests for tokens wait to be made, by the hour in which they were submitted and the day that they were promised last:
 * days in Paris begin on the hour. The hour is cast, for SQLite takes a number that is bound as a fraction.
 */
export async function promisedWaits(db: Db): Promise<PromisedWaits[]> {
  const query = sql<Record<'hour' | 'byDay' | 'count' | 'firstId' | 'lastId', string | number>>`
    select r."submittedAt" / cast(${HOUR_MS} as bigint) as "hour", p."byDay" as "byDay", count(*) as "count",
      min(r."id") as "firstId", max(r."id") as "lastId"
    from "request" as "r" join "promise" as "p" on p."requestId" = r."id"
      and p."nth" = (select max("nth") from "promise" where "requestId" = r."id")
    where ${among(sql`r."state"`, REQUEST_TO_MAKE)} and r."kind" <> 'nomade'
    group by 1, 2 order by 1, 2 ${SHOWN}`;
  return (await query.execute(db)).rows.map(({ hour, byDay, count, firstId, lastId }) => ({
    submittedAt: Number(hour) * HOUR_MS,
    byDay: Number(byDay),
    count: Number(count),
    requestIds: [...new Set([String(firstId), String(lastId)])],
  }));
}
