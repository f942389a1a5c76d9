import { z } from 'zod';
import { GiveOnTheSpot, type ParcelResult, ReceiveParcels } from '../../../flow/handover/parcels.ts';
import type { Shipment } from '../../../flow/reading/request/parcels.ts';
import { certificateUseIn, commonNameIn } from '../../../words/certificate-names.ts';
import { operation } from '../../operation.ts';
import { REFUSED, refusedResult } from '../../result.ts';
import { Sentence } from '../../sentence.ts';
import { PickupCodeState } from '../../shapes/requests.ts';
import { Certificate } from '../../shapes/tokens.ts';
import { Time } from '../../shapes/values.ts';

/** A token that was sent. */
const Sent = z.object({
  requestId: z.string(),
  number: z.string(),
  holderName: z.string(),
  tokenId: z.string().describe('The serial number of what is in it'),
  trackingNumber: z.string().nullable(),
  handedOverAt: Time.nullable(),
});
const OnItsWay = Sent.extend({
  /** When a correspondent took it in; null: it is on its way. */
  parcelAt: Time.nullable(),
  acceptedAt: Time.nullable(),
  /** What its holder reads before they accept it: in whose name, what for, until when. */
  certificate: Certificate.extend({ commonName: z.string().nullable(), use: Sentence }).nullable(),
  code: PickupCodeState.nullable(),
});

const sent = ({ request, handover, tokenId }: Shipment): z.output<typeof Sent> => ({
  requestId: request.id,
  number: request.number,
  holderName: request.holderName,
  tokenId,
  trackingNumber: handover.trackingNumber,
  handedOverAt: handover.handedOverAt,
});

/** What became of one of several tokens; `requestId` as it was given. */
const ParcelResults = z.object({
  items: z.array(
    z.discriminatedUnion('outcome', [
      z.object({ requestId: z.string(), outcome: z.literal('done') }),
      z.object({ requestId: z.string(), ...REFUSED }),
    ]),
  ),
});
const parcelResults = async (results: Promise<readonly ParcelResult[]>) => ({
  items: (await results).map((one) => (one.outcome === 'done' ? one : { ...one, ...refusedResult(one.error) })),
});

/** A correspondent's parcels: what is on its way, what is here, many at once. */
export const parcels = {
  listParcels: operation({
    method: 'GET',
    path: '/v1/parcels',
    summary:
      'Parcels for the service of the caller: on their way or here, the oldest first, with what each certificate says and how the pick-up code stands; and those that are of no use any more',
    acts: ['handover.receiveParcel'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(OnItsWay), more: z.boolean(), dead: z.array(Sent), moreDead: z.boolean() }),
    run: async ({ door, who }) => {
      const { parcels: found, more, dead, moreDead } = await door.flow.reading.parcels(who.caller);
      const items = found.map(({ certificate, code, ...one }) => ({
        ...sent(one),
        parcelAt: one.handover.parcelAt,
        acceptedAt: one.handover.acceptedAt,
        certificate: certificate
          ? {
              ...certificate,
              commonName: certificate.subject === null ? null : commonNameIn(certificate.subject),
              use: certificateUseIn(certificate.profile),
            }
          : null,
        code: code ?? null,
      }));
      return { items, more, dead: dead.map(sent), moreDead };
    },
  }),
  receiveParcels: operation({
    method: 'POST',
    path: '/v1/parcels/received',
    summary: 'A correspondent has these parcels; each has its own result',
    acts: ['handover.receiveParcel'],
    input: ReceiveParcels,
    output: ParcelResults,
    run: ({ door, who }, input) => parcelResults(door.flow.handover.receiveParcels(who.caller, input)),
  }),
  giveOnTheSpot: operation({
    method: 'POST',
    path: '/v1/parcels/given',
    summary: 'Each holder gives their pick-up code once: they accept their certificate and receive their token',
    acts: ['handover.takeCode'],
    limited: true,
    input: GiveOnTheSpot,
    output: ParcelResults,
    run: async ({ door, who, countMore }, input) => {
      for (const _ of input.parcels.slice(1)) await countMore(); // the call itself is counted already
      return parcelResults(door.flow.handover.giveOnTheSpot(who.caller, input));
    },
  }),
};
