import { createService, type Service } from '../support/world/service.ts';
import { callers } from './caller.ts';

describe("one's sessions over the REST door", () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => service.close());
  const { as, tokenOf } = callers(() => service);

  it('are listed and ended; an ended one is dead at once', async () => {
    const other = await service.sessionOf('alice');
    service.world.clock.pass(1_000);
    const { body } = await as('alice').get('/sessions');
    expect(body.items).toHaveLength(2);
    expect(JSON.stringify(body)).not.toContain(other);
    const mine = await tokenOf('alice');
    // newest first: the one that asks is ended last
    for (const { id } of body.items.reverse()) await as('alice').delete(`/sessions/${id}`);
    expect(await service.door.identity.bySession(other)).toBeUndefined();
    expect(await service.door.identity.bySession(mine)).toBeUndefined();
  });

  it('are ended by no API token: whoever found one puts nobody out', async () => {
    const made = await as('alice').post('/api-tokens', { name: 'night', scopes: ['agent'], days: 1 });
    const { body } = await as('alice').get('/sessions');
    for (const { id } of body.items) {
      const headers = { authorization: `Bearer ${made.body.token}` };
      const answer = await fetch(`${service.url}/api/v1/sessions/${id}`, { method: 'DELETE', headers });
      expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'forbidden' }]);
    }
    expect((await as('alice').get('/me')).status).toBe(200);
  });

  it('say when they end; an API token has none', async () => {
    const now = service.world.clock.now();
    const { body } = await as('alice').get('/session');
    expect(body).toMatchObject({
      method: 'password',
      withheld: [],
      idleEndsAt: now + 900_000,
      endsAt: now + 28_800_000,
    });
  });

  it('of a bench that was left do nothing, whoever has the token, until their owner gives a factor', async () => {
    const { identity } = service.door;
    await identity.openBench(await tokenOf('thomas'), 'A', { address: '10.0.0.1' });
    expect((await as('thomas').get('/me')).status).toBe(200);
    service.world.clock.pass(11 * 60_000);
    for (const path of ['/me', '/api-tokens', '/me/tokens']) {
      const { status, body } = await as('thomas').get(path);
      expect([path, status, body.code]).toEqual([path, 403, 'fresh_factor_needed']);
    }
    expect((await as('thomas').post('/session/refresh', { password: 'x'.repeat(20) })).body.code).toBe(
      'sign_in_failed',
    );
    expect((await as('thomas').delete('/session')).status).toBe(204);
  });

  it('of a disabled account are dead at once, and so are its API tokens', async () => {
    const made = await as('bruno').post('/api-tokens', { name: 'night', scopes: ['agent'], days: 1 });
    const session = await tokenOf('bruno');
    expect(await service.door.identity.byApiToken(made.body.token)).toBeDefined();
    expect((await as('adele').post(`/people/${service.world.bruno.personId}/disable`)).status).toBeLessThan(300);
    expect(await service.door.identity.bySession(session)).toBeUndefined();
    expect(await service.door.identity.byApiToken(made.body.token)).toBeUndefined();
    expect((await as('bruno').get('/me')).status).toBe(401);
  });
});
