import type { Words } from '../../../book/language/language.ts';
import { may, offered } from '../../../book/rights/authorise.ts';
import { type Caller, OPERATOR_ROLES, rolesOf, scopesOf } from '../../../book/rights/roles.ts';
import { RIGHTS, type Right } from '../../../book/rights/sentences.ts';
import { dayOf } from '../../../book/rules/calendar/working-days.ts';
import { carriersOf } from '../../../book/rules/handover/carriers.ts';
import { lastPromise } from '../../../book/rules/waiting/promises.ts';
import { QUEUE } from '../../../book/rules/waiting/queue.ts';
import type { HandoverRow, IdentityCheckRow, LetterRow, PickupCodeRow } from '../../../book/tables/rows/handovers.ts';
import type { ApprovalRow, DeviceRow, PromiseRow, RequestRow } from '../../../book/tables/rows/requests.ts';
import type { CertificateRow, TokenRow } from '../../../book/tables/rows/tokens.ts';
import {
  isOpenRequest,
  REQUEST_ON_ITS_WAY,
  REQUEST_OPEN,
  REQUEST_STATES,
  waitsToBeMade,
} from '../../../book/tables/states.ts';
import type { Deps } from '../../act.ts';
import { handedOverBy } from '../../handover/handover.ts';
import { type IdentityAnew, identityOf } from '../../handover/identity-anew.ts';
import { type LetterStanding, standingOf } from '../../handover/letter-standing.ts';
import { currentHandover, mayTellSecret } from '../../handover/letters.ts';
import { latestCode } from '../../handover/pickup-code.ts';
import { waysOfPin } from '../../handover/ways-of-pin.ts';
import { lacksFor } from '../../people/team.ts';
import type { Anomaly } from '../../request/anomalies.ts';
import { queueDays } from '../../request/confirmed-priority.ts';
import { findRequest } from '../../request/request.ts';
import { notThere } from '../../visibility.ts';
import { guard, nameOf } from '../guard.ts';
import type {
  Cursor,
  Lists,
  Paged,
  Passing,
  RequestFilter,
  RequestItem,
  RequestOrder,
  ShipmentFilter,
  Sort,
  Total,
  Visibility,
} from '../lists.ts';
import { type Newest, newestOf } from '../newest.ts';
import { type RebindingDetail, rebindingDetail } from '../token/rebinding.ts';
import { recalledAmong } from '../token/recalled.ts';
import { appointmentsOfRequest, type RequestAppointment } from './appointments.ts';
import { type Certified, createCertified } from './certified.ts';
import { createRequestItems, namedIn } from './request-items.ts';
import { type ToMakeAgain, withEnds } from './token-ends.ts';
import { visibleRequests } from './visible-requests.ts';

/** Before whom more are waiting than this, they are told no number. */
export const AHEAD_MOST = 1000;

export interface RequestDetail {
  request: RequestItem;
  /** The personal device of a Nomade credential; null for a token. */
  device: DeviceRow | null;
  /** How many requests of the queue are made before it, `AHEAD_MOST` for any more; null where it does not stand there. */
  ahead: number | null;
  /** Which of those were asked for later, and by which confirmed priority they go before it. */
  passing: Passing[];
  /** By how many days each priority goes before a normal one: 0, continuity, crisis. */
  queueDays: number[];
  /** When it will be ready, as was told last; null where nothing was told, or it does not wait to be made. */
  promise: PromiseRow | null;
  /** A recall revokes the token that it replaces at this moment, before that day is over; null where none does. */
  endsBefore: number | null;
  approvals: (ApprovalRow & { approverName: string })[];
  anomalies: Anomaly[];
  /** What the certificate would say of its holder; null for people who do not approve it. */
  certified: Certified | null;
  handover: HandoverRow | null;
  /** When the holder comes for it; null where there is nothing to say of it. */
  appointment: RequestAppointment | null;
  /** Of the holder's last pick-up code: never the code. */
  pickupCode: PickupCodeRow | null;
  /** Checks of the holder's identity for this hand-over. */
  checks: IdentityCheckRow[];
  /** Of its token; null where that is not active. */
  rebinding: RebindingDetail | null;
  /** Whether a document of the holder's has to be looked at: a second renewal in a row. */
  identity: IdentityAnew;
  /** Who had the token in hand before its holder. */
  carrierIds: string[];
  letters: (LetterRow & LetterStanding)[];
  /** Its PIN may be shown to its holder now. */
  pinToShow: boolean;
  /** Why nobody is left who could bring it to its end, to whoever works here; null where somebody is. */
  lacks: Words | null;
  tokens: TokenRow[];
  certificates: CertificateRow[];
}

