import type { Caller } from '../../../../../src/book/rights/roles.ts';
import { letIn } from '../../../world/come-in.ts';
import { found, welcome } from '../cast.ts';
import type { Journey } from '../journal.ts';
import { approve, commission, deliver, handOverOnly, make, plug } from '../steps.ts';

const DAY = 86_400_000;

/** Lost and replaced in place of its renewal; forgotten, with a temporary token beside; lost by night, by telephone; revoked, returned, recycled; lost before its receipt; then machines are lost. */
export const loss: Journey = {
  name: 'loss',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['odile', 'vera', 'theo', 'thomas', 'alice', 'bruno', 'corinne', 'aurore'] as const;
    const { odile, vera, theo, thomas, alice, bruno, corinne, aurore } = await welcome(house, founders, ...names);
    const line = { approver: vera, producer: theo, desk: thomas };
    await commission(house, { registers: theo, commissions: thomas }, 'PN-30', 'PN-31', 'PN-32');
    await deliver(house, theo, 'BL-4', ['L-0001', 'L-0002', 'L-0003', 'L-0004', 'L-0005', 'L-0006']);
    const { revocation, stock } = house.flow;
    const issue = { kind: 'first-issue' } as const;
    await make(house, line, { ...issue, holder: alice, workstation: 'PN-30', serial: 'L-0001' });
    await make(house, line, { ...issue, holder: bruno, workstation: 'PN-31', serial: 'L-0002' });
    const code = house.printed.flatMap((p) => (p.kind === 'pin' ? [p.revocationCode ?? ''] : [])).at(-1) ?? '';
    const brunos = house.twin.tokens.get('1');
    house.clock.pass(9 * DAY);
    // his renewal is open: what he asks for in place of the damaged one ends it
    const wish = { workstation: 'PN-31', priority: 0 } as const;
    await house.flow.request.submit(bruno, { kind: 'renewal', ...wish });
    const damaged = await house.flow.request.submit(bruno, { kind: 'replacement', reason: 'damaged', ...wish });
    await house.flow.request.withdraw(bruno, { requestId: damaged.id });
    // her renewal is open: the loss ends it
    await house.flow.request.submit(alice, { kind: 'renewal', workstation: 'PN-30', priority: 0 });
    await revocation.reportLoss(alice, { serial: 'L-0001', reason: 'stolen' });
    await make(house, line, {
      kind: 'replacement',
      reason: 'stolen',
      holder: alice,
      workstation: 'PN-30',
      serial: 'L-0003',
    });
    // left at home: a token for a fortnight
    await make(house, line, {
      kind: 'replacement',
      reason: 'forgotten',
      holder: bruno,
      workstation: 'PN-31',
      serial: 'L-0004',
    });
    house.clock.pass(DAY);
    await revocation.revokeByCode(odile, { serial: 'L-0002', code });
    await stock.change(thomas, { serial: 'L-0002', action: 'return' });
    if (brunos) house.twin.tokens.set('3', brunos);
    await stock.recycle(theo, { serial: 'L-0002', slot: '3' });
    await letIn(house.identity, founders, corinne.personId, 'quatre petits chats noirs');
    await revocation.reportLoss(corinne, { serial: 'L-0004', reason: 'lost' });
    // the next time it comes back
    await make(house, line, {
      kind: 'replacement',
      reason: 'forgotten',
      holder: bruno,
      workstation: 'PN-31',
      serial: 'L-0005',
    });
    await stock.change(thomas, { serial: 'L-0005', action: 'return' });
    await revocation.revoke(vera, { serial: 'L-0003', reason: 'left-service' });
    await stock.change(theo, { serial: 'L-0001', action: 'miss' });
    // lost before she said that she has it: what she asks for then ends the request of the lost one
    const hers = { kind: 'replacement', workstation: 'PN-30', priority: 0 } as const;
    const unconfirmed = await house.flow.request.submit(alice, { ...hers, reason: 'damaged' });
    await approve(house, vera, unconfirmed);
    plug(house, '1', 'L-0006');
    await house.flow.production.produce(theo, { requestId: unconfirmed.id, slot: '1' });
    await handOverOnly(house, { desk: thomas, holder: alice, printer: vera }, unconfirmed);
    await revocation.reportLoss(alice, { serial: 'L-0006', reason: 'lost' });
    const anew = await house.flow.request.submit(alice, { ...hers, reason: 'lost' });
    await house.flow.request.withdraw(alice, { requestId: anew.id });
    // the recycled one serves its next holder
    if (brunos) house.twin.tokens.set('1', brunos);
    await make(house, line, { kind: 'first-issue', holder: corinne, workstation: 'PN-32' });
    // each tells of the machine that they have, that a token of theirs is on, or that is of their scope; of no other
    const lose = (by: Caller, workstation: string) => house.flow.enrolment.reportLoss(by, { workstation });
    await house.flow.record.assign(thomas, { workstation: 'PN-31', person: bruno.personId, reason: 'handed-out' });
    // what others ask for his machine ends with it
    const asked = { kind: 'first-issue', workstation: 'PN-31', priority: 0 } as const;
    await approve(house, vera, await house.flow.request.submit(corinne, asked));
    await lose(alice, 'PN-31').catch(() => undefined);
    await lose(bruno, 'PN-31');
    await lose(corinne, 'PN-32');
    await lose(vera, 'PN-30');
    return aurore;
  },
};
