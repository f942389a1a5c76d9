import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('somebody whose roles wait for their passkey', () => {
  let hall: Hall;
  afterEach(() => hall.close());

  it('is told so on each page, with the way to confirm and back', async () => {
    hall = await openHall({ passkeyNeed: 'operators' });
    const armand = await visit(hall, 'armand');
    for (const path of ['/aide', '/compte', '/plan-du-site?lang=fr', '/compte/acces']) {
      const { html } = await armand.get(path);
      expect(html).toContain('Vos rôles attendent votre clé d’accès');
      expect(html).toContain(`href="/connexion/cle?suite=${encodeURIComponent(path)}"`);
    }
    expect((await armand.get('/connexion/cle')).html).not.toContain('Vos rôles attendent votre clé d’accès');
  });

  it('is not sent to an administrator by a page that only their passkey is missing for', async () => {
    hall = await openHall({ passkeyNeed: 'operators' });
    const armand = await visit(hall, 'armand');
    const { status, main } = await armand.get('/administration');
    expect(status).toBe(403);
    expect(main).not.toContain('voyez votre administrateur');
    expect(main).toContain('Vos rôles attendent votre clé d’accès');
    expect(main).toContain('href="/connexion/cle?suite=%2Fadministration"');
  });

  it('is named the roles on the page of their account', async () => {
    hall = await openHall({ passkeyNeed: 'operators' });
    const { main } = await (await visit(hall, 'armand')).get('/compte');
    expect(main).toMatch(/attendent votre clé d’accès<\/dt><dd[^>]*>Administrateur/);
  });

  it('goes on as an agent only where they are one', async () => {
    hall = await openHall({ passkeyNeed: 'operators' });
    const founder = (await (await visit(hall, 'adele')).get('/connexion/cle')).main;
    expect(founder).not.toContain('Continuer comme agent');
    expect(founder).toContain('href="/incidents/signaler"');
    const agentToo = (await (await visit(hall, 'armand')).get('/connexion/cle')).main;
    expect(agentToo).toContain('Continuer comme agent');
  });

  it('reports a loss where the role of an agent waits too', async () => {
    hall = await openHall({ passkeyNeed: 'everybody' });
    const { main } = await (await visit(hall, 'alice')).get('/connexion/cle');
    expect(main).not.toContain('Continuer comme agent');
    expect(main).toContain('Signaler une perte sans attendre');
  });

  it('reads nothing of it where no role waits', async () => {
    hall = await openHall({ passkeyNeed: 'operators' });
    const { html } = await (await visit(hall, 'alice')).get('/compte');
    expect(html).not.toContain('votre clé d’accès</span>');
    expect(html).not.toContain('attendent votre clé');
  });
});
