/**
 * The columns by which a list can be sorted: those in whose order an index has its rows. The holder of a request or of
 * a token stands in its text, without accents; a token need not have a place. Leavers and suggestions of roles are read whole.
 */
export const SORTS = {
  requests: ['age', 'state', 'holder'],
  people: ['name', 'service'],
  workstations: ['number', 'model', 'image', 'service', 'site', 'state'],
  tokens: ['serial', 'model', 'state', 'holder'],
  machineEnds: ['end', 'number', 'service', 'site'],
  incidents: ['age', 'kind'],
  leavers: ['name', 'service', 'since'],
  suggestions: ['name', 'service', 'site', 'role', 'since'],
  mails: ['age'],
  campaignMachines: ['number', 'day'],
} as const;
export type SortedList = keyof typeof SORTS;

/** By which of its columns a list is sorted, and which way round. */
export interface Sort<L extends SortedList> {
  by: (typeof SORTS)[L][number];
  descending: boolean;
}

/** How the doors call the orders of a list: a column, with `-` before it the other way round. */
export const ordersOf = (list: SortedList): string[] => SORTS[list].flatMap((by) => [by, `-${by}`]);

/** The order that is called so; undefined for what no list of this kind knows. Attacker-controlled. */
export function sortCalled<L extends SortedList>(list: L, name: string): Sort<L> | undefined {
  const columns: readonly Sort<L>['by'][] = SORTS[list];
  const by = columns.find((column) => column === name.replace(/^-/, ''));
  return by === undefined ? undefined : { by, descending: name.startsWith('-') };
}
