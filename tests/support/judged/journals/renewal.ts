import { dayOf } from '../../../../src/book/rules/calendar/working-days.ts';
import { found, welcome } from './cast.ts';
import type { House } from './house.ts';
import type { Journey } from './journal.ts';
import { approve, commission, deliver, make, plug, printLetter } from './steps.ts';

const DAY = 86_400_000;

/** The service tells when a request will be ready, about so many days from now. */
async function announce(house: House, requestId: string, days: number): Promise<void> {
  const today = dayOf(house.clock.now());
  const told = { fromDay: today + days, midDay: today + days, byDay: today + days + 1 };
  await house.flow.promises.announce([{ requestId, ...told, reach: 'far', ahead: 2, blankDay: null }]);
}

/** Renewed on the same token, renewed on another one beside it, by the service itself, given back after its holder left, expired. */
export const renewal: Journey = {
  name: 'renewal',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['alice', 'bruno', 'eve', 'corinne', 'valerie', 'thomas', 'theo', 'odile', 'aurore'] as const;
    const who = await welcome(house, founders, ...names);
    const { alice, bruno, eve, corinne, valerie, thomas, theo, odile, aurore } = who;
    const line = { approver: valerie, producer: thomas, desk: theo };
    await commission(house, { registers: theo, commissions: thomas }, 'PN-20', 'PN-21', 'PN-22', 'PN-23');
    await deliver(house, thomas, 'BL-3', [
      'R-0001',
      'R-0002',
      'R-0003',
      'R-0004',
      'R-0005',
      'R-0006',
      'R-0007',
      'R-0008',
    ]);
    const issue = { kind: 'first-issue' } as const;
    const one = await make(house, line, { ...issue, holder: alice, workstation: 'PN-20', serial: 'R-0001' });
    const alices = house.twin.tokens.get('1');
    await make(house, line, { ...issue, holder: bruno, workstation: 'PN-21', serial: 'R-0002' });
    await make(house, line, { ...issue, holder: eve, workstation: 'PN-22', serial: 'R-0003' });
    await make(house, line, { ...issue, holder: bruno, workstation: 'PN-23', serial: 'R-0006' });
    house.clock.pass(20 * DAY);
    await house.service.rounds();
    // on the very token that it replaces
    if (alices) house.twin.tokens.set('2', alices);
    await make(house, line, { kind: 'renewal', holder: alice, workstation: 'PN-20', slot: '2' });
    // beside it, ended when the new one is there
    await make(house, line, { kind: 'renewal', holder: bruno, workstation: 'PN-21', serial: 'R-0004' });
    // a second one in a row, by parcel: whoever takes his code looks at a document too
    await make(house, line, { kind: 'renewal', holder: bruno, workstation: 'PN-23', serial: 'R-0007' });
    const far = await house.flow.request.submit(bruno, { kind: 'renewal', workstation: 'PN-23', priority: 0 });
    await approve(house, valerie, far);
    plug(house, '1', 'R-0008');
    await house.flow.production.produce(thomas, { requestId: far.id, slot: '1' });
    await house.flow.handover.ship(theo, { requestId: far.id, slot: '1', trackingNumber: '8R00112233450' });
    const { code } = await house.flow.pickupCodes.ask(bruno, { requestId: far.id });
    const given = { requestId: far.id, code } as const;
    await house.flow.handover.receiveParcel(corinne, { requestId: far.id });
    await house.flow.handover.takeCode(corinne, { ...given, purpose: 'acceptance' });
    await house.flow.handover.takeCode(corinne, { ...given, purpose: 'receipt', document: 'agent-card' });
    await printLetter(house, valerie, far);
    await house.flow.revocation.revoke(odile, { serial: 'R-0003', reason: 'key-compromise' });
    await house.flow.stock.change(theo, { serial: 'R-0003', action: 'return' });
    // what ends soon is asked for by the service: one is withdrawn, the other is made
    for (let asked = 0; asked === 0; asked = await house.flow.renewals.askDue()) house.clock.pass(DAY);
    const [due] = await house.reads.find('request', { holderId: alice.personId, state: 'submitted' });
    await announce(house, due?.id ?? '', 3);
    house.clock.pass(DAY);
    await announce(house, due?.id ?? '', 40);
    // later than the service level, until nobody waits for it any more
    await house.flow.serviceLevel.watch();
    await house.flow.request.withdraw(alice, { requestId: due?.id ?? '' });
    await house.flow.serviceLevel.watch();
    // the other one's second renewal in a row: an operator looks at a document
    const [second] = await house.reads.find('request', { replacesTokenId: 'R-0004', state: 'submitted' });
    const requestId = second?.id ?? '';
    await approve(house, valerie, { id: requestId });
    plug(house, '1', 'R-0005');
    await house.flow.production.produce(thomas, { requestId, slot: '1' });
    await house.flow.handover.challenge(theo, { requestId, slot: '1' });
    await house.flow.handover.accept(bruno, { requestId });
    await house.flow.handover.checkIdentity(theo, { requestId, purpose: 'renewal', document: 'agent-card' });
    await printLetter(house, valerie, { id: requestId });
    await house.flow.handover.handOver(theo, { requestId });
    await house.flow.handover.confirmReceipt(bruno, { requestId });
    house.clock.pass(71 * DAY);
    await house.flow.expiry.expire();
    await house.service.trace.sealDays();
    await house.flow.stock.change(theo, { serial: one.tokenId, action: 'return' });
    await house.flow.stock.change(theo, { serial: 'R-0004', action: 'miss' });
    return aurore;
  },
};
