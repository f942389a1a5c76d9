import { offered } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import type { HandoverRow, PickupCodeRow } from '../../../book/tables/rows/handovers.ts';
import type { CertificateRow } from '../../../book/tables/rows/tokens.ts';
import { CODE_LATEST } from '../../../book/tables/states.ts';
import type { Deps } from '../../act.ts';
import { PARCELS_AT_ONCE } from '../../handover/parcels.ts';
import type { Lists, RequestItem } from '../lists.ts';
import { visibleRequests } from './visible-requests.ts';

/** A token on its way to somebody of the caller's service, or with the caller already. */
export interface Parcel {
  request: RequestItem;
  handover: HandoverRow;
  /** What its holder reads before they accept it. */
  certificate: CertificateRow | undefined;
  /** Of the holder's last pick-up code: never the code. */
  code: PickupCodeRow | undefined;
}

/** Requests that one question reads. */
const PAGE = 200;

/** Shipments, for who takes them in. */
export function createParcelReading(deps: Pick<Deps, 'store' | 'clock'>, lists: Pick<Lists, 'requests'>) {
  const { reads } = deps.store;
  /** Those of some requests that are shipments for the caller to take in or to give. */
  const among = async (caller: Caller, requests: readonly RequestItem[], now: number): Promise<Parcel[]> => {
    const requestId = requests.map(({ id }) => id);
    const [handovers, certificates, codes] = await Promise.all([
      reads.find('handover', { requestId, failedAt: null }),
      reads.find('certificate', { requestId, state: 'good' }),
      reads.find('pickupCode', { requestId, state: CODE_LATEST }),
    ]);
    const of = <R extends { requestId: string | null }>(rows: readonly R[], id: string): R | undefined =>
      rows.find((row) => row.requestId === id);
    return requests.flatMap((request): Parcel[] => {
      const handover = of(handovers, request.id);
      if (handover?.mode !== 'shipment' || handover.receiptAt !== null) return [];
      const object = { ...request, contentSalt: null, carrierIds: [handover.operatorId] };
      if (offered(caller, 'handover.receiveParcel', object, now) === undefined) return [];
      return [{ request, handover, certificate: of(certificates, request.id), code: of(codes, request.id) }];
    });
  };

  return {
    /**
     * What is on its way to the caller's service, the oldest first: as many as one act takes, and whether there are more.
     * Tokens handed over at a desk wait for their holders' word in the same list, for 30 days: it is read on behind them.
     */
    parcels: async (caller: Caller): Promise<{ parcels: Parcel[]; more: boolean }> => {
      const now = deps.clock.now();
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
      return { parcels: theirs.slice(0, PARCELS_AT_ONCE), more: theirs.length > PARCELS_AT_ONCE };
    },
  };
}
