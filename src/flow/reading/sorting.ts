import { SORTS, type Sort, type SortedList } from './lists.ts';

/** How the doors call the orders of a list: a column, with `-` before it the other way round. */
export const ordersOf = (list: SortedList): string[] => SORTS[list].flatMap((by) => [by, `-${by}`]);

/** The order that is called so; undefined for what no list of this kind knows. Attacker-controlled. */
export function sortCalled<L extends SortedList>(list: L, name: string): Sort<L> | undefined {
  const columns: readonly Sort<L>['by'][] = SORTS[list];
  const by = columns.find((column) => column === name.replace(/^-/, ''));
  return by === undefined ? undefined : { by, descending: name.startsWith('-') };
}
