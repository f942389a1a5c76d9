import { dateOf, dayOf } from '../../../../src/book/rules/calendar/working-days.ts';
import { found, welcome } from './cast.ts';
import type { Journey } from './journal.ts';
import { approve, commission } from './steps.ts';

const DAY = 86_400_000;

/** Dates that move as the workshop is closed, and as the delivery that they stand on is put off. */
export const dates: Journey = {
  name: 'dates',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['alice', 'bruno', 'valerie', 'thomas', 'theo', 'simon', 'aurore'] as const;
    const { alice, bruno, valerie, thomas, theo, simon, aurore } = await welcome(house, founders, ...names);
    const { flow, clock } = house;
    await commission(house, { registers: thomas, commissions: theo }, 'PN-96', 'PN-97');
    const asks = async (holder: typeof alice, workstation: string): Promise<string> => {
      const asked = await flow.request.submit(holder, { kind: 'first-issue', workstation, priority: 0 });
      await approve(house, valerie, asked);
      return asked.id;
    };
    const today = (): number => dayOf(clock.now());
    const announce = (requestId: string, days: number, blankDay: number | null) => {
      const told = { fromDay: today() + days, midDay: today() + days, byDay: today() + days + 1 };
      return flow.promises.announce([{ requestId, ...told, reach: 'far', ahead: 0, blankDay }]);
    };
    const [first, second] = [await asks(alice, 'PN-96'), await asks(bruno, 'PN-97')];
    const delivery = today() + 5;
    const order = { reference: 'CMD-96', model: 'Twin', count: 20, on: dateOf(delivery) };
    const { id: expectedId } = await flow.stock.expect(simon, order);
    await announce(first, 6, null);
    await announce(second, 6, delivery);
    clock.pass(DAY);
    const closed = { from: dateOf(today()), to: dateOf(today() + 4), technicians: 0, reason: 'closure' } as const;
    await flow.roster.plan(simon, closed);
    await flow.stock.postpone(simon, { expectedId, on: dateOf(delivery + 20), reason: 'supplier' });
    await announce(first, 20, null);
    await announce(second, 24, delivery + 20);
    return aurore;
  },
};
