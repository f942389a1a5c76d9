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
    expect(main.replaceAll(/\s/g, ' ')).toContain('1 jeton prend fin en 26 semaines');
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
