import { dateOf, dayOf, isWorkingDay, momentOf } from '../../../../src/book/rules/calendar/working-days.ts';
import { found, together, welcome } from './cast.ts';
import type { Journey } from './journal.ts';
import { approve, commission, deliver, handOver, plug } from './steps.ts';

const MINUTE = 60_000;

/**
 * Appointments at the desk: booked by the holder, by a correspondent and by a technician, moved, given back, kept, missed, called off
 * by a closure, and ended as the token is sent, revoked or produced again.
 */
export const appointments: Journey = {
  name: 'appointments',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const { adele, olga } = founders;
    const names = ['alice', 'bruno', 'corinne', 'valerie', 'thomas', 'theo', 'vincent', 'simon', 'aurore'] as const;
    const who = await welcome(house, founders, ...names);
    const { alice, bruno, corinne, valerie, thomas, theo, vincent, simon, aurore } = who;
    const { flow } = house;
    await commission(house, { registers: thomas, commissions: theo }, 'PN-90', 'PN-91');
    await deliver(house, thomas, 'BL-90', ['A-0001', 'A-0002', 'A-0003', 'A-0004']);
    for (const [id, value] of [
      ['appointment.open', 2],
      ['appointment.places', 1],
    ] as const)
      await together(house, adele, olga, { act: 'policy.set', args: { id, value } });

    const produce = async (requestId: string, slot: string, serial: string): Promise<void> => {
      plug(house, slot, serial);
      await flow.production.produce(thomas, { requestId, slot });
    };
    const asks = async (holder: typeof alice, workstation: string, slot: string, serial: string) => {
      const asked = await flow.request.submit(holder, { kind: 'first-issue', workstation, priority: 0 });
      await approve(house, valerie, asked);
      await produce(asked.id, slot, serial);
      return asked.id;
    };
    /** The slot so many minutes past nine, so many days after the first worked day to come. */
    const slot = (minutes: number, after = 0): number => {
      let day = dayOf(house.clock.now()) + 1;
      for (let left = after; left > 0 || !isWorkingDay(day); day += 1) if (isWorkingDay(day)) left -= 1;
      return momentOf(day, 9 * 60 + minutes);
    };
    const { book, cancel, missed, callOffClosed } = flow.appointments;

    const first = await asks(alice, 'PN-90', '1', 'A-0001');
    const second = await asks(bruno, 'PN-91', '2', 'A-0002');
    // moved, full for another, given back, taken by them
    await book(alice, { requestId: first, startsAt: slot(0) });
    await book(alice, { requestId: first, startsAt: slot(15) });
    await book(bruno, { requestId: second, startsAt: slot(15) }).catch(() => undefined);
    await book(corinne, { requestId: second, startsAt: slot(0) });
    await cancel(bruno, { requestId: second });
    await book(thomas, { requestId: second, startsAt: slot(30) });
    // one does not come, and picks another day, which is closed then
    house.clock.pass(slot(30) + 100 * MINUTE - house.clock.now());
    await missed();
    const closed = slot(0, 2);
    await book(bruno, { requestId: second, startsAt: closed });
    await book(alice, { requestId: first, startsAt: slot(45) });
    const date = dateOf(dayOf(closed));
    await flow.roster.plan(simon, { from: date, technicians: 0, reason: 'closure' });
    await callOffClosed();
    // one is kept, one ends as the token is sent
    await handOver(house, { desk: theo, holder: alice, printer: vincent, slot: '1' }, { id: first });
    await book(bruno, { requestId: second, startsAt: slot(0) });
    await flow.handover.ship(theo, { requestId: second, slot: '2', trackingNumber: '8R00112233450' });
    // and as it is produced again, and revoked
    await flow.handover.repeat(theo, { requestId: second, reason: 'lost-in-transit' });
    await produce(second, '2', 'A-0003');
    await book(bruno, { requestId: second, startsAt: slot(0) });
    await flow.handover.repeat(theo, { requestId: second, reason: 'dead-on-arrival' });
    await produce(second, '2', 'A-0004');
    await book(bruno, { requestId: second, startsAt: slot(0) });
    await flow.revocation.reportLoss(bruno, { serial: 'A-0004', reason: 'lost' });
    await house.service.rounds();
    return aurore;
  },
};
