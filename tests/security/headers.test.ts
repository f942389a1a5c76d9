import type { Operation } from '../../src/api/operation.ts';
import { OPERATIONS } from '../../src/api/operations.ts';
import { createStatusServer } from '../../src/ca/status/status-server.ts';
import { addressOf, SCRIPTS, STYLES } from '../../src/console/frame/assets.ts';
import { filled, routesOf } from '../console/routes.ts';
import { isFollowed } from '../console/visitor.ts';
import { type House, openHouse } from './fuzz/house.ts';

/** Rule W1, to the letter. */
const POLICY =
  "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';form-action 'self';frame-ancestors 'none';base-uri 'none';report-uri /rapports/csp";
const EVERYWHERE = {
  'content-security-policy': POLICY,
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-permitted-cross-domain-policies': 'none',
};
/** Would name a program, or let another origin in. */
const NOWHERE = ['x-powered-by', 'server', 'via', 'access-control-allow-origin', 'access-control-allow-credentials'];
const FEATURES = [
  'camera',
  'microphone',
  'geolocation',
  'usb',
  'serial',
  'hid',
  'bluetooth',
  'payment',
  'web-share',
  'display-capture',
];

/** What is wrong with an answer's headers, each in a line. */
function wrongIn(answer: Response, { kept = false } = {}): string[] {
  const { headers } = answer;
  const differing = Object.entries(EVERYWHERE).filter(([name, value]) => headers.get(name) !== value);
  const named = NOWHERE.filter((name) => headers.has(name));
  const open = FEATURES.filter((feature) => !headers.get('permissions-policy')?.includes(`${feature}=()`));
  const cache = headers.get('cache-control') ?? '';
  const caching = kept ? /^public, max-age=\d+, immutable$/.test(cache) : cache === 'no-store';
  // RFC 9110: what has a body says of which kind, texts in which characters
  const bodied = headers.get('content-length') !== '0' && ![204, 303, 304].includes(answer.status);
  const type = headers.get('content-type') ?? '';
  const typed = !bodied || (/^text\//.test(type) ? /charset=utf-8/i.test(type) : type !== '');
  return [
    ...differing.map(([name]) => `${name}: ${headers.get(name)}`),
    ...named.map((name) => `${name} is there`),
    ...open.map((feature) => `${feature} is not closed`),
    ...(caching ? [] : [`cache-control: ${cache}`]),
    ...(typed ? [] : [`content-type: ${type}`]),
  ];
}

describe('the headers of every answer', () => {
  let house: House;
  let url: string;
  beforeEach(async () => {
    house = await openHouse();
    url = `http://127.0.0.1:${house.port}`;
  });
  afterEach(() => house.close());

  const statuses = new Map<number, number>();
  const check = async (path: string, init: RequestInit = {}, how?: { kept?: boolean }): Promise<number> => {
    const answer = await fetch(url + path, { redirect: 'manual', ...init });
    if (isFollowed(answer)) await answer.body?.cancel();
    else await answer.arrayBuffer();
    const call = `${init.method ?? 'GET'} ${path} ${answer.status}`;
    expect([call, wrongIn(answer, how)]).toEqual([call, []]);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    return answer.status;
  };

  it('of the REST door are whole: every operation, done, refused, by the wrong method, too large, of the wrong kind', async () => {
    const { bearer } = await house.insider('adele');
    const authorization = `Bearer ${bearer}`;
    const json = { authorization, 'content-type': 'application/json' };
    const called = Object.entries<Operation>(OPERATIONS).filter(([id]) => id !== 'signOut' && id !== 'signIn');
    for (const [, { method, path }] of called) {
      const target = `/api${path.replace(/\{\w+\}/g, 'NOBODY')}`;
      await check(target, { method });
      await check(target, { method: 'PATCH', headers: { authorization } });
      if (method === 'GET') await check(target, { headers: { authorization } });
      else await check(target, { method, headers: json, ...(method === 'POST' ? { body: '{"a":' } : {}) });
    }
    expect(await check('/api/v1/requests', { method: 'POST', headers: json, body: `"${'x'.repeat(200_000)}"` })).toBe(
      413,
    );
    expect(await check('/api/v1/requests', { method: 'POST', headers: { authorization }, body: 'x' })).toBe(415);
    expect(await check('/api/nothing')).toBe(404);
    expect(await check('/api/openapi.json')).toBe(200);
    expect(await check('/api/v1/requests', { method: 'OPTIONS' })).toBe(204);
    let limited = 0;
    for (let i = 0; i < 130 && limited !== 429; i += 1) {
      limited = await check('/api/v1/enrolments', { method: 'POST', headers: json, body: '{}' });
    }
    expect(limited).toBe(429);
    for (const status of [200, 400, 401, 403, 404, 405, 413, 415, 429])
      expect(statuses.get(status) ?? 0).toBeGreaterThan(0);
  });

  it.each(['alice', 'adele', 'thomas'] as const)(
    'of the console are whole: every page and form, to %s',
    async (name) => {
      const { cookie } = await house.insider(name);
      const routes = routesOf(house.hall.door).filter(({ path }) => path !== '/deconnexion');
      for (const { path, method } of routes) {
        const body = method === 'post' ? { body: new URLSearchParams({ a: 'b' }) } : {};
        await check(filled(path), { method: method.toUpperCase(), headers: { cookie }, ...body });
      }
    },
  );

  it('of the console are whole: without a session, and the pages of failures', async () => {
    const routes = routesOf(house.hall.door).filter(({ path }) => path !== '/deconnexion');
    for (const { path, method } of routes) await check(filled(path), { method: method.toUpperCase() });
    expect(await check('/nothing')).toBe(404);
    expect(await check('/demandes/%ff')).toBe(422);
    expect(await check('/connexion', { method: 'POST', body: new URLSearchParams({ a: 'x'.repeat(300_000) }) })).toBe(
      422,
    );
    expect(await check('/connexion', { method: 'PUT', body: 'x' })).toBe(404);
  });

  it('of what is kept by browsers, of health and of faults are whole', async () => {
    const files = [...STYLES, ...SCRIPTS, 'favicon.svg' as const].map(addressOf);
    for (const path of files) expect([path, await check(path, {}, { kept: true })]).toEqual([path, 200]);
    expect(await check('/ressources/package.json')).toBe(404);
    for (const path of ['/healthz', '/readyz', '/metrics']) expect(await check(path)).toBe(200);
    const fails = () => {
      throw new Error('secret of the inside');
    };
    Object.assign(house.hall.door.flow.reading, { myTokens: fails, holdings: fails });
    const { bearer, cookie } = await house.insider('alice');
    expect(await check('/api/v1/me/tokens', { headers: { authorization: `Bearer ${bearer}` } })).toBe(500);
    expect(await check('/mes-jetons', { headers: { cookie } })).toBe(500);
  });

  it('of the listener of CRLs and OCSP are those of something that no browser shows', async () => {
    const clock = { now: () => Date.parse('2026-11-24') };
    const status = createStatusServer({ clock });
    const { port } = await status.listen(0, '127.0.0.1');
    const at = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);
    const answers = [await at('/issuing.crl')];
    status.serve({
      document: (path) =>
        path === '/issuing.crl'
          ? {
              body: Buffer.from('x'),
              type: 'application/pkix-crl',
              etag: '"a"',
              lastModified: 0,
              endsAt: clock.now() + 1e6,
            }
          : undefined,
      ocsp: async () => ({
        der: Buffer.from('x'),
        status: 'successful',
        cacheable: true,
        thisUpdate: 0,
        nextUpdate: clock.now() + 1e6,
      }),
    });
    const type = { 'content-type': 'application/ocsp-request' };
    answers.push(await at('/issuing.crl'), await at('/nothing'), await at('/issuing.crl', { method: 'DELETE' }));
    answers.push(await at('/ocsp/AAAA'), await at('/ocsp', { method: 'POST', headers: type, body: 'x' }));
    answers.push(await at('/ocsp', { method: 'POST', body: 'x' }), await at('/ocsp', { method: 'PUT', body: 'x' }));
    answers.push(await at('/ocsp', { method: 'POST', headers: type, body: 'x'.repeat(5_000) }));
    expect(answers.map((answer) => answer.status)).toEqual([503, 200, 404, 405, 200, 200, 415, 405, 413]);
    for (const { headers, status: code } of answers) {
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect([code, NOWHERE.filter((name) => headers.has(name))]).toEqual([code, []]);
      // what nobody asked for is kept by nobody
      if (code !== 200) expect(headers.get('cache-control')).toBe('no-store');
    }
    await status.close();
  });
});
