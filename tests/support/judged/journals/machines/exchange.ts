import { dateOf, dayOf } from '../../../../../src/book/rules/calendar/working-days.ts';
import { OpenCampaign, OpenExchange } from '../../../../../src/flow/campaign/inputs.ts';
import { machine, takeOver } from '../../../world/machines.ts';
import { found, welcome } from '../cast.ts';
import type { Journey } from '../journal.ts';
import { deliver, make } from '../steps.ts';

const DAY = 86_400_000;
const attempt = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);
const OLD = ['PN-60', 'PN-61', 'PN-62', 'PN-63', 'PN-64'] as const;
const NEW = ['PN-65', 'PN-66', 'PN-67', 'PN-68', 'PN-69'] as const;
/** Old machines that were taken back before the campaign, or that nobody ever had, and the new ones. */
const BACK = ['PN-70', 'PN-71', 'PN-72', 'PN-73'] as const;
const FOR_BACK = ['PN-75', 'PN-76', 'PN-77', 'PN-78'] as const;

/**
 * A campaign exchanges machines: a token goes with its holder, a machine without one is given, and one was given before. One new
 * machine is in repair, one old one is retired, and what is left when it is closed stays as it is. Of the machines that were taken back
 * before, one has a token still, one has none, one nobody had, and of one nobody knows for whom of two it is.
 */
export const exchanges: Journey = {
  name: 'exchanges',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['valerie', 'theo', 'thomas', 'vincent', 'alice', 'bruno', 'eve', 'simon', 'aurore'] as const;
    const { valerie, theo, thomas, vincent, alice, bruno, simon, aurore } = await welcome(house, founders, ...names);
    const { flow } = house;
    const { campaign } = flow;
    const today = (): string => dateOf(dayOf(house.clock.now()));
    const old = (number: string) => ({ ...machine(number), image: 'SPAN-2025.1' });
    await takeOver(
      flow,
      [founders.adele, founders.olga],
      ...[...OLD, ...BACK, 'PN-79'].map(old),
      ...[...NEW, ...FOR_BACK].map(machine),
    );
    const give = (workstation: string, person: string) =>
      flow.record.assign(thomas, { workstation, person, reason: 'replacement' });
    const takeBack = (workstation: string) => flow.record.takeBack(thomas, { workstation, reason: 'replaced' });
    await give('PN-60', 'M-ALICE');
    await give('PN-61', 'M-BRUNO');
    await give('PN-62', 'M-EVE');
    await give('PN-67', 'M-EVE');
    await give('PN-63', 'M-EVE');
    await deliver(house, theo, 'BL-60', ['E-0001', 'E-0002', 'E-0003', 'E-0004']);
    const line = { approver: valerie, producer: theo, desk: thomas };
    await make(house, line, { kind: 'first-issue', holder: alice, workstation: 'PN-60', serial: 'E-0001' });
    await give('PN-70', 'M-BRUNO');
    await make(house, line, { kind: 'first-issue', holder: bruno, workstation: 'PN-70', serial: 'E-0002' });
    await takeBack('PN-70');
    for (const person of ['M-BRUNO', 'M-ALICE']) {
      await give('PN-71', person);
      await takeBack('PN-71');
    }
    await make(house, line, { kind: 'first-issue', holder: alice, workstation: 'PN-72', serial: 'E-0003' });
    await make(house, line, { kind: 'first-issue', holder: bruno, workstation: 'PN-72', serial: 'E-0004' });
    await flow.enrolment.change(thomas, { workstation: 'PN-68', action: 'sendToRepair' });

    const pair = (i: number) => ({ workstation: OLD[i]!, replacedBy: NEW[i]! });
    const back = BACK.map((workstation, i) => ({ workstation, replacedBy: FOR_BACK[i]! }));
    const plan = { technicians: 1, perTechnician: 2, startsOn: today() };
    const first = OpenExchange.parse({
      ...plan,
      exchanges: [pair(0), pair(1), { workstation: 'PN-404', replacedBy: '' }],
    });
    await attempt(campaign.openExchange(theo, first));
    const { campaign: made } = await campaign.openExchange(simon, first);
    const campaignId = made.id;
    await campaign.ended();
    await campaign.addExchanges(simon, { campaignId, exchanges: back });
    await campaign.ended();
    await campaign.addExchanges(simon, { campaignId, exchanges: [pair(2), pair(3), pair(4)] });
    await campaign.ended();
    await attempt(campaign.add(simon, { campaignId, machines: ['PN-69'] }));
    const migration = OpenCampaign.parse({
      ...plan,
      targetImage: 'SPAN-2026.3',
      tokens: 'keep',
      checklist: 'any',
      machines: ['PN-60', 'PN-79'],
    });
    await attempt(campaign.open(simon, { ...migration, machines: ['PN-60'] }));
    const { campaign: later } = await campaign.open(simon, migration);
    await campaign.ended();
    await attempt(campaign.addExchanges(simon, { campaignId: later.id, exchanges: [pair(0)] }));
    // those that are exchanged are left out of a selection too
    const { machines: _, ...selection } = migration;
    await campaign.open(simon, { ...selection, fromImage: 'SPAN-2025.1' });
    await campaign.ended();

    // his has no token and was taken back: it is exchanged once he has the new one; hers goes with her, before two persons
    await takeBack('PN-61');
    await give('PN-66', 'M-BRUNO');
    await give('PN-65', 'M-ALICE');
    const token = { serial: 'E-0001', workstation: 'PN-65', document: 'identity-card' } as const;
    await flow.rebinding.check(vincent, token);
    await flow.rebinding.rebind(theo, token);
    await takeBack('PN-60');
    await flow.enrolment.change(thomas, { workstation: 'PN-60', action: 'retire' });
    // of those that were taken back before, hers is exchanged without a token, and his token goes with him
    await give('PN-76', 'M-ALICE');
    await give('PN-75', 'M-BRUNO');
    const his = { serial: 'E-0002', workstation: 'PN-75', document: 'passport' } as const;
    await flow.rebinding.check(vincent, his);
    await flow.rebinding.rebind(theo, his);
    await flow.enrolment.change(thomas, { workstation: 'PN-64', action: 'retire' });
    house.clock.pass(3 * DAY);
    await campaign.carryOn();
    await campaign.ended();
    await flow.reading.exportList(simon, { list: 'campaign', campaign: campaignId, text: false }, (page) =>
      flow.reading.campaignMachines(simon, campaignId, {}, page),
    );
    // one is taken out, comes again, and is left at the end
    await campaign.takeOut(simon, { campaignId, workstation: 'PN-63' });
    await campaign.ended();
    await attempt(campaign.takeOut(simon, { campaignId, workstation: 'PN-63' }));
    await campaign.addExchanges(simon, { campaignId, exchanges: [pair(3)] });
    await campaign.ended();
    await campaign.close(simon, { campaignId });
    await campaign.ended();
    // a list of exchanges is not added to a campaign that is closed
    await attempt(campaign.addExchanges(simon, { campaignId, exchanges: [pair(4)] }));
    await house.service.rounds();
    return aurore;
  },
};
