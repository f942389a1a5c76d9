import { PASSWORD } from '../../support/world/come-in.ts';
import { type Hall, openHall } from '../hall.ts';
import { createVisitor, visit } from '../visitor.ts';

/** In French: an operator has lost every way in, and two persons give the account back. */
describe('un opérateur qui ne peut plus entrer', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });

  const person = () => `/administration/personnes/${hall.thomas.personId}`;
  const proposed = async () => {
    const armand = await visit(hall, 'armand');
    await armand.get(person());
    const told = await armand.act(`${person()}/retablir`);
    const [proposal] = await hall.reads.find('proposal', { state: 'proposed' });
    return { armand, told, path: `/double-controle/${proposal?.id}`, hash: { argsHash: proposal?.argsHash ?? '' } };
  };

  it('mène l’administrateur, qui ne peut pas le rouvrir seul, à ce que deux personnes décident', async () => {
    const armand = await visit(hall, 'armand');
    await armand.get(person());
    const { status, main } = await armand.post(`${person()}/inviter`);
    expect([status, main]).toEqual([403, expect.stringContaining('Sur sa page, proposez')]);
    expect(main).not.toContain('voyez votre administrateur');
  });

  it('dit, quand le code est faux, que c’est le code, et ne parle d’aucun identifiant', async () => {
    const { path, hash } = await proposed();
    const odile = await visit(hall, 'odile');
    await odile.get('/double-controle');
    await odile.act(`${path}/confirmer`, hash);
    const armand = await visit(hall, 'armand');
    await armand.get(person());
    const [, token = ''] = /bienvenue#([\w-]+)/.exec((await armand.post(`${person()}/inviter`)).main) ?? [];
    const thomas = createVisitor(hall);
    await thomas.get('/bienvenue');
    const wrong = { token, password: PASSWORD, again: PASSWORD, code: 'AAAA-BBBB' };
    const { main } = await thomas.post('/bienvenue', wrong);
    expect(main).toContain('Vérifiez le code que la seconde personne vous a dit');
    expect(main).not.toContain('Identifiant ou mot de passe incorrect');
  });

  it('dit aux deux personnes ce que l’acte ôte au compte, et de reconnaître son titulaire', async () => {
    const { told } = await proposed();
    const odile = await visit(hall, 'odile');
    for (const { main } of [told, await odile.get('/double-controle')]) {
      expect(main).toContain('Rétablir un compte');
      expect(main).toContain('n’ouvrent plus rien');
      expect(main).toContain('reconnu la personne elle-même');
    }
  });

  it('dit une fois confirmé que le compte attend un lien, et y mène l’administrateur', async () => {
    const args = { personId: hall.thomas.personId };
    const { id, argsHash } = await hall.flow.dualControl.propose(hall.odile, { act: 'account.recover', args });
    const adele = await visit(hall, 'adele');
    await adele.get('/double-controle');
    const { main } = await adele.act(`/double-controle/${id}/confirmer`, { argsHash });
    expect(main).toContain('attend maintenant un lien');
    expect(main).toContain(`href="${person()}"`);
  });

  it('le dit au responsable sécurité sans l’envoyer sur une page qu’il ne peut pas ouvrir', async () => {
    const { path, hash } = await proposed();
    const odile = await visit(hall, 'odile');
    await odile.get('/double-controle');
    const { main } = await odile.act(`${path}/confirmer`, hash);
    expect(main).toContain('attend maintenant un lien');
    expect(main).toContain('href="/securite"');
    expect(main).not.toContain(`href="${person()}"`);
  });
});
