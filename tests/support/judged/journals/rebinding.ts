import { found, welcome } from './cast.ts';
import type { Journey } from './journal.ts';
import { commission, deliver, make } from './steps.ts';

const attempt = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);

/** Laptops are exchanged: tokens go with their holders to other machines, before two persons; one goes twice. */
export const rebinding: Journey = {
  name: 'rebinding',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['thomas', 'theo', 'valerie', 'vera', 'odile', 'corinne', 'alice', 'bruno', 'aurore'] as const;
    const who = await welcome(house, founders, ...names);
    const { thomas, theo, valerie, vera, odile, corinne, alice, bruno, aurore } = who;
    const { flow } = house;
    const machines = ['PN-90', 'PN-91', 'PN-92', 'PN-93', 'PN-94', 'PN-95'];
    await commission(house, { registers: theo, commissions: thomas }, ...machines);
    await deliver(house, theo, 'BL-90', ['X-0001', 'X-0002', 'X-0003', 'X-0004']);
    const line = { approver: valerie, producer: thomas, desk: theo };
    const issue = { kind: 'first-issue' } as const;
    await make(house, line, { ...issue, holder: alice, workstation: 'PN-90', serial: 'X-0001' });
    await make(house, line, { ...issue, holder: bruno, workstation: 'PN-93', serial: 'X-0002' });
    const given = (workstation: string, person: string) =>
      flow.record.assign(theo, { workstation, person, reason: 'replacement' });
    const of = (serial: string, workstation: string) => ({ serial, workstation, document: 'identity-card' }) as const;

    // an approver of her service looks first; the technician who made the token binds it
    await attempt(flow.rebinding.rebind(thomas, of('X-0001', 'PN-91')));
    await given('PN-91', 'M-ALICE');
    await flow.rebinding.check(valerie, of('X-0001', 'PN-91'));
    await attempt(flow.rebinding.check(valerie, of('X-0001', 'PN-91')));
    await flow.rebinding.rebind(thomas, of('X-0001', 'PN-91'));
    await flow.record.takeBack(theo, { workstation: 'PN-91', reason: 'replaced' });
    // the first check is too old, and is done again; what waited for the machine is withdrawn before
    await given('PN-92', 'M-ALICE');
    const renewal = await flow.request.submit(alice, { kind: 'renewal', workstation: 'PN-91', priority: 0 });
    await attempt(flow.rebinding.check(odile, of('X-0001', 'PN-92')));
    await flow.request.withdraw(alice, { requestId: renewal.id });
    await flow.rebinding.check(odile, of('X-0001', 'PN-92'));
    house.clock.pass(31 * 60_000);
    await attempt(flow.rebinding.rebind(theo, of('X-0001', 'PN-92')));
    await flow.rebinding.check(vera, { ...of('X-0001', 'PN-92'), document: 'passport' });
    await flow.rebinding.rebind(theo, { ...of('X-0001', 'PN-92'), document: 'agent-card' });
    // another token of hers, on another machine; and one for a few days, beside the one that she forgot
    await make(house, line, { ...issue, holder: alice, workstation: 'PN-95', serial: 'X-0003' });
    const forgotten = { kind: 'replacement', reason: 'forgotten' } as const;
    await make(house, line, { ...forgotten, holder: alice, workstation: 'PN-92', serial: 'X-0004' });
    await given('PN-95', 'M-ALICE');
    await attempt(flow.rebinding.check(vera, of('X-0001', 'PN-95')));
    await attempt(flow.rebinding.check(vera, of('X-0004', 'PN-95')));
    // an incident of his stands before it, until it is closed
    await given('PN-94', 'M-BRUNO');
    const incident = await flow.incident.report(corinne, { kind: 'phishing', person: 'M-BRUNO' });
    await attempt(flow.rebinding.check(vera, of('X-0002', 'PN-94')));
    await flow.incident.close(odile, { incidentId: incident.id, outcome: 'false-alarm' });
    await flow.rebinding.check(vera, of('X-0002', 'PN-94'));
    await flow.rebinding.rebind(theo, of('X-0002', 'PN-94'));
    // what is bound to a machine ends with it: he reports an incident there, though he never asked for it
    await flow.incident.report(bruno, { kind: 'ransomware', workstation: 'PN-94' });
    await flow.enrolment.change(odile, { workstation: 'PN-94', action: 'block' });
    await flow.enrolment.reportLoss(odile, { workstation: 'PN-90' });
    await house.service.rounds();
    return aurore;
  },
};
