import { z } from 'zod';
import { LetterRef, PrintLetter } from '../../../flow/handover/letters.ts';
import { PrintPaper } from '../../../flow/handover/papers.ts';
import { ShowPin } from '../../../flow/handover/show-pin.ts';
import { operation } from '../../operation.ts';
import { ReadLetter } from '../../shapes/requests.ts';
import { Nothing } from '../../shapes/values.ts';

const Queue = z.object({
  name: z.string(),
  state: z.enum(['ready', 'printing', 'stopped', 'unreachable']),
  reason: z.string(),
});

/** Neither its producer nor who had its token in hand before its holder prints a PIN letter. */
const LetterWaiting = ReadLetter.extend({
  number: z.string(),
  producerId: z.string().nullable(),
  service: z.string(),
  carrierIds: z.array(z.string()),
});
/** How many there are; `more`: there are more than `n`. */
const Total = z.object({ n: z.number(), more: z.boolean() });

/** Papers, and the letter by which a PIN goes another way than its token. */
export const letters = {
  listLetters: operation({
    method: 'GET',
    path: '/v1/letters',
    summary:
      'Papers that wait for a printer or a confirmation: those that somebody can deal with now, then those that cannot be printed yet, the oldest of each first',
    acts: ['letter.read'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(LetterWaiting), ready: Total, early: Total, more: z.boolean() }),
    run: async ({ door, who }) => {
      const { letters: items, ...counts } = await door.flow.reading.letters(who.caller);
      return { items, ...counts };
    },
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
      'Print a paper on the configured queue; nobody prints the letter of a token that they produced or had in hand',
    acts: ['letter.print', 'label.print'],
    input: PrintLetter,
    output: z.object({ letterId: z.string() }),
    run: ({ door, who }, input) => door.flow.letters.print(who.caller, input),
  }),
  showPin: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/handover/pin',
    summary:
      'The PIN of their token for its holder, once, after their second factor or by the pick-up code of their mail; then it is gone',
    acts: ['pin.show', 'pin.showByCode'],
    secret: true,
    limited: true,
    input: ShowPin,
    output: z.object({ pin: z.string(), revocationCode: z.string() }),
    run: ({ door, who }, input) => door.flow.letters.show(who.caller, input),
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
