import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** In French, page by page, without JavaScript. */
describe('les emplacements du stock', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });

  it('sont enregistrés, reçoivent, envoient, sont comptés, et chaque écart s’explique', async () => {
    const [thomas, simon] = [await visit(hall, 'thomas'), await visit(hall, 'simon')];
    expect((await thomas.get('/stock')).main).toContain('href="/emplacements"');
    const none = (await thomas.get('/emplacements')).main;
    expect(none).toContain('Aucun emplacement n’est enregistré');
    // an administrator has no page of the stock: the way they have is named
    expect(none).toContain('Un superviseur en enregistre sur cette page, un administrateur par la ligne de commande.');
    expect((await (await visit(hall, 'armand')).get('/emplacements')).status).toBe(403);
    for (const [code, site] of [
      ['lyon-coffre-1', 'Lyon'],
      ['PAU-COFFRE', 'Pau'],
    ] as const)
      await simon.act('/emplacements', { placeCode: code, label: `Coffre ${site}`, site });
    expect((await thomas.get('/emplacements')).main).not.toContain('Enregistrer un emplacement');
    const OPEN = /<details class="jeton-details" open/;
    const notHis = await thomas.post('/emplacements', { placeCode: 'X-1', label: 'x', site: 'x' });
    expect(notHis.status).toBe(403);
    expect(notHis.main).toContain('action="/transferts"');
    expect(notHis.main).not.toMatch(OPEN); // it was another form that was refused
    await simon.get('/emplacements');
    const again = await simon.post('/emplacements', { placeCode: 'PAU-COFFRE', label: 'x', site: 'x' });
    expect(again.html).toContain('PAU-COFFRE est déjà enregistré');
    expect(again.main).toMatch(OPEN);
    const note = { reference: 'BL-9', model: 'Twin', batch: 'L-7' };
    await thomas.act('/stock', { ...note, soPins: 'F-0001;sopin-1\nF-0002;sopin-2\nF-0003;sopin-3' });

    const listed = (await thomas.get('/stock?emplacement=LYON-COFFRE-1&lot=L-7&modele=Twin')).main;
    for (const said of ['F-0001', 'F-0003', 'LYON-COFFRE-1']) expect(listed).toContain(said);
    expect((await thomas.get('/stock?emplacement=PAU-COFFRE')).main).not.toContain('/stock/F-0001');

    const sent = await thomas.act('/transferts', { to: 'PAU-COFFRE', serials: 'F-0001\r\nF-0002' });
    expect(sent.html).toContain('2 jetons sont en route vers PAU-COFFRE');
    const [transfer] = await hall.reads.find('stockTransfer', {});
    const path = `/transferts/${transfer?.id}`;
    expect((await thomas.get(path)).main).toContain('quelqu’un d’autre le reçoit');
    expect((await thomas.post(`${path}/reception`, { serials: 'F-0001' })).status).toBe(403);
    const theo = await visit(hall, 'theo');
    expect((await theo.get('/emplacements')).main).toContain(path);
    const there = await theo.act(`${path}/reception`, { serials: 'F-0001' });
    expect(there.html).toContain('1 jeton est encore en route');
    const done = await theo.act(`${path}/retour`, { serials: 'F-0002' });
    expect(done.html).toContain('il ne reste rien en route');
    // nothing is left to do here: the page leads back to the others, as that of a location does
    const BACK = '<a href="/emplacements">Emplacements, transferts et inventaires</a>';
    expect(done.main).toContain(BACK);
    expect((await theo.get('/emplacements/PAU-COFFRE')).main).toContain(BACK);

    const scan = { serials: 'F-0002\nF-0001, AILLEURS-1\n7d86 f247 f419 94f6' };
    // half a location is not missing because somebody sent too early: the sums are read first
    const asked = await theo.post('/emplacements/LYON-COFFRE-1/inventaire', scan);
    expect(await hall.reads.find('stockCount', {})).toEqual([]);
    const said = asked.main.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    for (const sum of ['Attendus 2', 'Attendus, trouvés 1', 'Attendu, pas vu 1', 'Vu, pas attendu 1', 'Inconnus 2'])
      expect(said).toContain(sum);
    expect(said).toContain('AILLEURS-1, 7d86 f247 f419 94f6');
    const counted = await theo.act('/emplacements/LYON-COFFRE-1/inventaire', { ...scan, _sure: 'yes' });
    expect(counted.html).toContain('AILLEURS-1, 7d86 f247 f419 94f6');
    for (const said of ['AILLEURS-1', 'Attendu, pas vu', 'Vu, pas attendu', 'Déclarez-le manquant', 'Vous avez compté'])
      expect(counted.html).toContain(said);
    const [missing, stray] = await hall.reads.find('stockDifference', {}, { orderBy: 'kind', descending: true });
    expect([missing?.tokenId, stray?.tokenId]).toEqual(['F-0003', 'F-0001']);
    const early = await theo.post(`/ecarts/${missing?.id}`, { reason: 'missing' });
    expect(early.html).toContain('pas manquant');
    await theo.act('/stock/F-0003', { action: 'miss', _sure: 'yes' });
    expect((await theo.act(`/ecarts/${missing?.id}`, { reason: 'missing' })).html).toContain('L’écart est expliqué');
    await theo.act(`/ecarts/${stray?.id}`, { reason: 'misplaced' });
    const exact = await theo.act('/emplacements/LYON-COFFRE-1/inventaire', { serials: 'F-0002' });
    expect(exact.html).toContain('Compte juste');
    const token = (await theo.get('/stock/F-0003')).main;
    for (const said of ['LYON-COFFRE-1', 'Déclarer retrouvé']) expect(token).toContain(said);
  });

  it('se corrigent par un superviseur, qui ne déplace rien', async () => {
    const simon = await visit(hall, 'simon');
    await simon.act('/emplacements', { placeCode: 'LYON-A', label: 'Coffre', site: 'Lyon', threshold: '20' });
    expect((await simon.get('/emplacements/LYON-A')).main).toContain('20');
    await simon.act('/emplacements/LYON-A', { label: 'Armoire', threshold: '' });
    expect(await hall.reads.get('stockLocation', 'LYON-A')).toMatchObject({ label: 'Armoire', threshold: null });
    expect((await simon.post('/transferts', { to: 'LYON-A', serials: 'F-0001' })).status).toBe(403);
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/emplacements')).status).toBe(403);
    expect((await alice.get('/emplacements/LYON-A')).status).toBe(403);
  });

  it('disent où s’arrêtent les inventaires d’un emplacement', async () => {
    await hall.flow.stock.addLocation(hall.simon, { code: 'LYON-A', label: 'Coffre', site: 'Lyon' });
    for (let n = 0; n < 51; n += 1) {
      if (n === 50) {
        const whole = await hall.flow.reading.stockLocation(hall.thomas, 'LYON-A');
        expect([whole.counts.length, whole.moreCounts]).toEqual([50, false]);
      }
      await hall.flow.stock.count(hall.theo, { location: 'LYON-A', serials: [] });
      hall.clock.advance(1000);
    }
    const { main } = await (await visit(hall, 'thomas')).get('/emplacements/LYON-A');
    expect(main).toContain('Seules les 50 lignes les plus récentes sont montrées.');
  });

  it('se nomment partout où leur code est écrit', async () => {
    const { flow, simon, thomas: tom, theo } = hall;
    for (const [code, label] of [
      ['LYON-A', 'Coffre'],
      ['PAU-A', 'Armoire'],
    ] as const)
      await flow.stock.addLocation(simon, { code, label, site: code.slice(0, -2) });
    const tokens = [{ serial: 'F-1', soPin: '12345678' }];
    await flow.stock.receive(tom, { reference: 'BL-9', model: 'Twin', tokens, location: 'LYON-A' });
    const { transfer } = await flow.stock.transfer(tom, { to: 'PAU-A', serials: ['F-1'] });
    await flow.stock.arrive(theo, { transferId: transfer!.id, serials: ['F-1'] });
    await flow.stock.count(theo, { location: 'LYON-A', serials: ['F-1'] });
    const thomas = await visit(hall, 'thomas');
    const read = async (path: string) => (await thomas.get(path)).main;
    expect(await read('/emplacements')).toContain('Coffre → Armoire');
    const one = await read(`/transferts/${transfer!.id}`);
    for (const name of ['LYON-A – Coffre', 'PAU-A – Armoire']) expect(one).toContain(`<dd>${name}</dd>`);
    const place = await read('/emplacements/LYON-A');
    expect(place.replace(/<[^>]*>/g, '')).toContain('Emplacement LYON-A – Coffre');
    expect(place).toContain('En stock, PAU-A – Armoire');
  });

  it('retrouvent un transfert par un emplacement et un état ; chaque liste dit combien elle en a', async () => {
    const { flow, simon, thomas: tom, theo } = hall;
    for (const site of ['LYON', 'PAU', 'AIX'])
      await flow.stock.addLocation(simon, { code: `${site}-A`, label: 'Coffre', site });
    const tokens = ['F-1', 'F-2'].map((serial) => ({ serial, soPin: '12345678' }));
    await flow.stock.receive(tom, { reference: 'BL-9', model: 'Twin', tokens, location: 'LYON-A' });
    const send = (to: string, serial: string) => flow.stock.transfer(tom, { to, serials: [serial] });
    const { transfer } = await send('PAU-A', 'F-1');
    await send('AIX-A', 'F-2');
    await flow.stock.arrive(theo, { transferId: transfer!.id, serials: ['F-1'] });
    const thomas = await visit(hall, 'thomas');
    const read = async (query: string) => {
      const { main } = await thomas.get(`/emplacements${query}`);
      const totals = [...main.matchAll(/class="jeton-list-bar"><p[^>]*>(\d+)/g)].map(([, n]) => Number(n));
      return { totals, named: ['PAU-A', 'AIX-A'].filter((name) => main.includes(`LYON-A → ${name}</a>`)) };
    };
    expect(await read('')).toEqual({ totals: [1, 1], named: ['PAU-A', 'AIX-A'] });
    expect(await read('?emplacement=aix-a')).toEqual({ totals: [1, 0], named: ['AIX-A'] });
    expect(await read('?emplacement=LYON-A')).toEqual({ totals: [1, 1], named: ['PAU-A', 'AIX-A'] });
    expect(await read('?etat=ended')).toEqual({ totals: [1], named: ['PAU-A'] });
    expect(await read('?etat=sent&emplacement=PAU-A')).toEqual({ totals: [0], named: [] });
    const { main } = await thomas.get('/emplacements?emplacement=AIX-A');
    expect(main).toContain('Aucun transfert ne correspond');
    // whatever is shown, all locations are listed, and the filters lead back to the transfers
    expect(main).toContain('href="/emplacements/PAU-A"');
    expect(main).toContain('action="/emplacements#transferts"');
    expect(main).toContain('href="/emplacements#transferts"');
  });

  it('montrent les transferts passés page par page', async () => {
    hall.opened.lists.stockTransfers = async ({ state }, { cursor }) => ({
      items: [],
      next: state === 'ended' && !cursor ? 'x' : null,
    });
    const thomas = await visit(hall, 'thomas');
    const page = (await thomas.get('/emplacements')).main;
    expect(page).toContain('href="/emplacements?passes=x#passes"');
    expect(page).not.toContain('suite=');
    expect((await thomas.get('/emplacements?passes=x')).main).not.toContain('passes=x#');
    // as well where the form of another address was refused
    const refused = await thomas.post('/transferts', { to: 'LYON-A', serials: '' });
    expect(refused.status).toBe(422);
    expect(refused.main).toContain('href="/emplacements?passes=x#passes"');
  });
});
