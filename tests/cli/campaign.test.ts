import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dateOf } from '../../src/book/rules/calendar/working-days.ts';
import { machine, takeOver } from '../support/world/machines.ts';
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
  const { as, homeOf } = terminals(() => service);

  it.each([
    ['fr', ['En cours', 'En réparation', 'Avait déjà l’image', 'Sélection']],
    ['en', ['Under way', 'In repair', 'Had the image already', 'Selection']],
  ])('says its kind and state, what blocks a machine and how its part ended in words: %s', async (language, said) => {
    const simon = (...words: string[]) => as('simon', '--lang', language, 'campaign', ...words);
    const [state, blocked, ended, kind] = said as [string, string, string, string];
    const listed = (await simon('list')).out;
    for (const word of [state, kind]) expect(listed).toContain(word);
    const [row] = await service.world.reads.find('campaign', {});
    expect((await simon('show', row!.id)).out).toMatch(new RegExp(`${blocked} +1`));
    const machines = (await simon('machines', row!.id)).out;
    for (const word of [blocked, ended]) expect(machines).toContain(word);
    expect(machines).not.toContain('in-repair');
  });

  it('exchanges machines by a file of two columns, and says each line that is not taken', async () => {
    const { flow, adele, olga, thomas } = service.world;
    await takeOver(flow, [adele, olga], ...['PN-81', 'PN-82', 'PN-83', 'PN-84'].map(machine));
    for (const [workstation, person] of [
      ['PN-81', 'M-ALICE'],
      ['PN-83', 'M-BRUNO'],
    ] as const)
      await flow.record.assign(thomas, { workstation, person, reason: 'handed-out' });
    const file = join(homeOf('simon'), 'echange.csv');
    writeFileSync(file, 'ancien;nouveau\nPN-81;PN-82\nPN-83;PN-404\n');
    const when = dateOf(Math.floor(service.world.clock.now() / 86_400_000) + 1);
    const plan = ['--technicians', '1', '--each', '5', '--starts', when];
    const simon = (...words: string[]) => as('simon', '--lang', 'fr', 'campaign', ...words);
    const counted = await simon('exchange', file, ...plan, '--count');
    expect(counted.out).toContain('postes : 1');
    expect(counted.err).toContain('non prise : PN-83 → PN-404 – le nouveau poste est inconnu');
    expect(await service.world.reads.count('campaign', { kind: 'exchange' })).toBe(0);
    expect((await simon('exchange', file, ...plan)).err).toContain('PN-404');
    await flow.campaign.ended();
    const [row] = await service.world.reads.find('campaign', { kind: 'exchange' });
    writeFileSync(file, 'PN-83;PN-84\nPN-81;PN-404\n');
    const size = await service.world.opened.journal.size();
    const toAdd = await simon('add-exchanges', row!.id, file, '--count');
    expect(toAdd.out).toContain('postes : 1');
    expect(toAdd.err).toContain('non prise : PN-81 → PN-404 – le nouveau poste est inconnu');
    expect(await service.world.opened.journal.size()).toBe(size);
    writeFileSync(file, 'PN-83;PN-84\n');
    expect((await simon('add-exchanges', row!.id, file)).out).toContain('postes ajoutés : 1');
    await flow.campaign.ended();
    expect((await simon('machines', row!.id)).out).toMatch(/PN-81 .*PN-82/);
    const shown = await as('thomas', '--lang', 'fr', 'workstation', 'show', 'PN-81');
    expect(shown.out).toMatch(/remplacé par +PN-82 \d{4}-/);
    expect((await as('thomas', '--lang', 'fr', 'workstation', 'show', 'PN-82')).out).toMatch(/remplace +PN-81/);
    expect((await simon('show', row!.id)).out).toMatch(/échangés +0/);
    // a migration takes no machine of it
    const migrates = ['open', '--to', 'SPAN-2026.3', ...plan, '--list', file];
    writeFileSync(file, 'PN-81\nPN-404\n');
    const left = await simon(...migrates, '--count');
    expect([left.out, left.err]).toEqual([
      expect.stringContaining('postes : 0'),
      expect.stringContaining('laissés de côté, car dans un échange : 1'),
    ]);
    const none = (await simon(...migrates)).err;
    for (const said of [
      'Aucun poste de la liste n’est pris',
      'aucun poste ne s’appelle PN-404',
      'le poste PN-81 est laissé de côté',
    ])
      expect(none).toContain(said);
    writeFileSync(file, 'PN-81\nPN-404\nPN-71\n');
    const some = (await simon(...migrates)).err;
    expect(some).toContain('aucun poste ne s’appelle PN-404');
    expect(some).toContain('le poste PN-81 est laissé de côté');
    await flow.campaign.ended();
    const moved = await simon('move', row!.id, '1999-03-01', 'PN-83');
    expect(moved.out).toBe('postes déplacés au 1999-03-01 : 1\n');
    expect((await simon('move', row!.id, '1999-02-28', 'PN-83')).err).toContain(
      'L’atelier ne reçoit personne ce jour-là',
    );
    expect((await simon('move', row!.id, when, 'PN-83')).code).toBe(0);
    expect((await simon('take-out', row!.id, 'PN-83')).out).toContain('le poste PN-83 est retiré de la campagne');
    expect((await simon('take-out', row!.id, 'PN-83')).err).toContain('sa part y est terminée');
    writeFileSync(file, 'PN-404;PN-405\n');
    const refused = await simon('exchange', file, ...plan);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('Aucune ligne')]);
    expect(refused.err).toContain('non prise : PN-404 → PN-405 – l’ancien poste est inconnu');
    expect((await simon('list')).out).toMatch(/Échange de postes/);
    expect((await simon('show', row!.id)).out).toMatch(/JOUR +PRÉVUS +FAITS$/im);
    const shownDays = await simon('show', row!.id, '--json');
    expect(shownDays.json['days']).toEqual([expect.objectContaining({ planned: 2, done: 0 })]);
  });
});
