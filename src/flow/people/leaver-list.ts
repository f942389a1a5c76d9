import { covers } from '../../book/rights/roles.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { CertificateRow, TokenRow } from '../../book/tables/rows/tokens.ts';
import type { Sort } from '../reading/sorting.ts';
import { byFamilyName } from './person-name.ts';

export interface Leaver {
  /** Nameless, and of no service, where the row was edited: whoever did that keeps nobody from revoking. */
  person: PersonRow;
  /** As the directory shows them; `closed`: it shows them still, and an administrator disabled their account here. */
  state: 'disabled' | 'gone' | 'closed';
  /** Since when the directory says so; null where it does not. */
  since: number | null;
  tokens: TokenRow[];
  credentials: CertificateRow[];
  /** Open, and nothing comes of them any more: they end with what is in use. */
  requests: RequestRow[];
}
/** Somebody whose row cannot be believed: their id alone is known. */
export const unknownPerson = (id: string): PersonRow => ({
  ...{ id, directoryId: null, givenName: null, familyName: null, email: null, userPrincipalName: null },
  ...{ securityIdentifier: null, postalAddress: null, service: '', site: '', createdAt: 0, purgedAt: null },
});

/** Which leavers are asked for, and in which order: that of the directory where nothing is said. */
export interface LeaversAsked {
  /** With those below it. */
  service?: string | undefined;
  sort?: Sort<'leavers'> | undefined;
}

/** As French sorts: accents decide only between words that are otherwise the same. */
export const byText = (one: string, other: string): number => one.localeCompare(other, 'fr');
const COMPARE: Readonly<Record<Sort<'leavers'>['by'], (one: Leaver, other: Leaver) => number>> = {
  name: (one, other) => byFamilyName(one.person, other.person),
  service: (one, other) => byText(one.person.service, other.person.service),
  // of whoever the directory does not tell of it, the day is known to nobody here
  since: (one, other) => (one.since ?? Number.MAX_SAFE_INTEGER) - (other.since ?? Number.MAX_SAFE_INTEGER),
};

/** Those of a list that are asked for; pure. They are read whole, since each of them is somebody who has left and holds something. */
export function leaversAsked(leavers: readonly Leaver[], { service, sort }: LeaversAsked): Leaver[] {
  const found = leavers.filter(({ person }) => service === undefined || covers(service, person.service));
  if (!sort) return found;
  const sorted = found.toSorted(COMPARE[sort.by]);
  return sort.descending ? sorted.reverse() : sorted;
}
