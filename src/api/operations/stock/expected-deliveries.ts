import { z } from 'zod';
import { dateOf } from '../../../book/rules/calendar/working-days.ts';
import { DELIVERY_REASONS } from '../../../book/tables/codes.ts';
import { EXPECTED_DELIVERY_STATES } from '../../../book/tables/states.ts';
import { searchText } from '../../../flow/inputs.ts';
import type { ReadExpected } from '../../../flow/reading/stock/expected-deliveries.ts';
import { CancelDelivery, ExpectDelivery, PostponeDelivery } from '../../../flow/stock/expected.ts';
import { operation } from '../../operation.ts';
import { PageInput, page, several } from '../../shapes/page.ts';
import { ExpectedStates } from '../../shapes/states.ts';
import { Nothing, Time } from '../../shapes/values.ts';

const Expected = z.object({
  id: z.string(),
  reference: z.string(),
  model: z.string(),
  count: z.int(),
  /** How many came so far. */
  came: z.int(),
  on: z.iso.date(),
  state: ExpectedStates,
  /** Why it was moved or cancelled. */
  reason: z.enum(DELIVERY_REASONS).nullable(),
  expectedAt: Time,
});
const Read = Expected.extend({
  expecterName: z.string(),
  /** Its day is past: forecasts do not count with it until it is moved. */
  late: z.boolean(),
});
const expectedOf = (row: Omit<ReadExpected, 'expecterName' | 'late'>): z.output<typeof Expected> => ({
  id: row.id,
  reference: row.reference,
  model: row.model,
  count: row.count,
  came: row.came,
  on: dateOf(row.day),
  state: row.state,
  reason: row.reason,
  expectedAt: row.expectedAt,
});

/** Blank tokens that are to come. */
export const expectedDeliveries = {
  listExpected: operation({
    method: 'GET',
    path: '/v1/expected-deliveries',
    summary:
      'Deliveries that are or were expected, in some states, or with a text in their order or model: that of the last day first',
    acts: ['stock.read'],
    input: z.strictObject({ state: several(ExpectedStates), text: searchText(100).optional(), ...PageInput }),
    output: page(Read),
    run: async ({ door, who }, { state, text, cursor, limit }) => {
      const filter = { states: state ?? EXPECTED_DELIVERY_STATES, text };
      const { items, next } = await door.flow.reading.expectedDeliveries(who.caller, filter, { cursor, limit });
      const shown = items.map((row) => ({ ...expectedOf(row), expecterName: row.expecterName, late: row.late }));
      return { items: shown, next };
    },
  }),
  expectDelivery: operation({
    method: 'POST',
    path: '/v1/expected-deliveries',
    summary: 'Say that a delivery of blank tokens is to come: forecasts count with it',
    acts: ['stock.expect'],
    created: true,
    input: ExpectDelivery,
    output: Expected,
    run: async ({ door, who }, input) => expectedOf(await door.flow.stock.expect(who.caller, input)),
  }),
  postponeDelivery: operation({
    method: 'POST',
    path: '/v1/expected-deliveries/{expectedId}/move',
    summary: 'Change the day of an expected delivery, with a reason',
    acts: ['stock.expect'],
    input: PostponeDelivery,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.stock.postpone(who.caller, input),
  }),
  cancelDelivery: operation({
    method: 'POST',
    path: '/v1/expected-deliveries/{expectedId}/cancel',
    summary: 'Expect a delivery no more, or what is left of it, with a reason',
    acts: ['stock.expect'],
    input: CancelDelivery,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.stock.cancelExpected(who.caller, input),
  }),
};
