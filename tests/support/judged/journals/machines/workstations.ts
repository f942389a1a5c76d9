import { hash } from 'node:crypto';
import type { Caller } from '../../../../../src/book/rights/roles.ts';
import { AppError } from '../../../../../src/errors.ts';
import { siftInventory } from '../../../../../src/imports/inventory.ts';
import { said } from '../../../../../src/imports/problems.ts';
import { machine as inventoried, machineRequest, newMachines, takeOver } from '../../../world/machines.ts';
import { found, welcome } from '../cast.ts';
import type { House } from '../house.ts';
import type { Journey } from '../journal.ts';
import { approve, commission, deliver, handOverOnly, make, plug, signAll } from '../steps.ts';

/** A file of an inventory is compared, then done as it was read. */
async function inventory({ flow }: House, by: Caller, ...lines: string[]): Promise<void> {
  const text = ['numero;serie;modele;service;site;agent', ...lines].join('\n');
  const { rows, problems, ...read } = siftInventory(text);
  const file = { ...read, sha256: hash('sha256', text), say: said };
  const { id, sha256 } = await flow.plans.make(by, { lines: rows, faults: problems, ...file });
  const { id: importId } = await flow.plans.apply(by, { planId: id, sha256 });
  await flow.imports.ended(importId);
}

