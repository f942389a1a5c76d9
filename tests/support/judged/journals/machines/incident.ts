import { machineRequest } from '../../../world/machines.ts';
import { found, welcome } from '../cast.ts';
import type { Journey } from '../journal.ts';
import { approve, commission, deliver, make, signAll } from '../steps.ts';

/**
 * Phishing that takes a token and a nomade credential away, ransomware in a whole service, a false alarm; a machine is cleaned
 * and comes back by its checklist.
 */
export const incident: Journey = {
  name: 'incident',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['odile', 'vera', 'theo', 'thomas', 'vincent', 'alice', 'bruno', 'corinne', 'aurore'] as const;
    const { odile, vera, theo, thomas, vincent, alice, bruno, corinne, aurore } = await welcome(
      house,
      founders,
      ...names,
    );
    const line = { approver: vera, producer: theo, desk: thomas };
    await commission(house, { registers: theo, commissions: thomas }, 'PN-90', 'PN-91', 'PN-92');
    await deliver(house, theo, 'BL-12', ['I-0001', 'I-0002', 'I-0003']);
    const issue = { kind: 'first-issue' } as const;
    await make(house, line, { ...issue, holder: alice, workstation: 'PN-90', serial: 'I-0001' });
    await make(house, line, { ...issue, holder: bruno, workstation: 'PN-91', serial: 'I-0002' });
    await house.flow.machine.certify(vincent, { workstation: 'PN-90', ...machineRequest() });
    const file = await house.flow.request.submit(alice, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
    await approve(house, vera, file);
    await house.flow.software.release(theo, { requestId: file.id });
    const hers = await house.flow.request.submit(corinne, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
    await approve(house, vera, hers);
    await house.flow.software.release(theo, { requestId: hers.id });

    // what waits to renew their tokens ends with the tokens
    await house.flow.request.submit(alice, { kind: 'renewal', workstation: 'PN-90', priority: 0 });
    await house.flow.request.submit(bruno, { kind: 'renewal', workstation: 'PN-91', priority: 0 });

    const { report, block, blockMany, close } = house.flow.incident;
    house.clock.pass(3_600_000);
    const hooked = await report(alice, { kind: 'phishing', workstation: 'PN-90' });
    await report(corinne, { kind: 'phishing', person: 'M-ALICE', workstation: 'PN-90' }).catch(() => undefined);
    await close(thomas, { incidentId: hooked.id, outcome: 'handled' }).catch(() => undefined);
    await block(odile, { incidentId: hooked.id, reason: 'ransomware' });
    await house.flow.reading.exportList(odile, { list: 'incident', incident: hooked.id, text: false }, async () => ({
      items: [await house.flow.reading.incident(odile, hooked.id)],
      next: null,
    }));
    await house.flow.reading.exportList(odile, { list: 'blocks', text: false }, async () => ({
      items: [],
      next: null,
    }));
    await close(odile, { incidentId: hooked.id, outcome: 'blocked' });
    const nothing = await report(vera, { kind: 'other', person: 'M-BRUNO' });
    await close(odile, { incidentId: nothing.id, outcome: 'false-alarm' });
    // a machine that somebody was given, with no token on it
    await house.flow.record.assign(thomas, { workstation: 'PN-92', person: 'M-CORINNE', reason: 'handed-out' });
    const given = await report(corinne, { kind: 'ransomware', workstation: 'PN-92' });
    const locked = await report(theo, { kind: 'ransomware', person: 'M-BRUNO', workstation: 'PN-92' });
    await blockMany(odile, { service: 'PREF-33', reason: 'ransomware' });
    // phishing that hits people, with no machine in it
    const device = { kind: 'android', name: 'Téléphone' } as const;
    const anew = await house.flow.request.submit(alice, { kind: 'nomade', device, priority: 0 });
    await approve(house, vera, anew);
    await house.flow.software.release(theo, { requestId: anew.id });
    const clicked = await report(alice, { kind: 'phishing' });
    await blockMany(odile, { people: ['M-ALICE', 'M-NOBODY'], reason: 'phishing' });
    await close(odile, { incidentId: clicked.id, outcome: 'blocked' });
    for (const { id } of [locked, given]) await close(odile, { incidentId: id, outcome: 'blocked' });

    // cleaned: back by the whole checklist
    const change = (workstation: string, ...actions: Parameters<typeof house.flow.enrolment.change>[1]['action'][]) =>
      actions.reduce<Promise<unknown>>(
        (before, action) => before.then(() => house.flow.enrolment.change(thomas, { workstation, action })),
        Promise.resolve(),
      );
    await change('PN-90', 'takeBackCleaned', 'backFromRepair');
    await house.flow.enrolment.reportLoss(thomas, { workstation: 'PN-92' });
    await change('PN-92', 'takeBackFound');
    // a technician was faster than the security officer
    const faster = await report(theo, { kind: 'ransomware', person: 'M-CORINNE', workstation: 'PN-92' });
    await change('PN-92', 'block');
    await close(odile, { incidentId: faster.id, outcome: 'blocked' });
    await signAll(house, 'commissioning', 'PN-90', vincent, thomas);
    await make(house, line, { ...issue, holder: alice, workstation: 'PN-90', serial: 'I-0003' });
    await house.service.rounds();
    return aurore;
  },
};
