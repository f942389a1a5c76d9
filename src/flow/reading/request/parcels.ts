import { mightEver, offered } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import type { HandoverRow, PickupCodeRow } from '../../../book/tables/rows/handovers.ts';
import type { CertificateRow } from '../../../book/tables/rows/tokens.ts';
import { CODE_LATEST, TOKEN_IN_USE } from '../../../book/tables/states.ts';
import { AppError } from '../../../errors.ts';
import type { Deps } from '../../act.ts';
import { PARCELS_AT_ONCE } from '../../handover/parcels.ts';
import type { Lists } from '../lists.ts';
import { newestOf } from '../newest.ts';
import { createRequestItems } from './request-items.ts';
import type { RequestItem, ShipmentFilter } from './request-lists.ts';
import { visibleRequests } from './visible-requests.ts';

/** A token that was sent: a request that is made again has one parcel for each of its tokens. */
export interface Shipment {
  request: RequestItem;
  handover: HandoverRow;
  /** The serial number of what is in it. */
  tokenId: string;
}
/** A token on its way to somebody of the caller's service, or with the caller already. */
export interface Parcel extends Shipment {
  /** What its holder reads before they accept it. */
  certificate: CertificateRow | undefined;
  /** Of the holder's last pick-up code: never the code. */
  code: PickupCodeRow | undefined;
}
export interface Parcels {
  parcels: Parcel[];
  /** More are on their way than are among `parcels`. */
  more: boolean;
  /** Sent, never received, and of no use any more: the newest first. */
  dead: Shipment[];
  moreDead: boolean;
}

/** Requests that one question reads. */
const PAGE = 200;

/** Shipments, for people who take them in. */
export function createParcelReading(deps: Pick<Deps, 'store' | 'clock'>, lists: Pick<Lists, 'requests' | 'shipments'>) {
  const { reads } = deps.store;
  const { items } = createRequestItems(reads);
  /** Those of some requests that are shipments for the caller to take in or to give. */
  const among = async (caller: Caller, requests: readonly RequestItem[], now: number): Promise<Parcel[]> => {
    const requestId = requests.map(({ id }) => id);
    const [handovers, tokens, certificates, codes] = await Promise.all([
      reads.find('handover', { requestId, failedAt: null }),
      reads.find('token', { requestId, state: TOKEN_IN_USE }),
      reads.find('certificate', { requestId, state: 'good' }),
      reads.find('pickupCode', { requestId, state: CODE_LATEST }),
    ]);
    const of = <R extends { requestId: string | null }>(rows: readonly R[], id: string): R | undefined =>
      rows.find((row) => row.requestId === id);
    return requests.flatMap((request): Parcel[] => {
      const handover = of(handovers, request.id);
      if (handover?.mode !== 'shipment' || handover.receiptAt !== null) return [];
      const token = tokens.find(({ id }) => id === handover.tokenId);
      if (!token) return [];
      const object = { ...request, contentSalt: null, carrierIds: [handover.operatorId] };
      if (offered(caller, 'handover.receiveParcel', object, now) === undefined) return [];
      const certificate = certificates.find(({ tokenId }) => tokenId === token.id);
      return [{ request, handover, tokenId: token.id, certificate, code: of(codes, request.id) }];
    });
  };

  /** These shipments, in this order. */
  const shipmentsOf = async (ids: readonly string[]): Promise<Shipment[]> => {
    const handovers = await reads.find('handover', { id: ids });
    const rows = await reads.find('request', { id: [...new Set(handovers.map(({ requestId }) => requestId))] });
    const requests = new Map((await items(rows)).map((item) => [item.id, item]));
    const found = new Map(handovers.map((handover) => [handover.id, handover]));
    return ids.flatMap((id): Shipment[] => {
      const handover = found.get(id);
      const request = handover && requests.get(handover.requestId);
      return handover?.tokenId && request ? [{ request, handover, tokenId: handover.tokenId }] : [];
    });
  };
  /** Who sent one is not left out: nothing is done with them, and whoever opens the parcel has to know. */
  const dead = async (caller: Caller, now: number): Promise<Pick<Parcels, 'dead' | 'moreDead'>> => {
    const visible = { services: [caller.service], holderId: '', askerId: '' };
    const found = await newestOf(PARCELS_AT_ONCE, (limit) => lists.shipments({ visible, which: 'dead' }, limit));
    const theirs = (await shipmentsOf(found.items)).filter(
      ({ request }) => offered(caller, 'handover.receiveParcel', { ...request, carrierIds: [] }, now) !== undefined,
    );
    return { dead: theirs, moreDead: found.more };
  };

  return {
    /**
     * What is on its way to the caller's service, the oldest first: as many as one act takes, and whether there are more.
     * Tokens handed over at a desk wait for their holders' word in the same list, for 30 days: it is read on behind them.
     * Throws `forbidden` for whoever takes no parcel in.
     */
    parcels: async (caller: Caller): Promise<Parcels> => {
      const now = deps.clock.now();
      if (!mightEver(caller, 'handover.receiveParcel', now))
        throw new AppError('forbidden', 'none of your roles takes parcels in');
      const asked = {
        state: ['handed_over'] as const,
        order: 'oldest' as const,
        visible: visibleRequests(caller, now),
      };
      const theirs: Parcel[] = [];
      for (let cursor: string | undefined; theirs.length <= PARCELS_AT_ONCE; ) {
        const found = await lists.requests(asked, { limit: PAGE, cursor });
        if (found.items.length > 0) theirs.push(...(await among(caller, found.items, now)));
        if (found.next === null) break;
        cursor = found.next;
      }
      const parcels = theirs.slice(0, PARCELS_AT_ONCE);
      return { parcels, more: theirs.length > PARCELS_AT_ONCE, ...(await dead(caller, now)) };
    },

    /**
     * Parcels that were sent to whoever the caller may read of and that nobody received: the `most` that were sent first, or last
     * where the newest are asked for.
     */
    sentParcels: async (caller: Caller, most: number, of: ShipmentFilter & { newestFirst?: boolean } = {}) => {
      const visible = visibleRequests(caller, deps.clock.now());
      const found = await newestOf(most, (limit) => lists.shipments({ ...of, visible, which: 'sent' }, limit));
      return { items: await shipmentsOf(found.items), more: found.more };
    },
  };
}
