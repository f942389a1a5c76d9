import { sql } from 'kysely';
import { partHolder } from '../../book/rules/workstation/exchanges.ts';
import { CAMPAIGN_DONE } from '../../book/tables/codes.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
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
import { after, limitOf, type Order, ordering, paged } from './walk/cursor.ts';

/** Their order; a machine that was taken out and came again stands in it twice. */
const IN_ORDER: Order = { columns: [sql`i."rank"`, sql`i."id"`] };

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

/** A machine of a campaign, with what says for whom it is. */
interface FoundMachine extends Omit<CampaignMachine, 'toBind'> {
  id: string;
  workstationId: string;
  otherId: string | null;
  holderId: string | null;
  formerHolderId: string | null;
}
const isExchangeToCome = ({ otherId, endedAt }: FoundMachine): boolean => otherId !== null && endedAt === null;
/** Tokens that are bound to these machines, in use or on the bench. */
async function tokensOn(db: Db, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const query = sql<Pick<TokenRow, 'holderId' | 'state' | 'workstationId'>>`select "holderId" as "holderId",
      "state" as "state", "workstationId" as "workstationId"
    from "token" where "workstationId" in (${sql.join(ids)}) and "state" in (${sql.join(TOKEN_BOUND)}) ${SHOWN}`;
  return (await query.execute(db)).rows;
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
  const query = sql<FoundMachine>`select i."id" as "id", w."assetNumber" as "assetNumber",
      w."model" as "model", w."image" as "image", w."site" as "site", w."service" as "service", w."state" as "state",
      o."assetNumber" as "replacedBy", o."state" as "replacedByState",
      i."workstationId" as "workstationId", i."otherId" as "otherId",
      w."holderId" as "holderId", w."formerHolderId" as "formerHolderId",
      i."day" as "day", i."reason" as "reason", i."times" as "times", i."blocked" as "blocked",
      i."endedAt" as "endedAt", i."outcome" as "outcome", i."tokenLeft" as "tokenLeft",
      r."number" as "number", r."state" as "requestState"
    from "campaignItem" i join "workstation" w on w."id" = i."workstationId"
      left join "request" r on r."id" = i."requestId" left join "workstation" o on o."id" = i."otherId"
    where ${all(where)} order by ${ordering(IN_ORDER)} limit ${atMost(limitOf(page) + 1)} ${SHOWN}`;
  const { rows } = await query.execute(db);
  const tokens = await tokensOn(
    db,
    rows.filter(isExchangeToCome).map(({ workstationId }) => workstationId),
  );
  const shown = (row: FoundMachine): CampaignMachine => {
    const { id: _, workstationId, otherId, holderId, formerHolderId, ...item } = row;
    const bound = isExchangeToCome(row) ? tokens.filter((token) => token.workstationId === workstationId) : [];
    // whoever has no token on it has none to bind, whatever was exchanged before
    const forWhom = partHolder(
      { holderId, formerHolderId },
      { otherId },
      { tokens: bound, wasReplaced: false },
    ).holderId;
    return { ...item, toBind: bound.filter((token) => token.holderId !== null && token.holderId === forWhom).length };
  };
  return paged(rows, page, ({ id }) => id, shown);
}
