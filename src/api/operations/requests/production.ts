import { z } from 'zod';
import { ProduceNext, ProduceToken } from '../../../flow/production/produce-next.ts';
import { DownloadCredential } from '../../../flow/production/software.ts';
import { PRODUCTION_STEPS } from '../../../flow/production/steps.ts';
import { RequestRef } from '../../../flow/request/request.ts';
import { operation } from '../../operation.ts';
import { REFUSED, refusedResult } from '../../result.ts';
import { RequestItem } from '../../shapes/requests.ts';
import { TokenStates } from '../../shapes/states.ts';
import { Nothing, Time } from '../../shapes/values.ts';

const Slot = z.object({
  slot: z.string(),
  position: z.string(),
  state: z.enum(['empty', 'ready', 'busy', 'failed']),
  /** Several tokens where one is meant. */
  several: z.array(z.string()).readonly().optional(),
  problem: z.string().optional(),
  /** What our stock says of the token: `usable` is a blank to be written, `to_check` one that was set aside. */
  stock: z.enum(['usable', 'used', 'to_check', 'foreign', 'none']),
  /** Its state in our stock; null for none, and for a foreign one. */
  tokenState: TokenStates.nullable(),
  token: z.object({ serial: z.string(), model: z.string(), label: z.string(), initialised: z.boolean() }).optional(),
  /** How far production is in the token that is plugged in, or was when it ended. */
  making: z
    .object({
      number: z.string(),
      serial: z.string(),
      done: z.enum(PRODUCTION_STEPS),
      state: z.enum(['running', 'made', 'failed']),
      since: Time,
      endedAt: Time.nullable(),
    })
    .optional(),
});

const PairShape = {
  requestId: z.string(),
  number: z.string(),
  holderName: z.string(),
  slot: z.string(),
  position: z.string(),
  serial: z.string(),
  startedAt: Time,
  endedAt: Time,
};
const MadeShape = {
  requestId: z.string(),
  number: z.string(),
  tokenId: z.string(),
  certificateId: z.string(),
  state: z.literal('produced'),
  labelPrinted: z.boolean(),
};
/** What became of one of several tokens. */
const Result = z.discriminatedUnion('outcome', [
  z.object({ ...PairShape, ...MadeShape, outcome: z.literal('done') }),
  z.object({ ...PairShape, ...REFUSED }),
]);

/** The bench, and the nomade credentials that need none. */
export const production = {
  readQueue: operation({
    method: 'GET',
    path: '/v1/queue',
    summary: 'Approved requests in working order: age, less the days that a confirmed priority gives',
    acts: ['queue.read'],
    input: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
    output: z.object({ items: z.array(RequestItem) }),
    run: async ({ door, who }, { limit }) => ({ items: await door.flow.reading.queue(who.caller, limit) }),
  }),
  listSlots: operation({
    method: 'GET',
    path: '/v1/bench/slots',
    summary: 'The slots of this machine and the tokens plugged into them',
    acts: ['bench.read'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(Slot) }),
    run: async ({ door, who }) => ({ items: await door.flow.reading.slots(who.caller) }),
  }),
  produceNext: operation({
    method: 'POST',
    path: '/v1/bench/next',
    summary:
      "Produce the queue's next requests side by side, each on a blank of the stock that is plugged in; answers once all have ended, each with its result",
    acts: ['production.produce'],
    input: ProduceNext,
    output: z.object({ items: z.array(Result) }),
    run: async ({ door, who }, input) => {
      const made = await door.flow.production.produceNext(who.caller, input);
      return { items: made.map((one) => (one.outcome === 'done' ? one : { ...one, ...refusedResult(one.error) })) };
    },
  }),
  produceToken: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/produce',
    summary:
      'Produce the token of a request in a slot, or on the one blank that is plugged in; answers once it is sealed',
    acts: ['production.produce'],
    input: ProduceToken,
    output: z.object(MadeShape),
    run: ({ door, who }, input) => door.flow.production.produce(who.caller, input),
  }),
  putBack: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/put-back',
    summary: 'Put a leased request back into the queue, in its place',
    acts: ['request.putBack'],
    input: RequestRef,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.production.putBack(who.caller, input),
  }),
  releaseCredential: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/release',
    summary: 'Make the nomade credential of an approved request',
    acts: ['credential.release'],
    input: RequestRef,
    output: z.object({ requestId: z.string(), number: z.string(), certificateId: z.string() }),
    run: ({ door, who }, input) => door.flow.software.release(who.caller, input),
  }),
  downloadCredential: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/download',
    summary: "The holder's download of a nomade credential, once",
    acts: ['credential.download'],
    secret: true,
    limited: true,
    produces: 'application/x-pkcs12',
    input: DownloadCredential,
    output: z.custom<{ name: string; content: Uint8Array }>(),
    run: async ({ door, who }, input) => {
      const { file, name } = await door.flow.software.download(who.caller, input);
      return { name, content: file };
    },
  }),
};
