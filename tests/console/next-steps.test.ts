import { type Hall, openHall } from './hall.ts';
import { visit } from './visitor.ts';

/** A page on which nothing stands yet says what comes next, or who does it. */
describe('an empty page', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('of parcels says when one stands there', async () => {
    const { main } = await (await visit(hall, 'corinne')).get('/service/colis');
    expect(main).toContain('Un colis apparaît ici dès que l’atelier l’expédie');
  });

  it('of locations says who registers them, to whom does not', async () => {
    const said = 'Un superviseur en enregistre sur cette page';
    expect((await (await visit(hall, 'thomas')).get('/emplacements')).main).toContain(said);
    expect((await (await visit(hall, 'simon')).get('/emplacements')).main).not.toContain(said);
  });

  it('of the directory leads to the import', async () => {
    expect((await (await visit(hall, 'armand')).get('/annuaire')).main).toContain('href="/administration/import"');
  });

  it('of commissioning leads to the cards that it asks for', async () => {
    const thomas = await visit(hall, 'thomas');
    const { main } = await thomas.get('/mise-en-service');
    expect(main).toMatch(/Les cartes s’impriment depuis[\s\S]*href="\/listes-de-controle"/);
    expect((await thomas.get('/listes-de-controle')).main).toContain('Cartes à scanner');
  });

  it('of the line says what is made today in tokens, and what to plug in once a request is scanned', async () => {
    const thomas = await visit(hall, 'thomas');
    await thomas.act('/atelier/chaine/ouvrir', { place: 'A' });
    const { main } = await thomas.get('/atelier/chaine');
    expect(main).toMatch(/Jetons produits aujourd’hui, refaits compris\s: 0, dont 0 par vous/);
    expect(main).not.toContain('…');
  });
});
