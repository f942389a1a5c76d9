import type { Paged, Total } from '../../../flow/reading/paging.ts';
import { single, type Values } from '../forms/forms.ts';

/** A page of a list, and how many rows the whole list has. */
export interface FoundList<R> {
  found: Paged<R>;
  total: Total | undefined;
}

/** A page and its total, which are read at once: on a server each is a way there and back. */
export async function foundList<R>(page: Promise<Paged<R>>, count: Promise<Total | undefined>): Promise<FoundList<R>> {
  const [found, total] = await Promise.all([page, count]);
  return { found, total };
}

/**
 * Which states of one list an address asks for, on a page with a list for some of `all` states and one for the others: every one where it
 * names none, none where it names one of the other list. Attacker-controlled.
 */
export function statesAsked<S extends string>(ofList: readonly S[], all: readonly S[], query: Values): S[] {
  const asked = all.find((one) => one === single(query, 'etat'));
  return ofList.filter((one) => (asked ?? one) === one);
}
