import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import {
  COUNTED_MOST,
  isExpectedAt,
  isOwnCount,
  LocationCode,
  MOVED_MOST,
  reasonOf,
} from '../../book/rules/stock/locations.ts';
import { SerialRef } from '../../book/rules/stock/typed-serials.ts';
import { STOCK_DIFFERENCE_REASONS } from '../../book/tables/codes.ts';
import { create, update } from '../../book/tables/lifecycle.ts';
import type { StockCountRow, StockDifferenceRow } from '../../book/tables/rows/stock.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { TOKEN_ON_SHELF } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps, need } from '../act.ts';
import { Ref } from '../inputs.ts';
import { allOf, type ByPage } from '../pages.ts';
import type { Reads } from '../ports/store.ts';
import { guard } from '../reading/guard.ts';
import { locationOf } from './locations.ts';

/** All that was scanned in one location; nothing at all is an empty one. */
export const CountLocation = z.strictObject({ location: LocationCode, serials: z.array(SerialRef).max(COUNTED_MOST) });
export const SettleDifference = z.strictObject({ differenceId: Ref, reason: z.enum(STOCK_DIFFERENCE_REASONS) });

export interface Counted {
  count: StockCountRow;
  differences: StockDifferenceRow[];
  /** Serial numbers of no token of ours: to be put aside. */
  unknown: string[];
}

/** Rows of one page of a reading. */
const PAGE = 500;

/** Which tokens ought to be in a location. */
const toBeSeen = (locationId: string) => ({ locationId, transferId: null, state: TOKEN_ON_SHELF });

/** Throws `limit_reached` where there are more differences than an entry names. */
function checkFew(location: string, n: number): void {
  if (n <= MOVED_MOST) return;
  throw new AppError('limit_reached', `more than ${MOVED_MOST} differences: was this location ${location}?`, {
    detail: { why: 'differences', location, most: MOVED_MOST, n },
  });
}

/**
 * Throws `limit_reached` for a location that no count can hold, before anything is read of it, and for a scan of so little that
 * it was another location. `n`: tokens that ought to be there.
 */
export function checkCountable(location: string, n: number, scanned: number): void {
  if (n > COUNTED_MOST + MOVED_MOST)
    throw new AppError(
      'limit_reached',
      `location ${location} holds ${n} tokens, a count takes ${COUNTED_MOST}: make each drawer a location of its own`,
      { detail: { why: 'too-full', location, most: COUNTED_MOST, n } },
    );
  // a count holds the journal's lock, and anybody who counts may scan nothing in the fullest location
  checkFew(location, n - scanned);
}

/** Every token that ought to be in a location. */
const expectedAt = (reads: ByPage, locationId: string): Promise<TokenRow[]> =>
  allOf(reads, 'token', toBeSeen(locationId));
/** The tokens of ours with these serial numbers. */
async function ours(reads: Pick<Reads, 'find'>, serials: readonly string[]): Promise<TokenRow[]> {
  const all: TokenRow[] = [];
  for (let at = 0; at < serials.length; at += PAGE)
    all.push(...(await reads.find('token', { id: serials.slice(at, at + PAGE) }, { limit: PAGE })));
  return all;
}

/** What was scanned, held against what ought to be there. */
interface Compared {
  location: string;
  expected: TokenRow[];
  found: TokenRow[];
  notSeen: TokenRow[];
  notExpected: TokenRow[];
  unknown: string[];
}
/** The sums of a count that was not written yet. */
export interface CountSums {
  expected: number;
  /** Of those that ought to be there. */
  found: number;
  missing: number;
  notExpected: number;
  /** Serial numbers of no token of ours. */
  unknown: string[];
}

