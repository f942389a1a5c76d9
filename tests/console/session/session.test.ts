import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authorityCertificate, clientCertificate } from '../../support/certificates.ts';
import { PASSWORD } from '../../support/world/come-in.ts';
import { type Hall, type Name, openHall } from '../hall.ts';
import { createVisitor, visit } from '../visitor.ts';

const MINUTE = 60_000;
/** What every browser says of a form of our own pages. */
const OWN = { 'sec-fetch-site': 'same-origin' };

describe('coming in', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('opens an account by a one-time link, once, then signs in', async () => {
    const [alice] = await hall.reads.find('person', { directoryId: 'M-ALICE' });
    const { token } = await hall.identity.invite(hall.adele, alice?.id ?? '');
    const visitor = createVisitor(hall);
    await visitor.get('/bienvenue');
    const fields = { token, password: PASSWORD, again: PASSWORD };
    const opened = await visitor.act('/bienvenue', fields);
    expect(opened.main).toContain('Votre compte est ouvert.');
    expect((await visitor.signIn('M-ALICE')).to).toBe('/');
    expect((await visitor.get('/')).to).toBe('/mes-jetons');
    const again = createVisitor(hall);
    await again.get('/bienvenue');
    expect(await again.post('/bienvenue', fields)).toMatchObject({
      status: 409,
      main: expect.stringContaining('a déjà servi'),
    });
  });

  it('says what is wrong with a new password, and never writes one back', async () => {
    const [alice] = await hall.reads.find('person', { directoryId: 'M-ALICE' });
    const { token } = await hall.identity.invite(hall.adele, alice?.id ?? '');
    const visitor = createVisitor(hall);
    await visitor.get('/bienvenue');
    const differs = await visitor.post('/bienvenue', { token, password: PASSWORD, again: 'autre chose' });
    expect(differs.main).toContain('Les deux saisies diffèrent.');
    const short = await visitor.post('/bienvenue', { token, password: 'court-mdp', again: 'court-mdp' });
    expect(short).toMatchObject({ status: 422, main: expect.stringContaining('12 caractères au moins') });
    expect(short.main).not.toContain('court-mdp');
    expect(short.main).toContain(`value="${token}"`);
  });

  it('keeps what was typed when login and password do not fit, but the password', async () => {
    const visitor = createVisitor(hall);
    const { status, main } = await visitor.signIn('M-ALICE', 'faux mot de passe');
    expect(status).toBe(401);
    expect(main).toContain('value="M-ALICE"');
    expect(main).toContain('Identifiant ou mot de passe incorrect');
    expect(main).not.toContain('faux mot de passe');
  });

  it('leads back to the page that was asked for, and nowhere else', async () => {
    const visitor = createVisitor(hall);
    expect((await visitor.get('/demandes/nouvelle?motif=nomade')).to).toBe(
      '/connexion?suite=%2Fdemandes%2Fnouvelle%3Fmotif%3Dnomade',
    );
    await visitor.get('/connexion?suite=%2Fdemandes%2Fnouvelle%3Fmotif%3Dnomade');
    const fields = { login: 'M-ALICE', password: PASSWORD };
    expect((await visitor.post('/connexion', { ...fields, _suite: '/demandes/nouvelle?motif=nomade' })).to).toBe(
      '/demandes/nouvelle?motif=nomade',
    );
    const other = createVisitor(hall);
    await other.get('/connexion');
    expect((await other.post('/connexion', { ...fields, _suite: '//evil.example' })).to).toBe('/');
  });

  it('ends the session that a browser had when somebody signs in there again', async () => {
    const alice = createVisitor(hall);
    await alice.signIn('M-ALICE');
    const before = alice.jar.get('__Host-jeton') ?? '';
    await alice.get('/compte');
    await alice.post('/connexion', { login: 'M-ALICE', password: PASSWORD });
    expect(alice.jar.get('__Host-jeton')).not.toBe(before);
    expect(await hall.identity.bySession(before)).toBeUndefined();
  });

  it('signs out at the server: the old cookie opens nothing any more', async () => {
    const alice = await visit(hall, 'alice');
    const old = new Map(alice.jar);
    await alice.post('/deconnexion');
    expect(alice.jar.has('__Host-jeton')).toBe(false);
    for (const [name, value] of old) alice.jar.set(name, value);
    expect((await alice.get('/mes-jetons')).to).toContain('/connexion');
  });

  it('says that a session ended, and why that may be; a stranger is told nothing', async () => {
    const alice = await visit(hall, 'alice');
    hall.clock.advance(16 * MINUTE);
    const sent = await alice.get('/mes-jetons');
    expect(sent.to).toMatch(/^\/connexion\?suite=%2Fmes-jetons&info=/);
    expect((await alice.get(sent.to ?? '')).html).toMatch(/Votre session a pris fin\s: .*fermée ailleurs/);
    const stranger = await visit(hall, 'alice');
    await stranger.post('/deconnexion');
    expect((await stranger.get('/mes-jetons')).to).toBe('/connexion?suite=%2Fmes-jetons');
  });

  it('loses nothing of a form whose session ended: sign in, one click, sent', async () => {
    const alice = await visit(hall, 'alice');
    hall.clock.advance(16 * MINUTE);
    const fields = {
      motif: 'first-issue',
      workstation: 'PN-1',
      deliverySite: 'Bordeaux',
      comment: 'Astreinte « nuit » <b>',
    };
    const ended = await alice.post('/demandes/nouvelle', fields);
    expect(ended.status).toBe(401);
    expect(ended.main).toContain('votre saisie est conservée');
    const carried = /name="_carried" value="([^"]*)"/
      .exec(ended.html)?.[1]
      ?.replace(/&quot;/g, '"')
      .replace(/&lt;/g, '<')
      .replace(/&amp;/g, '&');
    const resumed = await alice.post('/connexion', {
      login: 'M-ALICE',
      password: PASSWORD,
      _suite: '/demandes/nouvelle',
      _carried: carried ?? '',
    });
    expect(resumed.main).toContain('action="/demandes/nouvelle"');
    expect(resumed.main).toContain('value="Astreinte « nuit » &lt;b>"');
    expect(await hall.reads.count('request', {})).toBe(0); // nothing is sent by itself
    const sent = await alice.act('/demandes/nouvelle', fields);
    expect(sent.main).toContain('Demande DEM-1998-00001 envoyée.');
  });

  it('shows a sign-in form again, with its login, whose cookie another tab replaced', async () => {
    const visitor = createVisitor(hall);
    await visitor.get('/connexion');
    const elsewhere = createVisitor(hall);
    await elsewhere.get('/connexion'); // asked for without a cookie as well: whichever answer comes last stays
    for (const [name, value] of elsewhere.jar) visitor.jar.set(name, value);
    const refused = await visitor.post('/connexion', { login: 'M-ALICE', password: PASSWORD }, OWN);
    expect(refused.status).toBe(403);
    expect(refused.main).toContain('rien n’a été fait');
    expect(refused.main).toContain('value="M-ALICE"');
    expect(refused.html).not.toContain(PASSWORD);
    expect((await visitor.post('/connexion', { login: 'M-ALICE', password: PASSWORD })).to).toBe('/');
  });

  it('shows a form again with what was typed when somebody signed in in another tab', async () => {
    const alice = await visit(hall, 'alice');
    await alice.get('/demandes/nouvelle');
    const elsewhere = await visit(hall, 'alice');
    for (const [name, value] of elsewhere.jar) alice.jar.set(name, value);
    const fields = { motif: 'first-issue', workstation: 'PN-1', deliverySite: 'Bordeaux', comment: 'Astreinte' };
    const refused = await alice.post('/demandes/nouvelle', fields, OWN);
    expect(refused.status).toBe(403);
    expect(refused.main).toContain('rien n’a été fait');
    expect(refused.main).toContain('>Astreinte</textarea>');
    expect(await hall.reads.count('request', {})).toBe(0);
    expect((await alice.act('/demandes/nouvelle', fields)).main).toContain('Demande DEM-1998-00001 envoyée.');
  });

  it('says so of a form that has no page to be shown on', async () => {
    const alice = await visit(hall, 'alice');
    const { status, main } = await alice.post('/demandes/DEM-1998-00404/accepter', { _csrf: 'x' }, OWN);
    expect(status).toBe(403);
    expect(main).toContain('Cette page n’est plus à jour');
  });

  it('writes no secret of a form whose session ended into a page: it is typed again', async () => {
    const ended = async (name: Name, path: string, fields: Record<string, string>) => {
      const visitor = await visit(hall, name);
      hall.clock.advance(16 * MINUTE);
      return visitor.post(path, fields);
    };
    const typed: [Name, string, Record<string, string>, kept: Record<string, string>][] = [
      ['alice', '/compte/acces/mot-de-passe', { current: 'secret-1', password: 'secret-2', again: 'secret-3' }, {}],
      ['thomas', '/securite/telephone', { code: 'secret-4' }, { serial: 'S-0001' }],
      ['bertrand', '/service/colis/remis', { 'code-DEM-1998-00001': 'secret-5' }, { reason: 'kept-5' }],
      ['thomas', '/stock', { soPins: 'S-0001;secret-6' }, { reference: 'BL-6' }],
    ];
    for (const [name, path, secrets, kept] of typed) {
      const { status, main, html } = await ended(name, path, { ...secrets, ...kept });
      expect(status).toBe(401);
      expect(html).not.toContain('secret-');
      for (const value of Object.values(kept)) expect(main).toContain(value);
      expect(main).toContain('ne sont pas conservés');
    }
    const { main } = await ended('alice', '/demandes/nouvelle', { comment: 'Astreinte' });
    expect(main).not.toContain('ne sont pas conservés');
  });

  it('writes no secret into the page that asks for the password once more', async () => {
    const thomas = await visit(hall, 'thomas');
    const typed = { serial: 'S-0001', code: 'secret-4', _password: 'faux mot de passe' };
    const asked = await thomas.post('/securite/telephone', typed);
    expect(asked.status).toBe(401);
    expect(asked.main).toContain('name="serial" value="S-0001"');
    expect(asked.main).toContain('ne sont pas conservés');
    expect(asked.html).not.toMatch(/secret-4|faux mot/);
    const goes = await thomas.post('/securite/telephone', { serial: 'S-0001', _password: PASSWORD });
    expect(goes).toMatchObject({ status: 422, main: expect.stringContaining('name="code"') });
  });

  it('asks for the password once more where the act needs it, then goes on with the same click', async () => {
    const odile = await visit(hall, 'odile');
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    hall.clock.advance(6 * MINUTE);
    const typed = { _form: 'revoke', serial: tokenId, reason: 'left-service' };
    expect((await odile.get('/securite')).main).not.toContain('Ce que ce certificat ouvre');
    const question = await odile.post('/securite/revoquer', typed);
    for (const said of ['Alice Agard (M-ALICE)', 'PREF-33', 'PN-1', 'Actif', '<strong>Révoqué</strong>', 'a quitté'])
      expect(question.main).toContain(said);
    const fields = { ...typed, _sure: 'yes' };
    const asked = await odile.post('/securite/revoquer', fields);
    expect(asked.status).toBe(403);
    expect(asked.main).toContain('Confirmez que c’est vous');
    expect(asked.main).toContain(`name="serial" value="${tokenId}"`);
    const [, back = ''] = /<a class="fr-link" href="([^"]+)">Annuler<\/a>/.exec(asked.main) ?? [];
    expect((await odile.get(back)).to).toBe('/securite');
    const wrong = await odile.post('/securite/revoquer', { ...fields, _password: 'faux mot de passe' });
    expect(wrong).toMatchObject({ status: 401, main: expect.stringContaining('Ce n’est pas votre mot de passe.') });
    expect((await hall.reads.get('token', tokenId))?.state).toBe('active');
    const before = odile.jar.get('__Host-jeton');
    const done = await odile.act('/securite/revoquer', { ...fields, _password: PASSWORD });
    expect(done.main).toContain(`${tokenId} est révoqué`);
    expect((await hall.reads.get('token', tokenId))?.state).toBe('revoked');
    expect(odile.jar.get('__Host-jeton')).not.toBe(before); // a new session id with the new factor
  });
});

