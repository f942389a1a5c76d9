import { nomadeOf } from '../../support/world/nomade.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** The question before a block says what follows, and nothing else. */
describe('la question avant un blocage', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });
  const MACHINE = 'Le poste est bloqué';
  const ALONE = 'Aucun poste n’est bloqué.';

  it('dit les réflexes avec des espaces qui ne se coupent pas', async () => {
    const { main } = await (await visit(hall, 'odile')).get('/incidents/reflexes');
    expect(main).toContain('Laissez-le allumé\u202f: ce qu’il a en mémoire');
  });

  it('ne dit un poste bloqué que si un poste l’est', async () => {
    await nomadeOf(hall, hall.alice);
    await hall.activeToken(hall.alice, 'PN-1');
    const odile = await visit(hall, 'odile');
    await odile.get('/incidents/postes');
    const many = async (more: Record<string, string>) =>
      (await odile.post('/incidents/postes', { ...more, reason: 'phishing' })).main;
    const people = await many({ people: 'M-ALICE' });
    expect([people.includes(MACHINE), people.includes(ALONE)]).toEqual([false, true]);
    const machines = await many({ workstations: 'PN-1 PN-NONE' });
    expect([machines.includes(MACHINE), machines.includes(ALONE)]).toEqual([true, false]);
    expect(machines).toContain('Postes laissés (inconnus, ou sans rien à bloquer)');

    const question = async (incident: { id: string }) =>
      (await odile.post(`/incidents/${incident.id}/bloquer`, { reason: 'phishing' })).main;
    const without = await question(await hall.flow.incident.report(hall.alice, { kind: 'phishing' }));
    expect([without.includes(MACHINE), without.includes(ALONE)]).toEqual([false, true]);
    const on = await hall.flow.incident.report(hall.alice, { kind: 'phishing', workstation: 'PN-1' });
    expect(await question(on)).toContain(MACHINE);
    // lost already: only what its holder has is taken away
    await hall.flow.enrolment.reportLoss(hall.thomas, { workstation: 'PN-1' });
    const lost = await question(on);
    expect([lost.includes(MACHINE), lost.includes(ALONE)]).toEqual([false, true]);
  });
});
