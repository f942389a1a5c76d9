import { may, reachOf } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import { Ref } from '../../book/tables/ref.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { AppError } from '../../errors.ts';
import type { Deps } from '../act.ts';
import { isVisible, PERSON_VISIBLE_BY, TOKEN_VISIBLE_BY } from '../visibility.ts';
import type { Lists } from './lists.ts';
import type { Cursor, Paged, Total } from './paging.ts';
import type { RequestItem } from './request/request-lists.ts';
import { visibleRequests } from './request/visible-requests.ts';
import type { Sort } from './sorting.ts';
import { machineOfToken } from './workstation/workstations.ts';

/** Kinds of things that are searched together, in the order of a page. */
const SEARCHED = ['requests', 'tokens', 'workstations', 'people'] as const;
export type Searched = (typeof SEARCHED)[number];

/** What somebody looks for: as it was typed, and as the number, serial or id that it may be. */
export interface SearchInput {
  text: string;
  code: string;
}

/** The page of a thing that is named by its number, serial or id. */
export type Hit =
  | { page: 'request'; number: string }
  | { page: 'token'; serial: string }
  | { page: 'workstation'; assetNumber: string }
  | { page: 'person'; personId: string };

/** What a search found: null for a kind of which the caller has no list. */
export interface SearchFound {
  exact: Hit[];
  requests: Paged<RequestItem> | null;
  tokens: Paged<TokenRow> | null;
  workstations: Paged<WorkstationRow> | null;
  people: Paged<PersonRow> | null;
}

/** Shown of each kind; the lists have the rest. */
const FEW = { limit: 10 };
const NOTHING: SearchFound = { exact: [], requests: null, tokens: null, workstations: null, people: null };

/** A code as it was typed, and in the cases in which things are named. */
const cases = (code: string): string[] => [...new Set([code, code.toUpperCase(), code.toLowerCase()])];

/**
 * The number that was meant by one typed without its hyphens, or with spaces for them: `DEM202600471` is `DEM-2026-00471`, `PN88213`
 * is `PN-88213`. Undefined for what is no such number.
 */
function hyphenated(code: string): string | undefined {
  const [, year, nth] = /^DEM-?(\d{4})-?(\d{5,9})$/i.exec(code) ?? [];
  if (year && nth) return `DEM-${year}-${nth}`;
  const [, letters, digits] = /^([a-z]+)(\d+)$/i.exec(code) ?? [];
  return letters && digits ? `${letters}-${digits}` : undefined;
}

