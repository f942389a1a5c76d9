import request from 'supertest';
import { loginOf, PASSWORD } from '../support/world/come-in.ts';
import { createService, type Service } from '../support/world/service.ts';
import { callers } from './caller.ts';

describe('the REST door', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => service.close());
  const { as, nobody, tokenOf } = callers(() => service);

  it('answers problems as RFC 9457, with a code of the closed list and a request id', async () => {
    const answer = await nobody('get', '/me').expect(401);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'www-authenticate': 'Bearer realm="jeton"',
    });
    expect(answer.body).toEqual({
      type: 'urn:jeton:error:not_signed_in',
      title: 'not signed in',
      status: 401,
      code: 'not_signed_in',
      detail: expect.stringMatching(/^sign in first/),
      requestId: answer.headers['x-request-id'],
    });
  });

  it('signs in, says who somebody is, and signs out', async () => {
    const login = loginOf('alice');
    const { body } = await nobody('post', '/sessions').send({ login, password: PASSWORD }).expect(201);
    expect(body).toEqual({ token: expect.stringMatching(/^[\w-]{43}$/), expiresAt: expect.any(Number) });
    const me = await nobody('get', '/me').auth(body.token, { type: 'bearer' }).expect(200);
    expect(me.body).toMatchObject({
      person: { directoryId: login, givenName: 'Alice' },
      roles: ['agent'],
      means: 'session',
      site: { evaluation: true },
    });
    expect(JSON.stringify(me.body)).not.toContain('csrf');
    await nobody('delete', '/session').auth(body.token, { type: 'bearer' }).expect(204);
    const gone = await nobody('get', '/me').auth(body.token, { type: 'bearer' }).expect(401);
    expect(gone.body.code).toBe('session_expired');
    expect(gone.headers['www-authenticate']).toContain('invalid_token');
  });

  it('tells a program that its API token is dead what to do, which is not to sign in', async () => {
    const dead = await nobody('get', '/me')
      .auth(`jtn_${'A'.repeat(43)}`, { type: 'bearer' })
      .expect(401);
    expect(dead.body).toMatchObject({ code: 'session_expired', detail: expect.stringContaining('make another one') });
    expect(dead.body.detail).not.toContain('sign in');
    const session = await nobody('get', '/me').auth('A'.repeat(43), { type: 'bearer' }).expect(401);
    expect(session.body.detail).toContain('sign in again');
  });

  it('takes a bearer token only: a cookie and a token in the address are nobody', async () => {
    const token = await tokenOf('alice');
    for (const call of [
      nobody('get', '/me').set('Cookie', `jeton=${token}; __Host-jeton=${token}`),
      nobody('get', `/me?access_token=${token}`),
      nobody('get', '/me').set('Authorization', `Basic ${token}`),
      nobody('get', '/me').set('Authorization', `Bearer ${token} x`),
    ]) {
      expect((await call).status).toBe(401);
    }
  });

  it('refuses a wrong password like an unknown login', async () => {
    const login = loginOf('alice');
    const wrong = await nobody('post', '/sessions').send({ login, password: 'wrong password here' });
    const unknown = await nobody('post', '/sessions').send({ login: 'M-NOBODY', password: PASSWORD });
    const { requestId: _, ...said } = wrong.body;
    expect(wrong.status).toBe(401);
    expect(unknown.body).toMatchObject(said);
  });

  it('makes a factor fresh again under a new token', async () => {
    const token = await tokenOf('thomas');
    service.world.clock.pass(6 * 60_000);
    const stale = await as('thomas').post('/bench/next', { count: 1 });
    expect([stale.status, stale.body.code]).toEqual([403, 'fresh_factor_needed']);
    const refreshed = await as('thomas').post('/session/refresh', { password: PASSWORD });
    expect(refreshed.status).toBe(200);
    await nobody('get', '/me').auth(token, { type: 'bearer' }).expect(401);
    const again = nobody('post', '/bench/next').auth(refreshed.body.token, { type: 'bearer' }).send({ count: 1 });
    expect((await again).body).toMatchObject({ status: 404, detail: expect.stringContaining('nothing in the queue') });
  });

  it('answers unknown addresses and methods', async () => {
    expect((await nobody('get', '/nothing')).body).toMatchObject({ status: 404, code: 'not_found' });
    const method = await nobody('delete', '/requests');
    expect(method.body).toMatchObject({ status: 405, code: 'invalid_input' });
    expect(method.headers['allow']).toBe('POST, GET, HEAD, OPTIONS');
    const options = await request(service.url).options('/api/v1/requests');
    expect([options.status, options.headers['allow']]).toEqual([204, 'POST, GET, HEAD, OPTIONS']);
    const head = await request(service.url)
      .head('/api/v1/me')
      .auth(await tokenOf('alice'), { type: 'bearer' });
    expect([head.status, head.text]).toEqual([200, undefined]);
    expect(
      (
        await request(service.url)
          .get('/api/v1/requests/%E0%A4%A')
          .auth(await tokenOf('alice'), { type: 'bearer' })
      ).status,
    ).toBe(400);
  });

  it('says where an input is wrong, never with its value', async () => {
    const answer = await as('alice').post('/requests', { kind: 'first-issue', priority: 9, secret: 'hunter2hunter2' });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'invalid_input',
      errors: [
        { path: 'priority', message: expect.any(String) },
        { path: '', message: expect.stringContaining('secret') },
      ],
    });
    expect(answer.text).not.toContain('hunter2');
  });

  it('refuses a field twice, a query on a POST, and fields nobody asked for', async () => {
    const { id } = (
      await as('alice').post('/requests', { kind: 'nomade', device: { kind: 'android', name: 'Téléphone' } })
    ).body;
    expect((await as('alice').post(`/requests/${id}/withdraw`, { requestId: id })).status).toBe(400);
    expect((await as('alice').post(`/requests/${id}/withdraw?force=1`)).status).toBe(400);
    expect((await as('alice').post(`/requests/${id}/withdraw`, { force: true })).status).toBe(400);
    expect((await as('alice').get('/requests?sort=number')).status).toBe(400);
    const polluted = await as('alice').post('/requests', JSON.parse('{"kind":"nomade","__proto__":{"priority":2}}'));
    expect(polluted.status).toBe(400);
  });

  it('takes bodies in the media type of the operation, whole, in UTF-8, uncompressed and not too large', async () => {
    const post = async (type: string, body: string | Buffer, more: Record<string, string> = {}) =>
      (
        await nobody('post', '/requests')
          .auth(await tokenOf('alice'), { type: 'bearer' })
          .set({ 'Content-Type': type, ...more })
          .send(body)
      ).status;
    expect(await post('text/plain', '{}')).toBe(415);
    expect(await post('application/x-www-form-urlencoded', 'kind=nomade')).toBe(415);
    expect(await post('application/json', '{"kind":')).toBe(400);
    expect(await post('application/json', '[]')).toBe(400);
    expect(await post('application/json', '"nomade"')).toBe(400);
    // half a character: the entry of the refusal could not hold it
    expect((await as('thomas').post('/tokens/B-0001/unblock', { slot: 'Poste \ud800' })).status).toBe(400);
    expect(await post('application/json', Buffer.from([0x7b, 0xff, 0x7d]))).toBe(400);
    expect(await post('application/json', '{}', { 'Content-Encoding': 'gzip' })).toBe(415);
    expect(await post('application/json', JSON.stringify({ kind: 'nomade', comment: 'x'.repeat(100_001) }))).toBe(413);
    expect((await as('adele').csv('/requests', 'kind\nnomade')).status).toBe(415);
  });

  it('reads no body of strangers', async () => {
    const answer = await nobody('post', '/people/import')
      .set('Content-Type', 'text/csv')
      .send('x'.repeat(20_000_000))
      .catch((error: unknown) => error);
    const status = answer instanceof Error ? 401 : (answer as { status: number }).status; // or the connection is cut
    expect(status).toBe(401);
  });

  it('reveals nothing of a fault but a request id, and logs it', async () => {
    const token = await tokenOf('alice');
    service.door.flow.reading.myTokens = async () => {
      throw new Error('SQLITE_IOERR: /var/lib/jeton/jeton.db');
    };
    const answer = await nobody('get', '/me/tokens').auth(token, { type: 'bearer' });
    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({ code: 'internal', requestId: expect.any(String) });
    expect(answer.text).not.toMatch(/SQLITE|jeton\.db|at /);
    expect(service.faults).toHaveLength(1);
  });

  it('lets nothing out that the operation does not name', async () => {
    const { id } = (
      await as('alice').post('/requests', {
        kind: 'nomade',
        device: { kind: 'android', name: 'Téléphone' },
        comment: 'pour le train',
      })
    ).body;
    const answers = [
      await as('alice').get(`/requests/${id}`),
      await as('alice').get('/requests'),
      await as('alice').get(`/requests/${id}`),
    ];
    const { contentSalt } = (await service.world.reads.get('request', id))!;
    expect(contentSalt).toMatch(/^[0-9a-f]{64}$/);
    for (const { text } of answers) expect(text).not.toMatch(new RegExp(`contentSalt|${contentSalt}`));
  });

  it('slows an address down that asks for a password hash again and again', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 125; i += 1) statuses.push((await nobody('post', '/sessions').send({})).status);
    expect(statuses.slice(0, 120).every((status) => status === 400)).toBe(true);
    expect(statuses.slice(120)).toEqual([429, 429, 429, 429, 429]);
    const last = await nobody('post', '/sessions').send({});
    expect(last.body.code).toBe('too_many_requests');
    expect(last.headers['retry-after']).toBe('60');
  });
});
