import { sql } from 'kysely';
import { CAMPAIGN_DONE } from '../../book/tables/codes.ts';
import { TOKEN_BOUND } from '../../book/tables/states.ts';
import type {
  CampaignDayLoad,
  CampaignFilter,
  CampaignGroup,
  CampaignMachine,
  Cursor,
  Paged,
} from '../../flow/reading/lists.ts';
import { all } from '../rows.ts';
import { SHOWN } from '../seal/guard.ts';
import { atMost } from '../statements/at-most.ts';
import type { Db } from '../tables.ts';
import { after, limitOf, type Order, ordering, paged } from './cursor.ts';

/** Their order; a machine that was taken out and came again stands in it twice. */
const IN_ORDER: Order = { columns: [sql`i."rank"`, sql`i."id"`] };

/** How the machines of a campaign stand: how many stand alike, with their machine and their request as these are now. */
export async function campaignGroups(db: Db, campaignId: string): Promise<CampaignGroup[]> {
  const query = sql<CampaignGroup>`select i."outcome" as "outcome", i."blocked" as "blocked",
      case when i."day" is null then 0 else 1 end as "planned", case when i."times" > 1 then 1 else 0 end as "moved",
      case when w."state" = 'migrating' then 1 else 0 end as "begun", r."state" as "requestState", count(*) as "n"
    from "campaignItem" i join "workstation" w on w."id" = i."workstationId"
      left join "request" r on r."id" = i."requestId"
    where i."campaignId" = ${campaignId} group by 1, 2, 3, 4, 5, 6 ${SHOWN}`;
  return (await query.execute(db)).rows.map((row) => ({
    ...row,
    planned: Number(row.planned),
    moved: Number(row.moved),
    begun: Number(row.begun),
    n: Number(row.n),
  }));
}

/** The days from one on that machines of a campaign have. */
export async function campaignDays(
  db: Db,
  campaignId: string,
  from: number,
  limit: number,
): Promise<CampaignDayLoad[]> {
  const query = sql<CampaignDayLoad>`select "day" as "day", count(*) as "planned",
      sum(case when "outcome" in (${sql.join(CAMPAIGN_DONE)}) then 1 else 0 end) as "done"
    from "campaignItem" where "campaignId" = ${campaignId} and "day" >= ${from}
    group by "day" order by "day" limit ${atMost(limit)} ${SHOWN}`;
  return (await query.execute(db)).rows.map(({ day, planned, done }) => ({
    day: Number(day),
    planned: Number(planned),
    done: Number(done),
  }));
}

/** The last day that a machine which is still to migrate has. */
export async function lastCampaignDay(db: Db, campaignId: string): Promise<number | null> {
  const query = sql<{ day: number }>`select "day" from "campaignItem"
    where "campaignId" = ${campaignId} and "day" is not null and "endedAt" is null
    order by "day" desc limit 1 ${SHOWN}`;
  const [last] = (await query.execute(db)).rows;
  return last ? Number(last.day) : null;
}

/** Machines of a campaign in their order, in pages. */
export async function campaignMachines(
  db: Db,
  campaignId: string,
  { show, day }: CampaignFilter,
  page: Cursor,
): Promise<Paged<CampaignMachine>> {
  const ofIt = sql`i."campaignId" = ${campaignId}`;
  const where = [
    ofIt,
    await after(db, sql`"campaignItem" as "i"`, IN_ORDER, page, [ofIt]),
    ...(day === undefined ? [] : [sql`i."day" = ${day}`]),
    ...(show === 'blocked' ? [sql`i."blocked" is not null`, sql`i."endedAt" is null`] : []),
    ...(show === 'ended' ? [sql`i."endedAt" is not null`] : []),
  ];
  const query = sql<CampaignMachine & { id: string }>`select i."id" as "id", w."assetNumber" as "assetNumber",
      w."model" as "model", w."image" as "image", w."site" as "site", w."service" as "service", w."state" as "state",
      o."assetNumber" as "replacedBy", o."state" as "replacedByState",
      case when i."otherId" is null or i."endedAt" is not null then 0 else (select count(*) from "token" t
        where (t."holderId" = coalesce(w."holderId", i."formerHolderId")
            or w."holderId" is null and i."formerHolderId" is null) and t."workstationId" = w."id"
          and t."state" in (${sql.join(TOKEN_BOUND)})) end as "toBind",
      i."day" as "day", i."reason" as "reason", i."times" as "times", i."blocked" as "blocked",
      i."endedAt" as "endedAt", i."outcome" as "outcome", i."tokenLeft" as "tokenLeft",
      r."number" as "number", r."state" as "requestState"
    from "campaignItem" i join "workstation" w on w."id" = i."workstationId"
      left join "request" r on r."id" = i."requestId" left join "workstation" o on o."id" = i."otherId"
    where ${all(where)} order by ${ordering(IN_ORDER)} limit ${atMost(limitOf(page) + 1)} ${SHOWN}`;
  const shown = ({ id: _, ...item }: CampaignMachine & { id: string }): CampaignMachine => ({
    ...item,
    toBind: Number(item.toBind),
  });
  return paged((await query.execute(db)).rows, page, ({ id }) => id, shown);
}
