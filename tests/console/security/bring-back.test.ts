import { PASSWORD } from '../../support/world/come-in.ts';
import { type Hall, openHall } from '../hall.ts';
import { createVisitor, visit } from '../visitor.ts';

const HOUR = 3_600_000;

/** In French, page by page: the only security officer has lost every key. */
describe('une équipe dont le seul responsable sécurité ne peut plus entrer', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });

  it('ramène à deux administrateurs le seul responsable sécurité, qui a perdu ses clés', async () => {
    await hall.flow.people.disable(hall.adele, { personId: hall.odile.personId });
    const olgas = `/administration/personnes/${hall.olga.personId}`;
    const adele = await visit(hall, 'adele');
    expect((await adele.get(olgas)).main).toContain('Rétablir l’accès du seul responsable sécurité');
    expect((await adele.get(`/administration/personnes/${hall.thomas.personId}`)).main).not.toContain(
      'Rétablir l’accès du seul',
    );
    expect((await adele.post(`${olgas}/ramener`, { reason: '' })).status).toBe(422);
    await adele.get(olgas);
    expect((await adele.act(`${olgas}/ramener`, { reason: 'keys-lost' })).main).toContain('sont prévenues');
    const [proposal] = await hall.reads.find('proposal', { state: 'proposed' });
    const path = `/double-controle/${proposal?.id}/confirmer`;
    const hash = { argsHash: proposal?.argsHash ?? '' };
    const armand = await visit(hall, 'armand');
    const waits = await armand.get('/double-controle');
    expect(waits.main).toContain('Personne ne peut encore confirmer');
    expect(waits.main).toContain('Clés perdues');
    expect(waits.main).not.toContain(path);
    expect((await armand.post(path, hash)).main).toContain('La personne concernée peut encore s’opposer');
    hall.clock.advance(25 * HOUR);
    const [armandLater, adeleLater] = [await visit(hall, 'armand'), await visit(hall, 'adele')];
    expect((await adeleLater.get('/double-controle')).main).not.toContain(path);
    expect((await adeleLater.post(path, hash)).status).toBe(403);
    await armandLater.get('/double-controle');
    expect((await armandLater.act(path, hash)).main).toContain('Confirmé et exécuté.');
    expect((await createVisitor(hall).signIn('M-OLGA')).status).toBe(401); // what she knew opens nothing any more
    await adeleLater.get(olgas);
    const linked = await adeleLater.post(`${olgas}/inviter`);
    const [, token = ''] = /bienvenue#([\w-]+)/.exec(linked.main) ?? [];
    await armandLater.get(olgas);
    const vouched = await armandLater.post(`${olgas}/code`);
    const [, code = ''] = /jeton-secret"[^>]*>\s*([^<\s][^<]*?)\s*</.exec(vouched.main) ?? [];
    const olga = createVisitor(hall);
    await olga.get('/bienvenue');
    const fields = { token, password: PASSWORD, again: PASSWORD, code };
    expect((await olga.act('/bienvenue', fields)).main).toContain('Votre compte est ouvert.');
    expect((await olga.signIn('M-OLGA')).to).toBe('/');
    expect((await olga.get('/securite')).status).toBe(200);
  });
});
