import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const DAY = 86_400_000;
const SLOW = 60_000;
const PAGE = '/revue-des-roles';

/** Once a year two persons say of each role whether it goes on. */
describe('the review of roles in the console', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  }, SLOW);
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });
  const grantOf = async (name: 'thomas' | 'valerie' | 'odile') =>
    (await hall.reads.find('grant', { personId: hall[name].personId, revokedAt: null })).find(
      ({ role }) => role !== 'agent',
    )!;

  it(
    'is proposed from the list, read word for word by a second person, and confirmed',
    async () => {
      hall.clock.advance(340 * DAY);
      const [adele, odile] = [await visit(hall, 'adele'), await visit(hall, 'odile')];
      const [kept, gone] = [await grantOf('thomas'), await grantOf('valerie')];
      const list = await adele.get(PAGE);
      for (const text of [
        'Revue des rôles',
        'Thomas Tissier',
        'M-THOMAS',
        'Technicien',
        'Jamais revu',
        'Sous 30 jours',
      ])
        expect(list.main).toContain(text);
      expect(list.main).toContain('par Adèle Aumont, Olga Ollivier');
      expect(list.main).toContain('Le vôtre'); // Adèle's own
      expect(list.html).toMatch(/Revue des rôles[^<]*<[^>]*>\s*\d+/); // how many wait, in the menu
      const nothing = await adele.post(PAGE, { [`grant-${kept.id}`]: '' });
      expect([nothing.status, nothing.main]).toEqual([422, expect.stringContaining('de 1 à 100 rôles')]);
      expect(nothing.main).not.toContain('Rôles qui restent'); // the field of another form, and no word below it

      const fields = { [`grant-${kept.id}`]: 'confirmed', [`grant-${gone.id}`]: 'ended' };
      const proposed = await adele.act(PAGE, fields);
      expect(proposed.main).toContain('Revue proposée');
      expect((await adele.get(PAGE)).main).toContain('attend une seconde personne');
      const seen = await odile.get('/double-controle');
      expect(seen.main).toMatch(/Thomas Tissier \(M-THOMAS\), technicien[\s\S]*le rôle est gardé/);
      expect(seen.main).toMatch(/Valérie Vidal \(M-VALERIE\), valideur[\s\S]*le rôle prend fin/);
      const path = /\/double-controle\/(\w+)\/confirmer/.exec(seen.main)?.[0] ?? '';
      const argsHash = /name="argsHash" value="([^"]+)"/.exec(seen.main)?.[1] ?? '';
      expect((await odile.act(path, { argsHash })).main).toContain('Confirmé et exécuté.');

      const after = await odile.get(PAGE);
      expect(after.main).toMatch(/par Adèle Aumont, Odile Ory/);
      expect(after.main).not.toContain('Valérie Vidal');
      expect(await hall.reads.get('grant', gone.id)).toMatchObject({ revokedAt: hall.clock.now() });
    },
    SLOW,
  );

  it(
    'is read by an auditor, in English, who decides nothing and takes the list along',
    async () => {
      hall.clock.advance(366 * DAY);
      const aurore = await visit(hall, 'aurore');
      aurore.jar.set('__Host-jeton-lang', 'en');
      const page = await aurore.get(PAGE);
      for (const text of ['Review of roles', 'Overdue', 'Never reviewed', 'Last use'])
        expect(page.main).toContain(text);
      expect(page.main).not.toContain('<select');
      expect(page.html).not.toMatch(/Review of roles[^<]*<[^>]*>\s*\d+/); // nothing there waits for an auditor
      const csv = await aurore.get(`${PAGE}.csv`);
      expect(csv.headers.get('content-disposition')).toContain('jeton-revue-des-roles.csv');
      expect(csv.html).toContain('M-THOMAS');
      const { id } = await grantOf('thomas');
      expect((await aurore.post(PAGE, { [`grant-${id}`]: 'ended' })).status).toBe(403);
    },
    SLOW,
  );

  it(
    'is not for others, and says when the list is an old one',
    async () => {
      const [thomas, adele] = [await visit(hall, 'thomas'), await visit(hall, 'adele')];
      expect((await thomas.get(PAGE)).status).toBe(403);
      const { id } = await grantOf('valerie');
      await adele.get(PAGE);
      await hall.flow.people.endGrant(hall.armand, { grantId: id });
      const late = await adele.post(PAGE, { [`grant-${id}`]: 'confirmed' });
      expect(late.status).toBe(409);
    },
    SLOW,
  );
});
