import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { AtSlot, RepeatProduction, ShipToken } from '../../flow/handover/handover.ts';
import { LetterRef } from '../../flow/handover/letters.ts';
import { PrintPaper } from '../../flow/handover/papers.ts';
import { RequestRef } from '../../flow/request/request.ts';
import { operation } from '../operation.ts';
import { Letter, Nothing } from '../shapes.ts';

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

const Queue = z.object({
  name: z.string(),
  state: z.enum(['ready', 'printing', 'stopped', 'unreachable']),
  reason: z.string(),
});

/** A token reaches its holder, and its letter another way. */
/** Neither its producer nor who had its token in hand on the way prints a PIN letter. */
const LetterWaiting = Letter.extend({
  number: z.string(),
  producerId: z.string().nullable(),
  carrierIds: z.array(z.string()),
});

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
    summary: 'The agent has read the certificate and accepts it',
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
    summary: 'The token has arrived: it is active, the one it replaces ends',
    acts: ['handover.confirmReceipt'],
    input: RequestRef,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.handover.confirmReceipt(who.caller, input),
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
  listLetters: operation({
    method: 'GET',
    path: '/v1/letters',
    summary: 'Papers that wait for a printer or a confirmation',
    acts: ['letter.read'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(LetterWaiting) }),
    run: async ({ door, who }) => ({ items: await door.flow.reading.letters(who.caller) }),
  }),
  listPrinters: operation({
    method: 'GET',
    path: '/v1/printers',
    summary: 'How the queues for labels and for letters stand, by their own word',
    acts: ['letter.read'],
    input: z.strictObject({}),
    output: z.object({ label: Queue, letter: Queue }),
    run: ({ door, who }) => door.flow.reading.printers(who.caller),
  }),
  printPaper: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/papers/{paper}',
    summary: 'Print a paper without a secret: work order, transport note, hand-over sheet',
    acts: ['paper.print'],
    input: PrintPaper,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.papers.print(who.caller, input),
  }),
  printLetter: operation({
    method: 'POST',
    path: '/v1/letters/{letterId}/print',
    summary:
      'Print a paper on the configured queue; nobody prints the letter of a token they produced, or shipped or received for its holder',
    acts: ['letter.print', 'label.print'],
    input: LetterRef,
    output: z.object({ letterId: z.string() }),
    run: ({ door, who }, input) => door.flow.letters.print(who.caller, input),
  }),
  confirmLetter: operation({
    method: 'POST',
    path: '/v1/letters/{letterId}/confirm',
    summary: 'The paper is readable: its secret is gone from the service',
    acts: ['letter.confirm'],
    input: LetterRef,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.letters.confirm(who.caller, input),
  }),
};
