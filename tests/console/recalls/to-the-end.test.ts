import { type Hall, type Name, openHall } from '../hall.ts';
import { type Visitor, visit } from '../visitor.ts';

const text = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

/** In French, page by page, without JavaScript: one token was in use, the other was never received. */
describe('un rappel, jusqu’à ce que chaque porteur ait un autre jeton', () => {
  let hall: Hall;
  const people = new Map<Name, Visitor>();
  const as = (name: Name): Visitor => people.get(name)!;
  let path: string;
  beforeEach(async () => {
    hall = await openHall();
    for (const name of ['odile', 'thomas', 'theo', 'vincent', 'alice', 'bruno', 'valerie'] as const)
      people.set(name, await visit(hall, name));
    await hall.activeToken(hall.alice, 'PN-1');
    await hall.produced(hall.bruno, 'PN-2');
    hall.clock.advance(60_000);
    const [delivery] = await hall.reads.find('delivery', {});
    const recalled = { kind: 'delivery', value: delivery!.id, way: 'revoke-now' } as const;
    await hall.dual('recall.open', recalled, hall.odile);
    await hall.flow.recall.ended();
    path = `/rappels/${(await hall.reads.find('recall', {}))[0]?.id}`;
  });
  afterEach(async () => {
    await hall.flow.recall.stop();
    await hall.check();
    await hall.close();
  });
  const page = async () => text((await as('odile').get(path)).main);
  const AGAIN = 'DEM-1998-00002';
  const NEW = 'DEM-1998-00003';

  it('distingue la demande remise dans la file d’un remplacement demandé', async () => {
    const said = await page();
    for (const figure of [
      'Remplacements demandés 1',
      'Demandes remises dans la file 1',
      'Nouveaux jetons à remettre 2',
    ])
      expect(said).toContain(figure);
    expect(said).toMatch(new RegExp(`${AGAIN} La même demande`));
    expect(said).not.toMatch(new RegExp(`${NEW} La même demande`));
    expect(said).toContain('2 nouveaux jetons sont encore à remettre');
    const file = (await as('odile').post(`${path}.csv`, {})).html;
    expect(file).toContain(`;;${AGAIN};Approuvée`);
    expect(file).toContain(`;${NEW};;Approuvée`);
  });

  it('se dit sur la demande, à son porteur et à l’atelier', async () => {
    for (const name of ['bruno', 'thomas', 'valerie'] as const)
      expect(text((await as(name).get(`/demandes/${AGAIN}`)).main)).toMatch(
        /Un autre jeton est à produire pour cette demande .*pour ce motif : rappel\./,
      );
    expect(text((await as('alice').get(`/demandes/${NEW}`)).main)).not.toContain('Un autre jeton est à produire');
  });

  it('se suit jusqu’à la dernière remise, puis se clôt sans rien laisser', async () => {
    const soPins = 'N-0001;sopin-N-0001\nN-0002;sopin-N-0002';
    await as('thomas').get('/stock');
    await as('thomas').act('/stock', { reference: 'BL-2', model: 'Twin', soPins });
    const ways = [
      ['alice', NEW, 'N-0001'],
      ['bruno', AGAIN, 'N-0002'],
    ] as const;
    for (const [holder, number, serial] of ways) {
      hall.twin.plug('1', { serial, soPin: `sopin-${serial}` });
      await as('thomas').get('/atelier');
      const made = await as('thomas').act('/atelier/produire', { requestId: number, slot: '1' });
      expect(made.main).toContain(`jeton ${serial} produit`);
      await as('theo').act(`/remise/${number}/defi`, { slot: '1' });
      await as(holder).get(`/demandes/${number}`);
      await as(holder).act(`/demandes/${number}/accepter`);
      expect((await as('theo').act(`/remise/${number}/remis`)).main).toContain('Jeton remis.');
      await as(holder).act(`/demandes/${number}/recu`);
      expect(text((await as(holder).get(`/demandes/${number}`)).main)).not.toContain('Un autre jeton est à produire');
    }
    const said = await page();
    for (const figure of ['Nouveaux jetons remis 2', 'Nouveaux jetons à remettre 0', 'Reste à régler 0'])
      expect(said).toContain(figure);
    expect(said).not.toContain('encore à remettre');
    expect((await as('odile').act(`${path}/clore`)).main).toContain('Le rappel est clos');
    const closed = (await as('odile').get(path)).main;
    expect(text(closed)).toContain('Clos le');
    expect(closed).not.toContain(`${path}/clore`);
    expect((await hall.reads.find('recall', {}))[0]?.state).toBe('closed');
  });
});
