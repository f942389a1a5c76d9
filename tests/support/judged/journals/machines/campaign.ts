import { dateOf, dayOf, isWorkingDay } from '../../../../../src/book/rules/calendar/working-days.ts';
import { OpenCampaign } from '../../../../../src/flow/campaign/inputs.ts';
import { machine, takeOver } from '../../../world/machines.ts';
import { found, welcome } from '../cast.ts';
import type { House } from '../house.ts';
import type { Journey } from '../journal.ts';
import { commission, deliver, make, signAll } from '../steps.ts';

const DAY = 86_400_000;
const [OLD, NEW] = ['SPAN-2025.1', 'SPAN-2026.3'];

/** The service does what is due of all campaigns. */
async function round(house: House): Promise<void> {
  await house.flow.campaign.carryOn();
  await house.flow.campaign.ended();
}

/**
 * Two campaigns: of a site, which is paused, planned anew and closed with machines left; and of a list, which replaces tokens: one
 * asked for, one that was asked for already, and one that is not there. Machines migrate, do not come, are lent and retired.
 */
export const campaigns: Journey = {
  name: 'campaigns',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['valerie', 'theo', 'thomas', 'vincent', 'alice', 'bruno', 'eve', 'simon', 'aurore'] as const;
    const { valerie, theo, thomas, alice, bruno, eve, simon, aurore } = await welcome(house, founders, ...names);
    const { flow } = house;
    const { campaign } = flow;
    const two = [founders.adele, founders.olga] as const;
    const old = (number: string) => ({ ...machine(number), image: OLD });
    await takeOver(flow, two, old('PN-70'), old('PN-71'), old('PN-72'), old('PN-73'), old('PN-74'));
    await commission(house, { registers: theo, commissions: thomas }, 'PN-75');
    const plan = { targetImage: NEW, technicians: 1, perTechnician: 2, startsOn: dateOf(dayOf(house.clock.now())) };
    const opened = (more: object) =>
      campaign.open(simon, OpenCampaign.parse({ ...plan, tokens: 'keep', checklist: 'any', ...more }));
    const give = (workstation: string, person: string) =>
      flow.record.assign(thomas, { workstation, person, reason: 'handed-out' });

    const tomorrow = dateOf(dayOf(house.clock.now()) + 1);
    await flow.roster.plan(simon, { from: plan.startsOn, to: tomorrow, technicians: 2, reason: 'reinforcement' });
    await flow.roster.plan(simon, { from: tomorrow, technicians: 0, reason: 'closure' });
    await flow.roster.plan(theo, { from: tomorrow, technicians: 1, reason: 'usual' }).catch(() => undefined);
    await give('PN-70', 'M-ALICE');
    await give('PN-71', 'M-BRUNO');
    await flow.enrolment.change(thomas, { workstation: 'PN-73', action: 'loan' });
    await campaign
      .open(theo, OpenCampaign.parse({ ...plan, site: 'Bordeaux', tokens: 'keep', checklist: 'any' }))
      .catch(() => undefined);
    const { campaign: ofSite } = await opened({ site: 'Bordeaux' });
    await campaign.ended();
    await campaign.replan(simon, {
      campaignId: ofSite.id,
      technicians: 2,
      perTechnician: 1,
      closedDays: [dayOf(house.clock.now()) + 1],
      way: 'keep',
      reason: 'days-closed',
    });
    await campaign.ended();
    await flow.enrolment.change(theo, { workstation: 'PN-70', action: 'migrate' });
    await signAll(house, 'migration', 'PN-70', theo, thomas);
    await flow.enrolment.change(thomas, { workstation: 'PN-72', action: 'retire' });
    await flow.enrolment.change(thomas, { workstation: 'PN-73', action: 'giveBack' });
    house.clock.pass(8 * DAY);
    await round(house);
    await campaign.pause(simon, { campaignId: ofSite.id });
    await campaign.ended();
    await campaign.resume(simon, { campaignId: ofSite.id });
    await campaign.ended();
    await campaign.replan(simon, { campaignId: ofSite.id, perTechnician: 5, way: 'anew', reason: 'capacity' });
    await campaign.ended();
    await campaign.close(simon, { campaignId: ofSite.id });
    await campaign.ended();

    await deliver(house, theo, 'BL-30', ['C-0001', 'C-0002']);
    const line = { approver: valerie, producer: theo, desk: thomas };
    const issue = { kind: 'first-issue' } as const;
    await make(house, line, { ...issue, holder: bruno, workstation: 'PN-71', serial: 'C-0001' });
    await give('PN-73', 'M-EVE');
    await flow.request.submit(eve, { ...issue, workstation: 'PN-73', priority: 0 });
    const { campaign: ofList } = await opened({
      machines: ['PN-71', 'PN-73', 'PN-404'],
      fromImage: OLD,
      tokens: 'replace',
      startsOn: dateOf(dayOf(house.clock.now())),
    });
    await campaign.ended();
    await campaign.add(simon, { campaignId: ofList.id, machines: ['PN-74', 'PN-71'] });
    await campaign.ended();
    await flow.reading.exportList(simon, { list: 'campaign', campaign: ofList.id, text: false }, (page) =>
      flow.reading.campaignMachines(simon, ofList.id, {}, page),
    );
    let another = dayOf(house.clock.now()) + 40;
    while (!isWorkingDay(another)) another += 1;
    await campaign.moveDay(simon, { campaignId: ofList.id, workstations: ['PN-73'], day: another });
    await campaign.ended();
    await campaign.takeOut(simon, { campaignId: ofList.id, workstation: 'PN-74' });
    await campaign.ended();
    await campaign.add(simon, { campaignId: ofList.id, machines: ['PN-74'] });
    await campaign.ended();
    await flow.incident.report(alice, { kind: 'phishing' });
    await campaign.close(simon, { campaignId: ofList.id });
    await campaign.ended();
    await house.service.rounds();
    return aurore;
  },
};
