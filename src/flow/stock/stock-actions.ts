import { nextState } from '../../book/tables/lifecycle.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { TOKEN_IN_USE } from '../../book/tables/states.ts';

/** What the stock does with a token by its number alone: no slot, no second person. */
export const STOCK_ACTIONS = ['scrap', 'miss', 'find', 'return'] as const;
export type StockAction = (typeof STOCK_ACTIONS)[number];

/**
 * Those that may be done now. `isTemporary`: it was made beside one that was forgotten, and is taken back while it is in use. Whoever
 * produces a token has it to themselves until that ends.
 */
export function stockActionsOf({ state }: Pick<TokenRow, 'state'>, isTemporary: boolean): StockAction[] {
  if (state === 'in_production') return [];
  const isTakenBack = isTemporary && TOKEN_IN_USE.includes(state);
  return STOCK_ACTIONS.filter(
    (action) => nextState('token', state, action) !== undefined || (action === 'return' && isTakenBack),
  );
}