describe("one's own account", () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall({ start: Date.now() });
  });
  afterEach(() => hall.close());

  it('makes an API token, shows its secret once, and revokes it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jeton-account-'));
    const { cert } = clientCertificate(folder, 'machine', authorityCertificate(folder, 'site'));
    rmSync(folder, { recursive: true });
    hall.clock.set(Date.now()); // the certificate of openssl begins in this second
    const alice = await visit(hall, 'alice');
    const { raw } = new X509Certificate(cert);
    const fields = { name: 'essai', scopes: 'agent', days: '7' };
    expect((await alice.post('/compte/jetons-api', fields)).status).toBe(422);
    const made = await alice.post('/compte/jetons-api', { ...fields, certificate: cert.replaceAll('\n', '\r\n') });
    const secret = /id="secret">([^<]+)</.exec(made.html)?.[1]?.trim() ?? '';
    expect((await hall.identity.byApiToken(secret, raw))?.person.directoryId).toBe('M-ALICE');
    expect(made.main.replaceAll('&quot;', '"')).toContain(
      'curl --cert machine.pem --key machine.key -H "Authorization: Bearer $JETON_TOKEN" https://jeton.example:8443/api/v1/me',
    );
    expect(made.main).toContain('href="/api/openapi.json"');
    expect(made.html.split(secret)).toHaveLength(2);
    const account = await alice.get('/compte');
    expect(account.main).not.toContain(secret);
    expect(account.main).toContain(createHash('sha256').update(raw).digest('base64url'));
    const path = /\/compte\/jetons-api\/\w+\/revoquer/.exec(account.html)?.[0] ?? '';
    expect((await alice.post(path)).main).toMatch(
      /Révoquer ce jeton d’API[\s\S]*Le programme qui s’en sert n’entre plus/,
    );
    expect((await alice.act(path, { _sure: 'yes' })).main).toContain('Le jeton d’API est révoqué.');
    expect(await hall.identity.byApiToken(secret, raw)).toBeUndefined();
  });

  it('says what others did about them, in French and in English', async () => {
    await hall.flow.people.grant(hall.adele, { personId: hall.alice.personId, role: 'supervisor', scope: 'PREF-33' });
    await hall.identity.endSessionsFor(hall.adele, hall.alice.personId);
    const alice = await visit(hall, 'alice');
    const section = async () => /<section[^>]*id="avis"[\s\S]*?<\/table>/.exec((await alice.get('/compte')).main)?.[0];
    const french = await section();
    expect(french).toMatch(/Ce qui a été fait à votre sujet[\s\S]*Sessions fermées[\s\S]*Rôle accordé[\s\S]*PREF-33/);
    expect(french).toContain('Administrateur');
    expect(french).not.toMatch(/<form|<button|Adèle/);
    alice.jar.set('__Host-jeton-lang', 'en');
    expect(await section()).toMatch(/What was done about you[\s\S]*Sessions ended[\s\S]*Role given[\s\S]*Supervisor/);
    expect((await (await visit(hall, 'bruno')).get('/compte')).main).not.toContain('Sessions fermées');
  });

  it('offers no API tokens to an agent, who has nothing to call it for', async () => {
    const account = async (who: 'alice' | 'corinne') => (await (await visit(hall, who)).get('/compte')).main;
    expect(await account('corinne')).toContain('Certificat de la machine');
    expect(await account('alice')).not.toMatch(/API|Certificat|PEM/);
  });

  it('says of a certificate what is true here: needed in real use, not in a demonstration', async () => {
    const needed = 'Il ne vaut qu’avec le certificat de la machine';
    expect((await (await visit(hall, 'corinne')).get('/compte')).main).toContain(needed);
    const shown = await openHall({ demo: true });
    try {
      const { main } = await (await visit(shown, 'corinne')).get('/compte');
      expect(main).not.toContain(needed);
      expect(main).toContain('En démonstration, il vaut sans certificat');
      const corinne = await visit(shown, 'corinne');
      const made = await corinne.post('/compte/jetons-api', { name: 'essai', scopes: 'correspondent', days: '7' });
      const secret = /id="secret">([^<]+)</.exec(made.html)?.[1]?.trim() ?? '';
      const [command = ''] =
        /curl -H "Authorization: Bearer \$JETON_TOKEN" \S+\/api\/v1\/me/.exec(made.main.replaceAll('&quot;', '"')) ??
        [];
      expect(command).toContain(shown.url);
      expect(made.html.split(secret)).toHaveLength(2);
    } finally {
      await shown.close();
    }
  });

  it('says of a token for a machine that no port takes it yet, and who opens one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jeton-account-'));
    const { cert } = clientCertificate(folder, 'machine', authorityCertificate(folder, 'site'));
    rmSync(folder, { recursive: true });
    const shut = await openHall({ start: Date.now(), machinesUrl: null });
    try {
      shut.clock.set(Date.now());
      const corinne = await visit(shut, 'corinne');
      const fields = { name: 'essai', scopes: 'correspondent', days: '7', certificate: cert };
      const { main } = await corinne.post('/compte/jetons-api', fields);
      expect(main).toContain('JETON_MTLS_PORT');
      expect(main).not.toContain('curl');
    } finally {
      await shut.close();
    }
  });

  it('keeps the form when a field is wrong', async () => {
    const corinne = await visit(hall, 'corinne');
    const { status, main } = await corinne.post('/compte/jetons-api', {
      _form: 'api-token',
      name: 'essai',
      scopes: 'correspondent',
      days: '0',
    });
    expect(status).toBe(422);
    expect(main).toContain('value="essai"');
    expect(main).toContain('Durée en jours');
  });

  it('ends one session of several once it was shown which', async () => {
    const alice = await visit(hall, 'alice');
    const elsewhere = createVisitor(hall);
    await elsewhere.signIn('M-ALICE');
    const { main } = await alice.get('/compte/acces');
    const paths = main.match(/\/compte\/acces\/sessions\/[\w-]+\/fin/g) ?? [];
    expect(paths).toHaveLength(2);
    const asked = await alice.post(paths[0]!);
    expect(asked.main).toMatch(/Fermer cette session\s\?[\s\S]*mot de passe[\s\S]*127\.0\.0\.1/);
    expect(await hall.identity.sessions(hall.alice)).toHaveLength(2);
    await alice.post(paths[0]!, { _sure: 'yes' });
    expect(await hall.identity.sessions(hall.alice)).toHaveLength(1);
  });

  it('says of the session that reads the page that it is this one, before it ends', async () => {
    const alice = await visit(hall, 'alice');
    const elsewhere = createVisitor(hall);
    await elsewhere.signIn('M-ALICE');
    const rows = (await alice.get('/compte/acces')).main.split('<tr>').filter((row) => row.includes('/fin"'));
    const pathOf = (row = '') => /\/compte\/acces\/sessions\/[\w-]+\/fin/.exec(row)?.[0] ?? '';
    const own = pathOf(rows.find((row) => row.includes('(cette session)')));
    const other = pathOf(rows.find((row) => !row.includes('(cette session)')));
    expect((await alice.post(own)).main).toContain('C’est la session de cette page');
    expect((await alice.post(other)).main).not.toContain('C’est la session de cette page');
  });

  it('marks passkeys that are bound to another name of the console', async () => {
    const key = { publicKey: new Uint8Array(1), counter: 0, transports: 'usb', createdAt: 0, usedAt: null };
    const own = { ...key, personId: hall.alice.personId };
    await hall.opened.identity.keepPasskey({ ...own, id: 'old', name: 'clé bleue', rpId: 'ancien.example' });
    await hall.opened.identity.keepPasskey({ ...own, id: 'new', name: 'clé verte', rpId: 'localhost' });
    const alice = await visit(hall, 'alice');
    const rows = (await alice.get('/compte/acces')).main.split('<tr>');
    expect(rows.find((row) => row.includes('clé bleue'))).toContain('liée à ancien.example, ne sert plus ici');
    expect(rows.find((row) => row.includes('clé verte'))).not.toContain('ne sert plus');
  });

  it("ends every session of one's own at once", async () => {
    const alice = await visit(hall, 'alice');
    const elsewhere = createVisitor(hall);
    await elsewhere.signIn('M-ALICE');
    const asked = (await alice.post('/compte/sessions')).main.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(asked).toMatch(/Fermer toutes vos sessions \?.*Mes sessions 2 → devient fermées/);
    expect((await elsewhere.get('/mes-jetons')).status).toBe(200);
    expect((await alice.post('/compte/sessions', { _sure: 'yes' })).to).toBe('/connexion');
    expect((await elsewhere.get('/mes-jetons')).to).toContain('/connexion');
  });
});
