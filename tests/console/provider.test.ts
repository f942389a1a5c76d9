import { type RunningProvider, startOidcProvider } from '../support/oidc-provider.ts';
import { type Hall, openHall } from './hall.ts';
import { createVisitor } from './visitor.ts';

describe('the identity provider in the console', () => {
  let hall: Hall;
  let running: RunningProvider;
  beforeEach(async () => {
    running = await startOidcProvider(() => hall.url);
    hall = await openHall({
      provider: {
        name: 'ProConnect',
        issuer: running.issuer,
        clientId: 'jeton',
        clientSecret: running.secret,
        scope: 'openid email idp_id',
        acr: { agent: ['eidas1'], others: ['eidas2'] },
        idp: 'idp-ministere',
        algorithm: 'RS256',
      },
    });
    await hall.signUp('alice');
  });
  afterEach(async () => {
    await running.close();
    await hall.close();
  });

  it('lets an agent in and out again, here and there', async () => {
    const visitor = createVisitor(hall);
    expect((await visitor.get('/connexion')).main).toContain('Se connecter avec ProConnect');
    const { to } = await visitor.get('/connexion/fournisseur');
    const cookie = visitor.jar.get('__Host-jeton-fournisseur');
    expect(cookie).toBeDefined();
    const back = await running.travel(to);
    const landed = await visitor.get(back.pathname + back.search);
    expect(landed).toMatchObject({ status: 303, to: expect.stringMatching(/^\/[a-z]/) });
    expect(visitor.jar.has('__Host-jeton-fournisseur')).toBe(false);
    const home = await visitor.get('/compte');
    expect(home.main).toContain('Alice');
    expect(home.headers.get('content-security-policy')).toContain(`form-action 'self' ${running.issuer}`);
    const left = await visitor.post('/deconnexion');
    expect(left.to).toContain(`${running.issuer}/session/end?`);
    expect((await visitor.get('/compte')).to).toContain('/connexion');
  });

  it('links an identity where its owner asked for it by a form, and never by a link that somebody followed', async () => {
    await hall.signUp('thomas');
    running.answer({ email: 'eve@interieur.example', sub: 'eve-sub', acr: 'eidas2' });
    const thomas = createVisitor(hall);
    await thomas.signIn(hall.loginOf('thomas'));
    const lured = await running.travel((await thomas.get('/connexion/fournisseur')).to);
    expect((await thomas.get(lured.pathname + lured.search)).status).toBe(401);
    expect((await thomas.get('/compte/acces')).main).toContain('Rattacher mon identité ProConnect');
    const asked = await running.travel((await thomas.post('/compte/acces/fournisseur')).to);
    expect((await thomas.get(asked.pathname + asked.search)).status).toBe(303);
    expect((await thomas.get('/compte/acces')).main).toContain("fournisseur d'identité");
  });

  it('lets nobody in with an answer that this browser did not ask for', async () => {
    const attacker = createVisitor(hall);
    const { to } = await attacker.get('/connexion/fournisseur');
    const back = await running.travel(to);
    const victim = createVisitor(hall);
    expect((await victim.get(back.pathname + back.search)).status).toBe(409);
    await victim.get('/connexion/fournisseur');
    expect((await victim.get(back.pathname + back.search)).status).toBe(401);
    expect(victim.jar.has('__Host-jeton')).toBe(false);
  });
});
