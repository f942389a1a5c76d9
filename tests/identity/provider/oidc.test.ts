import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RESTORE } from '../../../src/book/rules/service/restored.ts';
import type { Role } from '../../../src/book/tables/codes.ts';
import { update } from '../../../src/book/tables/lifecycle.ts';
import type { Provider } from '../../../src/identity/identity.ts';
import { createAuthenticator } from '../../support/authenticator.ts';
import { type Forgery, type RunningProvider, startOidcProvider } from '../../support/oidc-provider.ts';
import { SECOND } from '../../support/world/enrol.ts';
import { restoreInto } from '../../support/world/restore.ts';
import { codeOf, createHouse, FROM, type House, PASSWORD } from '../house.ts';

const CONSOLE = 'https://jeton.interieur.example';
const TAMPERED = { id: 'id_token', userinfo: '/me' };

/** Changes one claim inside a signed JWT, and leaves its signature as it was. */
function forge(jwt: string, set: Record<string, unknown>): string {
  const [head = '', body = '', signature = ''] = jwt.split('.');
  const claims = { ...JSON.parse(Buffer.from(body, 'base64url').toString()), ...set };
  return [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
}

describe('sign-in at an identity provider', () => {
  let running: RunningProvider;
  let house: House;
  let provider: Provider;
  const provided = () => {
    const setting = {
      name: 'ProConnect',
      issuer: running.issuer,
      clientId: 'jeton',
      clientSecret: running.secret,
      scope: 'openid email idp_id',
      acr: { agent: ['eidas1'], others: ['eidas2', 'eidas3'] },
      idp: 'idp-ministere',
      algorithm: 'RS256' as const,
    };
    // the provider judges by today, and says when somebody gave it a factor
    return { provider: { setting, consoleUrl: () => CONSOLE }, start: Date.now() };
  };
  beforeEach(async () => {
    running = await startOidcProvider(() => CONSOLE);
    house = await createHouse(provided());
    provider = house.identity.provider!;
  });
  afterEach(() => running.close());

  const alice = (roles: Role[] = ['agent']) => house.person('alice', roles, 'active');
  const email = 'alice.martin@interieur.example';
  const journeyOf = async (strong = false) => {
    const { url, journey } = await provider.begin(strong);
    return { journey, back: await running.travel(url) };
  };
  const enter = async (token?: string) => {
    const { journey, back } = await journeyOf();
    return provider.finish(back, journey, FROM, token);
  };

  it('opens the account of an agent who is known there by e-mail, once; then issuer and subject alone count', async () => {
    const row = await alice();
    running.answer({ email });
    const { token } = await enter();
    expect(await house.identity.bySession(token)).toMatchObject({ person: { id: row.id }, method: 'oidc' });
    const [entry] = await house.entries();
    expect(entry).toMatchObject({ action: 'account.link', actor: row.id, detail: { issuer: running.issuer } });
    expect(JSON.stringify(entry)).not.toContain('alice-sub');

    running.answer({ email: 'changed@elsewhere.example', idp: 'another' });
    expect((await house.identity.bySession((await enter()).token))?.person.id).toBe(row.id);
    running.answer({ email, sub: 'an-impostor', idp: 'idp-ministere' });
    expect(await codeOf(enter())).toBe('sign_in_failed');
  });

  it('opens after a restore the report of a loss and, once two persons confirmed it, the agent’s part alone', async () => {
    await alice(['agent', 'correspondent']);
    running.answer({ email, acr: 'eidas3' });
    const before = (await enter()).token;
    expect((await house.identity.bySession(before))?.roles).toHaveLength(2);
    await restoreInto(house);
    const reach = async () => (await house.identity.bySession((await enter()).token))?.roles;
    expect([await house.identity.bySession(before), await reach()]).toEqual([undefined, []]);
    const { value } = (await house.store.reads.get('setting', RESTORE))!;
    await house.amend(update('setting', { id: RESTORE, value }, { value: '' }), 'service');
    expect(await reach()).toEqual(['agent']);
  });

  it('asks with PKCE, state, nonce, the exact redirect address and the assurance that is needed', async () => {
    await journeyOf(true);
    const asked = Object.fromEntries(running.asked[0]!);
    expect(asked).toMatchObject({
      response_type: 'code',
      redirect_uri: `${CONSOLE}/connexion/fournisseur/retour`,
      code_challenge_method: 'S256',
      acr_values: 'eidas2 eidas3',
    });
    expect(JSON.parse(asked['claims']!)).toEqual({
      id_token: { acr: { essential: true, values: ['eidas2', 'eidas3'] }, auth_time: { essential: true } },
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]!.length).toBeGreaterThanOrEqual(43);
  });

  it.each(['state', 'nonce', 'verifier'] as const)(
    'is refused with another %s than the browser left with',
    async (part) => {
      await alice();
      running.answer({ email });
      const { journey, back } = await journeyOf();
      const { journey: other } = await journeyOf();
      expect(await codeOf(provider.finish(back, { ...journey, [part]: other[part] }, FROM))).toBe('sign_in_failed');
    },
  );

  it('is refused when its code comes a second time, and when the answer names another issuer', async () => {
    await alice();
    running.answer({ email });
    const { journey, back } = await journeyOf();
    expect(await codeOf(provider.finish(back, journey, FROM))).toBe('done');
    expect(await codeOf(provider.finish(back, journey, FROM))).toBe('sign_in_failed');
    const again = await journeyOf();
    again.back.searchParams.set('iss', 'https://evil.example');
    expect(await codeOf(provider.finish(again.back, again.journey, FROM))).toBe('sign_in_failed');
  });

  it('verifies the signature of the id_token and that of userinfo', async () => {
    await alice();
    running.answer({ email: 'nobody@interieur.example' });
    running.tamper((path, body) => (path === TAMPERED.userinfo && body.includes('.') ? forge(body, { email }) : body));
    expect(await codeOf(enter())).toBe('sign_in_failed');
    running.answer({ email, acr: 'eidas1' });
    running.tamper((path, body) => {
      if (path !== '/token' || !body.startsWith('{')) return body;
      const answer = JSON.parse(body);
      return JSON.stringify({ ...answer, id_token: forge(answer[TAMPERED.id], { acr: 'eidas3' }) });
    });
    expect(await codeOf(enter())).toBe('sign_in_failed');
    running.tamper((path, body) =>
      path === TAMPERED.userinfo && body.includes('.')
        ? Buffer.from(body.split('.')[1]!, 'base64url').toString() // unsigned JSON
        : body,
    );
    expect(await codeOf(enter())).toBe('sign_in_failed');
    running.tamper(undefined);
    expect(await codeOf(enter())).toBe('done');
  });

  const MINUTE = 60;
  const seconds = (more: number) => Math.floor(Date.now() / 1000) + more;
  /** One answer of the provider is made anew from now on, with its own key unless the forgery says otherwise. */
  const remake = (path: '/token' | '/me', forgery: Forgery): void =>
    running.tamper((at, body) => {
      if (at !== path || body === '') return body;
      if (path === '/me') return running.resign(body, forgery);
      const answer = JSON.parse(body);
      return JSON.stringify({ ...answer, id_token: running.resign(answer.id_token, forgery) });
    });
  const ANYWHERE: [string, Forgery][] = [
    ['signed by a foreign key', { foreignKey: true }],
    ['signed by nobody (alg none)', { alg: 'none' }],
    ['signed with our own secret (HS256)', { alg: 'HS256' }],
    ['signed by another algorithm than the settings name', { alg: 'ES256' }],
    ['that has expired', { claims: { exp: seconds(-MINUTE) } }],
    ['that is not valid yet', { claims: { nbf: seconds(10 * MINUTE) } }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['for another audience', { claims: { aud: 'another-client' } }],
  ];
  /** Signs in with one answer made anew, and as it was. */
  const forging = async (path: '/token' | '/me', forgery: Forgery): Promise<string> => {
    await alice();
    running.answer({ email });
    remake(path, forgery);
    return codeOf(enter());
  };
  it.each<[string, Forgery]>([
    ...ANYWHERE,
    ['for us and somebody else, who asked for it (azp)', { claims: { aud: ['jeton', 'other'], azp: 'other' } }],
    ['for several, of whom none asked for it', { claims: { aud: ['jeton', 'other'] } }],
    ['without audience', { claims: { aud: undefined } }],
    ['without an end', { claims: { exp: undefined } }],
    ['without nonce', { claims: { nonce: undefined } }],
    ['without issuer', { claims: { iss: undefined } }],
  ])('refuses an id_token %s', async (_, forgery) => expect(await forging('/token', forgery)).toBe('sign_in_failed'));
  it.each<[string, Forgery]>([...ANYWHERE, ['of another subject', { claims: { sub: 'somebody-else' } }]])(
    'refuses a userinfo answer %s',
    async (_, forgery) => expect(await forging('/me', forgery)).toBe('sign_in_failed'),
  );
  it.each(['/token', '/me'] as const)(
    'takes the answer of %s when it is made anew and nothing is wrong with it',
    async (path) => expect(await forging(path, { claims: { exp: seconds(MINUTE) } })).toBe('done'),
  );

  /** The provider says that its factor was given so many seconds ago; undefined: it does not say when. */
  const givenAgo = (ago: number | undefined): void => {
    const auth_time = ago === undefined ? undefined : Math.floor(house.clock.now() / 1000) - ago;
    remake('/token', { claims: { auth_time } });
  };
  it.each<[string, number | undefined, number]>([
    ['just now', 0, 5],
    ['three minutes ago', 3 * MINUTE, 2],
    ['an hour ago', 60 * MINUTE, 0],
    ['in a moment, by a clock that is a little fast', -20, 5],
    ['in ten minutes, which nobody can have', -10 * MINUTE, 0],
    ['nobody says when', undefined, 0],
  ])('opens a session as fresh as the factor that was given there: %s', async (_, ago, minutes) => {
    await alice();
    running.answer({ email });
    givenAgo(ago);
    const { caller } = (await house.identity.bySession((await enter()).token))!;
    expect(Math.max(0, Math.ceil((caller.freshUntil - house.clock.now()) / 60_000))).toBe(minutes);
  });

  it('does nothing that asks for a fresh factor, where the provider asked for none, until its owner confirms', async () => {
    await alice();
    running.answer({ email });
    givenAgo(60 * MINUTE);
    const { token } = await enter();
    const make = async (by: string) => {
      const { caller } = (await house.identity.bySession(by))!;
      return codeOf(house.identity.createApiToken(caller, { name: 'report', scopes: ['agent'], days: 1 }));
    };
    expect(await make(token)).toBe('fresh_factor_needed');
    expect(await make((await house.identity.refresh(token, PASSWORD, FROM)).token)).toBe('done');
  });

  it.each(['/.well-known/openid-configuration', '/token', '/me', '/jwks'])(
    'follows no redirect of %s to another place',
    async (path) => {
      const reached: string[] = [];
      const elsewhere = createServer((request, response) => {
        reached.push(request.url ?? '');
        response.end('{}');
      });
      await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening));
      await alice();
      running.answer({ email });
      running.redirect(path, `http://localhost:${(elsewhere.address() as AddressInfo).port}/`);
      expect(await codeOf(enter())).not.toBe('done');
      elsewhere.closeAllConnections();
      await new Promise((closed) => elsewhere.close(closed));
      expect(reached).toEqual([]);
    },
  );

  it('reaches only the roles that its assurance is good for', async () => {
    await alice(['agent', 'correspondent']);
    running.answer({ email, acr: 'eidas1' });
    expect(await house.identity.bySession((await enter()).token)).toMatchObject({
      roles: ['agent'],
      withheld: ['correspondent'],
    });
    running.answer({ acr: 'eidas2' });
    expect((await house.identity.bySession((await enter()).token))?.withheld).toEqual([]);
    running.answer({ acr: 'eidas0' });
    expect(await codeOf(enter())).toBe('sign_in_failed');
  });

  it('recognises nobody by e-mail who comes from another provider behind the federation, or is an operator', async () => {
    await alice();
    running.answer({ email, idp: 'idp-of-somebody-else' });
    expect(await codeOf(enter())).toBe('sign_in_failed');
    await house.person('thomas', ['agent', 'technician'], 'active');
    running.answer({ email: 'thomas.martin@interieur.example', idp: 'idp-ministere', sub: 'thomas-sub' });
    expect(await codeOf(enter())).toBe('sign_in_failed');
  });

  it('is linked by an operator from a session with a fresh factor', async () => {
    const row = await house.person('thomas', ['agent', 'technician'], 'active');
    running.answer({ email: 'unknown@interieur.example', sub: 'thomas-sub', acr: 'eidas2' });
    const { token } = await house.signIn(row);
    house.clock.pass(6 * 60_000);
    expect(await codeOf(enter(token))).toBe('sign_in_failed');
    expect(await codeOf(enter((await house.signIn(row)).token))).toBe('done');
    expect((await house.identity.bySession((await enter()).token))?.person.id).toBe(row.id);
  });

  it('is not linked from a session that a phished password opened, where the roles ask for more', async () => {
    const site = () => ({ origin: CONSOLE, rpId: new URL(CONSOLE).hostname });
    house = await createHouse({ ...provided(), passkeys: { need: 'everybody', site } });
    provider = house.identity.provider!;
    running.answer({ email: 'eve@interieur.example', sub: 'eve-sub', acr: 'eidas2' });
    const row = await alice();
    const { token } = await house.signIn(row);
    expect(await codeOf(enter(token))).toBe('sign_in_failed');
    const key = createAuthenticator(CONSOLE);
    const made = key.create(await house.identity.passkeyRegistration(token), {});
    const strong = await house.identity.registerPasskey(token, { name: 'clé bleue', response: made });
    expect(await codeOf(enter(strong.token))).toBe('done');
  });

  it('adds no way in to an account that has a passkey, from a session that a phished password could open', async () => {
    const row = await house.person('thomas', ['agent', 'technician'], 'active');
    running.answer({ email: 'unknown@interieur.example', sub: 'thomas-sub', acr: 'eidas2' });
    const key = { publicKey: new Uint8Array(1), counter: 0, transports: '', rpId: '', createdAt: 0, usedAt: null };
    await house.store.transact((u) => u.keepPasskey({ id: 'key', personId: row.id, name: 'clé', ...key }));
    expect(await codeOf(enter((await house.signIn(row)).token))).toBe('sign_in_failed');
  });

  it('by an address, which an import may change, makes the account one that a person alone opened', async () => {
    const row = await house.person('alice');
    const { token } = await house.identity.invite(house.administrator, row.id);
    const { code } = await house.identity.vouch(SECOND, row.id);
    await house.identity.enrol({ token, password: PASSWORD, code }, FROM);
    const voucher = async () => (await house.store.reads.get('account', row.id))?.voucherId;
    expect(await voucher()).toBe(SECOND.personId);
    await house.rename(row, { email: 'somebody.else@interieur.example' });
    running.answer({ email: 'somebody.else@interieur.example' });
    expect(await codeOf(enter())).toBe('done');
    expect(await voucher()).toBeNull();
  });

  it('opens no disabled account, and answers as to a stranger', async () => {
    const row = await alice();
    running.answer({ email });
    await enter();
    await house.disable(row.id);
    const message = await enter().catch((error: Error) => error.message);
    running.answer({ sub: 'stranger', email: 'stranger@interieur.example' });
    expect(await enter().catch((error: Error) => error.message)).toBe(message);
  });

  it('is ended at the provider too', async () => {
    await alice();
    running.answer({ email });
    const { token } = await enter();
    const { idToken } = await house.identity.signOut(token, FROM);
    const url = new URL(await provider.signOutUrl(idToken!));
    expect(url.origin).toBe(running.issuer);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${CONSOLE}/connexion`);
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect(await house.identity.signOut(token, FROM)).toEqual({ idToken: null });
  });

  it('says so when the provider is away', async () => {
    await running.close();
    expect(await codeOf(provider.begin(false))).toBe('service_unreachable');
  });
});
