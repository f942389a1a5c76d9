import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PASSWORD } from '../../support/world/come-in.ts';
import { openServed, type Served } from '../served-house.ts';

/** The service as it runs, with the processes that were built (`npm run build`). */
describe('the service and its processes that read', () => {
  let s: Served;
  beforeAll(async () => {
    s = await openServed();
  }, 60_000);
  afterAll(() => s.close());

  it('searches the journal and reports days in them', async () => {
    const found = await s.call('GET', '/journal/entries?text=service.start&limit=1');
    expect(found).toMatchObject({ status: 200, body: { items: [{ action: 'service.start' }] } });
    const today = await s.call('GET', '/reports/daily');
    expect(today).toMatchObject({ status: 200, body: { complete: false, checkpoint: { size: expect.any(Number) } } });
    const wrong = await s.call('GET', '/journal/entries?text=service.start&cursor=xx');
    expect(wrong).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
  });

  it('verifies and exports there, and leaves nothing in the data folder', async () => {
    const { token } = (await s.call('POST', '/sessions', { login: 'M-AURORE', password: PASSWORD })).body;
    const as = { authorization: `Bearer ${token}` };
    expect(await s.call('POST', '/journal/verifications', {}, as)).toMatchObject({
      status: 200,
      body: { signed: true, consistentWith: expect.any(Number) },
    });
    const answer = await fetch(`${s.app().url}/api/v1/journal/exports`, {
      method: 'POST',
      headers: { ...as, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    const made = () => readdirSync(join(s.folder, 'data', 'tmp')).filter((name) => name.startsWith('export-'));
    while (made().length > 0) await sleep(20);
    const { reading } = (await s.call('GET', '/journal/reading', undefined, as)).body as never;
    expect(reading).toMatchObject({ kind: 'export', state: 'finished' });
  });
});
