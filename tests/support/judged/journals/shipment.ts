import { found, welcome } from './cast.ts';
import type { Journey } from './journal.ts';
import { approve, commission, deliver, plug, printLetter } from './steps.ts';

/** A correspondent asks for an agent far away: one parcel is lost on the way, the next one arrives. */
export const shipment: Journey = {
  name: 'shipment',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['thomas', 'theo', 'vincent', 'valerie', 'corinne', 'alice', 'bruno', 'simon', 'aurore'] as const;
    const who = await welcome(house, founders, ...names);
    const { thomas, theo, vincent, valerie, corinne, alice, bruno, aurore } = who;
    await deliver(house, theo, 'BL-7', ['S-0001', 'S-0002', 'S-0003']);
    await commission(house, { registers: theo, commissions: vincent }, 'PN-10', 'PN-11');
    const { request, production, handover, papers } = house.flow;
    const first = {
      holder: 'M-ALICE',
      kind: 'first-issue',
      workstation: 'PN-10',
      comment: 'sans accès',
      priority: 1,
    } as const;
    const asked = await request.submit(corinne, first);
    const requestId = asked.id;
    await approve(house, valerie, asked);
    plug(house, '1', 'S-0001');
    await production.produce(thomas, { requestId, slot: '1' });
    await handover.ship(theo, { requestId, slot: '1', trackingNumber: '8R00112233445' });
    house.clock.pass(3 * 86_400_000);
    await handover.repeat(theo, { requestId, reason: 'lost-in-transit' });
    plug(house, '1', 'S-0002');
    await production.produce(vincent, { requestId, slot: '1' });
    await handover.ship(thomas, { requestId, slot: '1', trackingNumber: '8R00112233446' });
    await papers.print(thomas, { requestId, paper: 'transport-note' });
    house.clock.pass(86_400_000);
    await handover.accept(alice, { requestId });
    await handover.confirmReceipt(alice, { requestId });
    await printLetter(house, theo, asked);
    // prepared at the desk, then sent all the same
    const second = await request.submit(bruno, { kind: 'first-issue', workstation: 'PN-11', priority: 0 });
    await approve(house, valerie, second);
    plug(house, '2', 'S-0003');
    await production.produce(theo, { requestId: second.id, slot: '2' });
    await handover.challenge(thomas, { requestId: second.id, slot: '2' });
    await handover.ship(thomas, { requestId: second.id, slot: '2', trackingNumber: '8R00112233447' });
    await handover.accept(bruno, { requestId: second.id });
    await handover.confirmReceipt(bruno, { requestId: second.id });
    await printLetter(house, vincent, second);
    await house.service.rounds();
    return aurore;
  },
};
