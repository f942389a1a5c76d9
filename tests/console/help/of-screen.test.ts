import { ROLES } from '../../../src/book/tables/codes.ts';
import { GUIDES } from '../../../src/console/help/guide.ts';
import { helpOf } from '../../../src/console/help/of-screen.ts';
import { type Hall, openHall } from '../hall.ts';
import { filled, routesOf } from '../routes.ts';
import { createVisitor, visit } from '../visitor.ts';

const LINK = /<a class="[^"]*" href="([^"]+)"([^>]*)>Aide sur cet écran<\/a>/;

describe('the help on a screen', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall({ demo: true });
  });
  afterEach(() => hall.close());

  it('is the task of the reader’s own work, where several roles have the page', () => {
    expect(helpOf('/demandes', ['agent', 'approver'])).toBe('/aide/valideur#checkHolder');
    expect(helpOf('/demandes', ['agent', 'supervisor'])).toBe('/aide/superviseur#queue');
    expect(helpOf('/demandes/DEM-1998-00001', ['agent'])).toBe('/aide/porteur#receive');
    expect(helpOf('/demandes/nouvelle', ['agent', 'approver'])).toBe('/aide/porteur#ask');
    expect(helpOf('/double-controle', ['administrator'])).toBe('/aide/administrateur#invite');
    expect(helpOf('/revue-des-roles', ['agent', 'security-officer'])).toBe('/aide/responsable-securite#confirm');
    expect(helpOf('/revue-des-roles', ['agent', 'administrator'])).toBe('/aide/administrateur#invite');
    expect(helpOf('/stock', ['agent', 'technician'])).toBe('/aide/technicien#stock');
    expect(helpOf('/stock/B-0001', ['technician'])).toBe('/aide/technicien#rebind');
    for (const page of ['/emplacements', '/emplacements/LYON', '/transferts/1', '/livraisons'])
      expect(helpOf(page, ['technician'])).toBe('/aide/technicien#stock');
    expect(helpOf('/emplacements', ['agent', 'supervisor'])).toBe('/aide/superviseur#places');
    // the weekly and monthly reports as the daily one, and what ends soon
    for (const page of ['', '/semaine', '/mois', '/tendances', '/echeances'])
      expect(helpOf(`/pilotage${page}`, ['supervisor'])).toBe('/aide/superviseur#forecast');
    expect(helpOf('/atelier', ['agent'])).toBeUndefined();
    expect(helpOf('/atelier/', ['technician'])).toBeUndefined();
  });

  it('leads to a place that its guide has, from every page of the console', async () => {
    const pages = routesOf(hall.door).filter(({ method }) => method === 'get');
    const addresses = pages.flatMap(({ path }) => ROLES.flatMap((role) => helpOf(filled(path), [role]) ?? []));
    expect(new Set(addresses).size).toBeGreaterThan(ROLES.length);
    const stranger = createVisitor(hall);
    for (const { address } of Object.values(GUIDES)) {
      const { main } = await stranger.get(`/aide/${address}`);
      const wanted = addresses.filter((one) => one.startsWith(`/aide/${address}#`)).map((one) => one.split('#')[1]);
      const there = [...main.matchAll(/<section class="jeton-guide[^"]*" id="([^"]+)"/g)].map(([, id]) => id);
      expect(there).toEqual(expect.arrayContaining([...new Set(wanted)]));
    }
  });

  it('stays where a form is refused, which names its wrong field and no code', async () => {
    const valerie = await visit(hall, 'valerie');
    const [, there] = LINK.exec((await valerie.get('/approbations')).html) ?? [];
    const day = new Date(hall.clock.now() + 240 * 3_600_000).toISOString().slice(0, 10);
    const typed = { _form: 'deputy', deputy: 'M-NOBODY', scope: '', validFrom: '', validUntil: day };
    const refused = await valerie.act('/approbations/suppleant', typed);
    expect(refused.status).toBe(404);
    expect([there, LINK.exec(refused.html)?.[1]]).toEqual([expect.stringContaining('/aide/'), there]);
    expect(refused.main).toMatch(/<a href="#deputy-deputy">/);
    expect(refused.main).toContain('Absent de nos registres.');
    expect(refused.main).not.toContain('not_found');
  });

  it('stands on the page, and on none that no guide is about', async () => {
    const valerie = await visit(hall, 'valerie');
    expect(LINK.exec((await valerie.get('/approbations')).main)?.[1]).toBe('/aide/valideur#approve');
    expect((await valerie.get('/avis')).main).not.toMatch(LINK);
    expect((await createVisitor(hall).get('/aide')).main).not.toMatch(LINK);
  });

  it('stands on the production line too, opens beside it and explains its keys; before a locked bench there is none', async () => {
    const thomas = await visit(hall, 'thomas');
    await thomas.act('/atelier/chaine/ouvrir', { place: 'A' });
    const [, address = '', target] = LINK.exec((await thomas.get('/atelier/chaine')).main) ?? [];
    expect([address, target]).toEqual(['/aide/technicien#produce', expect.stringContaining('target="_blank"')]);
    const section = (await thomas.get(address.split('#')[0] ?? '')).main
      .split('id="produce"')[1]
      ?.split('</section>')[0];
    for (const key of ['F2', 'F4', 'F8', 'Mettre de côté', 'Réimprimer l’étiquette']) expect(section).toContain(key);
    hall.clock.pass(11 * 60_000);
    expect((await thomas.get('/atelier/chaine')).main).not.toMatch(LINK);
  });
});
