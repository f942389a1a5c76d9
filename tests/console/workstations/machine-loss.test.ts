import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const LINK = 'href="/postes/perdu?poste=PN-1"';

describe('la perte d’un poste', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
    await hall.activeToken(hall.alice, 'PN-1');
  });
  afterEach(() => hall.close());
  const stateOf = async () => (await hall.reads.find('workstation', { assetNumber: 'PN-1' }))[0]?.state;

  it('se déclare en deux gestes par qui l’utilise : un lien, et une question qui dit ce qui cesse', async () => {
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/mes-jetons')).main).toContain(LINK);
    const asked = await alice.get('/postes/perdu?poste=PN-1');
    for (const words of ['PN-1 – SPAN 14', 'B-0001', 'En service', 'Perdu', 'immédiate et définitive'])
      expect(asked.main).toContain(words);
    expect(asked.main).not.toContain('Agard');
    expect(await stateOf()).toBe('commissioned');
    const done = await alice.act('/postes/perdu', { workstation: 'PN-1', _sure: 'yes' });
    expect(done.main).toContain('Le poste PN-1 est déclaré perdu');
    expect(done.main).not.toContain(LINK);
    expect(await stateOf()).toBe('lost');
    expect((await hall.reads.get('token', 'B-0001'))?.state).toBe('revoked');
  });

  it('accorde ce qui devient des demandes d’autres agents avec leur nombre', async () => {
    const ask = (of: 'bruno' | 'eve') =>
      hall.flow.request.submit(hall[of], { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    const alice = await visit(hall, 'alice');
    const read = async () =>
      (await alice.get('/postes/perdu?poste=PN-1')).main.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    await ask('bruno');
    expect(await read()).toMatch(/1 ouverte → devient Annulée /);
    await ask('eve');
    expect(await read()).toMatch(/2 ouvertes → devient Annulées /);
  });

  it('se déclare d’un poste qu’on a sans jeton, depuis sa page aussi', async () => {
    await hall.flow.record.assign(hall.thomas, {
      workstation: 'PN-2',
      person: hall.bruno.personId,
      reason: 'handed-out',
    });
    const bruno = await visit(hall, 'bruno');
    for (const page of ['/mes-jetons', '/postes/PN-2', '/postes/perdu'])
      expect((await bruno.get(page)).main).toContain('href="/postes/perdu?poste=PN-2"');
  });

  it('d’un poste d’un autre est répondue comme d’aucun', async () => {
    const bruno = await visit(hall, 'bruno');
    expect((await bruno.get('/mes-jetons')).main).not.toContain('perdu?poste=');
    const saidOf = async (number: string, more = {}) => {
      const { status, main } = await bruno.post('/postes/perdu', { workstation: number, ...more });
      return [status, main.replaceAll(number, 'N').replace(/"_form" value="[^"]*"/, '')];
    };
    expect((await bruno.get('/postes/perdu?poste=PN-1')).status).toBe(404);
    await bruno.get('/postes/perdu'); // so that each is sent by the page's form
    for (const more of [{}, { _sure: 'yes' }]) {
      const [status, main] = await saidOf('PN-1', more);
      expect([status, main]).toEqual(await saidOf('PN-0', more));
      expect(status).toBe(404);
      expect(main).toContain('Aucun poste dont vous puissiez déclarer la perte ne porte ce numéro.');
      expect(main).toContain('par le correspondant de son service');
    }
    expect(await stateOf()).toBe('commissioned');
  });

  it('se déclare pour d’autres : de la fiche de la personne, du service et de la page de sécurité', async () => {
    const [corinne, valerie] = [await visit(hall, 'corinne'), await visit(hall, 'valerie')];
    for (const who of [corinne, valerie])
      expect((await who.get(`/personnes/${hall.alice.personId}`)).main).toContain(LINK);
    expect((await corinne.get('/service')).main).toContain('href="/postes/perdu"');
    expect((await valerie.get('/securite')).main).toContain('href="/postes/perdu"');
    // as it is said on the telephone
    const { main } = await valerie.get('/postes/perdu');
    expect(main).toContain('name="workstation"');
    // the form revokes nothing yet, and may be left
    expect(main).toMatch(
      /class="fr-btn">Voir ce qui sera révoqué<\/button><a class="fr-btn fr-btn--tertiary" href="[^"]+">Ne rien faire</,
    );
    const asked = await valerie.post('/postes/perdu', { workstation: 'pn-1' });
    expect(asked.main).toMatch(/name="_sure" value="[\w-]{43}"[\s\S]*name="workstation" value="PN-1"/);
    expect(await stateOf()).toBe('commissioned');
    const done = await corinne.act('/postes/perdu', { workstation: 'PN-1', _sure: 'yes' });
    expect(done.main).toContain('Le poste PN-1 est déclaré perdu');
    expect((await corinne.post('/postes/perdu', { workstation: 'PN-1' })).status).toBe(409);
  });

  it('est dite à qui l’utilise et aux responsables sécurité', async () => {
    await hall.flow.enrolment.reportLoss(hall.corinne, { workstation: 'PN-1' });
    const toldTo = async (name: 'alice' | 'odile') => (await (await visit(hall, name)).get('/avis')).main;
    expect(await toldTo('alice')).toMatch(/Poste déclaré perdu[\s\S]*PN-1/);
    expect(await toldTo('odile')).toMatch(/Perte d’un poste à suivre[\s\S]*PN-1[\s\S]*href="\/postes\/PN-1"/);
  });
});
