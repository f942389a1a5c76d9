import type { Sort, SortedList } from '../../../flow/reading/sorting.ts';
import { sortCalled } from '../../../flow/reading/sorting.ts';
import { single, type Values } from '../forms/forms.ts';

/** The parameter of an address that says how its list is sorted: a column, with `-` before it the other way round. */
export const SORTED = 'tri';
/** The parameter of the journal's address that has its page list the acts to choose from. */
export const ACTS_SHOWN = 'actes';
/** Parameters of a list's address that narrow nothing down: its order, its page, what is ticked or to choose from, notice and language. */
const NO_FILTERS: readonly string[] = [SORTED, ACTS_SHOWN, 'suite', 'passes', 'tous', 'info', 'lang'];

/** How an address has its list sorted; undefined for what no list of this kind knows. Attacker-controlled. */
export const sortOf = <L extends SortedList>(list: L, query: Values): Sort<L> | undefined =>
  sortCalled(list, single(query, SORTED));

/** What of an address narrows its list down. */
export function filtersOf(query: Values): [string, string][] {
  const given = Object.keys(query).map((name): [string, string] => [name, single(query, name)]);
  return given.filter(([name, value]) => value !== '' && !NO_FILTERS.includes(name));
}
