import { PASSWORD } from '../../support/world/come-in.ts';
import { restoreInto } from '../../support/world/restore.ts';
import { type Hall, openHall } from '../hall.ts';
import { createVisitor, type Page, visit } from '../visitor.ts';

const NEW = 'trois petits chats tout neufs';
const SLOW = 60_000;
const YEAR = 366 * 86_400_000;

describe('after a restore, the console', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
    await hall.activeToken(hall.alice, 'PN-1');
    await restoreInto(hall.opened);
  }, SLOW);
  afterEach(() => hall.close());

  /** Opens an account by the terminal's link, on its page, and signs in. */
  const backIn = async (name: 'armand' | 'odile') => {
    const links = await hall.identity.firstLinks();
    const token = links.find(({ person }) => person.directoryId === hall.loginOf(name))!.token;
    const visitor = createVisitor(hall);
    const page = await visitor.get('/bienvenue?restauration=1');
    expect(page.main).toContain('Mot de passe au moment de la sauvegarde');
    const fields = { token, password: NEW, again: NEW, restauration: '1' };
    const refused = await visitor.post('/bienvenue', { ...fields, former: '' });
    expect([refused.status, refused.main]).toEqual([401, expect.stringContaining('au moment de la sauvegarde')]);
    expect((await visitor.post('/bienvenue', { ...fields, former: PASSWORD })).to).toMatch(/^\/connexion/);
    await visitor.signIn(hall.loginOf(name), NEW);
    return visitor;
  };
  const proposalOn = (page: Page) => ({
    path: /\/double-controle\/(\w+)\/confirmer/.exec(page.main)?.[0] ?? '',
    argsHash: /name="argsHash" value="([^"]+)"/.exec(page.main)?.[1] ?? '',
  });

  it(
    'has two persons tick and read the roles that come back; the others end',
    async () => {
      const [armand, odile] = [await backIn('armand'), await backIn('odile')];
      const panel = await armand.get('/double-controle');
      // a number that the records do not know may be of either kind, and only now
      expect((await odile.get('/securite')).main).toContain('Ce que ce certificat ouvre');
      for (const text of ['Base restaurée', 'Thomas Tissier (M-THOMAS)', 'Technicien', 'Odile'])
        expect(panel.main).toContain(text);
      expect(panel.main).not.toContain('Armand Aubry (M-ARMAND)');
      // nobody has to be added for what the restore brings back
      expect(panel.main).toContain(
        'Tant que la restauration n’est pas confirmée, seules ces personnes ont un rôle ici.',
      );
      expect(panel.main).not.toContain('À ajouter');
      const entries = /name="entries" value="(\d+)"/.exec(panel.main)?.[1] ?? '';
      const [thomas] = await hall.reads.find('grant', { personId: hall.thomas.personId, role: 'technician' });
      const fields = { act: 'restore.confirm', entries, grants: thomas!.id };
      expect((await armand.act('/double-controle/proposer', fields)).main).toContain(
        'À confirmer par une personne qui a le rôle\u202f: Responsable sécurité.',
      );

      const seen = await odile.get('/double-controle');
      expect(seen.main).toContain('Confirmer une restauration');
      expect(seen.main.split('Base restaurée')[0]).toContain('Thomas Tissier (M-THOMAS)');
      expect(seen.main.split('Base restaurée')[0]).not.toContain('M-THEO');
      const { path, argsHash } = proposalOn(seen);
      const done = await odile.act(path, { argsHash });
      expect(done.main).toContain('Confirmé et exécuté.');
      expect(done.main).not.toContain('Base restaurée');
      expect(done.main).toContain('À ajouter');
      const technicians = await hall.reads.find('grant', { role: 'technician', revokedAt: null });
      expect(technicians.map(({ personId }) => personId)).toEqual([hall.thomas.personId]);
    },
    SLOW,
  );

  it(
    'says when no role comes back, in English too',
    async () => {
      const [armand, odile] = [await backIn('armand'), await backIn('odile')];
      const entries = /name="entries" value="(\d+)"/.exec((await armand.get('/double-controle')).main)?.[1] ?? '';
      await armand.act('/double-controle/proposer', { act: 'restore.confirm', entries });
      expect((await odile.get('/double-controle')).main).toContain('Aucun rôle ne revient');
      odile.jar.set('__Host-jeton-lang', 'en');
      expect((await odile.get('/double-controle')).main).toContain('No role comes back');
      await odile.get('/double-controle');
      const { path, argsHash } = proposalOn(await odile.get('/double-controle'));
      await odile.act(path, { argsHash });
      expect(await hall.flow.restore.standing(hall.armand)).toBeUndefined();
    },
    SLOW,
  );

  it(
    'leaves an agent who signs in with their old password the report of a loss',
    async () => {
      const alice = createVisitor(hall);
      const { to } = await alice.signIn(hall.loginOf('alice'));
      const told = await alice.get(to);
      for (const text of ['La base a été restaurée', 'Signaler une perte sans attendre'])
        expect(told.main).toContain(text);
      const mine = await alice.get('/mes-jetons');
      expect(mine).toMatchObject({ status: 200, main: expect.stringContaining('/jetons/B-0001/perte') });
      await alice.get('/jetons/B-0001/perte');
      const { html } = await alice.act('/jetons/B-0001/perte', { reason: 'stolen' });
      expect(html).toContain('est révoqué');
    },
    SLOW,
  );
});

describe('the purge panel of the console', () => {
  it(
    'names who is due, has a second person read the names, and erases them',
    async () => {
      const hall = await openHall();
      hall.clock.advance(9 * YEAR);
      const [armand, odile] = [await visit(hall, 'armand'), await visit(hall, 'odile')];
      const panel = await armand.get('/double-controle');
      for (const text of ['Données personnelles à effacer', 'Alice Agard']) expect(panel.main).toContain(text);
      expect((await armand.act('/double-controle/proposer', { act: 'person.purge' })).main).toContain(
        'À confirmer par une personne qui a le rôle\u202f: Responsable sécurité.',
      );
      const seen = await odile.get('/double-controle');
      const [proposal] = seen.main.split('Données personnelles à effacer');
      for (const text of ['Effacer des données personnelles', 'Alice Agard', 'Bruno Béart'])
        expect(proposal).toContain(text);
      expect(proposal).not.toContain(hall.alice.personId);
      const path = /\/double-controle\/(\w+)\/confirmer/.exec(seen.main)?.[0] ?? '';
      const argsHash = /name="argsHash" value="([^"]+)"/.exec(seen.main)?.[1] ?? '';
      const done = await odile.act(path, { argsHash });
      expect(done.main).toContain('Confirmé et exécuté.');
      expect(done.main).not.toContain('Alice Agard');
      expect((await hall.reads.get('person', hall.alice.personId))?.familyName).toBeNull();
      await hall.close();
    },
    SLOW,
  );
});
