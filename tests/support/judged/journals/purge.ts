import { found, together, welcome } from './cast.ts';
import type { Journey } from './journal.ts';
import { approve, commission, deliver, make, plug } from './steps.ts';

const YEAR = 366 * 86_400_000;

/** Seven years after their last certificate nothing says any more who somebody was. */
export const purge: Journey = {
  name: 'purge',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['valerie', 'thomas', 'theo', 'odile', 'alice', 'eve', 'aurore'] as const;
    const { valerie, thomas, theo, odile, alice, eve, aurore } = await welcome(house, founders, ...names);
    await commission(house, { registers: thomas, commissions: theo }, 'PN-66', 'PN-67', 'PN-68');
    await deliver(house, theo, 'BL-18', ['G-0001', 'G-0002']);
    const line = { approver: valerie, producer: thomas, desk: theo };
    const wish = { kind: 'first-issue', workstation: 'PN-66', comment: 'pour la mission' } as const;
    await make(house, line, { ...wish, holder: alice, serial: 'G-0001' });
    await house.identity.createApiToken(alice, { name: 'relevé', scopes: ['agent'], days: 30 });
    // a second token came by parcel
    const parcel = await house.flow.request.submit(alice, { ...wish, workstation: 'PN-68', priority: 0 });
    await approve(house, valerie, parcel);
    plug(house, '1', 'G-0002');
    const shipped = { requestId: parcel.id, slot: '1' };
    await house.flow.production.produce(thomas, shipped);
    await house.flow.handover.ship(theo, { ...shipped, trackingNumber: '8R00112233448' });
    await house.flow.handover.accept(alice, { requestId: parcel.id });
    await house.flow.handover.confirmReceipt(alice, { requestId: parcel.id });
    // sent, and refused at the door
    const sent = await house.flow.request.submit(eve, { ...wish, workstation: 'PN-67', priority: 0 });
    await approve(house, valerie, sent);
    await house.flow.request.withdraw(eve, { requestId: sent.id });
    const device = { kind: 'macos', name: 'Ordinateur d’Ève' } as const;
    const mail = await house.flow.request.submit(eve, { kind: 'nomade', device, priority: 0 });
    await house.flow.request.withdraw(eve, { requestId: mail.id });
    house.clock.pass(91 * 86_400_000);
    await house.flow.expiry.expire();
    house.clock.pass(8 * YEAR);
    const personIds = [alice.personId, eve.personId];
    await together(house, founders.adele, odile, { act: 'person.purge', args: { personIds } });
    await together(house, odile, founders.adele, { act: 'policy.set', args: { id: 'purge.years', value: 8 } });
    return aurore;
  },
};
