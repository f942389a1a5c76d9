import { sql } from 'kysely';
import { REQUEST_OPEN } from '../../../book/tables/states.ts';
import type { DayEnds } from '../../../flow/reading/token/token-lists.ts';
import { joinBehind } from '../../engine.ts';
import { SHOWN } from '../../seal/guard.ts';
import type { Db } from '../../tables.ts';
import { among } from '../walk/text.ts';

/**
 * Certificates of tokens in use, and of Nomade credentials that were downloaded, by the day of their end: a part of the index
 * on state and end, and not all tokens that are in use.
 */
export async function endsByDay(db: Db, from: number, until: number): Promise<DayEnds[]> {
  // days of Paris in winter: one that ends late on a summer evening counts for the next day
  const day = sql`(c."notAfter" + 3600000) / 86400000`;
  const within = sql`c."state" = 'good' and c."notAfter" >= ${from} and c."notAfter" < ${until}`;
  const isOpen = among(sql`r."state"`, REQUEST_OPEN);
  const tokens = sql`
    select ${day} as "day", p."service" as "service",
      case when exists (select 1 from "request" r where r."replacesTokenId" = t."id" and ${isOpen}) then 1 else 0 end as "asked"
    from "certificate" c
      ${joinBehind(db)} "token" t on t."id" = c."tokenId" and t."certificateId" = c."id" and t."state" = 'active'
      join "person" p on p."id" = t."holderId"
      left join "request" q on q."id" = t."requestId"
    where ${within} and (q."reason" is null or q."reason" <> 'forgotten')`;
  const credentials = sql`
    select ${day} as "day", p."service" as "service",
      case when exists (
        select 1 from "request" r where r."holderId" = c."holderId" and r."deviceId" = q."deviceId" and ${isOpen}
      ) then 1 else 0 end as "asked"
    from "certificate" c
      join "request" q on q."id" = c."requestId" and q."kind" = 'nomade' and q."state" = 'closed'
      join "person" p on p."id" = c."holderId"
    where ${within} and c."tokenId" is null`;
  const query = sql<Record<keyof DayEnds, string | number>>`
    select e."day" as "day", e."service" as "service", count(*) as "ends", sum(e."asked") as "asked"
    from (${tokens} union all ${credentials}) e
    group by 1, 2 order by 1, 2 ${SHOWN}`;
  const { rows } = await query.execute(db);
  return rows.map((row) => ({
    day: Number(row.day),
    service: String(row.service),
    ends: Number(row.ends),
    asked: Number(row.asked),
  }));
}
