import { type Caller, scopesOf } from '../../../book/rights/roles.ts';
import { REQUEST_TO_DECIDE } from '../../../book/tables/states.ts';
import type { Deps } from '../../act.ts';
import type { Anomaly } from '../../request/anomalies.ts';
import type { Lists } from '../lists.ts';
import { type Newest, newestOf } from '../newest.ts';
import type { Cursor, Paged } from '../paging.ts';
import { sheetsToOpen } from '../people/people-to-open.ts';
import type { Sort } from '../sorting.ts';
import { createCertified, holdersOf, usualKind, usualProfile } from './certified.ts';
import { REQUEST_ORDERS } from './orders.ts';
import type { BoundRequest, RequestFilter, RequestItem, RequestOrder, Visibility } from './request-lists.ts';

/** What waits for a decision: crisis first, then the oldest, unless it is sorted otherwise. */
export type Undecided = RequestFilter & { sort?: Sort<'requests'> };
function inOrder({ sort, ...filter }: Undecided): RequestFilter & { order: RequestOrder } {
  return { ...filter, order: sort ? REQUEST_ORDERS[sort.by][sort.descending ? 1 : 0] : 'working' };
}

/** Holders whose sheets may be opened: their names, by their ids. */
type Opens = ReadonlyMap<string, string>;

/** What waits for an approver's decision, and what was approved lately. */
export function createUndecidedReading(deps: Deps, lists: Lists) {
  const { reads } = deps.store;
  const now = () => deps.clock.now();
  const usual = (): string => usualProfile(deps);
  const withCertified = createCertified(deps);

  const anomalies = (has: boolean) => ({ has, usual: usual() });
  const withAnomalies = async <R extends { id: string }>(items: readonly R[]) => {
    const all = await lists.anomalies(
      items.map(({ id }) => id),
      usual(),
    );
    return items.map((one) => ({ ...one, anomalies: all.get(one.id) ?? [] }));
  };
  /** What waits for a decision in the services that the caller approves for. */
  const decides = (caller: Caller) => {
    const scopes = scopesOf(caller, 'approver', now());
    const visible: Visibility = scopes.includes('*') ? 'all' : { services: scopes, holderId: '', askerId: '' };
    return { state: REQUEST_TO_DECIDE, visible };
  };
  /** What stands above the first page, and on no other. Its `next` is null where that is all. */
  const first = async (
    page: Cursor,
    filter: RequestFilter & { visible: Visibility; order: RequestOrder },
  ): Promise<Paged<BoundRequest>> =>
    page.cursor === undefined ? lists.boundRequests(filter, { limit: 200 }) : { items: [], next: null };

  return {
    /**
     * Those that wait for this approver, crisis first, then the oldest, unless they are sorted otherwise: a page of those that one
     * click may approve, and with the first page those to look at twice and the reader's own. Counts are of all that the filter finds;
     * `opens`: the holders whose sheets the caller may open; `usual`: the kind of certificate that nobody has to look at twice.
     */
    undecided: async (caller: Caller, asked: Undecided, page: Cursor) => {
      const { order, ...filter } = inOrder(asked);
      const others = { ...filter, ...decides(caller), notOf: caller.personId };
      const [having, without] = [anomalies(true), anomalies(false)];
      const isFirst = page.cursor === undefined;
      const countOdd = () => lists.countRequests({ ...others, anomalies: having });
      const [clear, { items: odd, next: moreOdd }, { items: own }, allCount, services, counted] = await Promise.all([
        lists.boundRequests({ ...others, anomalies: without, order }, page),
        first(page, { ...others, anomalies: having, order }),
        first(page, { ...filter, ...decides(caller), of: caller.personId, order }),
        lists.countRequests(others),
        lists.services({ state: 'submitted', visible: decides(caller).visible }),
        isFirst ? undefined : countOdd(),
      ]);
      // looking for anomalies is what takes long: where all that have one are shown, they are counted
      const oddCount = counted ?? (moreOdd === null ? odd.length : await countOdd());
      const [holders, looked] = await Promise.all([
        holdersOf(reads, [...clear.items, ...odd, ...own]),
        withAnomalies(odd),
      ]);
      return {
        clear: withCertified(clear.items, holders),
        next: clear.next,
        odd: withCertified(looked, holders),
        own: withCertified(own, holders),
        usual: usualKind(deps),
        opens: sheetsToOpen(caller, holders, now()),
        // each is the one or the other; one may be decided between two of these reads
        clearCount: Math.max(0, allCount - oddCount),
        oddCount,
        services,
      };
    },

    /** One part of them, in pages: for a file, which has them all. */
    undecidedPart: async (
      caller: Caller,
      part: 'odd' | 'clear' | 'own',
      filter: Undecided,
      page: Cursor,
    ): Promise<Paged<RequestItem & { anomalies?: readonly Anomaly[] }>> => {
      const whose = part === 'own' ? { of: caller.personId } : { notOf: caller.personId };
      const looked = part === 'own' ? {} : { anomalies: anomalies(part === 'odd') };
      const asked = { ...inOrder(filter), ...decides(caller), ...whose, ...looked };
      const { items: found, next } = await lists.requests(asked, page);
      return { items: part === 'odd' ? await withAnomalies(found) : found, next };
    },

    /** How many wait for this approver's decision. */
    undecidedCount: (caller: Caller): Promise<number> =>
      lists.countRequests({ ...decides(caller), notOf: caller.personId }),

    /** What they approved, or somebody else for the same services, and nobody makes yet: the `most` that were approved last. */
    approvedLately: async (caller: Caller, most: number): Promise<Newest<RequestItem> & { opens: Opens }> => {
      const filter = { ...decides(caller), state: ['approved'], order: 'approved' } as const;
      const newest = await newestOf(most, async (limit) => (await lists.requests(filter, { limit })).items);
      return { ...newest, opens: sheetsToOpen(caller, await holdersOf(reads, newest.items), now()) };
    },

    /** All that one click may approve, crisis first, then the oldest, `most` at most: without an anomaly, neither by nor for the caller. */
    clear: async (caller: Caller, filter: Undecided, most: number) => {
      const wanted = {
        ...inOrder(filter),
        ...decides(caller),
        notOf: caller.personId,
        anomalies: anomalies(false),
      };
      const found: BoundRequest[] = [];
      let cursor: string | null | undefined;
      while (cursor !== null && found.length < most) {
        const page = await lists.boundRequests(wanted, {
          limit: Math.min(200, most - found.length),
          ...(cursor ? { cursor } : {}),
        });
        found.push(...page.items);
        cursor = page.next;
      }
      const holders = await holdersOf(reads, found);
      // nor what has no certificate to be seen
      const items = withCertified(found, holders).filter(({ certified }) => certified !== null);
      return { items, opens: sheetsToOpen(caller, holders, now()) };
    },
  };
}
