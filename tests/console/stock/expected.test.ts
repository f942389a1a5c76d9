import { dateOf, dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const bare = (main: string): string => main.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('les livraisons attendues', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());
  const on = (days: number): string => dateOf(dayOf(hall.clock.now()) + days);

  it('sont annoncées, déplacées et reçues, chacune sous les yeux de qui garde le stock', async () => {
    const simon = await visit(hall, 'simon');
    expect((await simon.get('/stock')).main).toContain('href="/livraisons"');
    expect((await simon.get('/livraisons')).main).toContain('Aucune livraison n’est attendue');
    const order = { on: on(3), model: 'Twin', count: '40', reference: 'CMD-2026-0147' };
    expect((await simon.post('/livraisons', { ...order, reference: 'pour Mme Durand' })).status).toBe(422);
    await simon.get('/livraisons');
    expect((await simon.act('/livraisons', order)).main).toContain('La livraison CMD-2026-0147 est attendue.');
    const [row] = await hall.reads.find('expectedDelivery', {});
    const moved = { expectedId: row!.id, on: on(4), reason: 'transport' };
    expect(bare((await simon.act('/livraisons/jour', moved)).main)).toContain('Transport');

    const thomas = await visit(hall, 'thomas');
    // a delivery that stands at the door is received on another page: whoever may do it is led there
    const LEADS = '<a href="/stock#reception">Réceptionner une livraison</a>';
    expect((await thomas.get('/livraisons')).main).toContain(LEADS);
    expect((await simon.get('/livraisons')).main).not.toContain(LEADS);
    expect((await thomas.get('/stock')).main).toMatch(/<details[^>]* id="reception"/);
    expect((await thomas.get('/stock')).main).toMatch(/CMD-2026-0147\s: 40 Twin/);
    const came = { reference: 'BL-40', model: 'Twin', expected: row!.id, soPins: 'E-0001;12345678\nE-0002;12345678' };
    await thomas.act('/stock', came);
    // none is of no order by oversight: one that was announced would be counted as still to come
    const [choice = ''] =
      /<select[^>]* name="expected"[\s\S]*?<\/select>/.exec((await thomas.get('/stock')).main) ?? [];
    expect(choice).toMatch(/<select[^>]* required/);
    expect(choice).toContain('>Choisir…<');
    const other = { reference: 'BL-41', model: 'Twin', expected: 'none', soPins: 'E-0003;12345678' };
    expect(choice).toContain(`<option value="${other.expected}">Elle n’était pas annoncée</option>`);
    expect((await thomas.act('/stock', other)).main).toMatch(/1 jeton entré en stock/);
    expect(await hall.reads.get('expectedDelivery', row!.id)).toMatchObject({ came: 2, state: 'expected' });
    const done = await thomas.act('/livraisons/annuler', { expectedId: row!.id, reason: 'order' });
    expect(bare(done.main)).toContain('Annulée La commande a changé');
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/livraisons')).status).toBe(403);
  });

  it('une livraison reçue, si ancienne soit-elle, mène à ses jetons page par page', async () => {
    const simon = await visit(hall, 'simon');
    for (let n = 1; n <= 51; n += 1) {
      hall.clock.advance(1000);
      const tokens = [{ serial: `F-${n}`, soPin: '12345678' }];
      await hall.flow.stock.receive(hall.thomas, { reference: `BL-${100 + n}`, model: 'Twin', tokens });
    }
    const [oldest] = await hall.reads.find('delivery', { reference: 'BL-101' });
    // the choice ends with the newest, and says where the others are
    expect((await simon.get('/stock')).main).toContain('href="/livraisons#passes"');
    const first = (await simon.get('/livraisons')).main;
    expect(first).toContain('BL-151');
    expect(first).not.toContain(`href="/stock?livraison=${oldest?.id}"`);
    const [, next = ''] = /href="(\/livraisons\?passes=[^"#]+)#passes"/.exec(first) ?? [];
    const second = (await simon.get(next.replaceAll('&amp;', '&'))).main;
    expect(second).toContain(`href="/stock?livraison=${oldest?.id}"`);
    expect((await simon.get(`/stock?livraison=${oldest?.id}`)).main).toContain('F-1');
  });

  it('annoncées ou reçues se retrouvent par un texte et un état ; chaque liste dit combien elle en a', async () => {
    const expect40 = (reference: string, days: number) =>
      hall.flow.stock.expect(hall.simon, { on: on(days), model: 'Twin', count: 1, reference });
    for (const [n, reference] of ['CMD-01', 'CMD-02', 'CMD-03'].entries()) await expect40(reference, n + 1);
    const idOf = async (reference: string) => (await hall.reads.find('expectedDelivery', { reference }))[0]!.id;
    await hall.flow.stock.cancelExpected(hall.simon, { expectedId: await idOf('CMD-02'), reason: 'order' });
    const tokens = [{ serial: 'F-1', soPin: '12345678' }];
    const expected = await idOf('CMD-03');
    await hall.flow.stock.receive(hall.thomas, { reference: 'BL-91', model: 'Twin', tokens, expected });
    const simon = await visit(hall, 'simon');
    const read = async (query: string) => {
      const { main } = await simon.get(`/livraisons${query}`);
      const totals = [...main.matchAll(/class="jeton-list-bar"><p[^>]*>(\d+)/g)].map(([, n]) => Number(n));
      const rows = [...main.matchAll(/<tr>.*?<\/tr>/gs)].map(([row]) => bare(row));
      return { totals, named: rows.flatMap((row) => /CMD-\d+|BL-\d+/.exec(row)?.[0] ?? []) };
    };
    // before them, the hall received BL-1
    expect(await read('')).toEqual({ totals: [1, 2, 2], named: ['CMD-01', 'CMD-03', 'CMD-02', 'BL-91', 'BL-1'] });
    expect(await read('?texte=cmd-02')).toEqual({ totals: [0, 1, 0], named: ['CMD-02'] });
    expect(await read('?texte=bl-9')).toEqual({ totals: [0, 0, 1], named: ['BL-91'] });
    expect(await read('?etat=expected')).toEqual({ totals: [1], named: ['CMD-01'] });
    expect(await read('?etat=cancelled')).toEqual({ totals: [1], named: ['CMD-02'] });
    expect(await read('?etat=received')).toEqual({ totals: [1, 2], named: ['CMD-03', 'BL-91', 'BL-1'] });
    expect((await simon.get('/livraisons?texte=zzz')).main).toContain('Aucune livraison ne correspond');
    // whatever is shown, the forms offer each delivery that is expected
    expect((await simon.get('/livraisons?texte=zzz')).main).toMatch(/<option value="[^"]+">\s*CMD-01/);
  });

  it('annoncées il y a longtemps sont sur une page suivante', async () => {
    const lists = hall.opened.lists;
    const real = lists.expectedDeliveries;
    lists.expectedDeliveries = async (filter, page) =>
      filter.states.includes('expected') ? real(filter, page) : { items: [], next: page.cursor ? null : 'older' };
    const simon = await visit(hall, 'simon');
    expect((await simon.get('/livraisons')).main).toContain('href="/livraisons?suite=older"');
    expect((await simon.get('/livraisons?suite=older')).main).not.toContain('href="/livraisons?suite=older"');
  });
});
