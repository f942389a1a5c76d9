import type { Caller } from '../../../src/book/rights/roles.ts';
import { dateOf, dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { EXPECTED_DELIVERY_STATES } from '../../../src/book/tables/states.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** A form that is not filled in is no entry. */
const UNTOLD = { entry: false };

describe('an expected delivery', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const on = (days: number): string => dateOf(dayOf(w.clock.now()) + days);
  const order = (more: object = {}) =>
    w.flow.stock.expect(w.simon, { reference: 'CMD-2026-0147', model: 'Twin', count: 3, on: on(5), ...more });
  const receive = (expected: string, serials: string[], model = 'Twin') =>
    w.flow.stock.receive(w.thomas, {
      reference: 'BL-7',
      model,
      expected,
      tokens: serials.map((serial) => ({ serial, soPin: `sopin-${serial}` })),
    });
  const row = (id: string) => w.reads.get('expectedDelivery', id);
  const shown = async (reader: Caller) =>
    (await w.flow.reading.expectedDeliveries(reader, { states: EXPECTED_DELIVERY_STATES }, { limit: 50 })).items;
  const coming = async () => (await w.flow.roster.decided()).coming;

  it('is said by a supervisor or a technician, for a day to come, and forecasts count with it', async () => {
    const { id } = await order();
    expect(await row(id)).toMatchObject({ nth: 1, count: 3, came: 0, state: 'expected', reason: null });
    expect(await coming()).toEqual([{ day: dayOf(w.clock.now()) + 5, count: 3 }]);
    await w.flow.stock.expect(w.thomas, { reference: 'CMD-2', model: 'Twin', count: 10, on: on(0) });
    await w.refuses('forbidden', w.flow.stock.expect(w.alice, { reference: 'C', model: 'Twin', count: 1, on: on(1) }));
    await w.refuses('invalid_input', order({ on: on(-1) }), UNTOLD);
    await w.refuses('invalid_input', order({ on: on(400) }), UNTOLD);
  });

  it('comes on another day, with a reason, as long as it is expected', async () => {
    const { id: expectedId } = await order();
    const { postpone, cancelExpected } = w.flow.stock;
    await postpone(w.simon, { expectedId, on: on(9), reason: 'transport' });
    expect(await row(expectedId)).toMatchObject({ day: dayOf(w.clock.now()) + 9, reason: 'transport' });
    await w.refuses('already_done', postpone(w.simon, { expectedId, on: on(9), reason: 'supplier' }));
    await w.refuses('forbidden', postpone(w.alice, { expectedId, on: on(9), reason: 'supplier' }));
    await cancelExpected(w.thomas, { expectedId, reason: 'order' });
    expect(await row(expectedId)).toMatchObject({ state: 'cancelled', reason: 'order' });
    expect(await coming()).toEqual([]);
    await w.refuses('wrong_state', postpone(w.simon, { expectedId, on: on(4), reason: 'supplier' }));
    await w.refuses('wrong_state', cancelExpected(w.simon, { expectedId, reason: 'error' }));
    await w.refuses('wrong_state', receive(expectedId, ['X-1']));
  });

  it('is received in parts, and what came stands beside what was expected', async () => {
    const { id } = await order();
    const { expectedId } = await receive(id, ['E-1']);
    expect(expectedId).toBe(id);
    expect(await row(id)).toMatchObject({ came: 1, state: 'expected' });
    expect(await coming()).toMatchObject([{ count: 2 }]);
    await w.refuses('conflict', receive(id, ['E-9'], 'Virage'));
    // more than was expected is received too: it is there
    await receive(id, ['E-2', 'E-3', 'E-4']);
    expect(await row(id)).toMatchObject({ came: 4, count: 3, state: 'received' });
    expect(await coming()).toEqual([]);
    expect(await shown(w.simon)).toMatchObject([{ id, came: 4, late: false }]);
  });

  it('of the model is not passed over by oversight: who receives one says which, or that it was not announced', async () => {
    const { id } = await order();
    const take = (serial: string, more: object) =>
      w.flow.stock.receive(w.thomas, {
        ...{ reference: 'BL-8', model: 'Twin', tokens: [{ serial, soPin: `sopin-${serial}` }] },
        ...more,
      });
    const unsaid = { code: 'conflict', detail: { why: 'expected-unsaid', reference: 'CMD-2026-0147' } };
    await expect(take('E-1', {})).rejects.toMatchObject(unsaid);
    expect(await w.reads.find('token', { id: ['E-1'] })).toEqual([]);
    // of another model nothing is expected
    await take('E-2', { model: 'Virage' });
    expect(await take('E-1', { expected: null })).toMatchObject({ expectedId: null });
    expect(await row(id)).toMatchObject({ came: 0, state: 'expected' });
    await take('E-3', { expected: id });
    // what was cancelled is expected no more
    await w.flow.stock.cancelExpected(w.simon, { expectedId: id, reason: 'order' });
    await take('E-4', {});
  });

  it('is late once its day is past, and is shown so', async () => {
    const { id } = await order({ on: on(1) });
    w.clock.pass(3 * 86_400_000);
    expect(await shown(w.thomas)).toMatchObject([{ id, late: true }]);
  });
});
