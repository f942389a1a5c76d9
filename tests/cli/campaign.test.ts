import { machine, takeOver } from '../support/machines.ts';
import { createService, type Service, terminals } from './terminal.ts';

describe('a campaign, from the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
    const { flow, adele, olga, thomas, simon } = service.world;
    const had = (number: string, image: string) => ({ ...machine(number), image, site: 'Pau' });
    await takeOver(flow, [adele, olga], had('PN-71', 'SPAN 24H2'), had('PN-72', 'SPAN 25H2'));
    await flow.enrolment.change(thomas, { workstation: 'PN-71', action: 'sendToRepair' });
    await flow.campaign.open(simon, {
      targetImage: 'SPAN 25H2',
      site: 'Pau',
      tokens: 'keep',
      checklist: 'any',
      technicians: 1,
      perTechnician: 5,
      startsOn: Math.floor(service.world.clock.now() / 86_400_000) + 1,
    });
    await flow.campaign.ended();
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const { as } = terminals(() => service);

  it.each([
    ['fr', ['En cours', 'En réparation', 'Avait déjà l’image']],
    ['en', ['Open', 'In repair', 'Had the image already']],
  ])('says its state, what blocks a machine and how its part ended in words: %s', async (language, said) => {
    const simon = (...words: string[]) => as('simon', '--lang', language, 'campaign', ...words);
    const [state, blocked, ended] = said as [string, string, string];
    const listed = (await simon('list')).out;
    expect(listed).toContain(state);
    const [row] = await service.world.reads.find('campaign', {});
    expect((await simon('show', row!.id)).out).toMatch(new RegExp(`${blocked} +1`));
    const machines = (await simon('machines', row!.id)).out;
    for (const word of [blocked, ended]) expect(machines).toContain(word);
    expect(machines).not.toContain('in-repair');
  });
});
