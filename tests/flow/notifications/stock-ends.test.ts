import { dateOf, dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('blank tokens that end before the next delivery covers the queue', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const inDays = (days: number): string => dateOf(dayOf(w.clock.now()) + days);
  /** Whom it tells, and about what, when so many are missing in six days. */
  const told = async (missing: number): Promise<[string | null, string][]> => {
    await w.flow.reminders.tellStockEnds({ day: dayOf(w.clock.now()) + 6, missing });
    const mails: [string | null, string][] = [];
    const next = () => w.opened.outbox.claim(w.clock.now() + 1, Number.MAX_SAFE_INTEGER);
    for (let mail = await next(); mail; mail = await next())
      if (mail.template === 'stock-ends') mails.push([mail.personId, mail.about]);
    return mails;
  };

  it('are told to supervisors, once until something else came or is to come', async () => {
    const [mail, ...more] = await told(40);
    expect(mail).toEqual([w.simon.personId, `blanks:${inDays(6)}:40`]);
    expect(more).toEqual([]);
    w.clock.advance(86_400_000);
    expect(await told(38)).toEqual([]);
    const order = { reference: 'CMD-1', model: 'Twin', count: 10, on: inDays(3) };
    const { id: expectedId } = await w.flow.stock.expect(w.simon, order);
    expect(await told(30)).toHaveLength(1);
    expect(await told(30)).toEqual([]);
    await w.flow.stock.postpone(w.simon, { expectedId, on: inDays(20), reason: 'supplier' });
    expect(await told(40)).toHaveLength(1);
    const tokens = [{ serial: 'E-1', soPin: 'sopin-E-1' }];
    await w.flow.stock.receive(w.thomas, { reference: 'BL-E', model: 'Twin', expected: null, tokens });
    expect(await told(39)).toHaveLength(1);
    expect(await told(39)).toEqual([]);
  });

  it('are told to nobody where there are enough', async () => {
    await w.flow.reminders.tellStockEnds(null);
    expect(await w.opened.outbox.claim(w.clock.now() + 1, Number.MAX_SAFE_INTEGER)).not.toMatchObject({
      template: 'stock-ends',
    });
  });

  it('stand among what a supervisor was told', async () => {
    await w.flow.reminders.tellStockEnds({ day: dayOf(w.clock.now()) + 6, missing: 40 });
    const told = await w.flow.reading.told(w.simon, { sees: false });
    expect(told.map(({ template }) => template)).toContain('stock-ends');
  });
});
