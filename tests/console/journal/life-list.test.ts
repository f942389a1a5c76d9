import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const SHOW = 'Voir qui a fait quoi, et quand';
const JOURNAL = 'Tout ce que le journal en dit, refus compris';

describe('the life of a thing on its page', () => {
  let hall: Hall;
  let number: string;
  beforeEach(async () => {
    hall = await openHall();
    await hall.activeToken(hall.alice, 'PN-1');
    number = (await hall.reads.find('request', { holderId: hall.alice.personId }))[0]!.number;
  });
  afterEach(() => hall.close());

  it('is read for whoever asks for it, by words and names, page after page', async () => {
    const thomas = await visit(hall, 'thomas');
    for (const page of ['/stock/B-0001', `/demandes/${number}`, `/personnes/${hall.alice.personId}`]) {
      const before = await thomas.get(page);
      expect(before.main).toContain(SHOW);
      expect(before.main).toContain(`href="${page}?vie=tout#vie"`);
      const { status, main } = await thomas.get(`${page}?vie=tout`);
      const life = main.split('id="vie"')[1] ?? '';
      expect([page, status]).toEqual([page, 200]);
      expect(life).not.toContain(SHOW);
      // acts, states and columns in words: no code
      expect(life).toContain('Thomas');
      expect(life).toMatch(/État\u202f: /);
      expect(life).not.toMatch(/\b(?:production|request|token|stock)\.[a-z]|_stock|handed_over/);
    }
    const first = await thomas.get('/stock/B-0001?vie=tout');
    expect(first.main).toContain('Recevoir un des jetons de la livraison');
  });

  it('goes on where a page ends, and back to its beginning', async () => {
    for (const code of ['COFFRE-A', 'COFFRE-B'])
      await hall.flow.stock.addLocation(hall.simon, { code, label: code, site: 'Lyon', threshold: 1 });
    for (let at = 0; at < 21; at += 1)
      await hall.flow.stock.transfer(hall.theo, { to: at % 2 ? 'COFFRE-A' : 'COFFRE-B', serials: ['B-0002'] });
    const thomas = await visit(hall, 'thomas');
    const moved = (main: string) => main.match(/Ranger des jetons dans un emplacement/g)?.length;
    const first = (await thomas.get('/stock/B-0002?vie=tout')).main;
    expect(moved(first)).toBe(20);
    const [, next = ''] = /href="([^"]+)"[^>]*>Page suivante/.exec(first) ?? [];
    expect(next).toMatch(/^\/stock\/B-0002\?vie=[^&]+#vie$/);
    const second = (await thomas.get(next.replace('#vie', ''))).main;
    expect(moved(second)).toBe(1);
    expect(second).toContain('Recevoir un des jetons de la livraison');
    expect(second).toContain('href="/stock/B-0002?vie=tout#vie"');
  });

  it('is not for an agent, whose page names no colleague', async () => {
    const alice = await visit(hall, 'alice');
    for (const page of [`/demandes/${number}`, `/demandes/${number}?vie=tout`]) {
      const { status, main } = await alice.get(page);
      expect(status).toBe(200);
      expect(main).not.toContain('id="vie"');
      expect(main).not.toContain('Thomas');
    }
  });

  it('leads to the journal whoever may read it, and nobody else', async () => {
    const odile = await visit(hall, 'odile');
    const { id } = (await hall.reads.find('request', { number }))[0]!;
    for (const [page, address] of [
      ['/stock/B-0001', '/journal?jeton=B-0001'],
      [`/demandes/${number}`, `/journal?demande=${number}`],
      ['/postes/PN-1', '/journal?poste=PN-1'],
    ] as const) {
      const { main } = await odile.get(page);
      expect([page, main.includes(`href="${address}"`)]).toEqual([page, true]);
      expect((await odile.get(address)).status).toBe(200);
    }
    expect(id).not.toBe(number);
    const thomas = await visit(hall, 'thomas');
    for (const page of ['/stock/B-0001', `/demandes/${number}`, '/postes/PN-1'])
      expect((await thomas.get(page)).main).not.toContain(JOURNAL);
  });
});
