import { setTimeout as sleep } from 'node:timers/promises';
import { heldDays } from '../support/world/held-days.ts';
import { createService, type Service } from '../support/world/service.ts';
import { terminals } from './terminal.ts';

const DAY = 86_400_000;

describe('a report whose days are being counted, on the command line', () => {
  let service: Service;
  let held: ReturnType<typeof heldDays>;
  beforeEach(async () => {
    held = heldDays();
    service = await createService({ hold: held.hold });
    service.world.clock.pass(3 * DAY);
  });
  afterEach(async () => {
    held.release();
    await service.close();
  });
  const { as } = terminals(() => service);

  it.each([
    // the service refuses to have it waited for as long
    { how: ['daily'], after: 6_000 },
    { how: ['monthly', '--csv'], after: 4_500 },
  ])('says how far it is, then what was asked for: $how', async ({ how, after }) => {
    const ran = as('simon', 'report', ...how);
    const first = await held.askedAs(1);
    service.world.clock.pass(60_000);
    first.proceed(10, 10);
    await sleep(after);
    held.release();
    const { code, out, err } = await ran;
    expect(err).toMatch(/^(10 of \d+ entries, 0 a second, about \d+ s left\n)+/);
    expect([code, out.length > 100]).toEqual([0, true]);
  });
});
