import { ROLES } from '../../../src/book/tables/codes.ts';
import { GUIDES } from '../../../src/console/help/guide.ts';
import { follow } from '../followed.ts';
import { type Hall, openHall } from '../hall.ts';
import { filled, type Route, routesOf } from '../routes.ts';
import { createVisitor, visit } from '../visitor.ts';

const OPEN = [
  '/connexion',
  '/connexion/cle',
  '/connexion/cle/defi',
  '/bienvenue',
  '/bienvenue/defi',
  '/accessibilite',
  '/aide',
  ...ROLES.map((role) => `/aide/${GUIDES[role].address}`),
  '/plan-du-site',
  '/affichage',
];

describe('the frame of the console', () => {
  let hall: Hall;
  let routes: Route[];
  beforeEach(async () => {
    hall = await openHall();
    routes = routesOf(hall.door);
  });
  afterEach(() => hall.close());

  it('sends everybody without a session to sign in, from every page but the open ones', async () => {
    const visitor = createVisitor(hall);
    for (const { path } of routes.filter((r) => r.method === 'get' && !OPEN.includes(r.path))) {
      const { status, to, headers } = await visitor.get(filled(path));
      if (headers.get('content-type')?.startsWith('text/event-stream')) {
        const followed = await follow(hall, createVisitor(hall), filled(path));
        expect([await followed.next(), followed.events]).toEqual([undefined, ['over']]);
        // another cookie than that of a sign-in form that somebody has open would have it refused
        expect(followed.headers.getSetCookie()).toEqual([]);
        continue;
      }
      expect({ path, status }).toEqual({ path, status: 303 });
      // an address of forms only leads to its page, which asks to sign in
      expect(
        to === `/connexion?suite=${encodeURIComponent(filled(path))}` ||
          routes.some((r) => r.method === 'post' && r.path === path),
      ).toBe(true);
    }
  });

  it('lets no form through without a session, and shows the sign-in page in its place', async () => {
    const visitor = createVisitor(hall);
    for (const { path } of routes.filter((r) => r.method === 'post' && !OPEN.includes(r.path))) {
      const { status, html } = await visitor.post(filled(path), { text: 'x' });
      expect({ path, status, signIn: html.includes('action="/connexion"') }).toEqual({
        path,
        status: 401,
        signIn: true,
      });
    }
  });

  it("refuses every form without the session's token, or from another site, and leaves no trace of it", async () => {
    const alice = await visit(hall, 'alice');
    const before = await hall.opened.journal.size();
    for (const { path } of routes.filter((r) => r.method === 'post')) {
      const missing = await alice.post(filled(path), { _csrf: '' });
      const wrong = await alice.post(filled(path), { _csrf: 'A'.repeat(43) });
      const foreign = await alice.post(filled(path), {}, { 'sec-fetch-site': 'cross-site' });
      const statuses = [missing.status, wrong.status, foreign.status];
      expect({ path, statuses }).toEqual({ path, statuses: [403, 403, 403] });
    }
    expect(await hall.opened.journal.size()).toBe(before);
    expect((await alice.get('/compte')).status).toBe(200);
  });

  it('does nothing by a form of a page from before another sign-in, whoever sends it', async () => {
    for (const name of ['alice', 'thomas', 'valerie', 'odile', 'aurore', 'armand'] as const) {
      const sender = await visit(hall, name);
      const before = await hall.opened.journal.size();
      for (const { path } of routes.filter((r) => r.method === 'post')) {
        const { status } = await sender.post(
          filled(path),
          { _csrf: 'A'.repeat(43) },
          { 'sec-fetch-site': 'same-origin' },
        );
        expect({ name, path, status, logged: hall.logged }).toEqual({ name, path, status: 403, logged: [] });
      }
      const count = (await hall.opened.journal.size()) - before;
      const added = (await hall.opened.lists.entries({}, { limit: count + 1 })).items.slice(0, count);
      // whoever opens the journal's pages is written down there
      const read = added.filter(({ action }) => action === 'journal.read' || action === 'journal.verify');
      expect(added).toEqual(read);
    }
  });

  it('changes nothing by GET', async () => {
    const victor = await visit(hall, 'vincent');
    await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    const before = await hall.opened.journal.size();
    for (const { path } of routes.filter((r) => r.method === 'get')) {
      const { status } = await victor.get(filled(path));
      expect({ path, fine: status < 500, logged: hall.logged }).toEqual({ path, fine: true, logged: [] });
    }
    const after = (await hall.opened.lists.entries({}, { limit: 50 })).items.filter((entry) => entry.seq >= before);
    expect(after.filter((entry) => entry.outcome === 'done')).toEqual([]);
    expect((await hall.reads.find('request', {})).map((r) => r.state)).toEqual(['submitted']);
  });

  it('sends the headers of a page that loads nothing from elsewhere and is kept by nobody', async () => {
    const visitor = createVisitor(hall);
    for (const path of [...OPEN, '/nowhere']) {
      const { headers } = await visitor.get(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';form-action 'self';frame-ancestors 'none';base-uri 'none';report-uri /rapports/csp",
      );
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
      expect(headers.get('permissions-policy')).toContain('camera=()');
    }
  });

  it('sets host cookies only, out of reach of scripts', async () => {
    const first = await createVisitor(hall).get('/connexion?lang=en');
    const alice = createVisitor(hall);
    const signedIn = await alice.signIn('M-ALICE');
    const lines = [...first.headers.getSetCookie(), ...signedIn.headers.getSetCookie()];
    expect(lines.map((line) => line.split('=')[0]).sort()).toEqual([
      '__Host-jeton',
      '__Host-jeton-form',
      '__Host-jeton-lang',
    ]);
    for (const line of lines) expect(line).toMatch(/; Path=\/;.*HttpOnly; Secure; SameSite=(Lax|Strict)$/);
  });

  it('shows the way out on every page of somebody signed in', async () => {
    const alice = await visit(hall, 'alice');
    for (const path of ['/demandes', '/mes-jetons', '/compte', '/compte/acces', '/aide', '/nowhere', '/journal']) {
      expect([path, (await alice.get(path)).html.includes('action="/deconnexion"')]).toEqual([path, true]);
    }
  });

  it('tells the browser to forget what it kept at sign-out', async () => {
    const alice = await visit(hall, 'alice');
    const { status, headers } = await alice.post('/deconnexion');
    expect([status, headers.get('clear-site-data')]).toEqual([303, '"cache"']);
  });

  it('says in both languages that a page is not there, and nothing of how it is made', async () => {
    const visitor = createVisitor(hall);
    const french = await visitor.get('/nowhere');
    expect(french).toMatchObject({ status: 404 });
    expect(french.html).toContain('Page introuvable.');
    expect(french.html).toContain('<html lang="fr"');
    const english = await visitor.get('/nowhere?lang=en');
    expect(english.html).toContain('<html lang="en"');
    expect((await visitor.get('/nowhere')).html).toContain('<html lang="en"');
    expect(english.html).not.toMatch(/node_modules|\.tsx?\b|Error:/);
  });

  it('shows a fault of ours as such, without its message or stack, and logs it', async () => {
    const alice = await visit(hall, 'alice');
    hall.door.flow.reading.holdings = () => Promise.reject(new Error('secret of the house at /srv/jeton'));
    const { status, html } = await alice.get('/mes-jetons');
    expect(status).toBe(500);
    expect(html).not.toContain('secret of the house');
    expect(html).not.toContain('.ts');
    expect(hall.logged.join()).toContain('a page could not do what was asked');
  });

  it("answers a body too large or malformed as the sender's mistake", async () => {
    const alice = await visit(hall, 'alice');
    expect((await alice.post('/demandes/nouvelle', { comment: 'x'.repeat(300_000) })).status).toBe(422);
    const broken = { 'content-type': 'multipart/form-data; boundary=x' };
    expect((await alice.post('/administration/import', {}, broken)).status).toBe(422);
  });

  it('serves style, scripts and icons to be kept, and no other file of the package', async () => {
    const visitor = createVisitor(hall);
    const { html } = await visitor.get('/connexion');
    const files = [...html.matchAll(/(?:href|src)="(\/ressources\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(files.map((file) => file.replace(/\.[0-9a-f]{16}\./, '.'))).toEqual([
      '/ressources/favicon.svg',
      '/ressources/dsfr.css',
      '/ressources/icons.css',
      '/ressources/console.css',
      '/ressources/console.js',
      '/ressources/access.js',
      '/ressources/typed.js',
    ]);
    for (const path of files) {
      const { status, headers } = await visitor.get(path);
      expect({ path, status, kept: headers.get('cache-control') }).toMatchObject({
        path,
        status: 200,
        kept: expect.stringContaining('immutable'),
      });
    }
    const refused = ['files.json', 'Marianne-Regular.woff2', 'dsfr.css', '..%2f..%2fpackage.json', '../README.md', ''];
    for (const file of refused) expect((await visitor.get(`/ressources/${file}`)).status).toBe(404);
  });

  it('keeps the theme that somebody chose, signed in or not, and shows the same page again', async () => {
    const visitor = createVisitor(hall);
    const themed = async (path: string) => /<html[^>]* data-fr-theme="(\w+)"/.exec((await visitor.get(path)).html)?.[1];
    expect(await themed('/aide?lang=en')).toBe('system');
    const { status, to, headers } = await visitor.post('/affichage', { theme: 'dark', _suite: '/aide?lang=en' });
    expect([status, to]).toEqual([303, '/aide?lang=en']);
    expect(headers.getSetCookie().join()).toMatch(
      /^__Host-jeton-theme=dark; Max-Age=31536000; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(await themed('/aide')).toBe('dark');
    expect((await visitor.get('/aide?lang=en&a=1')).html).toContain('name="_suite" value="/aide?lang=en&amp;a=1"');
    await visitor.signIn('M-ALICE');
    await visitor.get('/compte');
    expect((await visitor.post('/affichage', { theme: 'light', _suite: '//evil.example' })).to).toBe('/');
    expect(await themed('/compte')).toBe('light');
    visitor.jar.set('__Host-jeton-theme', 'x"><script>');
    expect(await themed('/compte')).toBe('system');
  });

  it('keeps no theme that there is not', async () => {
    const visitor = createVisitor(hall);
    await visitor.get('/aide');
    const { status, headers } = await visitor.post('/affichage', { theme: 'pink' });
    expect([status, headers.getSetCookie()]).toEqual([303, []]);
  });

  it('keeps the evaluation banner on every page', async () => {
    const alice = await visit(hall, 'alice');
    for (const path of ['/mes-jetons', '/demandes/nouvelle', '/aide', '/nowhere']) {
      expect((await alice.get(path)).html).toContain('Version d’évaluation.');
    }
  });
});
