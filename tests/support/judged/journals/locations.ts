import { found, welcome } from './cast.ts';
import type { Journey } from './journal.ts';
import { commission, deliver, make } from './steps.ts';

/** Where tokens are: locations, a move within a site, a transfer to another, a count and what explains its differences. */
export const locations: Journey = {
  name: 'locations',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['theo', 'thomas', 'odile', 'valerie', 'bruno', 'aurore', 'simon'] as const;
    const { theo, thomas, odile, valerie, bruno, aurore, simon } = await welcome(house, founders, ...names);
    const { stock, revocation } = house.flow;
    await deliver(house, theo, 'BL-20', ['P-0001']);
    await stock.addLocation(simon, { code: 'LYON-COFFRE-1', label: 'Coffre du rez-de-chaussée', site: 'Lyon' });
    await stock.addLocation(simon, { code: 'LYON-TIROIR', label: 'Tiroir', site: 'Lyon', threshold: 5 });
    await stock.addLocation(founders.adele, { code: 'PAU-COFFRE', label: 'Coffre', site: 'Pau' });
    await stock.amendLocation(thomas, { location: 'LYON-TIROIR', label: 'Tiroir du haut', threshold: 2 });
    await stock.amendLocation(thomas, { location: 'PAU-COFFRE', threshold: 1 });
    await deliver(house, theo, 'BL-21', ['L-0001', 'L-0002', 'L-0003', 'L-0004', 'L-0005', 'L-0006', 'L-0007']);
    await stock.transfer(theo, { to: 'LYON-TIROIR', serials: ['P-0001'] });
    await stock.transfer(thomas, { to: 'LYON-TIROIR', serials: ['L-0001', 'L-0002'] });

    const serials = ['L-0003', 'L-0004', 'L-0005'];
    const { transfer } = await stock.transfer(thomas, { to: 'PAU-COFFRE', serials });
    const transferId = transfer?.id ?? '';
    await stock.arrive(theo, { transferId, serials: ['L-0003'] });
    await stock.takeBack(thomas, { transferId, serials: ['L-0004'] });
    await stock.change(theo, { serial: 'L-0005', action: 'miss' });
    const back = await stock.transfer(theo, { to: 'LYON-COFFRE-1', serials: ['L-0003'] });
    await stock.arrive(thomas, { transferId: back.transfer?.id ?? '', serials: ['L-0003'] });
    const kept = await stock.transfer(theo, { to: 'PAU-COFFRE', serials: ['L-0003'] });
    await stock.takeBack(theo, { transferId: kept.transfer?.id ?? '', serials: ['L-0003'] });

    await stock.count(theo, { location: 'LYON-TIROIR', serials: ['P-0001', 'L-0001', 'L-0002'] });
    const scanned = ['L-0001', 'L-0003', 'L-0005', 'STRANGER-1'];
    const { differences } = await stock.count(theo, { location: 'LYON-COFFRE-1', serials: scanned });
    const settle = (serial: string, reason: 'missing' | 'found' | 'misplaced') =>
      stock.settle(thomas, { differenceId: differences.find((one) => one.tokenId === serial)?.id ?? '', reason });
    await stock.change(theo, { serial: 'L-0004', action: 'miss' });
    await settle('L-0004', 'missing');
    await settle('L-0006', 'found');
    await settle('L-0001', 'misplaced');
    await stock.change(theo, { serial: 'L-0005', action: 'find', location: 'LYON-COFFRE-1' });
    await settle('L-0005', 'found');

    await commission(house, { registers: theo, commissions: thomas }, 'PN-61');
    const line = { approver: valerie, producer: thomas, desk: theo };
    const wish = { holder: bruno, kind: 'first-issue', workstation: 'PN-61', serial: 'L-0007' } as const;
    const made = await make(house, line, wish);
    await stock.settle(theo, {
      differenceId: differences.find((one) => one.tokenId === 'L-0007')?.id ?? '',
      reason: 'taken',
    });
    await revocation.revoke(odile, { serial: made.tokenId, reason: 'damaged' });
    await stock.change(theo, { serial: made.tokenId, action: 'return', location: 'LYON-TIROIR' });
    // not wiped yet, it is stolen; whoever finds it puts it into another drawer of the site
    await stock.change(thomas, { serial: made.tokenId, action: 'miss' });
    await stock.change(thomas, { serial: made.tokenId, action: 'find', location: 'LYON-COFFRE-1' });

    // the drawer falls below its threshold, is filled again, falls once more, and is then no longer watched
    const { stockWatch } = house.flow;
    await stock.change(theo, { serial: 'L-0002', action: 'scrap' });
    await stock.change(theo, { serial: 'P-0001', action: 'scrap' });
    await stockWatch.watch();
    await stock.transfer(theo, { to: 'LYON-TIROIR', serials: ['L-0006'] });
    await stockWatch.watch();
    // people are told of it once a day at most
    house.clock.pass(86_400_000);
    await stock.change(theo, { serial: 'L-0006', action: 'miss' });
    await stockWatch.watch();
    await stock.amendLocation(thomas, { location: 'LYON-TIROIR', threshold: null });
    await stockWatch.watch();
    while (!(await stockWatch.balance())) house.clock.pass(3_600_000);
    house.clock.pass(86_400_000);
    await stockWatch.balance();
    return aurore;
  },
};
