import { sortOf } from '../../../src/console/frame/list-address.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** The first cells of a list's rows. */
const first = (main: string): string[] =>
  [...main.matchAll(/<th scope="row"[^>]*><a[^>]*>([^<]*)/g)].map(([, text]) => text ?? '');

describe('the order of an address', () => {
  it('is one that the list has, else none', () => {
    expect(sortOf('tokens', { tri: 'model' })).toEqual({ by: 'model', descending: false });
    expect(sortOf('tokens', { tri: '-model' })).toEqual({ by: 'model', descending: true });
    for (const tri of ['', '-', '--model', 'name', '__proto__', 'constructor', 'model;'])
      expect(sortOf('tokens', { tri })).toBeUndefined();
    expect(sortOf('tokens', {})).toBeUndefined();
  });
});

describe('a list', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('is sorted by the heads of its columns, one click for each way round, its filters kept', async () => {
    const thomas = await visit(hall, 'thomas');
    const plain = await thomas.get('/postes?texte=PN-&suite=');
    expect(plain.main).toMatch(
      /<th scope="col" aria-sort="ascending"><a[^>]* href="\/postes\?texte=PN-&amp;tri=-number"/,
    );
    expect(plain.main.match(/aria-sort/g)).toHaveLength(1);
    const down = await thomas.get('/postes?texte=PN-&tri=-number');
    expect(first(down.main)).toEqual([...first(plain.main)].reverse());
    expect(down.main).toMatch(/<th scope="col" aria-sort="descending"><a[^>]* href="\/postes\?texte=PN-"/);
    expect(down.main).toContain('<input type="hidden" name="tri" value="-number"');
    const byModel = await thomas.get('/postes?tri=model');
    expect(byModel.main).toMatch(/aria-sort="ascending"><a[^>]* href="\/postes\?tri=-model"/);
    expect((await thomas.get('/postes?tri=nonsense')).main).toMatch(/aria-sort="ascending"><a[^>]*tri=-number/);
  });

  it('says how many there are, and leads back to all of them only where something is left out', async () => {
    const thomas = await visit(hall, 'thomas');
    const all = await thomas.get('/stock');
    expect(all.main).toContain('12 résultats');
    expect(all.main).not.toContain('Effacer les filtres');
    const filtered = await thomas.get('/stock?etat=in_stock&texte=B-0001&tri=-serial');
    expect(filtered.main).toContain('1 résultat<');
    expect(filtered.main).toMatch(/<a class="fr-link" href="\/stock\?tri=-serial">Effacer les filtres/);
    const none = await thomas.get('/stock?etat=&texte=');
    expect(none.main).not.toContain('Effacer les filtres');
  });

  it('has its forms above its rows', async () => {
    const thomas = await visit(hall, 'thomas');
    for (const [path, form] of [
      ['/postes', 'action="/postes"'],
      ['/stock', 'action="/stock"'],
    ] as const) {
      const { main } = await thomas.get(path);
      expect(main.indexOf(form)).toBeGreaterThan(0);
      expect(main.indexOf(form)).toBeLessThan(main.indexOf('<table'));
    }
    const { main } = await (await visit(hall, 'armand')).get('/administration');
    expect(main.indexOf('action="/administration/sessions"')).toBeLessThan(main.indexOf('<table'));
  });
});
