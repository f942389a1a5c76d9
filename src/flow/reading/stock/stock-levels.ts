import type { Caller } from '../../../book/rights/roles.ts';
import { beginOf, dayOf, workingDaysBack } from '../../../book/rules/calendar/working-days.ts';
import { LOCATIONS_MOST } from '../../../book/rules/stock/locations.ts';
import { type BalanceRow, balanceRow, pairKey } from '../../../book/rules/stock/stock-balance.ts';
import { type StockCover as Cover, coverBy, USE_DAYS } from '../../../book/rules/stock/stock-cover.ts';
import type { StockLocationRow } from '../../../book/tables/rows/stock.ts';
import { TOKEN_STATES, type TokenState } from '../../../book/tables/states.ts';
import type { Deps } from '../../act.ts';
import { guard } from '../guard.ts';
import type { Lists } from '../lists.ts';
import type { StockLevel, StockSum } from './stock-lists.ts';

/** The equation of a model in a location, and how long its blanks last. */
export interface ReadLevel extends BalanceRow, Cover {
  /** What can be produced: in stock, and not on the way. */
  blanks: number;
  onTheWay: number;
  threshold: number | null;
  /** Fewer blanks than the threshold, whether or not people were told of it today. */
  isLow: boolean;
}

/** The daily stock equation of all tokens. */
export interface StockCounts {
  received: number;
  byState: Record<TokenState, number>;
  /** received = in stock + in production + to check + issued + missing + scrapped + destroyed (domain rule). */
  balanced: boolean;
}

/** How long blanks last together, whatever their model and location. */
export type StockCover = Cover & Pick<ReadLevel, 'blanks'>;

const keyOf = ({ location, model }: Pick<StockSum, 'location' | 'model'>): string => pairKey(location, model);

type CountedState = readonly [state: TokenState, count: number];
const total = (sums: readonly Pick<StockSum, 'n'>[]): number => sums.reduce((sum, { n }) => sum + n, 0);

function countsOf(received: number, counted: readonly CountedState[]): StockCounts {
  const byState = Object.fromEntries(TOKEN_STATES.map((state) => [state, 0])) as Record<TokenState, number>;
  for (const [state, count] of counted) byState[state] += count;
  return { received, byState, balanced: received === counted.reduce((sum, [, n]) => sum + n, 0) };
}

/** How much of each model there is in each location. */
export function createStockLevels({ store, clock }: Deps, lists: Lists) {
  const { reads } = store;
  const check = guard({ clock });
  /** Since when tokens are counted that were made lately: twenty working days. */
  const lately = (): number => beginOf(workingDaysBack(dayOf(clock.now()), USE_DAYS));
  /** What was counted, and what it comes to in each location; what that takes is asked for at once. */
  const levelsNow = async () => {
    const [{ levels, received }, made, locations] = await Promise.all([
      lists.stockLevels(),
      lists.stockUse(lately()),
      reads.find('stockLocation', {}, { orderBy: 'addedAt', limit: LOCATIONS_MOST }),
    ]);
    return { levels, received, read: levelsOf(levels, received, { made, locations }) };
  };
  const levelsOf = (
    levels: readonly StockLevel[],
    received: readonly StockSum[],
    { made, locations }: { made: readonly StockSum[]; locations: readonly StockLocationRow[] },
  ): ReadLevel[] => {
    const used = new Map(made.map((sum) => [keyOf(sum), sum.n]));
    const came = new Map(received.map((sum) => [keyOf(sum), sum.n]));
    const thresholds = new Map(locations.map(({ id, threshold }) => [id, threshold]));
    const pairs = new Map([...levels, ...received].map((one) => [keyOf(one), one]));
    return [...pairs].map(([key, { location, model }]) => {
      const here = levels.filter((level) => keyOf(level) === key);
      const inStock = here.find(({ state }) => state === 'in_stock');
      const blanks = (inStock?.n ?? 0) - (inStock?.onTheWay ?? 0);
      const count = (state: string): number => here.find((level) => level.state === state)?.n ?? 0;
      const threshold = location === null ? null : (thresholds.get(location) ?? null);
      return {
        ...balanceRow({ location, model, received: came.get(key) ?? 0 }, count),
        blanks,
        onTheWay: here.reduce((n, level) => n + level.onTheWay, 0),
        threshold,
        isLow: here.length > 0 && threshold !== null && blanks < threshold,
        ...coverBy(blanks, used.get(key) ?? 0),
      };
    });
  };
  return {
    /** Every model in every location, now. */
    stockLevels: async (caller: Caller): Promise<ReadLevel[]> => {
      check(caller, 'stock.read');
      return (await levelsNow()).read;
    },
    /** The equation of all tokens. */
    stock: async (caller: Caller): Promise<StockCounts> => {
      check(caller, 'stock.read');
      const { received, tokens } = await lists.stock();
      return countsOf(received, tokens);
    },
    /** Both, of one look at the tokens. */
    stockNow: async (caller: Caller): Promise<{ counts: StockCounts; levels: ReadLevel[] }> => {
      check(caller, 'stock.read');
      const { levels, received, read } = await levelsNow();
      const counts = countsOf(
        total(received),
        levels.map(({ state, n }) => [state, n] as const),
      );
      return { counts, levels: read };
    },
    /** All blanks now, and the working days that they last at the pace of the last twenty. */
    stockCover: async (caller: Caller): Promise<StockCover> => {
      check(caller, 'stock.read');
      const [blanks, made] = await Promise.all([lists.blanks(), lists.madeSince(lately())]);
      return { blanks, ...coverBy(blanks, made) };
    },
  };
}
