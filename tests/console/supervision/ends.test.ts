import { DAY_MS } from '../../../src/durations.ts';
import { machineRequest } from '../../support/world/machines.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** « Échéances », for those who steer the workshop. */
describe('the ends of tokens', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('are found from the report of the day, drawn and said, with their file', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    const simon = await visit(hall, 'simon');
    expect((await simon.get('/pilotage')).main).toContain('href="/pilotage/echeances"');
    const { main } = await simon.get('/pilotage/echeances');
    expect(main).toContain('Échéances des jetons');
    expect(main.replaceAll(/\s/g, ' ')).toContain('1 certificat prend fin en 26 semaines');
    expect(main).toMatch(/<svg[^>]*role="img"/);
    expect(main).toContain('PREF-33');
    const csv = await simon.get('/pilotage/echeances.csv');
    expect(csv.html).toContain('Semaine;Échéances;Déjà demandés;Demandes prévues;Capacité;PREF-33');
  });

  it('are not shown to whoever produces', async () => {
    const thomas = await visit(hall, 'thomas');
    expect((await thomas.get('/pilotage')).main).not.toContain('/pilotage/echeances');
    expect((await thomas.get('/pilotage/echeances')).status).toBe(403);
  });
});

/** « Certificats de postes arrivant à expiration », for those who steer, and for technicians among the machines. */
describe('the ends of certificates of machines', () => {
  it('are read beside those of tokens, and from the list of machines, whose pages technicians open', async () => {
    const hall = await openHall();
    await hall.flow.machine.certify(hall.theo, { workstation: 'PN-1', ...machineRequest() });
    const simon = await visit(hall, 'simon');
    expect((await simon.get('/pilotage/echeances')).main).toContain('Aucun certificat de poste ne prend fin');
    hall.clock.advance(40 * DAY_MS);
    const steers = await visit(hall, 'simon');
    const { main: beside } = await steers.get('/pilotage/echeances');
    expect(beside).toContain('PN-1');
    expect(beside).not.toContain('href="/postes/PN-1"');
    const thomas = await visit(hall, 'thomas');
    expect((await thomas.get('/postes')).main).toContain('href="/postes/echeances"');
    expect((await thomas.get('/postes/echeances')).main).toContain('href="/postes/PN-1"');
    for (const reader of [thomas, steers]) {
      const page = reader === thomas ? '/postes/echeances' : '/pilotage/echeances';
      for (const one of [
        'service=PREF-33',
        'etat=commissioned',
        'etat=blocked',
        'site=Bordeaux',
        'texte=pn-1',
        'tri=-site',
      ]) {
        const { main } = await reader.get(`${page}?${one}`);
        expect([one, main]).toEqual([one, expect.stringContaining('1 résultat')]);
        expect(main).toContain('PN-1</');
      }
      for (const one of ['etat=loaned', 'service=PREF-59', 'site=Lille', 'texte=rien'])
        expect((await reader.get(`${page}?${one}`)).main).toContain('ne correspond');
    }
    // who has a machine is told by no text to those who open the page of none
    await hall.flow.record.assign(hall.thomas, { workstation: 'PN-1', person: 'M-ALICE', reason: 'handed-out' });
    expect((await thomas.get('/postes/echeances?texte=M-ALICE')).main).toContain('1 résultat');
    expect((await steers.get('/pilotage/echeances?texte=M-ALICE')).main).toContain('0 résultat');
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/postes/echeances')).status).toBe(403);
    await hall.close();
  });
});