/** One search for requests, tokens, workstations and people, in what the caller may read of each. */
export function createSearch(deps: Deps, lists: Lists) {
  const { reads } = deps.store;
  const now = () => deps.clock.now();

  /** The kinds of which the caller can find something that is not their own; none for people who have nothing to search. */
  const searchable = (caller: Caller): Searched[] => {
    const rights = {
      requests: ['request.read'],
      tokens: TOKEN_VISIBLE_BY,
      workstations: ['workstation.read'],
      people: PERSON_VISIBLE_BY,
    } as const;
    return SEARCHED.filter((kind) => reachOf(caller, rights[kind], now()).length > 0);
  };

  const requestOf = async (caller: Caller, code: string): Promise<Hit[]> => {
    const [request] = await reads.find('request', { number: cases(code) });
    if (!request || !may(caller, 'request.read', request, now())) return [];
    return [{ page: 'request', number: request.number }];
  };

  /** Where the caller reads of a token: on its own page, else on that of its request. */
  const pageOf = async (caller: Caller, token: TokenRow): Promise<Hit[]> => {
    if (may(caller, 'stock.read', {}, now())) return [{ page: 'token', serial: token.id }];
    const request = token.requestId === null ? undefined : await reads.get('request', token.requestId);
    const seen = request !== undefined && may(caller, 'request.read', request, now());
    return seen ? [{ page: 'request', number: request.number }] : [];
  };
  const tokenOf = async (caller: Caller, code: string): Promise<Hit[]> => {
    const [token] = await reads.find('token', { id: cases(code) });
    if (!token) return [];
    const holder = token.holderId === null ? undefined : await reads.get('person', token.holderId);
    const object = { holderId: token.holderId, service: holder?.service ?? null };
    return isVisible(TOKEN_VISIBLE_BY, caller, object, now()) ? pageOf(caller, token) : [];
  };

  const workstationOf = async (caller: Caller, code: string): Promise<Hit[]> => {
    if (!may(caller, 'workstation.read', {}, now())) return [];
    const [byNumber] = await reads.find('workstation', { assetNumber: cases(code) });
    const workstation = byNumber ?? (await reads.find('workstation', { serialNumber: cases(code) }))[0];
    return workstation ? [{ page: 'workstation', assetNumber: workstation.assetNumber }] : [];
  };

  /** By their own texts, and the one that a token of this very serial is bound to. */
  const workstationsOf = async (text: string, code: string): Promise<Paged<WorkstationRow>> => {
    const machine = await machineOfToken(reads, code);
    return machine ? { items: [machine], next: null } : lists.workstations({ text }, FEW);
  };

  const personOf = async (caller: Caller, code: string): Promise<Hit[]> => {
    const found = await reads.peopleWithIdentifiers({ directoryId: code });
    const seen = found.filter(({ service }) => isVisible(PERSON_VISIBLE_BY, caller, { service }, now()));
    return seen.map(({ id }) => ({ page: 'person', personId: id }));
  };

  /** What has this very number, serial or id, typed with or without its hyphens, and may be read. What may not be read is as if it were not there. */
  const exactly = async (caller: Caller, code: string): Promise<Hit[]> => {
    if (!Ref.safeParse(code).success) return [];
    const ways = [requestOf, tokenOf, workstationOf, personOf];
    const called = async (name: string) => (await Promise.all(ways.map((way) => way(caller, name)))).flat();
    const asTyped = await called(code);
    const meant = hyphenated(code);
    return asTyped.length > 0 || meant === undefined ? asTyped : called(meant);
  };

  const seen = <F extends { text?: string }>(caller: Caller, filter: F) => {
    const services = reachOf(caller, PERSON_VISIBLE_BY, now());
    if (services.length === 0) throw new AppError('forbidden', 'none of your roles may read people');
    return { ...filter, service: services === 'all' ? '*' : services };
  };
  const seenPeople = async (caller: Caller, filter: { text?: string; sort?: Sort<'people'> }, page: Cursor) =>
    lists.people(seen(caller, filter), page);

  return {
    searchable,

    /**
     * What has a text in its number, serial, id or name, ten of each kind at most, and what is named by exactly this. Throws
     * `forbidden` for people who can find nothing but their own.
     */
    search: async (caller: Caller, { text, code }: SearchInput): Promise<SearchFound> => {
      const kinds = searchable(caller);
      if (kinds.length === 0) throw new AppError('forbidden', 'none of your roles may search');
      if (text.trim() === '') return NOTHING;
      const mayRead = (right: 'stock.read' | 'workstation.read') => may(caller, right, {}, now());
      const [exact, requests, tokens, workstations, people] = await Promise.all([
        exactly(caller, code),
        kinds.includes('requests') ? lists.requests({ text, visible: visibleRequests(caller, now()) }, FEW) : null,
        mayRead('stock.read') ? lists.tokens({ text: code }, FEW) : null,
        mayRead('workstation.read') ? workstationsOf(text, code) : null,
        kinds.includes('people') ? seenPeople(caller, { text }, FEW) : null,
      ]);
      return { exact, requests, tokens, workstations, people };
    },

    /** People of whom the caller may open the sheet, by name. */
    seenPeople,
    /** How many there are of them. */
    seenPeopleTotal: async (caller: Caller, filter: { text?: string }): Promise<Total | undefined> =>
      lists.totals.people(seen(caller, filter)),
  };
}
