import { TOKEN_IN_USE } from '../tables/states.ts';
import type { TokenState } from '../tables/tables.ts';

/** The terms of the stock's equation, and the states that each counts. */
export const BALANCE_TERMS = {
  inStock: ['in_stock', 'returned'],
  inProduction: ['in_production'],
  toCheck: ['to_check'],
  issued: [...TOKEN_IN_USE, 'revoked', 'expired'],
  missing: ['missing'],
  scrapped: ['scrapped'],
  destroyed: ['destroyed'],
} as const satisfies Readonly<Record<string, readonly TokenState[]>>;
export type BalanceTerm = keyof typeof BALANCE_TERMS;
const TERMS = Object.keys(BALANCE_TERMS) as BalanceTerm[];

/**
 * The equation of one model in one location: received + moved = the sum of the terms. `moved`: what came from other locations,
 * less what went to them; over all locations of a model it is nothing.
 */
export type BalanceRow = { location: string | null; model: string; received: number; moved: number } & Record<
  BalanceTerm,
  number
>;

/** The row of a model in a location, by how many of it were delivered there and how many are in each state. */
export function balanceRow(
  { location, model, received }: Pick<BalanceRow, 'location' | 'model' | 'received'>,
  count: (state: TokenState) => number,
): BalanceRow {
  const sum = (term: BalanceTerm): number => BALANCE_TERMS[term].reduce((n, state) => n + count(state), 0);
  const terms = Object.fromEntries(TERMS.map((term) => [term, sum(term)])) as Record<BalanceTerm, number>;
  const total = TERMS.reduce((n, term) => n + terms[term], 0);
  return { location, model, received, moved: total - received, ...terms };
}

/** Whether no token is counted twice or not at all: what left one location came to another. */
export const isBalanced = (rows: readonly Pick<BalanceRow, 'moved'>[]): boolean =>
  rows.reduce((n, { moved }) => n + moved, 0) === 0;
