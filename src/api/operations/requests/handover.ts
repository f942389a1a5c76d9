import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { AtSlot, RepeatProduction, ShipToken } from '../../../flow/handover/handover.ts';
import { CheckIdentity, TakeCode } from '../../../flow/handover/receiving.ts';
import { RequestRef } from '../../../flow/request/request.ts';
import { operation } from '../../operation.ts';
import { Nothing } from '../../shapes/values.ts';

/** What the agent reads before accepting (rule T8). */
const Shown = z.object({
  tokenId: z.string(),
  certificate: z.object({
    pem: z.string(),
    /** One attribute a line. */
    subject: z.string(),
    issuer: z.string(),
    serialNumber: z.string(),
    notBefore: z.int(),
    notAfter: z.int(),
    sha256: z.string(),
  }),
});

function shown(tokenId: string, der: Uint8Array): z.output<typeof Shown> {
  const read = new X509Certificate(der);
  return {
    tokenId,
    certificate: {
      pem: read.toString(),
      subject: read.subject,
      issuer: read.issuer,
      serialNumber: read.serialNumber.toLowerCase(),
      notBefore: Date.parse(read.validFrom),
      notAfter: Date.parse(read.validTo),
      sha256: read.fingerprint256.replaceAll(':', '').toLowerCase(),
    },
  };
}

/** A token reaches its holder. */
export const handover = {
  challengeToken: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/handover/challenge',
    summary: 'At the desk: the plugged token proves its key; answers the certificate for the agent to read',
    acts: ['handover.challenge'],
    input: AtSlot,
    output: Shown,
    run: async ({ door, who }, input) => {
      const { tokenId, certificate } = await door.flow.handover.challenge(who.caller, input);
      return shown(tokenId, certificate);
    },
  }),
  acceptCertificate: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/handover/accept',
    summary: 'The holder, signed in, has read the certificate and accepts it',
    acts: ['handover.accept'],
    input: RequestRef,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.handover.accept(who.caller, input),
  }),
  handOver: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/handover/done',
    summary: 'The token leaves the desk with its holder',
    acts: ['handover.handOver'],
    input: RequestRef,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.handover.handOver(who.caller, input),
  }),
  shipToken: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/handover/ship',
    summary: 'Dispatch: the plugged token proves its key and leaves with the carrier',
    acts: ['handover.ship'],
    input: ShipToken,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.handover.ship(who.caller, input),
  }),
  confirmReceipt: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/handover/receipt',
    summary: 'The holder, signed in, has the token: it is active, the one it replaces ends',
    acts: ['handover.confirmReceipt'],
    input: RequestRef,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.handover.confirmReceipt(who.caller, input),
  }),
  receiveParcel: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/handover/parcel',
    summary:
      'A correspondent has the parcel, and nothing else is said by it: the holder has accepted and received nothing',
    acts: ['handover.receiveParcel'],
    input: RequestRef,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.handover.receiveParcel(who.caller, input),
  }),
  takePickupCode: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/handover/code',
    summary:
      'The holder, who is there, accepts or receives by the pick-up code that only they have; five wrong ones lock it',
    acts: ['handover.takeCode'],
    limited: true,
    input: TakeCode,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.handover.takeCode(who.caller, input),
  }),
  checkIdentity: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/handover/identity',
    summary:
      'An operator checked who the holder is, by a document of this kind; with a second one the holder accepts or receives',
    acts: ['handover.checkIdentity'],
    input: CheckIdentity,
    output: z.object({ done: z.boolean() }),
    run: ({ door, who }, input) => door.flow.handover.checkIdentity(who.caller, input),
  }),
  askPickupCode: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/handover/new-code',
    summary: 'A new pick-up code for the holder, shown once, in place of the one before',
    acts: ['pickupCode.ask'],
    secret: true,
    limited: true,
    input: RequestRef,
    output: z.object({ code: z.string() }),
    run: ({ door, who }, input) => door.flow.pickupCodes.ask(who.caller, input),
  }),
  repeatProduction: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/handover/repeat',
    summary: 'Dead on arrival or lost on the way: that token is revoked and the request produced again',
    acts: ['handover.repeat'],
    input: RepeatProduction,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.handover.repeat(who.caller, input),
  }),
};
