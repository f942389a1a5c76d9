import type { Caller } from '../../../book/rights/roles.ts';
import { isOwnCount, LOCATIONS_MOST, MOVED_MOST, reasonOf } from '../../../book/rules/stock/locations.ts';
import type { StockDifferenceReason } from '../../../book/tables/codes.ts';
import type {
  StockCountRow,
  StockDifferenceRow,
  StockLocationRow,
  StockTransferRow,
} from '../../../book/tables/rows/stock.ts';
import type { TokenState } from '../../../book/tables/states.ts';
import { TOKEN_ON_SHELF } from '../../../book/tables/states.ts';
import { type Deps, need } from '../../act.ts';
import { onTheWay } from '../../stock/transfers.ts';
import { guard, nameOf } from '../guard.ts';
import type { Lists } from '../lists.ts';
import { newestOf } from '../newest.ts';
import type { Cursor, Paged, Total } from '../paging.ts';
import type { TransferFilter } from './stock-lists.ts';

/** Of counts the newest are shown. */
const SHOWN = 50;

/** A location and how many tokens lie there. */
export interface HeldLocation extends StockLocationRow {
  held: number;
}
/** A transfer with the names of its people, and how many of it are on the way. */
export interface ReadTransfer extends StockTransferRow {
  senderName: string;
  receiverName: string | null;
  left: number;
}
export interface ReadCount extends StockCountRow {
  counterName: string;
}
/** An open difference, how its token stands now, and so what explains it. */
export interface OpenDifference extends StockDifferenceRow {
  token: { state: TokenState; locationId: string | null };
  explains: StockDifferenceReason;
  /** Who reads it made the count, and so somebody else gives this explanation. */
  ownCount: boolean;
}

/** Where the stock is: locations, what is on the way between them, what was counted. */
export function createStockReading(
  deps: Deps,
  lists: Pick<Lists, 'stockTransfers'> & { totals: Pick<Lists['totals'], 'stockTransfers'> },
) {
  const { reads } = deps.store;
  const check = guard(deps);
  const namesOf = async (ids: readonly (string | null)[]): Promise<(id: string | null) => string> => {
    const people = await reads.find('person', { id: ids.flatMap((id) => id ?? []) });
    return (id) => nameOf(people.find((person) => person.id === id));
  };
  const shown = async (rows: readonly StockTransferRow[]): Promise<ReadTransfer[]> => {
    const name = await namesOf(rows.flatMap(({ sentBy, receivedBy }) => [sentBy, receivedBy]));
    const read = rows.map(async (row) => ({
      ...row,
      senderName: name(row.sentBy),
      receiverName: row.receivedBy === null ? null : name(row.receivedBy),
      left: row.state === 'sent' ? await onTheWay(reads, row.id) : 0,
    }));
    return Promise.all(read);
  };
  const held = async (row: StockLocationRow): Promise<HeldLocation> => ({
    ...row,
    held: await reads.count('token', { locationId: row.id, transferId: null, state: TOKEN_ON_SHELF }),
  });

  return {
    /** Every location, in the order of its registration, with what lies there. */
    stockLocations: async (caller: Caller): Promise<HeldLocation[]> => {
      check(caller, 'stock.read');
      return Promise.all(
        (await reads.find('stockLocation', {}, { orderBy: 'addedAt', limit: LOCATIONS_MOST })).map(held),
      );
    },
    /** One location: what lies there, its last counts, and the differences that nobody explained yet. */
    stockLocation: async (caller: Caller, code: string) => {
      check(caller, 'stock.read');
      const location = await held(await need(reads.get('stockLocation', code), 'location'));
      const { items: counts, more: moreCounts } = await newestOf(SHOWN, (limit) =>
        reads.find('stockCount', { locationId: code }, { orderBy: 'countedAt', descending: true, limit }),
      );
      const name = await namesOf(counts.map(({ countedBy }) => countedBy));
      const open = await reads.find('stockDifference', { locationId: code, settledAt: null });
      const tokens = new Map(
        (await reads.find('token', { id: open.map(({ tokenId }) => tokenId) })).map((token) => [token.id, token]),
      );
      const countsOf = await reads.find('stockCount', { id: [...new Set(open.map(({ countId }) => countId))] });
      const madeBy = new Map(countsOf.map(({ id, countedBy }) => [id, countedBy]));
      const differences = open.flatMap((row): OpenDifference[] => {
        const token = tokens.get(row.tokenId);
        if (!token) return [];
        const { state, locationId } = token;
        const explains = reasonOf(row.kind, { ...token }, code);
        const ownCount = isOwnCount({ kind: row.kind, reason: explains }, madeBy.get(row.countId), caller.personId);
        return [{ ...row, token: { state, locationId }, explains, ownCount }];
      });
      const read: ReadCount[] = counts.map((row) => ({ ...row, counterName: name(row.countedBy) }));
      return { location, counts: read, moreCounts, differences };
    },
    /** Transfers on the way, or past ones, the newest first, in pages. */
    stockTransfers: async (caller: Caller, filter: TransferFilter, page: Cursor): Promise<Paged<ReadTransfer>> => {
      check(caller, 'stock.read');
      const { items, next } = await lists.stockTransfers(filter, page);
      return { items: await shown(items), next };
    },
    /** How many there are of them. */
    stockTransferTotal: async (caller: Caller, filter: TransferFilter): Promise<Total | undefined> => {
      check(caller, 'stock.read');
      return lists.totals.stockTransfers(filter);
    },
    /** One transfer, and the serial numbers that are still on the way. */
    stockTransfer: async (caller: Caller, id: string): Promise<{ transfer: ReadTransfer; onTheWay: string[] }> => {
      check(caller, 'stock.read');
      const [transfer] = await shown([await need(reads.get('stockTransfer', id), 'transfer')]);
      const tokens = await reads.find('token', { transferId: id, state: TOKEN_ON_SHELF }, { limit: MOVED_MOST });
      return { transfer: await need(Promise.resolve(transfer), 'transfer'), onTheWay: tokens.map((token) => token.id) };
    },
  };
}
