import { dateOf, dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { AppError } from '../../../src/errors.ts';
import { takeOver } from '../../support/world/machines.ts';
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
    expect(main).toMatch(/<section class="[^"]*jeton-no-print"><h2[^>]*>Et si…</);
    expect(main).toContain('Rien n’est planifié');
    expect(main).toContain('<td>1 (non planifié)</td>');
    expect(main).not.toContain('À l’essai');
  });

  it('says in the headline of the day until when the queue is cleared, to whoever reads forecasts, of today alone', async () => {
    const simon = await visit(hall, 'simon');
    expect((await simon.get('/pilotage')).main).toContain('En attente\u202f: rien.');
    await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    const [, mid] =
      /Tout ce qui attend sera produit<\/th><td[^>]*>(\S+ \S+ \d{4})/.exec(
        plain((await simon.get('/pilotage/previsions')).main),
      ) ?? [];
    // the later date is said where it is another one
    const said =
      /En attente : 1 demande, à approuver ou à produire\. À l’allure actuelle, elle sera produite le ((\d+) \S+ (\d{4}))(?: \(85 fois sur 100 : le (?!\1)[^)]*\))?\./;
    const [, , of, year] = said.exec(plain((await simon.get('/pilotage')).main)) ?? [];
    expect([of, year]).toEqual([mid?.split(' ')[0], mid?.split(' ')[2]]);
    const yesterday = await simon.get(`/pilotage?date=${inDays(-1)}`);
    expect(yesterday.main).not.toContain('À l’allure actuelle');
    hall.door.reports.forecast = () => Promise.reject(new AppError('overloaded', 'wait'));
    const without = await simon.get('/pilotage');
    expect([without.status, without.main.includes('À l’allure actuelle')]).toEqual([200, false]);
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
    expect(plain(main)).toMatch(/<span class="fr-hint-text">Si oui, jusqu’au \d/);
    expect((await simon.get('/pilotage/previsions?techniciens=abc&vierges=-4')).main).not.toContain('À l’essai');
  });

  it('tries no number out of its bounds, and says at the field what they are', async () => {
    const simon = await visit(hall, 'simon');
    const said = async (query: string): Promise<[string, string][]> => {
      const { main } = await simon.get(`/pilotage/previsions?${query}`);
      expect(main).not.toContain('À l’essai');
      const messages = /id="filter-(\w+)-messages"><p[^>]*>([^<]*)</g;
      return [...plain(main).matchAll(messages)].map(([, field = '', text = '']) => [field, text]);
    };
    expect(await said('techniciens=abc')).toEqual([['techniciens', 'Un nombre entier est attendu.']]);
    expect(await said('vierges=-4')).toEqual([['vierges', 'Entre 0 et 100 000.']]);
    expect(await said('logements=501')).toEqual([['logements', 'Entre 1 et 500.']]);
    // one technician is reckoned with: no more than that one can be missing
    expect(await said('techniciens=-5')).toEqual([['techniciens', 'Entre -1 et 50.']]);
    const { main } = await simon.get('/pilotage/previsions?techniciens=-1');
    expect(main).toContain('À l’essai');
    expect(main).toMatch(/<input[^>]* name="techniciens" value="-1" min="-1" max="50"/);
  });

  it('says nothing against a plan where only the technicians beside it are wrong', async () => {
    const simon = await visit(hall, 'simon');
    const { main } = await simon.get(`/pilotage/previsions?du=${inDays(3)}&presents=3&techniciens=-40`);
    expect(plain(main)).toContain('Entre -3 et 50.');
    expect(main).not.toContain('fr-alert--warning');
  });

  it('tells no figure that no workshop could have', async () => {
    const own = hall.door.reports.forecast;
    hall.door.reports.forecast = async (...args) => {
      const found = await own(...args);
      return { ...found, usual: { ...found.usual, benchMost: 914_285.7 } };
    };
    const { main } = await (await visit(hall, 'simon')).get('/pilotage/previsions');
    expect(plain(main)).toContain('>au-delà de 10 000<');
    expect(plain(main)).not.toContain('914');
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
    expect((await line()).goal).toEqual({ low: 50, high: 50, surgeUntil: 19, technicians: undefined });
    await hall.flow.surge.end(hall.simon);
    expect((await line()).goal).toEqual({ low: 25, high: 30, surgeUntil: null, technicians: undefined });
    expect((await simon.get('/pilotage/previsions')).main).not.toContain('Forte activité du');
  });

  it('leads from waits that are too long to surge mode, and says who proposes it, while there is none', async () => {
    const simon = await visit(hall, 'simon');
    const asks = 'Un responsable sécurité ou un administrateur peut proposer';
    expect((await simon.get('/pilotage/previsions')).main).not.toContain(asks);
    // more than one technician makes on the one day that is aimed at
    await hall.dual('policy.set', { id: 'service.days', value: 1 });
    const machines = Array.from({ length: 12 }, (_, n) => `PN-${50 + n}`);
    await takeOver(hall.flow, [hall.adele, hall.olga], ...machines);
    for (const who of ['alice', 'bruno', 'eve'] as const)
      for (const workstation of machines)
        await hall.flow.request.submit(hall[who], { kind: 'first-issue', workstation, priority: 0 });
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

  it('says that blanks are missing where hands suffice, and leads to deliveries instead of surge mode', async () => {
    const simon = await visit(hall, 'simon');
    await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    for (const { id } of await hall.store.reads.find('token', { state: 'in_stock' }))
      await hall.flow.stock.change(hall.thomas, { serial: id, action: 'scrap' });
    const { main } = await simon.get('/pilotage/previsions');
    for (const said of ['Les délais dépassent l’objectif', 'Ce sont les jetons vierges qui manquent'])
      expect(plain(main)).toContain(said);
    expect(plain(main)).toContain('Plus aucun jeton vierge');
    expect(main).toContain('href="/livraisons"');
    expect(plain(main)).not.toContain('peut proposer une période de forte activité');
    expect(plain(main)).not.toContain('le dernier jeton vierge est utilisé');
  });

  it('plans what was tried by one act, and foresees then what was tried', async () => {
    for (const [who, workstation] of [
      ['alice', 'PN-1'],
      ['bruno', 'PN-2'],
      ['eve', 'PN-3'],
    ] as const)
      await hall.flow.request.submit(hall[who], { kind: 'first-issue', workstation, priority: 0 });
    /** The column of a table of what is foreseen: as things stand, or as tried. */
    const column = (main: string, nth: number): string[] =>
      [...plain(main).matchAll(/<tr><th scope="row"[^>]*>[^<]*<\/th>(.*?)<\/tr>/g)].map(
        ([, cells = '']) => [...cells.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, text]) => text ?? '')[nth] ?? '',
      );
    const simon = await visit(hall, 'simon');
    const query = `du=${inDays(0)}&au=${inDays(9)}&presents=0`;
    const { main } = await simon.get(`/pilotage/previsions?${query}`);
    expect(plain(main)).toMatch(/Calendrier à l’essai : 0 technicien du .* au /);
    const figures = column(main, 1).slice(0, 6);
    expect(figures).not.toEqual(column(main, 0).slice(0, 6));
    // a closure has no other reason
    const [select = ''] = /<select[^>]*id="tried-reason".*?<\/select>/.exec(main) ?? [];
    expect([...select.matchAll(/<option value="(\w+)"/g)].map(([, reason]) => reason)).toEqual(['closure']);
    const action = `/pilotage/previsions?${query}`;
    const form = { from: inDays(0), to: inDays(9), technicians: '0' };
    const refused = await simon.post(action, { ...form, _form: 'tried' });
    expect(refused.status).toBe(422);
    expect(plain(refused.main)).toMatch(/Calendrier à l’essai/);
    await simon.get(action);
    const after = await simon.act(action, { ...form, reason: 'closure' });
    expect(after.main).toContain('C’est planifié');
    expect(after.main).not.toContain('Calendrier à l’essai');
    expect(column(after.main, 0).slice(0, 6)).toEqual(figures);
    expect(await hall.store.reads.count('roster', {})).toBe(1);
    // who does not plan tries it as well, and has no such button
    const thomas = await visit(hall, 'thomas');
    expect((await thomas.get(`/pilotage/previsions?du=${inDays(1)}&presents=4`)).main).not.toContain(
      'Planifier cet essai',
    );
  });

  it.each([
    'du=1990-01-01&presents=3',
    'du=2999-01-01&presents=3',
    'presents=3',
    'du=1998-11-25&presents=-1',
    'du=1998-11-25',
  ])('tries nothing where a plan cannot be: %s', async (query) => {
    const simon = await visit(hall, 'simon');
    expect((await simon.get(`/pilotage/previsions?${query}`)).main).not.toContain('À l’essai');
  });

  it('says what decides each thing that is tried', async () => {
    const simon = await visit(hall, 'simon');
    const { main } = await simon.get('/pilotage/previsions?crise=oui&vierges=50&campagne=30&techniciens=1');
    const part = plain(main).split('Mettre cet essai en œuvre')[1]?.split('</section>')[0] ?? '';
    expect(part).toContain('href="/livraisons"');
    expect(part).toContain('href="/campagnes"');
    expect(part).toContain('peut proposer une période de forte activité');
    expect(part).toContain('essayez-les sur des jours choisis');
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
