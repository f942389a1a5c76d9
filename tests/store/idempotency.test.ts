import { openTestStore, START } from '../support/store.ts';

const claim = (more = {}) => ({
  caller: 'p',
  key: 'k',
  route: 'POST /requests',
  bodyHash: 'h',
  expiresAt: START + 10,
  ...more,
});

describe('idempotency keys', () => {
  it('let one act through, tell the second to wait, and repeat the answer to the third', async () => {
    const { idempotency } = await openTestStore();
    expect(await Promise.all([idempotency.claim(claim(), START), idempotency.claim(claim(), START)])).toEqual([
      { outcome: 'fresh' },
      { outcome: 'in_progress' },
    ]);
    await idempotency.finish({ caller: 'p', key: 'k' }, 201, '{"id":"r"}');
    expect(await idempotency.claim(claim(), START)).toEqual({ outcome: 'done', status: 201, answer: '{"id":"r"}' });
  });

  it('are bound to route and body, and each caller has their own', async () => {
    const { idempotency } = await openTestStore();
    await idempotency.claim(claim(), START);
    expect(await idempotency.claim(claim({ route: 'POST /tokens' }), START)).toEqual({ outcome: 'mismatch' });
    expect(await idempotency.claim(claim({ bodyHash: 'other' }), START)).toEqual({ outcome: 'mismatch' });
    expect(await idempotency.claim(claim({ caller: 'q' }), START)).toEqual({ outcome: 'fresh' });
  });

  it('remember that an answer held a secret without holding it', async () => {
    const { idempotency } = await openTestStore();
    await idempotency.claim(claim(), START);
    await idempotency.finish({ caller: 'p', key: 'k' }, 200, null);
    expect(await idempotency.claim(claim(), START)).toEqual({ outcome: 'done', status: 200, answer: null });
  });

  it('may be used again after a failure, after their time, and when their process died', async () => {
    const { idempotency } = await openTestStore();
    const key = { caller: 'p', key: 'k' };
    await idempotency.claim(claim(), START);
    await idempotency.forget(key);
    expect(await idempotency.claim(claim(), START)).toEqual({ outcome: 'fresh' });
    await idempotency.finish(key, 200, 'x');
    expect(await idempotency.claim(claim({ bodyHash: 'new', expiresAt: START + 20 }), START + 10)).toEqual({
      outcome: 'fresh',
    });
    await idempotency.forgetUnfinished();
    expect(await idempotency.claim(claim(), START)).toEqual({ outcome: 'fresh' });
    expect(await idempotency.purge(START + 9)).toBe(0);
    expect(await idempotency.purge(START + 10)).toBe(1);
  });
});
