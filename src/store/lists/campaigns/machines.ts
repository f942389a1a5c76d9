import { sql } from 'kysely';
import { partHolder } from '../../../book/rules/workstation/exchanges.ts';
import type { TokenRow } from '../../../book/tables/rows/tokens.ts';
import { TOKEN_BOUND } from '../../../book/tables/states.ts';
import type { Cursor, Paged } from '../../../flow/reading/paging.ts';
import type { Sort } from '../../../flow/reading/sorting.ts';
import type { CampaignFilter, CampaignMachine } from '../../../flow/reading/workstation/campaign-lists.ts';
import { amongIds, joinBehind, unindexed } from '../../engine.ts';
import { all } from '../../rows.ts';
import { SHOWN } from '../../seal/guard.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { walk, walkEach } from '../walk/branches.ts';
import { after, limitOf, type Order, ordering, paged } from '../walk/cursor.ts';
import { among } from '../walk/text.ts';
import { ITEM_DAY, ITEM_STANDING, ITEMS, itemsFound } from './found.ts';

/** `rank`: the order in which they come. A machine that was taken out and came again stands in each twice. */
const ORDERS: Readonly<Record<Sort<'campaignMachines'>['by'] | 'rank', Order['columns']>> = {
  rank: [sql`r."rank"`, sql`r."id"`],
  number: [sql`r."assetNumber"`, sql`r."id"`],
  day: [ITEM_DAY, sql`r."rank"`, sql`r."id"`],
};

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

/** Machines of a campaign in pages: a few that an index finds and sorted, or the first of a walk in the order asked for. */
export async function campaignMachines(
  db: Db,
  campaignId: string,
  { sort, ...filter }: CampaignFilter & { sort?: Sort<'campaignMachines'> | undefined },
  page: Cursor,
): Promise<Paged<CampaignMachine>> {
  const { ofIt, standings, also, isOfPlace, few: findFew } = await itemsFound(db, campaignId, filter);
  // those of a place stand together in the order of their campaign: a walk of it would meet them late
  const by = sort?.by ?? (isOfPlace ? 'number' : 'rank');
  const order: Order = { columns: ORDERS[by], descending: sort?.descending ?? false };
  const onward = await after(db, ITEMS, order, page, [ofIt]);
  const limit = limitOf(page) + 1;
  const isWalked = also.length === 0 && (standings === undefined || by === 'rank');
  const few = isWalked ? undefined : await findFew();
  const ids = () => {
    if (few)
      return sql`select r."id" from (${few}) as "found" ${joinBehind(db)} ${ITEMS} on r."id" = found."id"
        where ${onward} order by ${ordering(order)} limit ${atMost(limit)}`;
    const walked = { table: 'campaignItem', alias: 'r', order: ordering(order), limit };
    if (standings === undefined) return walk({ ...walked, where: [ofIt, ...also, onward] });
    if (by === 'rank')
      return walkEach(db, [{ column: ITEM_STANDING, values: standings }], {
        ...walked,
        where: [ofIt, ...also, onward],
      });
    return walk({ ...walked, where: [ofIt, among(unindexed(db, ITEM_STANDING), standings), ...also, onward] });
  };
  const query = sql<FoundMachine>`select r."id" as "id", w."assetNumber" as "assetNumber",
      w."model" as "model", w."image" as "image", w."site" as "site", w."service" as "service", w."state" as "state",
      o."assetNumber" as "replacedBy", o."state" as "replacedByState",
      r."workstationId" as "workstationId", r."otherId" as "otherId",
      w."holderId" as "holderId", w."formerHolderId" as "formerHolderId",
      r."day" as "day", r."reason" as "reason", r."times" as "times", r."blocked" as "blocked",
      r."endedAt" as "endedAt", r."outcome" as "outcome", r."tokenLeft" as "tokenLeft",
      q."number" as "number", q."state" as "requestState"
    from "campaignItem" as "r" join "workstation" w on w."id" = r."workstationId"
      left join "request" q on q."id" = r."requestId" left join "workstation" o on o."id" = r."otherId"
    where ${all([amongIds(db, sql`r."id"`, ids())])} order by ${ordering(order)} limit ${atMost(limit)} ${SHOWN}`;
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
