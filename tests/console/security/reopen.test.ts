import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** In French: one administrator opens a disabled account again, knowingly. */
describe('un compte désactivé', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });

  const alice = () => `/administration/personnes/${hall.alice.personId}`;
  const thomas = () => `/administration/personnes/${hall.thomas.personId}`;
  const disable = (path: string, armand: Awaited<ReturnType<typeof visit>>) =>
    armand.act(`${path}/desactiver`, { _sure: 'yes' });
  const stateOf = async (id: string) => (await hall.reads.get('account', id))?.state;

  it('n’est rouvert par un lien qu’après une question qui le dit, même d’une page restée ouverte', async () => {
    const armand = await visit(hall, 'armand');
    await armand.get(alice());
    await disable(alice(), armand);
    const { main } = await armand.get(alice());
    expect(main).toContain('<h2 class="fr-h5">Rouvrir le compte</h2>');
    expect(main).toContain('les responsables sécurité en sont prévenus');
    const asked = await armand.post(`${alice()}/inviter`);
    expect(asked.main).toMatch(/Rouvrir ce compte\s\?.*Désactivé.*→.*<strong>Invité<\/strong>/s);
    expect(await stateOf(hall.alice.personId)).toBe('disabled');
    expect((await armand.post(`${alice()}/inviter`, { _sure: 'yes' })).main).toContain('id="link"');
    expect(await stateOf(hall.alice.personId)).toBe('invited');
  });

  it('n’est pas demandé deux fois pour qui attend un lien', async () => {
    const armand = await visit(hall, 'armand');
    await armand.get(alice());
    await disable(alice(), armand);
    await armand.post(`${alice()}/inviter`, { _sure: 'yes' });
    expect((await armand.post(`${alice()}/inviter`)).main).toContain('id="link"');
  });

  it('d’un opérateur n’offre pas de lien : à deux, on le rétablit', async () => {
    const armand = await visit(hall, 'armand');
    expect((await armand.get(thomas())).main).not.toContain('/inviter"');
    await disable(thomas(), armand);
    const { main } = await armand.get(thomas());
    expect(main).not.toContain('/inviter"');
    expect(main).toContain('/retablir"');
    expect((await armand.post(`${thomas()}/inviter`)).status).toBe(403);
    expect(await stateOf(hall.thomas.personId)).toBe('disabled');
  });
});
