import { z } from 'zod';
import { LocationCode } from '../../../book/rules/stock/locations.ts';
import { STOCK_DIFFERENCE_REASONS } from '../../../book/tables/codes.ts';
import { TRANSFER_STATES } from '../../../book/tables/states.ts';
import { CountLocation, SettleDifference } from '../../../flow/stock/counts.ts';
import { AddLocation, AmendLocation } from '../../../flow/stock/locations.ts';
import { ArriveTokens, TransferRef, TransferTokens } from '../../../flow/stock/transfers.ts';
import { operation } from '../../operation.ts';
import { PageInput, page } from '../../shapes/page.ts';
import { StockPlace } from '../../shapes/reports.ts';
import { TokenStates } from '../../shapes/states.ts';
import { StockCount, StockDifference, StockLocation, StockTransfer } from '../../shapes/stock.ts';
import { Nothing } from '../../shapes/values.ts';

const Held = StockLocation.extend({ held: z.int() });
const ReadTransfer = StockTransfer.extend({
  senderName: z.string(),
  receiverName: z.string().nullable(),
  left: z.int(),
});
const Open = StockDifference.extend({
  token: z.object({ state: TokenStates, locationId: z.string().nullable() }),
  explains: z.enum(STOCK_DIFFERENCE_REASONS),
  ownCount: z.boolean(),
});
const Level = StockPlace.extend({
  blanks: z.int(),
  onTheWay: z.int(),
  threshold: z.int().nullable(),
  isLow: z.boolean(),
  perDay: z.number(),
  days: z.number().nullable(),
});
/** A count of 5,000 serial numbers of 64 characters. */
const COUNT_LIMIT = 400_000;
const Left = z.object({ left: z.int() });

/** Where the stock is: locations, transfers between them, counts and what explains their differences. */
export const stockPlaces = {
  addLocation: operation({
    method: 'POST',
    path: '/v1/stock/locations',
    summary: 'Register a place where tokens are kept',
    acts: ['stockLocation.add'],
    created: true,
    input: AddLocation,
    output: StockLocation,
    run: ({ door, who }, input) => door.flow.stock.addLocation(who.caller, input),
  }),
  amendLocation: operation({
    method: 'POST',
    path: '/v1/stock/locations/{location}',
    summary: 'Correct the name of a location, or from which number of blanks of a model on its stock is low',
    acts: ['stockLocation.amend'],
    input: AmendLocation,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.stock.amendLocation(who.caller, input),
  }),
  listLocations: operation({
    method: 'GET',
    path: '/v1/stock/locations',
    summary: 'Every location, with how many tokens lie there',
    acts: ['stock.read'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(Held) }),
    run: async ({ door, who }) => ({ items: await door.flow.reading.stockLocations(who.caller) }),
  }),
  getLocation: operation({
    method: 'GET',
    path: '/v1/stock/locations/{location}',
    summary: 'One location: its last counts, and the differences that nobody explained yet',
    acts: ['stock.read'],
    input: z.strictObject({ location: LocationCode }),
    output: z.object({
      location: Held,
      counts: z.array(StockCount.extend({ counterName: z.string() })),
      /** There are older counts than these. */
      moreCounts: z.boolean(),
      differences: z.array(Open),
    }),
    run: ({ door, who }, { location }) => door.flow.reading.stockLocation(who.caller, location),
  }),
  listStockLevels: operation({
    method: 'GET',
    path: '/v1/stock/levels',
    summary: 'The equation of each model in each location, and how many working days its blanks last',
    acts: ['stock.read'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(Level) }),
    run: async ({ door, who }) => ({ items: await door.flow.reading.stockLevels(who.caller) }),
  }),
  transferTokens: operation({
    method: 'POST',
    path: '/v1/stock/transfers',
    summary: 'Put tokens into another location: at once within a site, on the way to another site',
    acts: ['stock.transfer'],
    created: true,
    input: TransferTokens,
    output: z.object({ transfer: StockTransfer.nullable(), moved: z.int() }),
    run: ({ door, who }, input) => door.flow.stock.transfer(who.caller, input),
  }),
  listTransfers: operation({
    method: 'GET',
    path: '/v1/stock/transfers',
    summary: 'Transfers on the way, or past ones; those that left a location or go to it: the newest first',
    acts: ['stock.read'],
    input: z.strictObject({
      state: z.enum(TRANSFER_STATES).default('sent'),
      location: LocationCode.optional(),
      ...PageInput,
    }),
    output: page(ReadTransfer),
    run: ({ door, who }, { state, location: locationId, cursor, limit }) =>
      door.flow.reading.stockTransfers(who.caller, { state, locationId }, { cursor, limit }),
  }),
  getTransfer: operation({
    method: 'GET',
    path: '/v1/stock/transfers/{transferId}',
    summary: 'One transfer, with the serial numbers that are still on the way',
    acts: ['stock.read'],
    input: TransferRef,
    output: z.object({ transfer: ReadTransfer, onTheWay: z.array(z.string()) }),
    run: ({ door, who }, { transferId }) => door.flow.reading.stockTransfer(who.caller, transferId),
  }),
  arriveTransfer: operation({
    method: 'POST',
    path: '/v1/stock/transfers/{transferId}/arrive',
    summary: 'Receive the tokens of a transfer that are really there, by somebody other than the sender',
    acts: ['stock.arrive'],
    input: ArriveTokens,
    output: Left,
    run: ({ door, who }, input) => door.flow.stock.arrive(who.caller, input),
  }),
  takeBackTransfer: operation({
    method: 'POST',
    path: '/v1/stock/transfers/{transferId}/take-back',
    summary: 'Put back tokens of a transfer that did not leave',
    acts: ['stock.transfer'],
    input: ArriveTokens,
    output: Left,
    run: ({ door, who }, input) => door.flow.stock.takeBack(who.caller, input),
  }),
  countLocation: operation({
    method: 'POST',
    path: '/v1/stock/locations/{location}/count',
    summary: 'Count a location: what was scanned, against what ought to be there',
    acts: ['stock.count'],
    created: true,
    bodyLimit: COUNT_LIMIT,
    input: CountLocation,
    output: z.object({ count: StockCount, differences: z.array(StockDifference), unknown: z.array(z.string()) }),
    run: ({ door, who }, input) => door.flow.stock.count(who.caller, input),
  }),
  settleDifference: operation({
    method: 'POST',
    path: '/v1/stock/differences/{differenceId}/settle',
    summary: 'Explain a difference of a count, once its token stands as the reason says',
    acts: ['stock.count'],
    input: SettleDifference,
    output: z.object({ location: z.string() }),
    run: async ({ door, who }, input) => ({ location: await door.flow.stock.settle(who.caller, input) }),
  }),
};
