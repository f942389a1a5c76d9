import { z } from 'zod';
import { LocationCode } from '../../../book/rules/stock/locations.ts';
import { oneLine, Ref, searchText } from '../../../flow/inputs.ts';
import { ChangeStock, ReceiveDelivery } from '../../../flow/stock/stock.ts';
import { operation } from '../../operation.ts';
import { PageInput, page, several } from '../../shapes/page.ts';
import { TokenStates } from '../../shapes/states.ts';
import { ReadToken } from '../../shapes/tokens.ts';
import { Nothing } from '../../shapes/values.ts';

/** What tokens, and deliveries of them, are narrowed down by. */
const Kind = {
  model: oneLine(60).optional(),
  firmware: oneLine(60).optional(),
  batch: oneLine(60).optional(),
  location: LocationCode.optional(),
};
const List = z.strictObject({
  text: searchText(100).optional(),
  state: several(TokenStates),
  ...Kind,
  /** The id of a delivery. */
  delivery: Ref.optional(),
  ...PageInput,
});

const Delivery = z.object({
  id: z.string(),
  reference: z.string(),
  model: z.string(),
  firmware: z.string().nullable(),
  batch: z.string().nullable(),
  count: z.int(),
  receivedAt: z.int(),
  locationId: z.string().nullable(),
  expectedId: z.string().nullable(),
});

export const stock = {
  receiveDelivery: operation({
    method: 'POST',
    path: '/v1/deliveries',
    summary:
      'Take in a delivery of blank tokens with their factory SO-PINs, all or none; where one of the model is expected, say which, or null for none',
    acts: ['stock.receive'],
    created: true,
    bodyLimit: 1_000_000,
    input: ReceiveDelivery,
    output: Delivery,
    run: ({ door, who }, input) => door.flow.stock.receive(who.caller, input),
  }),
  listDeliveries: operation({
    method: 'GET',
    path: '/v1/deliveries',
    summary:
      'Deliveries that came, all or those of a model, a firmware version, a batch, a location, or with a text in any name that they have: the newest first',
    acts: ['stock.read'],
    input: z.strictObject({ text: searchText(100).optional(), ...Kind, ...PageInput }),
    output: page(Delivery.extend({ receiverName: z.string() })),
    run: ({ door, who }, { cursor, limit, location: locationId, ...kind }) =>
      door.flow.reading.receivedDeliveries(who.caller, { ...kind, locationId }, { cursor, limit }),
  }),
  countStock: operation({
    method: 'GET',
    path: '/v1/stock',
    summary:
      'The stock equation: received is what is in stock, in production, to be checked, issued, missing, scrapped and destroyed',
    acts: ['stock.read'],
    input: z.strictObject({}),
    output: z.object({ received: z.int(), byState: z.record(TokenStates, z.int()), balanced: z.boolean() }),
    run: ({ door, who }) => door.flow.reading.stock(who.caller),
  }),
  listTokens: operation({
    method: 'GET',
    path: '/v1/tokens',
    summary: 'Tokens, all or those of a model, a firmware version, a batch, a delivery, a location',
    acts: ['stock.read'],
    input: List,
    output: page(ReadToken),
    run: ({ door, who }, { cursor, limit, delivery: deliveryId, location: locationId, ...rest }) => {
      const filter = { ...rest, deliveryId, locationId };
      return door.flow.reading.tokens(who.caller, filter, { cursor, limit });
    },
  }),
  changeStock: operation({
    method: 'POST',
    path: '/v1/tokens/{serial}/stock',
    summary: 'Scrap a token, declare it missing, find it again or take it back',
    acts: ['stock.change'],
    input: ChangeStock,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.stock.change(who.caller, input),
  }),
};
