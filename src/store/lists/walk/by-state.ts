import { type RawBuilder, sql } from 'kysely';
import type { ProposalRow } from '../../../book/tables/rows/people.ts';
import type { ExpectedDeliveryRow, RecallRow, StockTransferRow } from '../../../book/tables/rows/stock.ts';
import type { CampaignRow } from '../../../book/tables/rows/workstations.ts';
import type { Lists } from '../../../flow/reading/lists.ts';
import type { Cursor } from '../../../flow/reading/paging.ts';
import { SHOWN } from '../../seal/guard.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { campaignConditions } from '../campaigns/campaign-conditions.ts';
import { recallConditions } from '../recalls.ts';
import { expectedConditions } from '../tokens/deliveries.ts';
import { transferConditions } from '../tokens/transfers.ts';
import { type Key, walkEach } from './branches.ts';
import { after, limitOf, type Order, ordering, paged } from './cursor.ts';
import { among } from './text.ts';

/**
 * Rows of a table in some states, the newest first by the moment in this column, or by their ids where none is named: an index of the
 * states goes on with it and the id, and each state is a walk of its own. `others`: what they have in common as well, with which an
 * index begins; `also`: what is asked of each beside, where the rows are few.
 */
function newestInStates<R extends { id: string }>(db: Db, table: string, moment?: string) {
  const id = sql`r."id"`;
  const order: Order = { columns: moment === undefined ? [id] : [sql.ref(`r.${moment}`), id], descending: true };
  const from = sql`${sql.table(table)} as "r"`;
  return async (
    states: readonly string[],
    page: Cursor,
    { others = [], also = [] }: { others?: readonly Key[]; also?: readonly RawBuilder<unknown>[] } = {},
  ) => {
    const limit = limitOf(page) + 1;
    const seen = others.map(({ column, values }) => among(column, values));
    const where = [...also, await after(db, from, order, page, seen)];
    const ids = walkEach(db, [...others, { column: sql`r."state"`, values: states }], {
      table,
      alias: 'r',
      where,
      order: ordering(order),
      limit,
    });
    const query = sql<R>`select r.* from ${from} where r."id" in (${ids})
      order by ${ordering(order)} limit ${atMost(limit)} ${SHOWN}`;
    return paged(
      (await query.execute(db)).rows,
      page,
      (row) => row.id,
      (row) => row,
    );
  };
}

/** Lists of what is open until somebody ends it, and of what is over. */
export function createListsByState(
  db: Db,
): Pick<Lists, 'stockTransfers' | 'expectedDeliveries' | 'recalls' | 'campaigns' | 'proposals'> {
  const stockTransfers = newestInStates<StockTransferRow>(db, 'stockTransfer', 'sentAt');
  // ids grow with time, and the index of all proposals has them; that of one person's has the moment
  const proposals = newestInStates<ProposalRow>(db, 'proposal');
  const ownProposals = newestInStates<ProposalRow>(db, 'proposal', 'proposedAt');
  const campaigns = newestInStates<CampaignRow>(db, 'campaign', 'openedAt');
  const expected = newestInStates<ExpectedDeliveryRow>(db, 'expectedDelivery', 'day');
  const recalls = newestInStates<RecallRow>(db, 'recall', 'openedAt');
  return {
    stockTransfers: (filter, page) => stockTransfers([filter.state], page, { also: transferConditions(filter) }),
    expectedDeliveries: ({ states, ...of }, page) => expected(states, page, { also: expectedConditions(db, of) }),
    recalls: (filter, page) => recalls([filter.state], page, { also: recallConditions(db, filter) }),
    campaigns: ({ states, ...of }, page) => campaigns(states, page, { also: campaignConditions(db, of) }),
    proposals: ({ states, proposerId }, page) =>
      proposerId === undefined
        ? proposals(states, page)
        : ownProposals(states, page, { others: [{ column: sql`r."proposerId"`, values: [proposerId] }] }),
  };
}
