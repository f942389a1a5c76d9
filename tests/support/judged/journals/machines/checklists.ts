import type { CheckPoint, SetChecklist } from '../../../../../src/book/rules/workstation/checklists.ts';
import { machine, takeOver } from '../../../world/machines.ts';
import { found, welcome } from '../cast.ts';
import type { House } from '../house.ts';
import type { Journey } from '../journal.ts';

const point = (code: string, more: Partial<CheckPoint> = {}): CheckPoint => ({
  code,
  fr: `Point ${code}`,
  en: `Item ${code}`,
  required: true,
  ...more,
});
const IMAGE = point('image', { value: { kind: 'image' } });
const ITEMS: CheckPoint[] = [
  point('seal'),
  point('build', { value: { kind: 'pattern', mask: '#####.#+' } }),
  point('tpm', { value: { kind: 'yes-no', expects: 'yes' } }),
  point('recovery-key', { value: { kind: 'place', of: ['AD', 'COFFRE-LILLE'] } }),
  point('disk', { value: { kind: 'choice', of: ['BitLocker', 'LUKS'] } }),
  IMAGE,
  point('sticker', { required: false }),
];
const VALUES: Readonly<Record<string, string>> = {
  build: '22631.4460',
  tpm: 'yes',
  'recovery-key': 'AD',
  disk: 'LUKS',
  image: 'SPAN 24H2',
};
const signed = (...codes: string[]) =>
  codes.map((item) => ({ item, ...(VALUES[item] === undefined ? {} : { value: VALUES[item] }) }));

/** Checklists that two persons decided, of a model, of an image, withdrawn; signed with values, many items at once. */
export const checklists: Journey = {
  name: 'checklists',
  play: async (open) => {
    const house: House = await open();
    const founders = await found(house);
    const { thomas, theo, odile, aurore } = await welcome(house, founders, 'thomas', 'theo', 'odile', 'aurore');
    const { enrolment, dualControl } = house.flow;
    const decide = async (of: Partial<SetChecklist>) => {
      const args: SetChecklist = { purpose: 'commissioning', model: '*', image: '*', version: 1, items: ITEMS, ...of };
      const proposal = await dualControl.propose(founders.adele, { act: 'checklist.set', args });
      await dualControl.confirm(odile, { proposalId: proposal.id, argsHash: proposal.argsHash });
    };
    const begin = (assetNumber: string, model: string) =>
      enrolment.register(thomas, { ...machine(assetNumber), model });
    await begin('PN-40', 'SPAN 15');
    await decide({ model: 'SPAN 15' });
    await begin('PN-41', 'SPAN 15');
    await enrolment.signItems(thomas, { workstation: 'PN-41', items: signed('image', 'sticker') });
    await enrolment.signItems(theo, {
      workstation: 'PN-41',
      items: signed('seal', 'build', 'tpm', 'recovery-key', 'disk'),
    });
    await decide({ purpose: 'migration', image: 'SPAN 24H2', items: [point('seal'), IMAGE] });
    await enrolment.change(thomas, { workstation: 'PN-41', action: 'migrate' });
    await enrolment.signItems(theo, {
      workstation: 'PN-41',
      items: [{ item: 'seal' }, { item: 'image', value: 'SPAN 25H2' }],
    });
    await house.flow.sheets.open(theo, { workstation: 'PN-41', round: 1 });
    // withdrawn: what holds for any machine is due, also for one that comes back
    await decide({ model: 'SPAN 15', version: 2, items: [] });
    await decide({ version: 2, items: [point('seal')] });
    for (const action of ['sendToRepair', 'backFromRepair'] as const)
      await enrolment.change(theo, { workstation: 'PN-41', action });
    await enrolment.signItems(theo, { workstation: 'PN-41', items: [{ item: 'seal' }] });
    // begun before all this: its round keeps the first list
    await enrolment.signItems(theo, {
      workstation: 'PN-40',
      items: [...signed('disk-encryption', 'local-firewall'), { item: 'image-version', value: 'SPAN 23H2' }],
    });
    await enrolment.signItems(theo, { workstation: 'PN-40', items: signed('vpn-profile', 'privacy-filter') });
    await takeOver(house.flow, [thomas, odile], 'PN-42');
    await house.service.rounds();
    return aurore;
  },
};
