import { covers } from '../../book/rights/roles.ts';
import { ROLES, type Role } from '../../book/tables/codes.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { RoleSuggestion } from '../ports/directory.ts';
import type { Sort } from '../reading/sorting.ts';
import { byText } from './leaver-list.ts';
import { byFamilyName } from './person-name.ts';

/** A role that the directory suggests, and nobody has granted, ended or dismissed since. */
export interface OpenSuggestion extends RoleSuggestion {
  person: PersonRow;
  /** The grant to end. */
  grantId: string | null;
  /** It was proposed, and waits for a second person. */
  proposed: boolean;
}

/** Which suggestions are asked for, and in which order: that of the directory where nothing is said. */
export interface SuggestionsAsked {
  /** Of people of this service, with those below it. */
  service?: string | undefined;
  site?: string | undefined;
  role?: Role | undefined;
  kind?: OpenSuggestion['kind'] | undefined;
  sort?: Sort<'suggestions'> | undefined;
}

type Compare = (one: OpenSuggestion, other: OpenSuggestion) => number;
const COMPARE: Readonly<Record<Sort<'suggestions'>['by'], Compare>> = {
  name: (one, other) => byFamilyName(one.person, other.person),
  service: (one, other) => byText(one.person.service, other.person.service),
  site: (one, other) => byText(one.person.site, other.person.site),
  role: (one, other) => ROLES.indexOf(one.role) - ROLES.indexOf(other.role),
  since: (one, other) => one.since - other.since,
};

/** Those of a list that are asked for; pure. They are read whole, since each waits for somebody to decide. */
export function suggestionsAsked(
  suggestions: readonly OpenSuggestion[],
  { service, site, role, kind, sort }: SuggestionsAsked,
): OpenSuggestion[] {
  const found = suggestions.filter(
    (one) =>
      (service === undefined || covers(service, one.person.service)) &&
      (site ?? one.person.site) === one.person.site &&
      (role ?? one.role) === one.role &&
      (kind ?? one.kind) === one.kind,
  );
  if (!sort) return found;
  const sorted = found.toSorted(COMPARE[sort.by]);
  return sort.descending ? sorted.reverse() : sorted;
}
