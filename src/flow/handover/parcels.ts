import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { DOCUMENTS } from '../../book/tables/codes.ts';
import type { Deps } from '../act.ts';
import { each, type ResultOf } from '../each.ts';
import { Ref } from '../inputs.ts';
import { type RequestRef, seekRequest } from '../request/request.ts';
import { currentHandover } from './letters.ts';
import { PickupCode } from './pickup-code.ts';
import type { TakeCode } from './receiving.ts';

/** As many as one page shows, and as one act takes. */
export const PARCELS_AT_ONCE = 50;
export const ReceiveParcels = z.strictObject({ requestIds: z.array(Ref).min(1).max(PARCELS_AT_ONCE) });
/** What a holder gave on the spot: the code that only they have, and a document that says who they are. */
const Given = z.strictObject({ requestId: Ref, code: PickupCode, document: z.enum(DOCUMENTS) });
export const GiveOnTheSpot = z.strictObject({
  parcels: z
    .array(Given)
    .min(1)
    .max(PARCELS_AT_ONCE)
    .refine((all) => new Set(all.map(({ requestId }) => requestId)).size === all.length, {
      error: 'one is named twice',
    }),
});

/** What became of one; `requestId` as it was given. */
export type ParcelResult = { requestId: string } & ResultOf<object>;

interface One {
  receiveParcel(caller: Caller, input: z.output<typeof RequestRef>): Promise<void>;
  takeCode(caller: Caller, input: z.output<typeof TakeCode>): Promise<void>;
}

/** A correspondent's parcel: many tokens at once, each by the rules of one; what is refused keeps no other waiting. */
export function createParcels(deps: Deps, one: One) {
  const named = async <I extends { requestId: string }>(
    items: readonly I[],
    work: (item: I) => Promise<void>,
  ): Promise<ParcelResult[]> => {
    const results = await each(deps, items, async (item) => {
      await work(item);
      return {};
    });
    return results.map((result, at) => ({ requestId: items[at]?.requestId ?? '', ...result }));
  };

  return {
    /** The parcel of each is here. */
    receiveParcels: (caller: Caller, { requestIds }: z.output<typeof ReceiveParcels>): Promise<ParcelResult[]> =>
      named(
        requestIds.map((requestId) => ({ requestId })),
        (item) => one.receiveParcel(caller, item),
      ),

    /**
     * Each holder, who read their certificate and gave their code once, accepts it and receives the token: two entries, as
     * everywhere. A code that is wrong is counted once.
     */
    giveOnTheSpot: (caller: Caller, { parcels }: z.output<typeof GiveOnTheSpot>): Promise<ParcelResult[]> =>
      named(parcels, async ({ requestId, code, document }) => {
        const { reads } = deps.store;
        // where there is none, the act itself refuses it, as it does one that the caller may not see
        const request = await seekRequest(reads, requestId);
        const handover = request && (await currentHandover(reads, request.id));
        const given = { requestId: request?.id ?? requestId, code, document };
        if (!handover || handover.acceptedAt === null) await one.takeCode(caller, { ...given, purpose: 'acceptance' });
        await one.takeCode(caller, { ...given, purpose: 'receipt' });
      }),
  };
}
