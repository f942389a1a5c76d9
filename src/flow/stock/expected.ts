import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { FARTHEST_PLAN } from '../../book/rules/calendar/roster.ts';
import { type Day, dayOf, dayOfDate } from '../../book/rules/calendar/working-days.ts';
import {
  canComeOn,
  MOST_EXPECTED,
  MOST_OPEN_DELIVERIES,
  ORDER_CODE,
} from '../../book/rules/stock/expected-deliveries.ts';
import { DELIVERY_REASONS } from '../../book/tables/codes.ts';
import { type Change, create, move, update } from '../../book/tables/lifecycle.ts';
import type { ExpectedDeliveryRow } from '../../book/tables/rows/stock.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps, need } from '../act.ts';
import { oneLine, Ref } from '../inputs.ts';
import { nextNth } from '../next-nth.ts';
import type { Unit } from '../ports/store.ts';

export const ExpectDelivery = z.strictObject({
  /** By which the supplier knows the order. */
  reference: z.string().trim().regex(ORDER_CODE, { error: 'holds letters, digits and . / _ -, such as CMD-2026-0147' }),
  model: oneLine(60),
  count: z.int().min(1).max(MOST_EXPECTED),
  on: z.iso.date(),
});
const Changed = { expectedId: Ref, reason: z.enum(DELIVERY_REASONS) };
export const PostponeDelivery = z.strictObject({ ...Changed, on: z.iso.date() });
export const CancelDelivery = z.strictObject(Changed);

/** The day of a date. Throws `invalid_input` for one that is past or more than a year ahead. */
function dayToCome(on: string, now: number): Day {
  const day = dayOfDate(on);
  if (canComeOn(day, dayOf(now))) return day;
  throw new AppError('invalid_input', `a delivery is expected from today on, at most ${FARTHEST_PLAN} days ahead`, {
    detail: { field: 'on' },
  });
}

/** One that came and is passed over would be counted twice by forecasts: as come, and as still to come. */
async function checkNoneExpected(unit: Pick<Unit, 'find'>, model: string): Promise<void> {
  const open = await unit.find(
    'expectedDelivery',
    { state: 'expected' },
    { orderBy: 'day', limit: MOST_OPEN_DELIVERIES },
  );
  const ofModel = open.find((row) => row.model === model);
  if (!ofModel) return;
  throw new AppError('conflict', `${model} is expected by ${ofModel.reference}: say whether this is it`, {
    detail: { why: 'expected-unsaid', reference: ofModel.reference },
  });
}

/**
 * What a delivery changes of the one that was expected; nothing of one that was not announced, of which `expected` is null. Throws
 * `wrong_state` where it is expected no more, `conflict` for another model, and where nothing is said while one of the model is expected.
 */
export async function cameAgainst(
  unit: Pick<Unit, 'get' | 'find'>,
  { expected, model, count }: { expected: string | null | undefined; model: string; count: number },
): Promise<Change[]> {
  if (expected === undefined) await checkNoneExpected(unit, model);
  if (expected == null) return [];
  const row = await need(unit.get('expectedDelivery', expected), 'expected delivery');
  const came = row.came + count;
  const whole = move('expectedDelivery', row, 'receive', { came }, { came: row.came });
  if (row.model !== model)
    throw new AppError('conflict', `${row.model} is expected by ${row.reference}, and this is ${model}`, {
      detail: { why: 'expected-model', model: row.model },
    });
  const part = update('expectedDelivery', row, { came }, { state: row.state, came: row.came });
  return [came >= row.count ? whole : part];
}

/** Blank tokens that are to come. */
export function createExpected(deps: Deps) {
  return {
    /** Says that a delivery is to come. Throws `limit_reached`, and `conflict` where rows were added or taken away behind the service. */
    expect: (caller: Caller, { on, ...rest }: z.output<typeof ExpectDelivery>): Promise<ExpectedDeliveryRow> =>
      act(deps, caller, 'stock.expect', 'expectedDelivery', async (a) => {
        a.allow();
        const day = dayToCome(on, a.now);
        if ((await a.unit.count('expectedDelivery', { state: 'expected' })) >= MOST_OPEN_DELIVERIES)
          throw new AppError(
            'limit_reached',
            `${MOST_OPEN_DELIVERIES} deliveries are expected: cancel what does not come`,
            {
              detail: { why: 'expected', most: MOST_OPEN_DELIVERIES },
            },
          );
        const row: ExpectedDeliveryRow = {
          id: deps.chance.id(),
          nth: await nextNth(a.unit, 'expectedDelivery'),
          ...rest,
          came: 0,
          day,
          state: 'expected',
          reason: null,
          expectedBy: caller.personId,
          expectedAt: a.now,
          changedAt: null,
        };
        await a.done([create('expectedDelivery', row)], { subject: `expectedDelivery:${row.id}` });
        return row;
      }),

    /** It comes on another day. Throws `already_done` for the day that stands. */
    postpone: (caller: Caller, input: z.output<typeof PostponeDelivery>): Promise<void> =>
      act(deps, caller, 'stock.expect', `expectedDelivery:${input.expectedId}`, async (a) => {
        const row = await need(a.unit.get('expectedDelivery', input.expectedId), 'expected delivery');
        a.allow();
        move('expectedDelivery', row, 'cancel'); // throws unless it is still expected
        const day = dayToCome(input.on, a.now);
        if (day === row.day) throw new AppError('already_done', `${row.reference} is expected on ${input.on} already`);
        const set = { day, reason: input.reason, changedAt: a.now };
        await a.done([update('expectedDelivery', row, set, { state: row.state, day: row.day })], {
          action: 'stock.postpone',
          detail: { before: row.day },
        });
      }),

    /** Nothing more of it is to come. */
    cancelExpected: (caller: Caller, input: z.output<typeof CancelDelivery>): Promise<void> =>
      act(deps, caller, 'stock.expect', `expectedDelivery:${input.expectedId}`, async (a) => {
        const row = await need(a.unit.get('expectedDelivery', input.expectedId), 'expected delivery');
        a.allow();
        const changes = [move('expectedDelivery', row, 'cancel', { reason: input.reason, changedAt: a.now })];
        await a.done(changes, { action: 'stock.cancelExpected' });
      }),
  };
}