/** How requests are read for each of their sorts, and for the other way round. */
const REQUEST_ORDERS: Readonly<Record<Sort<'requests'>['by'], readonly [RequestOrder, RequestOrder]>> = {
  age: ['newest', 'oldest'],
  state: ['states', 'states-back'],
  holder: ['holders', 'holders-back'],
};

/** What of the queue is asked for. */
export type QueueFilter = Pick<RequestFilter, 'kind' | 'service' | 'deliverySite'>;

/** What waits for a decision: crisis first, then the oldest, unless it is sorted otherwise. */
type Undecided = RequestFilter & { sort?: Sort<'requests'> };
function inOrder({ sort, ...filter }: Undecided): RequestFilter & { order: RequestOrder } {
  return { ...filter, order: sort ? REQUEST_ORDERS[sort.by][sort.descending ? 1 : 0] : 'working' };
}

/** Requests and the queue, for whom they concern. */
export function createRequestReading(deps: Deps, lists: Lists) {
  const { reads } = deps.store;
  const now = () => deps.clock.now();
  const check = guard(deps);

  /** Names of colleagues are not for holders. */
  const worksHere = (caller: Caller): boolean =>
    rolesOf(caller, now()).some((role) => role === 'supervisor' || OPERATOR_ROLES.includes(role));

  /** The profile that nobody has to look at twice. */
  const usual = (): string => deps.ca.tokenProfiles()[0]?.name ?? '';

  const anomalies = (has: boolean) => ({ has, usual: usual() });
  const withAnomalies = async <R extends { id: string }>(items: readonly R[]) => {
    const all = await lists.anomalies(
      items.map(({ id }) => id),
      usual(),
    );
    return items.map((one) => ({ ...one, anomalies: all.get(one.id) ?? [] }));
  };
  const anomaliesOf = async (id: string): Promise<Anomaly[]> => (await lists.anomalies([id], usual())).get(id) ?? [];

  /** What waits for a decision in the services that the caller approves for. */
  const decides = (caller: Caller) => {
    const scopes = scopesOf(caller, 'approver', now());
    const visible: Visibility = scopes.includes('*') ? 'all' : { services: scopes, holderId: '', askerId: '' };
    return { state: ['submitted'] as const, visible };
  };
  /** What stands above the first page, and on no other. */
  const first = async (
    page: Cursor,
    filter: RequestFilter & { visible: Visibility; order: RequestOrder },
  ): Promise<RequestItem[]> => (page.cursor === undefined ? (await lists.requests(filter, { limit: 200 })).items : []);

  const withCertified = createCertified(deps);

  const { item, items } = createRequestItems(reads);

  const promiseOf = async ({ id, state }: RequestRow): Promise<PromiseRow | null> =>
    waitsToBeMade(state) ? (lastPromise(await reads.find('promise', { requestId: id })) ?? null) : null;

  const endsBefore = async ({ replacesTokenId }: RequestRow, promise: PromiseRow | null): Promise<number | null> => {
    if (replacesTokenId === null || promise === null) return null;
    const replaced = await reads.find('token', { id: [replacesTokenId] });
    const at = (await recalledAmong(reads, replaced)).get(replacesTokenId)?.revokeAt ?? null;
    return at !== null && dayOf(at) <= promise.byDay ? at : null;
  };

  const lettersOf = async (request: RequestRow, handover: HandoverRow | undefined) => {
    const [letters, holder, ways] = await Promise.all([
      reads.find('letter', { requestId: request.id }),
      reads.get('person', request.holderId),
      waysOfPin(reads),
    ]);
    const around = { request, holder, handover, ways };
    return letters.map((letter) => ({ ...letter, ...standingOf(letter, around) }));
  };

  return {
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

    /**
     * Those that wait for this approver, crisis first, then the oldest, unless they are sorted otherwise: a page of those that one click may approve, and with the first
     * page those to look at twice and the reader's own. Counts are of all that the filter finds.
     */
    undecided: async (caller: Caller, asked: Undecided, page: Cursor) => {
      const { order, ...filter } = inOrder(asked);
      const others = { ...filter, ...decides(caller), notOf: caller.personId };
      const [having, without] = [anomalies(true), anomalies(false)];
      const [clear, odd, own, clearCount, allCount, services] = await Promise.all([
        lists.requests({ ...others, anomalies: without, order }, page),
        first(page, { ...others, anomalies: having, order }),
        first(page, { ...filter, ...decides(caller), of: caller.personId, order }),
        lists.countRequests({ ...others, anomalies: without }),
        lists.countRequests(others),
        lists.services({ state: 'submitted', visible: decides(caller).visible }),
      ]);
      const [shown, looked] = await Promise.all([
        withCertified(clear.items),
        withCertified(odd).then((items) => withAnomalies(items)),
      ]);
      return {
        clear: shown,
        next: clear.next,
        odd: looked,
        own,
        clearCount,
        // each is the one or the other, and looking for anomalies once is enough
        oddCount: allCount - clearCount,
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
    approvedLately: async (caller: Caller, most: number): Promise<Newest<RequestItem>> => {
      const filter = { ...decides(caller), state: ['approved'], order: 'approved' } as const;
      return newestOf(most, async (limit) => (await lists.requests(filter, { limit })).items);
    },

    /** Profiles that a request for a token may name, the usual one first. */
    tokenProfiles: (): string[] => deps.ca.tokenProfiles().map(({ name }) => name),

    /** All that one click may approve, crisis first, then the oldest, `most` at most: without an anomaly, neither by nor for the caller. */
    clear: async (caller: Caller, filter: Undecided, most: number) => {
      const wanted = {
        ...inOrder(filter),
        ...decides(caller),
        notOf: caller.personId,
        anomalies: anomalies(false),
      };
      const found: RequestItem[] = [];
      let cursor: string | null | undefined;
      while (cursor !== null && found.length < most) {
        const page = await lists.requests(wanted, {
          limit: Math.min(200, most - found.length),
          ...(cursor ? { cursor } : {}),
        });
        found.push(...page.items);
        cursor = page.next;
      }
      return withCertified(found);
    },

    /**
     * One request with all that belongs to it; a stranger's is refused like one that does not exist is. `machine`: of its holder's
     * machines, to which its token may go, those with this in their numbers are offered.
     */
    request: async (caller: Caller, ref: string, machine?: string): Promise<RequestDetail> => {
      const request = await findRequest(reads, ref);
      if (!may(caller, 'request.read', request, now())) throw notThere('request');
      const requestId = request.id;
      const approves = may(caller, 'request.approve', request, now()) ? [request] : [];
      const isQueued = request.state === QUEUE.state;
      const [approvals, handovers, current, tokens, promise] = await Promise.all([
        reads.find('approval', { requestId }),
        reads.find('handover', { requestId }),
        currentHandover(reads, requestId),
        reads.find('token', { requestId }),
        promiseOf(request),
      ]);
      const handover = current ?? null;
      const letters = await lettersOf(request, current);
      const active = tokens.find(({ state }) => state === 'active');
      const untold = letters.find(({ kind, state, secretId }) => kind === 'pin' && state === 'waiting' && secretId);
      const mayTell = async (letter: LetterRow): Promise<boolean> =>
        (await mayTellSecret(reads, letter)) && (await waysOfPin(reads)) !== 1;
      const lacks = worksHere(caller) ? lacksFor(reads, request, now()) : undefined;
      // none of these rests on another: on a server each is a way there and back
      const [shown, device, ahead, passing, days, ends, named, anomaliesFound, certified] = await Promise.all([
        item(request),
        request.deviceId === null ? undefined : reads.get('device', request.deviceId),
        isQueued ? lists.queueAhead(request, AHEAD_MOST) : null,
        isQueued ? lists.queuePassing(request, AHEAD_MOST) : [],
        queueDays(reads),
        endsBefore(request, promise),
        Promise.all(
          approvals.map(async (g) => ({ ...g, approverName: nameOf(await reads.get('person', g.approverId)) })),
        ),
        anomaliesOf(requestId),
        withCertified(approves),
      ]);
      const [appointment, code, checks, identity, pinToShow, missing, rebinding, certificates] = await Promise.all([
        appointmentsOfRequest(reads, request),
        latestCode(reads, requestId),
        handover ? reads.find('identityCheck', { handoverId: handover.id }) : [],
        identityOf(reads, request),
        untold ? mayTell(untold) : false,
        lacks,
        active ? rebindingDetail(reads, lists, active, { caller, now: now(), machine }) : null,
        reads.find('certificate', { requestId }),
      ]);
      return {
        request: shown,
        device: device ?? null,
        ahead,
        passing,
        queueDays: days,
        promise,
        endsBefore: ends,
        approvals: named,
        anomalies: anomaliesFound,
        certified: certified[0]?.certified ?? null,
        handover,
        appointment,
        pickupCode: code ?? null,
        checks,
        identity,
        carrierIds: carriersOf(handovers, requestId),
        letters,
        pinToShow,
        lacks: missing?.sentence ?? null,
        tokens,
        rebinding,
        certificates,
      };
    },

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

    /** How many requests of their own the caller waits for. */
    ownOpenCount: ({ personId }: Caller): Promise<number> =>
      reads.count('request', { holderId: personId, state: REQUEST_OPEN }),

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
