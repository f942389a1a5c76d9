import { callerOf, found, welcome } from './cast.ts';
import type { Journey } from './journal.ts';
import { approve, commission, deliver, handOver, plug, prioritise } from './steps.ts';

/** Who works here has a token too: one technician asks for another, a third makes it. */
export const operators: Journey = {
  name: 'operators',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['thomas', 'theo', 'vincent', 'valerie', 'victor', 'alice', 'eve', 'corinne', 'aurore'] as const;
    const { thomas, theo, vincent, valerie, eve, corinne, aurore } = await welcome(house, founders, ...names);
    const { people, request, production } = house.flow;
    await people.grant(founders.adele, { personId: vincent.personId, role: 'correspondent', scope: 'DNUM' });
    const asker = await callerOf(house, 'M-VINCENT');
    await deliver(house, theo, 'BL-20', ['O-0001', 'O-0002']);
    await commission(house, { registers: thomas, commissions: theo }, 'PN-31', 'PN-32');
    const asked = await request.submit(asker, {
      holder: 'M-THEO',
      kind: 'first-issue',
      workstation: 'PN-31',
      priority: 0,
    });
    await approve(house, valerie, asked);
    plug(house, '1', 'O-0001');
    await production.produce(thomas, { requestId: asked.id, slot: '1' });
    await handOver(house, { desk: vincent, holder: theo, printer: valerie }, asked);
    const second = await request.submit(corinne, {
      holder: 'M-ALICE',
      kind: 'first-issue',
      workstation: 'PN-32',
      priority: 2,
    });
    await approve(house, valerie, second);
    // what she confirmed as it was asked is over, and comes back
    await prioritise(house, valerie, second, { priority: 0, priorityReason: 'over' });
    await prioritise(house, valerie, second, { priority: 1, priorityReason: 'essential-service' });
    await people.disable(founders.adele, { personId: eve.personId });
    return aurore;
  },
};
