import type { Step } from '../../world/twin.ts';
import { found, together, welcome } from './cast.ts';
import type { House } from './house.ts';
import type { Journey } from './journal.ts';
import { approve, commission, deliver, handOver, make, plug, stuck } from './steps.ts';

/** The device never answers, and the process dies meanwhile; what `gone` does, happens before the next start. */
async function cutOff(house: House, step: Step, work: () => Promise<unknown>, gone = () => {}): Promise<void> {
  await stuck(house, step, work);
  gone();
  await house.crash();
}

/** What goes wrong in production: a device that fails, power cuts, tokens set aside, one dead on arrival, a locked PIN. */
export const troubles: Journey = {
  name: 'troubles',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['thomas', 'theo', 'vera', 'odile', 'alice', 'bruno', 'corinne', 'aurore'] as const;
    const { thomas, theo, vera, odile, alice, bruno, corinne, aurore } = await welcome(house, founders, ...names);
    const line = { approver: vera, producer: thomas, desk: theo };
    const serials = Array.from({ length: 9 }, (_, i) => `T-000${i + 1}`);
    await deliver(house, theo, 'BL-5', serials);
    await commission(house, { registers: thomas, commissions: theo }, 'PN-40', 'PN-41', 'PN-42');
    const ask = async (holder: typeof alice, workstation: string) => {
      const made = await house.flow.request.submit(holder, { kind: 'first-issue', workstation, priority: 0 });
      await approve(house, vera, made);
      return made;
    };
    const produce = (requestId: string, serial: string) => {
      plug(house, '1', serial);
      return house.flow.production.produce(thomas, { requestId, slot: '1' });
    };
    const first = await ask(alice, 'PN-40');
    const requestId = first.id;
    // wiped and put back, then scrapped where it cannot be wiped
    house.twin.fail('writeCertificate');
    await produce(requestId, 'T-0001').catch(() => undefined);
    house.twin.fail('generateKey');
    house.twin.fail('initialise', 1);
    await produce(requestId, 'T-0002').catch(() => undefined);
    // before the intent, after the signature, and with the token gone
    await cutOff(house, 'generateKey', () => produce(requestId, 'T-0003'));
    // out of its slot by the next start: checked later, one that is wiped and one that refuses
    const unplug = () => house.twin.unplug('1');
    for (const serial of ['T-0008', 'T-0009'])
      await cutOff(house, 'generateKey', () => produce(requestId, serial), unplug);
    plug(house, '2', 'T-0008');
    await house.flow.stock.check(theo, { serial: 'T-0008', slot: '2' });
    house.twin.plug('2', { serial: 'T-0009', soPin: 'of nobody' });
    await house.flow.stock.check(thomas, { serial: 'T-0009' });
    await cutOff(house, 'writeCertificate', () => produce(requestId, 'T-0004'));
    await handOver(house, { desk: theo, holder: alice, printer: vera }, first);
    const second = await ask(bruno, 'PN-41');
    await cutOff(house, 'signChallenge', async () => {
      await produce(second.id, 'T-0005');
    });
    await house.flow.handover.challenge(theo, { requestId: second.id, slot: '1' });
    await house.flow.handover.repeat(theo, { requestId: second.id, reason: 'dead-on-arrival' });
    await produce(second.id, 'T-0006');
    await handOver(house, { desk: theo, holder: bruno, printer: vera }, second);
    // a forgotten PIN, a device that fails, a letter that nobody confirms
    const unblock = { act: 'token.unblock', args: { serial: 'T-0006', slot: '1' } } as const;
    house.twin.fail('resetPin');
    await together(house, theo, odile, unblock).catch(() => undefined);
    await together(house, theo, odile, unblock);
    const [letter] = await house.reads.find('letter', { tokenId: 'T-0006', kind: 'pin', state: 'waiting' });
    await house.flow.letters.print(vera, { letterId: letter?.id ?? '' });
    house.clock.pass(16 * 60_000);
    await house.flow.letters.expire();
    const again = { act: 'token.unblock', args: { serial: 'T-0006', slot: '1' } } as const;
    await cutOff(house, 'resetPin', () => together(house, odile, founders.adele, again));
    await make(house, line, { holder: corinne, kind: 'first-issue', workstation: 'PN-42', serial: 'T-0007' });
    await house.service.rounds();
    return aurore;
  },
};