/** SPAN workstations: brought in, commissioned, migrated, certified, lent, repaired; one is lost, one blocked, one retired. */
export const workstations: Journey = {
  name: 'workstations',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['thomas', 'theo', 'vincent', 'vera', 'odile', 'alice', 'bruno', 'aurore', 'corinne'] as const;
    const { thomas, theo, vincent, vera, odile, alice, bruno, aurore, corinne } = await welcome(
      house,
      founders,
      ...names,
    );
    const { enrolment, machine } = house.flow;
    const row = { model: 'SPAN 15', service: 'PREF-59', site: 'Lille' } as const;
    await house.flow.imports.all(
      founders.adele,
      'workstations',
      newMachines([
        { ...row, assetNumber: 'PN-52', serialNumber: '5CG0052XYZ', image: 'SPAN 24H2' },
        { ...row, assetNumber: 'PN-53' },
      ]),
    );
    const more = Array.from({ length: 41 }, (_, i) => ({ ...row, assetNumber: `PN-7${10 + i}` }));
    const { id } = await house.flow.imports.begin(thomas, 'workstations', newMachines(more));
    await house.flow.imports.stop(thomas, { importId: id });
    await commission(house, { registers: thomas, commissions: theo }, 'PN-50', 'PN-51');
    const change = (by: Caller, workstation: string, ...actions: Parameters<typeof enrolment.change>[1]['action'][]) =>
      actions.reduce<Promise<unknown>>(
        (before, action) => before.then(() => enrolment.change(by, { workstation, action })),
        Promise.resolve(),
      );
    await signAll(house, 'commissioning', 'PN-52', thomas, vincent);
    const certify = (by: Caller, workstation: string) => machine.certify(by, { workstation, ...machineRequest() });
    await certify(vincent, 'PN-50');
    await certify(vincent, 'PN-50');
    await certify(vincent, 'PN-51');
    house.beforeSignature.push(() => Promise.reject(new AppError('ca_unavailable', 'the key does not answer')));
    await certify(vincent, 'PN-51').catch(() => undefined);
    await certify(theo, 'PN-52');
    await deliver(house, thomas, 'BL-8', ['W-0001', 'W-0002']);
    const line = { approver: vera, producer: thomas, desk: vincent };
    const issue = { kind: 'first-issue' } as const;
    await make(house, line, { ...issue, holder: alice, workstation: 'PN-50', serial: 'W-0001' });
    await make(house, line, { ...issue, holder: bruno, workstation: 'PN-51', serial: 'W-0002' });
    await change(thomas, 'PN-50', 'migrate');
    await signAll(house, 'migration', 'PN-50', thomas, theo);
    await change(thomas, 'PN-51', 'sendToRepair', 'backFromRepair');
    await signAll(house, 'commissioning', 'PN-51', vincent, theo);
    const before = { ...inventoried('PN-56'), serialNumber: 'PF-0056', image: 'SPAN 23H2', holder: 'M-BRUNO' };
    await takeOver(house.flow, [thomas, odile], 'PN-55', before);
    await certify(vincent, 'PN-55');
    await change(vincent, 'PN-55', 'migrate');
    // two persons brought it in, so that its proposer may sign the end
    await signAll(house, 'migration', 'PN-55', vincent, thomas);
    const { record } = house.flow;
    await record.assign(thomas, { workstation: 'PN-50', person: alice.personId, reason: 'handed-out' });
    await record.amend(founders.adele, { workstation: 'PN-50', serialNumber: '5CG0050XYZ', site: 'Roubaix' });
    await record.takeBack(theo, { workstation: 'PN-50', reason: 'correction' });
    await record.amend(vincent, { workstation: 'PN-52', serialNumber: null, model: 'SPAN 16', image: 'SPAN 25H2' });
    await inventory(house, thomas, 'PN-51;5CG0051XYZ;SPAN 15;PREF-59;Roubaix;M-BRUNO', 'PN-53;;SPAN 16;PREF-59;Lille;');
    house.clock.pass(3_600_000);
    // what waits to renew their tokens, or for a temporary one beside, ends with the machines
    const waits = { kind: 'renewal', workstation: 'PN-50', priority: 0 } as const;
    await approve(house, vera, await house.flow.request.submit(alice, waits));
    const forgotten = { kind: 'replacement', reason: 'forgotten', workstation: 'PN-51', priority: 0 } as const;
    await house.flow.request.submit(bruno, forgotten);
    await change(odile, 'PN-50', 'block');
    await enrolment.reportLoss(theo, { workstation: 'PN-51' });
    // what is asked for a machine that is retired ends with it
    await house.flow.request.submit(alice, { kind: 'first-issue', workstation: 'PN-52', priority: 0 });
    await change(thomas, 'PN-52', 'retire');
    await change(vincent, 'PN-53', 'retire');
    await deliver(house, thomas, 'BL-9', ['W-0003']);
    // her machine is blocked: another one, and another token
    await commission(house, { registers: vincent, commissions: theo }, 'PN-54');
    const asked = { kind: 'first-issue', workstation: 'PN-54', serial: 'W-0003' } as const;
    await make(house, { approver: vera, producer: theo, desk: thomas }, { ...asked, holder: alice });
    await change(thomas, 'PN-50', 'retire');
    // a machine that was lent comes back: the token that is bound to it still ends, with what waits to renew it
    await deliver(house, thomas, 'BL-10', ['W-0004']);
    await commission(house, { registers: vincent, commissions: theo }, 'PN-57');
    const lent = { kind: 'first-issue', workstation: 'PN-57', serial: 'W-0004' } as const;
    await make(house, { approver: vera, producer: theo, desk: thomas }, { ...lent, holder: bruno });
    await change(thomas, 'PN-57', 'loan');
    await house.flow.request.submit(bruno, { kind: 'renewal', workstation: 'PN-57', priority: 0 });
    // somebody has their token in hand, and never said so
    await deliver(house, thomas, 'BL-12', ['W-0006']);
    const asksToo = { kind: 'first-issue', workstation: 'PN-57', priority: 0 } as const;
    const unconfirmed = await house.flow.request.submit(corinne, asksToo);
    await approve(house, vera, unconfirmed);
    plug(house, '1', 'W-0006');
    await house.flow.production.produce(theo, { requestId: unconfirmed.id, slot: '1' });
    await handOverOnly(house, { desk: thomas, holder: corinne, printer: vera }, unconfirmed);
    // what is made for her while it comes back is undone
    const made = { kind: 'first-issue', workstation: 'PN-57', priority: 0 } as const;
    const meanwhile = await house.flow.request.submit(alice, made);
    await approve(house, vera, meanwhile);
    await deliver(house, thomas, 'BL-11', ['W-0005']);
    plug(house, '1', 'W-0005');
    house.beforeSignature.push(() => change(thomas, 'PN-57', 'giveBack'));
    await house.flow.production.produce(theo, { requestId: meanwhile.id, slot: '1' }).catch(() => undefined);
    // two break in their migration: one is given up with its token, one is repaired; a lost one is never found
    await change(theo, 'PN-54', 'migrate', 'retire');
    await change(theo, 'PN-55', 'migrate', 'sendToRepair');
    await change(thomas, 'PN-51', 'retire');
    await house.service.rounds();
    return aurore;
  },
};
