import type { Caller } from '../../../../src/book/rights/roles.ts';
import { dateOf, dayOf } from '../../../../src/book/rules/calendar/working-days.ts';
import { found, together, welcome } from './cast.ts';
import type { House } from './house.ts';
import type { Journey } from './journal.ts';
import { commission, deliver, make } from './steps.ts';

/** Three deliveries are expected: one comes in parts and is moved, one is cancelled, one is yet to come. */
async function expectDeliveries({ flow, clock }: House, simon: Caller, theo: Caller): Promise<void> {
  const on = (days: number): string => dateOf(dayOf(clock.now()) + days);
  const order = (reference: string, count: number) =>
    flow.stock.expect(simon, { reference, model: 'Twin', count, on: on(4) });
  const [first, second] = [await order('CMD-1', 3), await order('CMD-2', 40)];
  await order('CMD-3', 500);
  await flow.stock.postpone(simon, { expectedId: first.id, on: on(9), reason: 'transport' });
  await flow.stock.postpone(simon, { expectedId: first.id, on: on(2), reason: 'supplier' });
  await flow.stock.cancelExpected(theo, { expectedId: second.id, reason: 'order' });
  const part = (reference: string, serials: string[]) =>
    flow.stock.receive(theo, {
      reference,
      model: 'Twin',
      expected: first.id,
      tokens: serials.map((serial) => ({ serial, soPin: `sopin-${serial}` })),
    });
  await part('BL-13', ['E-0001']);
  await part('BL-14', ['E-0002', 'E-0003']);
}

/** What becomes of blank and used tokens: two deliveries, scrapped, missing, returned, recycled, destroyed by two persons. */
export const stock: Journey = {
  name: 'stock',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['simon', 'theo', 'thomas', 'odile', 'valerie', 'bruno', 'aurore'] as const;
    const { simon, theo, thomas, odile, valerie, bruno, aurore } = await welcome(house, founders, ...names);
    await deliver(house, theo, 'BL-11', ['K-0001', 'K-0002', 'K-0003', 'K-0004']);
    await expectDeliveries(house, simon, theo);
    await deliver(house, thomas, 'BL-12', ['V-0001', 'V-0002', 'V-0003'], 'Virage');
    const { flow } = house;
    await flow.stock.change(theo, { serial: 'K-0001', action: 'scrap' });
    await flow.stock.change(thomas, { serial: 'K-0002', action: 'miss' });
    await flow.stock.change(thomas, { serial: 'V-0001', action: 'scrap' });
    await commission(house, { registers: theo, commissions: thomas }, 'PN-60');
    const line = { approver: valerie, producer: thomas, desk: theo };
    const made = await make(house, line, {
      holder: bruno,
      kind: 'first-issue',
      workstation: 'PN-60',
      serial: 'K-0003',
    });
    await flow.revocation.revoke(odile, { serial: made.tokenId, reason: 'damaged' });
    await flow.stock.change(theo, { serial: made.tokenId, action: 'return' });
    await flow.stock.recycle(thomas, { serial: made.tokenId, slot: '1' });
    const again = await make(house, line, {
      holder: bruno,
      kind: 'replacement',
      reason: 'damaged',
      workstation: 'PN-60',
    });
    await flow.revocation.revoke(odile, { serial: again.tokenId, reason: 'key-compromise' });
    await flow.stock.change(theo, { serial: again.tokenId, action: 'return' });
    for (const [serial, proposer] of [
      ['K-0001', theo],
      ['V-0001', odile],
      [again.tokenId, thomas],
    ] as const)
      await together(house, proposer, proposer === odile ? founders.adele : odile, {
        act: 'token.destroy',
        args: { serial },
      });
    await flow.stock.printDestructionReport(theo, { serial: 'K-0001' });
    await flow.stock.printDestructionReport(odile, { serial: again.tokenId });
    return aurore;
  },
};
