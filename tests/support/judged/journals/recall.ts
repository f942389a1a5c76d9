import type { Caller } from '../../../../src/book/rights/roles.ts';
import { found, together, welcome } from './cast.ts';
import type { House } from './house.ts';
import type { Journey } from './journal.ts';
import { approve, commission, deliver, handOver, handOverOnly, make, plug } from './steps.ts';

type Args = Extract<Parameters<House['flow']['dualControl']['propose']>[1], { act: 'recall.open' }>['args'];

/** Two persons recall these tokens, and the service carries it out. */
async function recall(house: House, [proposer, confirmer]: readonly [Caller, Caller], args: Args): Promise<string> {
  await together(house, proposer, confirmer, { act: 'recall.open', args });
  await house.flow.recall.ended();
  const [newest] = await house.reads.find('recall', {}, { orderBy: 'openedAt', descending: true, limit: 1 });
  return newest?.id ?? '';
}

/**
 * Three recalls: a batch that is revoked at once, with a token on its way, a request that is open already and somebody who has
 * left; a firmware that is replaced first, each token once its replacement is there; a delivery of which the rest is revoked at a date,
 * and a renewal that was lost on its way.
 */
export const recalls: Journey = {
  name: 'recalls',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = [
      'odile',
      'valerie',
      'theo',
      'thomas',
      'vincent',
      'alice',
      'bruno',
      'eve',
      'simon',
      'aurore',
    ] as const;
    const who = await welcome(house, founders, ...names);
    const { odile, valerie, theo, thomas, vincent, alice, bruno, eve, simon, aurore } = who;
    const two = [founders.adele, odile] as const;
    const line = { approver: valerie, producer: theo, desk: thomas };
    await commission(house, { registers: theo, commissions: thomas }, 'PN-80', 'PN-81', 'PN-82', 'PN-83');
    const { flow } = house;
    const tokens = (...serials: string[]) => serials.map((serial) => ({ serial, soPin: `sopin-${serial}-factory` }));
    await flow.stock.receive(theo, {
      reference: 'BL-20',
      model: 'Twin',
      firmware: '5.4.3',
      batch: 'L-7',
      tokens: [...tokens('R-0001', 'R-0002', 'R-0003', 'R-0004', 'R-0005')],
    });
    const { id: second } = await flow.stock.receive(thomas, {
      reference: 'BL-21',
      model: 'Twin',
      tokens: [
        ...tokens('R-0006', 'R-0007', 'R-0008'),
        ...tokens('R-0009').map((one) => ({ ...one, firmware: '5.7.1' })),
      ],
    });
    const issue = { kind: 'first-issue' } as const;
    await make(house, line, { ...issue, holder: alice, workstation: 'PN-80', serial: 'R-0001' });
    await make(house, line, { ...issue, holder: bruno, workstation: 'PN-81', serial: 'R-0002' });
    await make(house, line, { ...issue, holder: vincent, workstation: 'PN-83', serial: 'R-0004' });
    const renewal = await flow.request.submit(bruno, { kind: 'renewal', workstation: 'PN-81', priority: 0 });
    const onItsWay = await flow.request.submit(eve, { ...issue, workstation: 'PN-82', priority: 0 });
    await approve(house, valerie, onItsWay);
    plug(house, '1', 'R-0003');
    await flow.production.produce(theo, { requestId: onItsWay.id, slot: '1' });
    await flow.people.disable(founders.adele, { personId: vincent.personId });

    const batch = await recall(house, two, { kind: 'batch', model: 'Twin', value: 'L-7', way: 'revoke-now' });
    await flow.recall.close(theo, { recallId: batch }).catch(() => undefined);
    await flow.recall.close(odile, { recallId: batch });

    const finish = async (holder: Caller, requestId: string, serial: string): Promise<void> => {
      plug(house, '1', serial);
      await flow.production.produce(theo, { requestId, slot: '1' });
      await handOver(house, { desk: thomas, holder, printer: valerie }, { id: requestId });
    };
    const [asked] = await house.reads.find('request', { reason: 'recalled', holderId: alice.personId });
    await finish(alice, asked?.id ?? '', 'R-0006');
    await finish(eve, onItsWay.id, 'R-0009');
    await approve(house, valerie, renewal);

    const firmware = { kind: 'firmware', model: 'Twin', value: '5.7.1', way: 'replace-first' } as const;
    // a supervisor saw the flaw first
    await recall(house, [simon, odile], firmware);
    const [again] = await house.reads.find('request', { reason: 'recalled', holderId: eve.personId });
    await finish(eve, again?.id ?? '', 'R-0007');
    const [standing] = await house.reads.find('recall', { kind: 'firmware' });
    await flow.recall.close(founders.olga, { recallId: standing?.id ?? '' });

    await deliver(house, theo, 'BL-22', ['R-0010', 'R-0011']);
    // her renewal is lost before its receipt: the recall of her token asks anew in its place
    const hers = await flow.request.submit(alice, { kind: 'renewal', workstation: 'PN-80', priority: 0 });
    await approve(house, valerie, hers);
    plug(house, '1', 'R-0011');
    await flow.production.produce(theo, { requestId: hers.id, slot: '1' });
    await handOverOnly(house, { desk: thomas, holder: alice, printer: valerie }, hers);
    await flow.revocation.reportLoss(alice, { serial: 'R-0011', reason: 'lost' });
    const revokeAt = house.clock.now() + 30 * 86_400_000;
    await recall(house, two, { kind: 'delivery', value: second, way: 'replace-first', revokeAt });
    house.clock.pass(31 * 86_400_000);
    await flow.recall.resume();
    await flow.recall.ended();
    await house.service.rounds();
    return aurore;
  },
};
