import { found, together, welcome } from './cast.ts';
import type { House } from './house.ts';
import type { Journey } from './journal.ts';
import { approve, commission, deliver, handOver, plug, stuck } from './steps.ts';

const LEASE_MS = 31 * 60_000;

/** Two nodes on the same records: one starts while the other works, one is lost with work under way, and both go on. */
export const nodes: Journey = {
  name: 'nodes',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['thomas', 'theo', 'vera', 'odile', 'alice', 'bruno', 'corinne', 'aurore'] as const;
    const { thomas, theo, vera, odile, alice, bruno, corinne, aurore } = await welcome(house, founders, ...names);
    const serials = ['N-0001', 'N-0002', 'N-0003', 'N-0004'];
    await deliver(house, theo, 'BL-7', serials);
    await commission(house, { registers: thomas, commissions: theo }, 'PN-50', 'PN-51', 'PN-52');
    const ask = async (holder: typeof alice, workstation: string) => {
      const made = await house.flow.request.submit(holder, { kind: 'first-issue', workstation, priority: 0 });
      await approve(house, vera, made);
      return made;
    };
    const produce = (requestId: string, serial: string) => {
      plug(house, '1', serial);
      return house.flow.production.produce(thomas, { requestId, slot: '1' });
    };

    // the other starts in the middle of a production, which is sealed all the same
    const first = await ask(alice, 'PN-50');
    let beside: Awaited<ReturnType<House['service']['startBeside']>> | undefined;
    house.twin.onStep('signChallenge', async () => {
      beside = await house.service.startBeside('lyon');
    });
    await produce(first.id, 'N-0001');
    await handOver(house, { desk: theo, holder: alice, printer: vera }, first);

    // both produce; the first one is lost with a job under way and a decision confirmed, and the other takes them up
    const second = await ask(bruno, 'PN-51');
    const third = await ask(corinne, 'PN-52');
    const unblock = { act: 'token.unblock', args: { serial: 'N-0001', slot: '1' } } as const;
    await stuck(house, 'resetPin', () => together(house, theo, odile, unblock));
    await stuck(house, 'signChallenge', () => produce(second.id, 'N-0002'));
    beside?.twin.plug('1', { serial: 'N-0003', soPin: 'sopin-N-0003-factory' });
    await beside?.flow.production.produce(thomas, { requestId: third.id, slot: '1' });
    await beside?.flow.nodes.lose('jeton');
    await beside?.flow.nodes.takeUp('jeton');
    house.clock.pass(LEASE_MS);
    await beside?.flow.nodes.takeUp('jeton');
    await beside?.stop();

    // it comes back, and works on
    await house.crash();
    await produce(second.id, 'N-0004');
    await handOver(house, { desk: theo, holder: bruno, printer: vera }, second);
    const again = await house.service.startBeside('lyon');
    await again.stop();
    await house.service.rounds();
    return aurore;
  },
};
