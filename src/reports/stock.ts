import type { JsonChange } from '../journal/entry-changes.ts';
import type { DailyReport } from './shape.ts';

/** How many tokens are in each state. */
export type TokensByState = Readonly<Record<string, number>>;

/** Follows the tokens of the house through the journal: how many are in which state. */
export function followStock(before: TokensByState = {}) {
  const states: Record<string, number> = { ...before };
  const add = (state: unknown, count: number): void => {
    if (typeof state === 'string') states[state] = (states[state] ?? 0) + count;
  };
  return {
    take: (change: JsonChange): void => {
      if (change.table !== 'token') return;
      if ('insert' in change) add(change.insert['state'], 1);
      else if (change.set['state'] !== undefined) {
        add(change.from, -1);
        add(change.set['state'], 1);
      }
    },
    standing: (): TokensByState => ({ ...states }),
    /** Those that can be made into somebody's, returned ones among them, as the stock's equation counts them. */
    stock: (): DailyReport['stock'] => ({
      inStock: (states['in_stock'] ?? 0) + (states['returned'] ?? 0),
      toCheck: states['to_check'] ?? 0,
    }),
  };
}
