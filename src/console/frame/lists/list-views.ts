import { z } from 'zod';
import { isEntryAction } from '../../../book/book.ts';
import { beginOfDate } from '../../../book/rules/calendar/working-days.ts';
import { LocationCode } from '../../../book/rules/stock/locations.ts';
import { REQUEST_KINDS } from '../../../book/tables/codes.ts';
import { REQUEST_STATES, TOKEN_STATES, WORKSTATION_STATES } from '../../../book/tables/states.ts';
import { oneLine, Ref, ServiceCode } from '../../../flow/inputs.ts';
import { ENTRY_OUTCOMES } from '../../../flow/reading/journal/journal-query.ts';
import type { SortedList } from '../../../flow/reading/sorting.ts';
import { ordersOf } from '../../../flow/reading/sorting.ts';
import { single, type Values } from '../forms/forms.ts';
import { MOTIFS } from '../forms/motif.ts';
import { SORTED } from './list-address.ts';

const oneOf = (values: readonly string[]) => z.string().refine((value) => values.includes(value));
const CalendarDay = z.string().refine((date) => beginOfDate(date) !== undefined);
const orders = (list: SortedList) => oneOf(ordersOf(list));

/**
 * The lists of which people keep views, and what of each address a view keeps: choices of the console, service and order. A
 * text that was looked for is not kept: it may be somebody's name, which a purge would not find.
 */
const REQUESTS = { etat: oneOf(REQUEST_STATES), nature: oneOf(REQUEST_KINDS), [SORTED]: orders('requests') };
const VIEWED = {
  demandes: { ...REQUESTS, service: ServiceCode },
  service: REQUESTS,
  approbations: {
    service: ServiceCode,
    motif: oneOf(MOTIFS),
    anciennete: oneOf(['1', '3', '7']),
    [SORTED]: orders('requests'),
  },
  postes: {
    etat: oneOf(WORKSTATION_STATES),
    image: oneLine(80),
    modele: oneLine(80),
    site: oneLine(100),
    service: ServiceCode,
    [SORTED]: orders('workstations'),
  },
  stock: {
    etat: oneOf(TOKEN_STATES),
    modele: oneLine(60),
    micrologiciel: oneLine(60),
    lot: oneLine(60),
    livraison: Ref,
    emplacement: LocationCode,
    [SORTED]: orders('tokens'),
  },
  journal: {
    issue: oneOf(ENTRY_OUTCOMES),
    du: CalendarDay,
    au: CalendarDay,
    acte: z.string().refine(isEntryAction),
    acteur: oneOf(['system']),
    consultations: oneOf(['1']),
  },
  administration: { service: ServiceCode, [SORTED]: orders('people') },
} as const satisfies Readonly<Record<string, Readonly<Record<string, z.ZodType<string>>>>>;
export type ViewedList = keyof typeof VIEWED;

/** What a view of this list keeps, in a word: the journal has no order to choose, and some lists no service. */
export const keptIn = (list: ViewedList): 'journal' | 'order' | 'service' => {
  if (!(SORTED in VIEWED[list])) return 'journal';
  return 'service' in VIEWED[list] ? 'service' : 'order';
};

/** What a view would keep of an address, in the order in which lists have their filters; nothing that the list does not know. */
export function keptOf(list: ViewedList, query: Values): string {
  const kept = new URLSearchParams();
  for (const [name, schema] of Object.entries<z.ZodType<string>>(VIEWED[list])) {
    const value = schema.safeParse(single(query, name));
    if (value.success) kept.set(name, value.data);
  }
  return kept.toString();
}

/** The list of that name; undefined for what is none. Attacker-controlled. */
export const viewedList = (name: string): ViewedList | undefined =>
  (Object.keys(VIEWED) as ViewedList[]).find((list) => list === name);
