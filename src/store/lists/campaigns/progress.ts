import { sql } from 'kysely';
import { CAMPAIGN_DONE } from '../../../book/tables/codes.ts';
import type { CampaignDayLoad, CampaignGroup } from '../../../flow/reading/workstation/campaign-lists.ts';
import { SHOWN } from '../../seal/guard.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { ITEM_DAY, NO_DAY } from './found.ts';

/** How the machines of a campaign stand: how many stand alike, with their machine and their request as these are now. */
export async function campaignGroups(db: Db, campaignId: string): Promise<CampaignGroup[]> {
  const query = sql<CampaignGroup>`select i."outcome" as "outcome", i."blocked" as "blocked",
      case when i."day" is null then 0 else 1 end as "planned", case when i."times" > 1 then 1 else 0 end as "moved",
      case when w."state" = 'migrating' and i."otherId" is null then 1 else 0 end as "begun", r."state" as "requestState", count(*) as "n"
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
  const query = sql<CampaignDayLoad>`select ${ITEM_DAY} as "day", count(*) as "planned",
      sum(case when "outcome" in (${sql.join(CAMPAIGN_DONE)}) then 1 else 0 end) as "done"
    from "campaignItem" as "r" where "campaignId" = ${campaignId} and ${ITEM_DAY} >= ${from} and ${ITEM_DAY} < ${NO_DAY}
    group by 1 order by 1 limit ${atMost(limit)} ${SHOWN}`;
  return (await query.execute(db)).rows.map(({ day, planned, done }) => ({
    day: Number(day),
    planned: Number(planned),
    done: Number(done),
  }));
}

/** The last day that a machine which is still to migrate has. */
export async function lastCampaignDay(db: Db, campaignId: string): Promise<number | null> {
  const query = sql<{ day: number }>`select ${ITEM_DAY} as "day" from "campaignItem" as "r"
    where "campaignId" = ${campaignId} and ${ITEM_DAY} < ${NO_DAY} and "endedAt" is null
    order by ${ITEM_DAY} desc limit 1 ${SHOWN}`;
  const [last] = (await query.execute(db)).rows;
  return last ? Number(last.day) : null;
}
