import { labelRead } from '../../world/label.ts';
import { found, together, welcome } from './cast.ts';
import type { Journey } from './journal.ts';
import { approve, commission, deliver, make, plug, seen } from './steps.ts';

const MINUTE = 60_000;

/** Asked for, questioned, amended, approved by two, taken, put back, produced and handed over at the desk. */
export const desk: Journey = {
  name: 'desk',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const { adele, olga } = founders;
    const names = ['alice', 'bruno', 'valerie', 'vera', 'thomas', 'theo', 'aurore'] as const;
    const { alice, bruno, valerie, vera, thomas, theo, aurore } = await welcome(house, founders, ...names);
    await commission(house, { registers: thomas, commissions: theo }, 'PN-1', 'PN-2');
    await deliver(house, thomas, 'BL-1', ['B-0001', 'B-0002']);
    const { request, approval, production, handover, letters, papers } = house.flow;
    await make(
      house,
      { approver: valerie, producer: thomas, desk: theo },
      { holder: bruno, kind: 'first-issue', workstation: 'PN-2', serial: 'B-0002' },
    );

    await together(house, adele, olga, { act: 'policy.set', args: { id: 'approvals:first-issue', value: 2 } });
    const asked = { kind: 'first-issue', workstation: 'PN-1', priority: 1, comment: 'en mission dès lundi' } as const;
    const first = await request.submit(alice, { ...asked, deliverySite: 'Bègles' });
    const requestId = first.id;
    await approval.askInformation(vera, { ...(await seen(house, first)), text: 'Quel bureau ?' });
    await request.amend(alice, { ...(await seen(house, first)), comment: 'bureau 12', deliverySite: 'Bordeaux' });
    await approve(house, vera, first);
    await request.amend(alice, { ...(await seen(house, first)), comment: 'bureau 13' });
    await approve(house, vera, first);
    await approve(house, valerie, first);
    await approval.takeBack(valerie, { requestId });
    await approve(house, valerie, first);
    await approve(house, vera, first);
    await papers.print(thomas, { requestId, paper: 'work-order' });
    await production.takeNext(theo, { count: 1 });
    await production.putBack(theo, { requestId });
    await production.takeNext(theo, { count: 2 });
    house.clock.pass(31 * MINUTE);
    await production.expireLeases();
    await production.takeNext(thomas, { count: 1 });
    plug(house, '1', 'B-0001');
    await production.produce(thomas, { requestId, slot: '1' });
    // its label is read back, printed again, and read again
    await production.scan(thomas, { code: await labelRead(house.reads, first.number) });
    const [label] = await house.reads.find('letter', { requestId, kind: 'label' });
    await letters.print(thomas, { letterId: label?.id ?? '' });
    await production.scan(thomas, { code: await labelRead(house.reads, first.number) });
    await handover.challenge(theo, { requestId, slot: '1' });
    await handover.challenge(theo, { requestId, slot: '1' });
    await handover.accept(alice, { requestId });
    const [letter] = await house.reads.find('letter', { requestId, kind: 'pin' });
    const letterId = letter?.id ?? '';
    await letters.print(vera, { letterId });
    await letters.print(vera, { letterId });
    await letters.confirm(vera, { letterId });
    await handover.handOver(theo, { requestId });
    await papers.print(theo, { requestId, paper: 'handover-sheet' });
    await handover.confirmReceipt(alice, { requestId });

    // one that is refused, and one that its asker takes back
    const second = await request.submit(bruno, { kind: 'renewal', workstation: 'PN-2', priority: 0 });
    await approval.reject(vera, { ...(await seen(house, second)), text: 'trop tôt' });
    const third = await request.submit(bruno, { kind: 'renewal', workstation: 'PN-2', priority: 0 });
    await request.withdraw(bruno, { requestId: third.id });
    // and one that nobody confirms
    const renewal = await request.submit(alice, { kind: 'renewal', workstation: 'PN-1', priority: 0 });
    await approve(house, vera, renewal);
    await deliver(house, theo, 'BL-2', ['B-0003']);
    plug(house, '2', 'B-0003');
    await production.produce(thomas, { requestId: renewal.id, slot: '2' });
    await handover.challenge(theo, { requestId: renewal.id, slot: '2' });
    await handover.accept(alice, { requestId: renewal.id });
    await handover.handOver(theo, { requestId: renewal.id });
    house.clock.pass(31 * 24 * 60 * MINUTE);
    await house.service.rounds();
    return aurore;
  },
};