/** Throws as `count`. */
async function compared(
  reads: Pick<Reads, 'get' | 'find' | 'count'> & ByPage,
  { location: code, serials }: z.output<typeof CountLocation>,
): Promise<Compared> {
  const { id: location } = await locationOf(reads, code);
  const scanned = [...new Set(serials)];
  checkCountable(location, await reads.count('token', toBeSeen(location)), scanned.length);
  const found = await ours(reads, scanned);
  const known = new Set(found.map((token) => token.id));
  const expected = await expectedAt(reads, location);
  const notSeen = expected.filter((token) => !known.has(token.id));
  const notExpected = found.filter((token) => !isExpectedAt({ ...token }, location));
  checkFew(location, notSeen.length + notExpected.length);
  const unknown = scanned.filter((serial) => !known.has(serial));
  return { location, expected, found, notSeen, notExpected, unknown };
}

/** The verbs of an inventory: a location is counted, and each difference explained. */
export function createCounts(deps: Deps) {
  const check = guard(deps);
  return {
    /** What a count would find, to be read before it is written. Throws as `count`. */
    countSums: async (caller: Caller, input: z.output<typeof CountLocation>): Promise<CountSums> => {
      check(caller, 'stock.count');
      const { expected, notSeen, notExpected, unknown } = await compared(deps.store.reads, input);
      const [all, missing] = [expected.length, notSeen.length];
      return { expected: all, found: all - missing, missing, notExpected: notExpected.length, unknown };
    },

    /** Holds what was scanned against the records. Throws `limit_reached` where almost nothing fits: it was another location. */
    count: (caller: Caller, input: z.output<typeof CountLocation>): Promise<Counted> => {
      const id = deps.chance.id();
      return act(deps, caller, 'stock.count', `stockCount:${id}`, async (a) => {
        a.allow();
        const { location, expected, found, notSeen, notExpected, unknown } = await compared(a.unit, input);
        const differ = (token: TokenRow, kind: StockDifferenceRow['kind']): StockDifferenceRow => ({
          id: deps.chance.id(),
          countId: id,
          locationId: location,
          tokenId: token.id,
          kind,
          reason: null,
          settledBy: null,
          settledAt: null,
        });
        const differences = [
          ...notSeen.map((token) => differ(token, 'not-seen')),
          ...notExpected.map((token) => differ(token, 'not-expected')),
        ];
        const count: StockCountRow = {
          id,
          locationId: location,
          expected: expected.length,
          seen: found.length,
          unknown: unknown.length,
          countedBy: caller.personId,
          countedAt: a.now,
        };
        await a.done([create('stockCount', count), ...differences.map((row) => create('stockDifference', row))]);
        return { count, differences, unknown };
      });
    },

    /** Explains a difference, once its token stands as the reason says; answers its location. Throws `wrong_state`, `already_done`, `same_person`. */
    settle: (caller: Caller, { differenceId, reason }: z.output<typeof SettleDifference>): Promise<string> =>
      act(deps, caller, 'stock.count', `stockDifference:${differenceId}`, async (a) => {
        const row = await need(a.unit.get('stockDifference', differenceId), 'difference');
        a.allow();
        if (row.settledAt !== null) throw new AppError('already_done', 'this difference is explained already');
        const token = await need(a.unit.get('token', row.tokenId), 'token');
        const fits = reasonOf(row.kind, { ...token }, row.locationId);
        if (fits !== reason)
          throw new AppError(
            'wrong_state',
            `token ${token.id} is ${token.state}: that is not explained by "${reason}"`,
            {
              detail: { serial: token.id, kind: 'token', from: token.state, why: `difference-${reason}` },
            },
          );
        const count = await need(a.unit.get('stockCount', row.countId), 'count');
        if (isOwnCount({ kind: row.kind, reason }, count.countedBy, caller.personId))
          throw new AppError('same_person', 'you made this count: another technician says that the token is there', {
            detail: { why: 'own-count', serial: token.id },
          });
        const said = { reason, settledBy: caller.personId, settledAt: a.now };
        await a.done([update('stockDifference', row, said, { settledAt: null })], { action: 'stock.settle' });
        return row.locationId;
      }),
  };
}
