import { hash } from 'node:crypto';
import { HOUR_MS } from '../../../durations.ts';
import type { TokenState } from '../../tables/states.ts';
import { TOKEN_ENDED, TOKEN_IN_USE, TOKEN_MISSING, TOKEN_TO_SERVE } from '../../tables/states.ts';
import { beginOf, dayOf } from '../calendar/working-days.ts';

/** The terms of the stock's equation, and the states that each counts. */
export const BALANCE_TERMS = {
  inStock: TOKEN_TO_SERVE,
  inProduction: ['in_production'],
  toCheck: ['to_check'],
  issued: [...TOKEN_IN_USE, ...TOKEN_ENDED],
  missing: TOKEN_MISSING,
  scrapped: ['scrapped'],
  destroyed: ['destroyed'],
} as const satisfies Readonly<Record<string, readonly TokenState[]>>;
export type BalanceTerm = keyof typeof BALANCE_TERMS;
/** The terms, in the order in which everybody reads them. */
export const TERMS = Object.keys(BALANCE_TERMS) as BalanceTerm[];
/** The numbers of a row, in the order in which an entry says them. */
export const BALANCE_NUMBERS = ['received', 'moved', ...TERMS] as const;

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

/** By which a model in a location is known where rows are gathered. */
export const pairKey = (location: string | null, model: string): string => JSON.stringify([location, model]);

/**
 * A row as the entry of its model says it: its location, then its numbers. So short, a model in as many locations as there may be
 * fits in a line of the journal, which has 65,535 octets.
 */
type SaidRow = readonly [location: string | null, ...numbers: number[]];
export const saidRow = (row: BalanceRow): SaidRow => [row.location, ...BALANCE_NUMBERS.map((name) => row[name])];
export function rowOfSaid(model: string, [location, ...numbers]: SaidRow): BalanceRow {
  const named = BALANCE_NUMBERS.map((name, index) => [name, numbers[index] ?? 0]);
  return { location, model, ...(Object.fromEntries(named) as Record<(typeof BALANCE_NUMBERS)[number], number>) };
}

/** When the stock of a day is counted: from 18:00 in Paris, give or take the hour of a change of clocks. */
const EVENING_MS = 18 * HOUR_MS;
export const isEvening = (at: number): boolean => at >= beginOf(dayOf(at)) + EVENING_MS;
/** The setting that says on which day the stock of a model was last counted. A model may be any text, and an id may not. */
export const countedSetting = (model: string): string => `stock.balanced:${hash('sha256', model)}`;
