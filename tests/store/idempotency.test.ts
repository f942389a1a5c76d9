import { openTestStore, START } from '../support/records/store.ts';

const claim = (more = {}) => ({
  caller: 'p',
  key: 'k',
  route: 'POST /requests',
  bodyHash: 'h',
  callId: 'first',
  sentAt: START,
  expiresAt: START + 10,
  ...more,
});
const answer = { status: 201, body: '{"id":"r"}' };

describe('idempotency keys', () => {
  it('repeat the answer that was kept last', async () => {
    const { idempotency } = await openTestStore();
    expect(await idempotency.find(claim())).toEqual({ outcome: 'fresh' });
    await idempotency.keep(claim(), undefined);
    expect(await idempotency.find(claim({ callId: 'second' }))).toEqual({ outcome: 'begun' });
    await idempotency.keep(claim(), answer);
    expect(await idempotency.find(claim({ callId: 'second' }))).toEqual({ outcome: 'done', ...answer });
  });

  it('are bound to route and body, and each caller has their own', async () => {
    const { idempotency } = await openTestStore();
    await idempotency.keep(claim(), answer);
    expect(await idempotency.find(claim({ route: 'POST /tokens' }))).toEqual({ outcome: 'mismatch' });
    expect(await idempotency.find(claim({ bodyHash: 'other' }))).toEqual({ outcome: 'mismatch' });
    expect(await idempotency.find(claim({ caller: 'q' }))).toEqual({ outcome: 'fresh' });
  });

  it('remember that an answer held a secret without holding it', async () => {
    const { idempotency } = await openTestStore();
    await idempotency.keep(claim(), { status: 200, body: null });
    expect(await idempotency.find(claim())).toEqual({ outcome: 'done', status: 200, body: null });
  });

  it('lose the unit of a second call that was slower, with all that it did', async () => {
    const { idempotency, store } = await openTestStore();
    await idempotency.keep(claim(), answer);
    const second = store.transact(async (unit) => {
      await unit.nextNumber('DEM-1998');
      await unit.keepAnswer(claim({ callId: 'second' }), { status: 201, body: '{"id":"s"}' });
    });
    await expect(second).rejects.toMatchObject({ code: 'conflict' });
    expect(await idempotency.find(claim())).toEqual({ outcome: 'done', ...answer });
    expect(await store.transact((unit) => unit.nextNumber('DEM-1998'))).toBe(1);
  });

  it('may be used again where the call that had them gave them back, and after their time', async () => {
    const { idempotency } = await openTestStore();
    await idempotency.keep(claim(), answer);
    await idempotency.forget(claim({ callId: 'second' }));
    expect(await idempotency.find(claim())).toMatchObject({ outcome: 'done' });
    await idempotency.forget(claim());
    expect(await idempotency.find(claim())).toEqual({ outcome: 'fresh' });
    await idempotency.keep(claim(), answer);
    const later = claim({ callId: 'later', bodyHash: 'new', sentAt: START + 10, expiresAt: START + 20 });
    expect(await idempotency.find(later)).toEqual({ outcome: 'fresh' });
    await idempotency.keep(later, { status: 204, body: null });
    expect(await idempotency.purge(START + 19)).toBe(0);
    expect(await idempotency.purge(START + 20)).toBe(1);
  });
});
