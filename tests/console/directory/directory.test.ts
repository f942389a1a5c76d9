import { openOffice } from '../../mail/office.ts';
import { PASSWORD } from '../../support/world/come-in.ts';
import { cast, createFake, DOWN, person, record } from '../../support/world/directory.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('the directory on the console', () => {
  let hall: Hall;
  let fake: ReturnType<typeof createFake>;
  beforeEach(async () => {
    fake = createFake();
    fake.holds(...cast());
    hall = await openHall({ directory: fake.directory, mails: true });
  });
  afterEach(() => hall.close());
  const gone = async (...names: string[]) => {
    await hall.flow.directory.read(hall.adele, { manyLeft: false });
    fake.holds(...cast(names));
    await hall.flow.directory.read(hall.adele, { manyLeft: false });
  };

  describe('while a correspondent asks', () => {
    // the button that searches sends the form of the request itself
    const typed = {
      _form: 'request',
      motif: 'first-issue',
      workstation: 'pn-1',
      deliverySite: 'Pau',
      comment: 'Vite',
      priority: '1',
    };
    const nadia = record(person('M-NADIA', { familyName: 'Petit', service: 'PREF-33/DCL' }));

    it('finds an agent whom nobody knew yet, keeps what was typed, and asks for them', async () => {
      fake.holds(nadia, record(person('M-2', { familyName: 'Petitjean' })), ...cast());
      const corinne = await visit(hall, 'corinne');
      await corinne.get('/service/demande');
      const found = await corinne.post('/service/demande/annuaire', { ...typed, holder: 'petit' });
      expect(found.status).toBe(200);
      expect(found.main).toContain('Nadia Petit – M-NADIA – PREF-33/DCL, Bordeaux (première demande)');
      expect(found.main).toContain('value="M-2"');
      expect(found.main).toContain('value="pn-1"');
      expect(found.main).toContain('>Vite</textarea>');
      expect(found.main).toContain('name="_search"');
      const sent = await corinne.act('/service/demande', { ...typed, _search: 'petit', holder: 'M-NADIA' });
      expect(sent.main).toContain('Demande DEM-1998-00001 envoyée.');
      expect(await hall.reads.find('person', { directoryId: 'M-NADIA' })).toHaveLength(1);
    });

    it('chooses the only one found, and says when there is nobody', async () => {
      fake.holds(nadia, ...cast());
      const corinne = await visit(hall, 'corinne');
      await corinne.get('/service/demande');
      const one = await corinne.post('/service/demande/annuaire', { ...typed, holder: 'petit' });
      expect(one.main).toMatch(/value="M-NADIA" checked/);
      const nobody = await corinne.post('/service/demande/annuaire', { ...typed, _search: 'personne' });
      expect(nobody.main).toContain('Personne à ce nom');
      expect(nobody.main).toContain('value="personne"');
    });

    it('says when it is down, and the form goes on for whom we know', async () => {
      fake.fails(DOWN);
      const corinne = await visit(hall, 'corinne');
      await corinne.get('/service/demande');
      const down = await corinne.post('/service/demande/annuaire', { ...typed, holder: 'petit' });
      expect([down.status, down.main.includes('L’annuaire ne répond pas')]).toEqual([200, true]);
      expect(down.main).toContain('value="Pau"');
      const unknown = await corinne.post('/service/demande', { ...typed, holder: 'M-NADIA' });
      expect(unknown.status).toBe(502);
      expect(unknown.main).toContain('il faut lui demander cette personne');
      const known = await corinne.act('/service/demande', { ...typed, holder: 'M-BRUNO' });
      expect(known.main).toContain('envoyée.');
    });

    it('is no phone book: too short a name, too many look-ups and other roles are refused', async () => {
      const corinne = await visit(hall, 'corinne');
      await corinne.get('/service/demande');
      expect((await corinne.post('/service/demande/annuaire', { ...typed, holder: 'p' })).status).toBe(422);
      for (let i = 0; i < 20; i++) await hall.flow.directory.search(hall.corinne, { text: 'petit' });
      const much = await corinne.post('/service/demande/annuaire', { ...typed, holder: 'petit' });
      expect([much.status, much.main.includes('>Vite</textarea>')]).toEqual([429, true]);
      const alice = await visit(hall, 'alice');
      await alice.get('/demandes/nouvelle');
      expect((await alice.post('/service/demande/annuaire', { ...typed, holder: 'petit' })).status).toBe(403);
    });
  });

  describe('of who has left', () => {
    it('tells those whose duty it is at their home, and revokes all after one question and a fresh factor', async () => {
      const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
      await gone('alice');
      const odile = await visit(hall, 'odile');
      const home = await odile.get('/securite');
      expect(home.main).toContain('1 personne partie a encore un jeton.');
      expect(home.html).toMatch(/href="\/departs"/);
      const valerie = await visit(hall, 'valerie');
      expect((await valerie.get('/approbations')).main).toContain('1 personne partie');
      const list = await odile.get('/departs');
      expect(list.main).toContain(`<a href="/personnes/${hall.alice.personId}">Alice Agard</a>`);
      for (const text of ['Alice Agard', 'M-ALICE', 'Absent', tokenId]) expect(list.main).toContain(text);
      expect((await odile.get('/departs?service=PREF-33&tri=-since')).main).toContain('Alice Agard');
      expect((await odile.get('/departs?service=PREF-59')).main).toContain('Aucune personne partie ne correspond');
      expect((await odile.post('/departs.csv?service=PREF-59')).html).not.toContain('Alice Agard');
      const file = await odile.post('/departs.csv');
      expect(file.html).toMatch(/\r\nAlice Agard;M-ALICE;PREF-33;Absent de l’annuaire;\d{4}-\d\d-\d\d;/);
      await odile.get('/departs');
      hall.clock.advance(3_600_000 / 2);
      await odile.get('/departs'); // signed out by now
      await odile.signIn(hall.loginOf('odile'));
      await odile.get('/departs');
      hall.clock.advance(6 * 60_000);
      const revoke = `/departs/${hall.alice.personId}/revoquer?service=PREF-33`;
      const asked = await odile.post(revoke);
      expect([asked.status, asked.main.includes('Révoquer tout ce que cette personne détient')]).toEqual([200, true]);
      for (const text of ['Alice Agard (M-ALICE)', 'PREF-33', 'Absent', tokenId, 'Révoqué', 'immédiate et définitive'])
        expect(asked.main).toContain(text);
      expect(asked.main).toMatch(/href="\/departs\?service=PREF-33"[^>]*>\s*Ne rien faire/);
      expect(asked.main).toContain(`action="${revoke}"`);
      expect(await hall.reads.get('token', tokenId)).toMatchObject({ state: 'active' });
      const done = await odile.post(revoke, { _sure: 'yes' });
      expect([done.status, /name="_sure" value="[\w-]{43}"/.test(done.main)]).toEqual([403, true]); // asks who it is
      const confirmed = await odile.act(revoke, { _sure: 'yes', _password: PASSWORD });
      expect(confirmed.main).toContain('1 jeton ou certificat de Alice Agard révoqué.');
      expect(await hall.reads.get('token', tokenId)).toMatchObject({ state: 'revoked' });
      expect((await odile.get('/departs')).main).toContain('Aucune personne partie n’a encore de jeton');
    });

    it('asks nothing and revokes nothing of who has not left, and refuses who came back after the question', async () => {
      const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
      const revoke = `/departs/${hall.alice.personId}/revoquer`;
      const odile = await visit(hall, 'odile');
      await odile.get('/departs');
      const unasked = await odile.post(revoke);
      expect([unasked.status, unasked.main.includes('_sure')]).toEqual([409, false]);
      expect(unasked.main).toContain('ou elle n’est pas partie');
      await gone('alice');
      expect((await odile.post(revoke)).main).toContain('_sure');
      fake.holds(...cast());
      await hall.flow.directory.read(hall.adele, { manyLeft: false });
      expect((await odile.post(revoke, { _sure: 'yes' })).status).toBe(409);
      expect(await hall.reads.get('token', tokenId)).toMatchObject({ state: 'active' });
    });

    it('shows nothing to others', async () => {
      for (const name of ['thomas', 'armand', 'alice'] as const)
        expect((await (await visit(hall, name)).get('/departs')).status).toBe(403);
    });
  });

  describe('for administrators', () => {
    it('reads now, says what was read, and lets a person go on where too many are missing', async () => {
      const armand = await visit(hall, 'armand');
      expect((await armand.get('/annuaire')).main).toContain('Aucune');
      const read = await armand.act('/annuaire/lire');
      expect(read.main).toContain(
        'Personnes lues : 14 ; ajoutées : 0 ; mises à jour : 0 ; parties : 0.'.replaceAll(/ (?=[:;])/g, '\u202f'),
      );
      const many = Array.from({ length: 60 }, (_, i) => record(person(`M-${1000 + i}`)));
      fake.holds(...cast(), ...many);
      await armand.act('/annuaire/lire');
      fake.holds(...cast());
      const stopped = await armand.post('/annuaire/lire');
      expect([stopped.status, stopped.main.includes('60 personnes sur 74 manquent')]).toEqual([409, true]);
      const anyway = await armand.act('/annuaire/lire', { manyLeft: 'on' });
      expect(anyway.main).toContain('parties\u202f: 60');
      fake.fails(DOWN);
      const down = await armand.post('/annuaire/lire');
      expect([down.status, down.main.includes('L’annuaire ne répond pas.')]).toEqual([502, true]);
      hall.clock.advance(25 * 3_600_000);
      await armand.signIn(hall.loginOf('armand'));
      expect((await armand.get('/administration')).main).toContain('n’a pas été lu depuis plus d’un jour');
    });

    it('turns a suggestion into a proposal, or puts it aside with a reason', async () => {
      fake.groups({ role: 'approver', scope: 'PREF-33', members: ['M-ALICE', 'M-VERA', 'M-EVE'] });
      await hall.flow.directory.read(hall.adele, { manyLeft: false });
      const armand = await visit(hall, 'armand');
      expect((await armand.get('/administration')).main).toContain('2 rôles proposés par l’annuaire attendent.');
      await armand.get('/annuaire');
      const of = (personId: string) => ({ personId, role: 'approver', scope: 'PREF-33', kind: 'grant' });
      const proposed = await armand.act('/annuaire/suivre', of(hall.alice.personId));
      expect(proposed.main).toContain('Rôle proposé. Une autre personne le confirme');
      expect(await hall.reads.find('proposal', { state: 'proposed' })).toMatchObject([{ act: 'role.grant' }]);
      const aside = await armand.act('/annuaire/ecarter', { ...of(hall.eve.personId), reason: 'directory-wrong' });
      expect(aside.main).toContain('Proposition écartée.');
      expect(aside.main).not.toContain('Ève');
    });

    it('narrows suggestions down and sorts them, counts them, and keeps that behind each act', async () => {
      fake.groups(
        { role: 'approver', scope: 'PREF-33', members: ['M-ALICE', 'M-EVE'] },
        { role: 'technician', scope: '*', members: ['M-ALICE'] },
      );
      await hall.flow.directory.read(hall.adele, { manyLeft: false });
      const armand = await visit(hall, 'armand');
      const read = async (query: string) => {
        const { main } = await armand.get(`/annuaire${query}`);
        const rows = [...main.matchAll(/<tr>.*?<\/tr>/gs)].map(([row]) => row);
        const named = rows.flatMap((row) => /personnes\/([^"?]+)"/.exec(row)?.[1] ?? []);
        return { n: Number(/class="jeton-list-bar"><p[^>]*>(\d+)/.exec(main)?.[1]), named };
      };
      const [alice, eve] = [hall.alice.personId, hall.eve.personId];
      const row = (await hall.reads.get('person', eve))!;
      // of those who have a role outside of its group, the end is suggested
      const { n: all } = await read('');
      expect(all).toBeGreaterThan(3);
      expect(await read('?tri=role')).toMatchObject({ n: all });
      expect(await read('?role=technician&faire=grant')).toEqual({ n: 1, named: [alice] });
      expect(await read('?faire=grant')).toMatchObject({ n: 3 });
      expect(await read('?faire=end')).toMatchObject({ n: all - 3 });
      const eveOnly = { n: 1, named: [eve] };
      expect(await read(`?role=approver&faire=grant&service=${row.service.toLowerCase()}`)).toEqual(eveOnly);
      expect((await read(`?faire=grant&site=${row.site}`)).named).toContain(eve);
      const [up, down] = [
        await read('?role=approver&faire=grant&tri=name'),
        await read('?role=approver&faire=grant&tri=-name'),
      ];
      expect(up.named.toReversed()).toEqual(down.named);
      expect(up.named.toSorted()).toEqual([alice, eve].toSorted());
      expect(await read('?site=Nulle')).toEqual({ n: 0, named: [] });
      expect((await armand.get('/annuaire?site=Nulle')).main).toContain('Aucune proposition ne correspond');
      // what no list knows narrows nothing down
      expect(await read('?role=x&faire=y&tri=z')).toMatchObject({ n: all });
      await armand.get('/annuaire?role=approver&faire=grant');
      const of = { personId: eve, role: 'approver', scope: 'PREF-33', kind: 'grant', reason: 'not-needed' };
      const { main } = await armand.act('/annuaire/ecarter?role=approver&faire=grant', of);
      expect(main).toContain('Proposition écartée.');
      expect(main).toMatch(/class="jeton-list-bar"><p[^>]*>1 /);
    });

    it('shows e-mails that did not leave, sends them again, gives them up', async () => {
      let refuses = false;
      const office = openOffice(hall.opened, hall.clock, {
        send: async () => (refuses ? { outcome: 'never', failure: 'EENVELOPE 550' } : { outcome: 'sent' }),
        close: () => {},
      });
      await office.deliver(); // of the roles that everybody was given
      refuses = true;
      await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
      await office.deliver();
      const armand = await visit(hall, 'armand');
      expect((await armand.get('/administration')).main).toContain('1 courriel n’est pas parti.');
      const page = await armand.get('/courriels');
      for (const text of [
        'Demande reçue',
        'DEM-1998-00001',
        'Alice Agard',
        'Adresse refusée',
        'EENVELOPE 550',
        '1 essai',
        'Retirer de la liste',
      ])
        expect(page.main).toContain(text);
      expect(page.main).toContain('1 résultat');
      for (const query of [
        '?etat=dead',
        '?etape=request-received',
        '?texte=agard',
        '?tri=-age&etat=dead',
        '?etat=x&tri=y',
      ])
        expect((await armand.get(`/courriels${query}`)).main).toContain('EENVELOPE 550');
      for (const query of ['?etat=waiting', '?etape=ready', '?texte=zz', '?etat=waiting&lang=en'])
        expect((await armand.get(`/courriels${query}`)).main).not.toContain('EENVELOPE 550');
      const none = (await armand.get('/courriels?etat=waiting&lang=fr')).main;
      expect(none).toContain('Aucun courriel ne correspond à ces filtres.');
      expect(none).toContain('Effacer les filtres');
      const [id = ''] = /\/courriels\/([^/]+)\/renvoyer/.exec(page.main)?.slice(1) ?? [];
      const filtered = (await armand.get('/courriels?etat=dead&texte=agard')).main;
      expect(filtered).toContain(`action="/courriels/${id}/renvoyer?etat=dead&amp;texte=agard"`);
      const again = await armand.post(`/courriels/${id}/renvoyer?etat=dead&texte=agard`);
      expect(again.to).toMatch(/^\/courriels\?etat=dead&texte=agard&info=/);
      expect((await armand.get(again.to ?? '')).main).toContain('Le courriel part');
      expect((await armand.post(`/courriels/${id}/abandonner`)).status).toBe(404); // it waits for its first try
      await office.deliver();
      expect((await armand.act(`/courriels/${id}/abandonner`)).main).toContain('personne n’en sera informé');
    });
  });

  it('is not there where none is configured: the form asks for an id as before', async () => {
    const without = await openHall();
    const corinne = await visit(without, 'corinne');
    expect((await corinne.get('/service/demande')).main).not.toContain('annuaire</button>');
    const armand = await visit(without, 'armand');
    expect((await armand.get('/annuaire')).main).toContain('Aucun annuaire n’est configuré');
    await without.close();
  });
});
