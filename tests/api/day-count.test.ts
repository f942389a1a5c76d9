import { heldDays } from '../support/world/held-days.ts';
import { createService, type Service } from '../support/world/service.ts';
import { callers } from './caller.ts';

const DAY = 86_400_000;

describe('a report whose days are being counted, over the REST door', () => {
  let service: Service;
  let held: ReturnType<typeof heldDays>;
  const { as } = callers(() => service);
  beforeEach(async () => {
    held = heldDays();
    service = await createService({ hold: held.hold });
    service.world.clock.pass(3 * DAY);
  });
  afterEach(async () => {
    held.release();
    await service.close();
  });

  it('is waited for, and how far it is can be looked at meanwhile', async () => {
    expect((await as('simon').get('/reports/count')).body).toEqual({ count: null });
    const asked = as('simon').get('/reports/daily?date=1998-11-24');
    const first = await held.askedAs(1);
    service.world.clock.pass(1000);
    first.proceed(10, 10);
    const { count } = (await as('simon').get('/reports/count')).body;
    expect(count).toMatchObject({ date: '1998-11-24', done: 10, total: expect.any(Number), perSecond: 10 });
    expect((await as('alice').get('/reports/count')).body).toMatchObject({ code: 'forbidden' });
    first.end();
    // it is there as soon as it is kept, while the days after it are being counted
    expect((await asked).body).toMatchObject({ date: '1998-11-24', complete: true });
    expect((await as('simon').get('/reports/count')).body.count).toMatchObject({ date: '1998-11-25' });
  });

  it('is refused with how far it is where that takes long, and the count goes on', async () => {
    const asked = as('simon').get('/reports/weekly');
    const first = await held.askedAs(1);
    service.world.clock.pass(60_000);
    first.proceed(1, 10);
    const { status, body } = await asked;
    expect([status, body]).toMatchObject([
      409,
      {
        code: 'conflict',
        context: { why: 'days-counted', date: '1998-11-24', done: 1, leftMs: expect.any(Number) },
      },
    ]);
    held.release();
    expect((await as('simon').get('/reports/weekly')).status).toBe(200);
    expect(held.asked.map(({ task }) => task.date).slice(0, 3)).toEqual(['1998-11-24', '1998-11-25', '1998-11-26']);
  });
});
