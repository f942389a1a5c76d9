import Database from 'better-sqlite3';
import { type Hall, openHall } from '../hall.ts';
import { createVisitor } from '../visitor.ts';

/** The officer's panel: how the tables stand beside the journal. */
describe('the comparison on the security page', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  const edit = (sql: string): void => {
    const db = new Database(hall.opened.path);
    db.exec(sql);
    db.close();
  };
  /** The page, once no comparison is running any more. */
  const settled = async (visitor: ReturnType<typeof createVisitor>) => {
    for (;;) {
      const page = await visitor.get('/securite');
      if (!page.main.includes('Comparaison en cours')) return page;
    }
  };

  it('is asked for by a click, and shows when and over how much it was made', async () => {
    const odile = createVisitor(hall);
    await odile.signIn(hall.loginOf('odile'));
    const before = await odile.get('/securite');
    expect(before.main).toContain('Aucune comparaison ne s’est achevée depuis le démarrage.');
    const asked = await odile.act('/securite/comparer');
    expect(asked.main).toContain('La comparaison est lancée');
    const after = await settled(odile);
    expect(after.main).toMatch(/Dernière comparaison\u202f: .*, \d+ enregistrements, jusqu’à l’écriture \d+\./);
    expect(after.main).not.toContain('diffère du journal');
    const { items } = await hall.opened.lists.entries({ action: 'journal.compare' }, { limit: 1 });
    expect(items[0]).toMatchObject({ actor: hall.odile.personId, role: 'security-officer', outcome: 'done' });
  });

  it('names what differs and what to do, in both languages, and shows no value', async () => {
    edit(
      `update "grant" set "scope" = 'PREF-77' where "personId" = '${hall.valerie.personId}' and "role" = 'approver'`,
    );
    const odile = createVisitor(hall);
    await odile.signIn(hall.loginOf('odile'));
    await odile.get('/securite');
    await odile.act('/securite/comparer');
    const { main } = await settled(odile);
    expect(main).toContain('1 enregistrement diffère du journal');
    expect(main).toMatch(/grant:\w{26}<\/th><td>Modifié<\/td>/);
    expect(main).toContain('Prévenez l’administrateur et gardez une copie de la base.');
    expect(main).not.toContain('PREF-77');
    const english = await odile.get('/securite?lang=en');
    expect(english.html).toContain('Altered');
  });

  it('is not for whoever may only revoke by telephone', async () => {
    const thomas = createVisitor(hall);
    await thomas.signIn(hall.loginOf('thomas'));
    expect((await thomas.get('/securite')).main).not.toContain('Intégrité des données');
    expect(await thomas.post('/securite/comparer')).toMatchObject({ status: 403 });
  });
});
