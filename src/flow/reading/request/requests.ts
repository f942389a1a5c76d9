import { offered } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import { RIGHTS, type Right } from '../../../book/rights/sentences.ts';
import { QUEUE } from '../../../book/rules/waiting/queue.ts';
import type { RequestRow } from '../../../book/tables/rows/requests.ts';
import {
  isOpenRequest,
  REQUEST_ON_ITS_WAY,
  REQUEST_STATES,
  REQUEST_WAITS_FOR_HOLDER,
} from '../../../book/tables/states.ts';
import type { Deps } from '../../act.ts';
import { handedOverBy } from '../../handover/handover.ts';
import { guard } from '../guard.ts';
import type { Lists } from '../lists.ts';
import { type Newest, newestOf } from '../newest.ts';
import type { Cursor, Paged, Total } from '../paging.ts';
import type { Sort } from '../sorting.ts';
import { REQUEST_ORDERS } from './orders.ts';
import { createRequestDetail } from './request-detail.ts';
import { createRequestExchange } from './request-exchange.ts';
import { createRequestItems, namedIn } from './request-items.ts';
import type { RequestFilter, RequestItem, ShipmentFilter } from './request-lists.ts';
import { type ToMakeAgain, withEnds } from './token-ends.ts';
import { createUndecidedReading } from './undecided.ts';
import { visibleRequests } from './visible-requests.ts';

/** What of the queue is asked for. */
export type QueueFilter = Pick<RequestFilter, 'kind' | 'service' | 'deliverySite'>;

/** Requests and the queue, for whom they concern. */
export function createRequestReading(deps: Deps, lists: Lists) {
  const { reads } = deps.store;
  const now = () => deps.clock.now();
  const check = guard(deps);

  const { items } = createRequestItems(reads);

  return {
    ...createUndecidedReading(deps, lists),
    request: createRequestDetail(deps, lists),
    ...createRequestExchange(deps, lists),

    /** Requests that the caller may see, the youngest first unless sorted otherwise. */
    requests: async (
      caller: Caller,
      { sort, ...filter }: RequestFilter & { sort?: Sort<'requests'> },
      page: Cursor,
    ) => {
      const order = REQUEST_ORDERS[sort?.by ?? 'age'][sort?.descending ? 1 : 0];
      return lists.requests({ ...filter, order, visible: visibleRequests(caller, now()) }, page);
    },

    /**
     * Those on their way that the caller may see whose token ended before its receipt, the `most` that were submitted first, or the first in
     * the order that is asked for: what has to be made again.
     */
    toMakeAgain: async (
      caller: Caller,
      most: number,
      { sort, ...of }: ShipmentFilter & { sort?: Sort<'requests'> } = {},
    ): Promise<Newest<ToMakeAgain>> => {
      const filter = { ...of, state: REQUEST_ON_ITS_WAY, lostItsToken: true, visible: visibleRequests(caller, now()) };
      const order = sort ? REQUEST_ORDERS[sort.by][sort.descending ? 1 : 0] : 'oldest';
      const found = await newestOf(
        most,
        async (limit) => (await lists.requests({ ...filter, order }, { limit })).items,
      );
      return { ...found, items: await withEnds(reads, found.items) };
    },

    /** How many there are of them. */
    requestTotal: async (caller: Caller, filter: RequestFilter): Promise<Total | undefined> =>
      lists.totals.requests({ ...filter, visible: visibleRequests(caller, now()) }),

    /** Profiles that a request for a token may name, the usual one first. */
    tokenProfiles: (): string[] => deps.ca.tokenProfiles().map(({ name }) => name),

    /** The rights that the caller may use to this request now: the console's buttons. */
    actsOn: async (caller: Caller, request: RequestRow): Promise<Right[]> => {
      const approvals = await reads.find('approval', { requestId: request.id, withdrawnAt: null });
      const carrierIds = await handedOverBy(reads, request.id);
      const object = { ...request, carrierIds, approverIds: approvals.map((g) => g.approverId) };
      return RIGHTS.filter((right) => offered(caller, right, object, now()) !== undefined); // a missing factor is asked for, not hidden
    },

    /** The approved requests in working order, as the technician will take them. */
    queue: async (caller: Caller, limit: number): Promise<RequestItem[]> => {
      check(caller, 'queue.read');
      return items(await reads.queue(['first-issue', 'renewal', 'replacement', 'nomade'], limit));
    },

    /** A page of what stands there, or of some of it, in the same order. */
    queuePage: async (caller: Caller, filter: QueueFilter, page: Cursor): Promise<Paged<RequestItem>> => {
      check(caller, 'queue.read');
      return lists.requests({ ...filter, state: [QUEUE.state], order: 'working', visible: 'all' }, page);
    },
    /** How many there are of them. */
    queueTotal: async (caller: Caller, filter: QueueFilter): Promise<Total | undefined> => {
      check(caller, 'queue.read');
      return lists.totals.requests({ ...filter, state: [QUEUE.state], visible: 'all' });
    },

    /** How many stand there. */
    queueLength: async (caller: Caller): Promise<number> => {
      check(caller, 'queue.read');
      return lists.countRequests({ state: [QUEUE.state], visible: 'all' });
    },

    /** What the caller has on the bench, begun and not finished. */
    onOwnBench: async (caller: Caller): Promise<RequestItem[]> => {
      check(caller, 'queue.read');
      return items(await reads.find('request', { state: 'in_production', producerId: caller.personId }));
    },

    /**
     * The requests of the caller's own that wait for something, or those that are over, the youngest first. Of nobody else's is one
     * among them, whatever else the caller reads or asked for: else those would push theirs off the page.
     */
    ownRequests: ({ personId }: Caller, which: 'open' | 'past', page: Cursor): Promise<Paged<RequestItem>> => {
      const state = REQUEST_STATES.filter((one) => isOpenRequest(one) === (which === 'open'));
      return lists.requests(
        { state, order: 'newest', visible: { services: [], holderId: personId, askerId: '' } },
        page,
      );
    },

    /** How many requests of their own wait for the caller. */
    ownToDoCount: ({ personId }: Caller): Promise<number> =>
      reads.count('request', { holderId: personId, state: REQUEST_WAITS_FOR_HOLDER }),

    /** Of requests of the queue, the ids of those that somebody else has to make: four eyes forbid them to the caller. */
    othersMake: async (caller: Caller, requests: readonly RequestItem[]): Promise<string[]> => {
      if (requests.length === 0) return [];
      const requestId = requests.map(({ id }) => id);
      const [approvals, handovers] = await Promise.all([
        reads.find('approval', { requestId, withdrawnAt: null }),
        reads.find('handover', { requestId, failedAt: null }),
      ]);
      const approvers = namedIn(approvals, 'approverId');
      const carriers = namedIn(handovers, 'operatorId');
      const isForbidden = (request: RequestItem): boolean => {
        const right = request.kind === 'nomade' ? 'credential.release' : 'production.produce';
        const object = { approverIds: approvers.get(request.id) ?? [], carrierIds: carriers.get(request.id) ?? [] };
        return offered(caller, right, { ...request, ...object }, now()) === undefined;
      };
      return requests.filter(isForbidden).map(({ id }) => id);
    },
  };
}
