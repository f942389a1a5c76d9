import { isOneOf } from '../book/tables/one-of.ts';
import { TOKEN_ON_SHELF } from '../book/tables/states.ts';
import type { JsonChange } from '../journal/entry-changes.ts';
import type { DailyReport } from './shape.ts';

/** How many tokens are in each state, and by id those of a shelf that no bench can take as they are: elsewhere, or not blank. */
export interface StockStanding {
  states: Readonly<Record<string, number>>;
  onTheWay: readonly string[];
  notBlank: readonly string[];
}
export const NO_TOKENS: StockStanding = { states: {}, onTheWay: [], notBlank: [] };

/** Follows the tokens of the house through the journal: how many are in which state, and which are blank and there. */
export function followStock(before: StockStanding = NO_TOKENS) {
  const states: Record<string, number> = { ...before.states };
  const [onTheWay, notBlank] = [new Set(before.onTheWay), new Set(before.notBlank)];
  const add = (state: unknown, count: number): void => {
    if (typeof state === 'string') states[state] = (states[state] ?? 0) + count;
  };
  /** A change of an entry names no state where it sends a token away: what is not blank is known from before. */
  const place = (id: string, state: unknown): void => {
    const onShelf = isOneOf(TOKEN_ON_SHELF, state);
    if (onShelf && state !== 'in_stock') notBlank.add(id);
    else notBlank.delete(id);
    if (!onShelf) onTheWay.delete(id);
  };
  return {
    take: (change: JsonChange): void => {
      if (change.table !== 'token') return;
      const { state, transferId } = 'insert' in change ? change.insert : change.set;
      if (state !== undefined) {
        if (!('insert' in change)) add(change.from, -1);
        add(state, 1);
        place(change.id, state);
      }
      if (transferId === null) onTheWay.delete(change.id);
      else if (transferId !== undefined) onTheWay.add(change.id);
    },
    standing: (): StockStanding => ({ states: { ...states }, onTheWay: [...onTheWay], notBlank: [...notBlank] }),
    /** In stock as the stock's equation counts them, returned ones among them; and those that a bench can take. */
    stock: (): DailyReport['stock'] => ({
      inStock: (states['in_stock'] ?? 0) + (states['returned'] ?? 0),
      blanks: (states['in_stock'] ?? 0) - [...onTheWay].filter((id) => !notBlank.has(id)).length,
      toCheck: states['to_check'] ?? 0,
    }),
  };
}
