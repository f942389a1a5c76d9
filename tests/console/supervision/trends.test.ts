import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const DAY = 86_400_000;
const bare = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

describe('weeks, months and trends', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
    await hall.produced(hall.alice, 'PN-1'); // Tuesday 24 November 1998
    hall.clock.pass(DAY);
  });
  afterEach(() => hall.close());

  it('are found from the report of the day, and go on with its date', async () => {
    const simon = await visit(hall, 'simon');
    const { main } = await simon.get('/pilotage?date=1998-11-24');
    for (const path of ['semaine?date=1998-11-24', 'mois?date=1998-11-24', 'tendances'])
      expect(main).toContain(`href="/pilotage/${path}"`);
    expect((await simon.get('/pilotage/semaine')).main).toContain('aria-current="page"');
  });

  it('show a week with the days that were kept and the one that runs, and its files', async () => {
    const simon = await visit(hall, 'simon');
    const { main } = await simon.get('/pilotage/semaine?date=1998-11-25');
    expect(bare(main)).toContain('Pilotage de la semaine 48, 23–29 novembre 1998');
    expect(bare(main)).toContain('1 jeton produit En cours');
    expect(bare(main)).toContain(
      '1 journée de technicien\u202f: 25 à 30 jetons d’habitude, 50 en forte activité.'.replace(/\s+/g, ' '),
    );
    expect(main).toContain('href="/pilotage/semaine?date=1998-11-16"');
    expect(main).not.toContain('href="/pilotage/semaine?date=1998-11-30"'); // has not begun
    expect(main).toMatch(/<svg[^>]*role="img"/);
    const csv = await simon.get('/pilotage/semaine.csv?date=1998-11-25');
    expect(csv.headers.get('content-disposition')).toContain('jeton-semaine-1998-11-23.csv');
    expect(csv.html).toContain('Produits, livraison à Bordeaux');
    expect((await simon.get('/pilotage/semaine.pdf')).html.startsWith('%PDF')).toBe(true);
    expect(JSON.parse((await simon.get('/pilotage/semaine.json')).html)).toMatchObject({ produced: 1, missing: [] });
  });

  it('show a month, and refuse one that has not begun', async () => {
    const simon = await visit(hall, 'simon');
    expect(bare((await simon.get('/pilotage/mois')).main)).toContain('Pilotage du mois : novembre 1998');
    const toCome = await simon.get('/pilotage/mois?date=1998-12-01');
    expect([toCome.status, toCome.main.includes('href="/pilotage/mois">Revenir')]).toEqual([422, true]);
    expect((await simon.get('/pilotage/mois?date=1998-10-31')).status).toBe(200);
  });

  it('show trends of a chosen time, the figures beside each drawing, and the CSV of what is shown', async () => {
    const simon = await visit(hall, 'simon');
    const { main } = await simon.get('/pilotage/tendances');
    expect(main.match(/<svg[^>]*role="img"/g)).toHaveLength(2);
    expect(main).toMatch(/<h3[^>]*>Par service</); // within the section that the chosen time rules
    const text = bare(main);
    expect(text).toContain('1 jeton produit en douze mois');
    expect(text).toMatch(/nov\. 1998 1 1 0 0 0 0 0/);
    expect(main).toMatch(/<td class="jeton-heat jeton-heat--5">1<\/td>/);
    expect(main).not.toMatch(/style=|<script[^>]*>[^<]/);
    const last = bare((await simon.get('/pilotage/tendances?periode=mois-dernier')).main);
    expect(last).toContain('1er–31 octobre 1998\u202f: 0 jeton produit.'.replace(/\s+/g, ' '));
    const csv = await simon.get('/pilotage/tendances.csv?periode=annee');
    expect(csv.html).toContain('Par mois;By month;1998-11;Première dotation;First issue;1');
    expect(csv.html).toContain('"Par site, 1997-12-01 – 1998-11-25";');
    const english = bare((await simon.get('/pilotage/tendances?lang=en')).main);
    expect(english).toContain('Production by weekday and hour');
  });

  it('hold no technician, whoever reads them, and are not for agents', async () => {
    for (const who of ['simon', 'thomas'] as const) {
      const person = await visit(hall, who);
      const { main } = await person.get('/pilotage/tendances?periode=annee');
      expect(main).not.toContain('Thomas');
      for (const path of ['tendances', 'semaine', 'mois'])
        expect((await person.get(`/pilotage/${path}.json`)).html).not.toContain(hall.thomas.personId);
    }
    expect((await (await visit(hall, 'alice')).get('/pilotage/tendances')).status).toBe(403);
    expect((await (await visit(hall, 'alice')).get('/pilotage/semaine')).status).toBe(403);
  });
});
