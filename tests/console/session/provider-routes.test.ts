import { type RunningProvider, startOidcProvider } from '../../support/oidc-provider.ts';
import { type Hall, openHall } from '../hall.ts';
import { createVisitor, type Page } from '../visitor.ts';

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

  it('shows browsers no token of the provider: the id_token alone leaves, as a hint in the address that signs out there', async () => {
    const tokens: { access_token: string; id_token: string }[] = [];
    running.tamper((path, body) => {
      if (path === '/token' && body.startsWith('{')) tokens.push(JSON.parse(body));
      return body;
    });
    const visitor = createVisitor(hall);
    const seen: string[] = [];
    const look = ({ html, headers, to }: Page): void =>
      void seen.push(html, to, JSON.stringify([...headers]), JSON.stringify([...visitor.jar]));
    const away = await visitor.get('/connexion/fournisseur');
    look(away);
    const back = await running.travel(away.to);
    seen.push(back.href);
    look(await visitor.get(back.pathname + back.search));
    for (const page of ['/', '/compte', '/compte/acces']) look(await visitor.get(page));
    const left = await visitor.post('/deconnexion');
    const [given] = tokens;
    expect(tokens).toHaveLength(1);
    const hint = new URL(left.to).searchParams.get('id_token_hint');
    expect(hint).toBe(given?.id_token);
    const kept = JSON.stringify([hall.logged, (await hall.opened.lists.entries({}, { limit: 50 })).items]);
    for (const text of [...seen, (left.to + left.html).replaceAll(given!.id_token, ''), kept])
      for (const token of [given!.access_token, given!.id_token]) expect(text).not.toContain(token);
  });

  it('links an identity where its owner asked for it by a form, and never by a link that somebody followed', async () => {
    running.answer({ email: 'eve@interieur.example', sub: 'eve-sub', acr: 'eidas2' });
    const thomas = createVisitor(hall);
    const lured = await running.travel((await thomas.get('/connexion/fournisseur')).to);
    await thomas.signIn(hall.loginOf('thomas'));
    expect((await thomas.get(lured.pathname + lured.search)).status).toBe(401);
    expect((await thomas.get('/compte/acces')).main).toContain('Rattacher mon identité ProConnect');
    const asked = await running.travel((await thomas.post('/compte/acces/fournisseur')).to);
    expect((await thomas.get(asked.pathname + asked.search)).status).toBe(303);
    expect((await thomas.get('/compte/acces')).main).toContain('fournisseur d’identité');
  });

  it('leads whoever is signed in home: a link of another site puts nobody else in their place', async () => {
    const thomas = createVisitor(hall);
    await thomas.signIn(hall.loginOf('thomas'));
    for (const path of ['/connexion/fournisseur', '/connexion/fournisseur?niveau=fort'])
      expect(await thomas.get(path)).toMatchObject({ status: 303, to: expect.stringMatching(/^\/[a-z]/) });
    expect(thomas.jar.has('__Host-jeton-fournisseur')).toBe(false);
    expect((await thomas.get('/compte')).main).toContain('Thomas');
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
