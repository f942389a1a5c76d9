import { dateOf, dayOf } from '../../../src/book/rules/working-days.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** « Prévisions », for those who steer the workshop. */
describe('the forecast', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());
  const inDays = (days: number): string => dateOf(dayOf(hall.clock.now()) + days);
  const plain = (html: string): string => html.replaceAll(/\s/g, ' ');

  it('is found from the report of the day: figures, the queue drawn, and what to try', async () => {
    await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    const simon = await visit(hall, 'simon');
    expect((await simon.get('/pilotage')).main).toContain('href="/pilotage/previsions"');
    const { main } = await simon.get('/pilotage/previsions');
    expect(plain(main)).toMatch(/1 demande de jeton attend/);
    expect(main).toMatch(/<svg[^>]*role="img"/);
    expect(main).toContain('Rien n’est planifié');
    expect(main).not.toContain('À l’essai');
  });

  it('says beside it what would be with more hands, and keeps what was typed', async () => {
    const simon = await visit(hall, 'simon');
    const path = `/pilotage/previsions?techniciens=2&crise=oui&vierges=500&livraison=${inDays(3)}&logements=8&campagne=300`;
    const { main } = await simon.get(path);
    expect(main).toContain('À l’essai');
    for (const [field, value] of Object.entries({ techniciens: 2, vierges: 500, logements: 8, campagne: 300 }))
      expect(main).toMatch(new RegExp(`<input[^>]* name="${field}" value="${value}"`));
    expect(main).toMatch(/Les bancs ont \d+ logement/);
    // the slots alone are something to try, and a name that the page does not read is not
    expect((await simon.get('/pilotage/previsions?logements=8')).main).toContain('À l’essai');
    expect((await simon.get('/pilotage/previsions?emplacements=8')).main).not.toContain('À l’essai');
    // as long as two persons could decide it: three days
    expect(plain(main)).toContain('Oui, jusqu’au');
    expect((await simon.get('/pilotage/previsions?techniciens=abc&vierges=-4')).main).not.toContain('À l’essai');
  });

  it('says that surge mode lasts, how long its days are and what is to be made on them', async () => {
    const simon = await visit(hall, 'simon');
    expect((await simon.get('/pilotage/previsions')).main).not.toContain('Forte activité du');
    await hall.dual('surge.start', { until: hall.clock.now() + 24 * 3_600_000, reason: 'demand' });
    const { main } = await simon.get('/pilotage/previsions');
    expect(plain(main)).toMatch(
      /Forte activité du .* : journées jusqu’à 19 h, objectif de 50 jetons par technicien présent/,
    );
    expect(plain(main)).toContain('jusqu’à 17 h un jour habituel');
    expect(plain((await simon.get('/pilotage')).main)).toContain(
      'Journée de forte activité jusqu’à 19 h, au lieu de 17 h.',
    );
    const line = () => hall.flow.reading.line(hall.thomas, { since: 0, serials: [] });
    expect((await line()).surge).toEqual({ target: 50, endHour: 19 });
    await hall.flow.surge.end(hall.simon);
    expect((await line()).surge).toBeNull();
    expect((await simon.get('/pilotage/previsions')).main).not.toContain('Forte activité du');
  });

  it('leads from waits that are too long to surge mode, and says who proposes it, while there is none', async () => {
    const simon = await visit(hall, 'simon');
    const asks = 'Un responsable sécurité ou un administrateur peut proposer';
    expect((await simon.get('/pilotage/previsions')).main).not.toContain(asks);
    await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    // there is no blank until an order comes: fifteen working days, of ten that are aimed at
    for (const { id } of await hall.store.reads.find('token', { state: 'in_stock' }))
      await hall.flow.stock.change(hall.thomas, { serial: id, action: 'scrap' });
    const { main } = await simon.get('/pilotage/previsions');
    expect(main).toContain('Les délais dépassent l’objectif');
    expect(plain(main)).toContain(asks);
    // whoever is a security officer too proposes it themselves
    const link = 'href="/double-controle#surge"';
    expect(main).not.toContain(link);
    await hall.dual('role.grant', { personId: hall.odile.personId, role: 'supervisor', scope: '*' });
    const odile = await visit(hall, 'odile');
    expect((await odile.get('/pilotage/previsions')).main).toContain(link);
    expect((await odile.get('/double-controle')).main).toContain('id="surge"');
    await hall.dual('surge.start', { until: hall.clock.now() + 24 * 3_600_000, reason: 'demand' });
    expect(plain((await simon.get('/pilotage/previsions')).main)).not.toContain(asks);
  });

  it('plans days, which stand in the roster at once', async () => {
    const simon = await visit(hall, 'simon');
    const planned = async (fields: Record<string, string>) => {
      await simon.get('/pilotage/previsions');
      return simon.act('/pilotage/previsions', fields);
    };
    const form = { from: inDays(1), to: inDays(5), technicians: '3', reason: 'reinforcement' };
    const after = await planned(form);
    expect(after.main).toContain('C’est planifié');
    expect(after.main).toContain('Renfort');
    const refused = await planned({ ...form, from: inDays(-2) });
    expect(refused.status).toBe(422);
    expect(await hall.store.reads.count('roster', {})).toBe(1);
  });

  it('is read by technicians, who do not plan, and by nobody else', async () => {
    const thomas = await visit(hall, 'thomas');
    const { main } = await thomas.get('/pilotage/previsions');
    expect(main).not.toContain('name="technicians"');
    const aurore = await visit(hall, 'aurore');
    expect((await aurore.get('/pilotage/previsions')).status).toBe(403);
  });
});
