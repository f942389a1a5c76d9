import { setTimeout as sleep } from 'node:timers/promises';
import { heldReadings } from '../support/world/held-readings.ts';
import { createService, type Service } from '../support/world/service.ts';
import { callers } from './caller.ts';

describe('an export or a verification over the REST door', () => {
  let service: Service;
  let held: ReturnType<typeof heldReadings>;
  const { as, tokenOf } = callers(() => service);
  beforeEach(async () => {
    service = await createService({
      readings: (own) => {
        held = heldReadings(own);
        return held.readings;
      },
    });
  });
  afterEach(() => service.close());
  const post = async (path: string, signal?: AbortSignal): Promise<Response> =>
    fetch(`${service.url}/api/v1/journal/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await tokenOf('aurore')}`, 'content-type': 'application/json' },
      body: '{}',
      ...(signal ? { signal } : {}),
    });
  const reading = async () => (await as('aurore').get('/journal/reading')).body.reading;
  const ended = async (): Promise<string> => {
    for (;;) {
      const { state } = await reading();
      if (state !== 'running') return state;
      await sleep(10);
    }
  };

  it('can be looked at by its asker while they wait for it', async () => {
    expect(await reading()).toBeNull();
    const answer = post('verifications');
    const one = await held.askedAs(1);
    one.progress?.(0, 100);
    service.world.clock.pass(1000);
    one.progress?.(25, 100);
    expect(await reading()).toMatchObject({
      kind: 'verification',
      state: 'running',
      done: 25,
      total: 100,
      perSecond: 25,
      leftMs: 3000,
    });
    const second = await post('exports');
    expect(second.status).toBe(409);
    expect(await second.json()).toMatchObject({ code: 'conflict', context: { why: 'reading-running' } });
    one.end();
    expect((await answer).status).toBe(200);
    expect(await reading()).toMatchObject({ state: 'finished', leftMs: null });
  });

  it('ends with its connection', async () => {
    const connection = new AbortController();
    const answer = post('exports', connection.signal);
    const one = await held.askedAs(1);
    connection.abort();
    await expect(answer).rejects.toThrow();
    expect(await ended()).toBe('stopped');
    expect(one.signal?.aborted).toBe(true);
    expect(service.faults).toEqual([]);
  });

  it('of somebody whose role or account ended while it was made is not handed over, and nothing of it is left', async () => {
    const { flow, adele, aurore, reads } = service.world;
    const [role] = await reads.find('grant', { personId: aurore.personId, role: 'auditor', revokedAt: null });
    const answer = post('exports');
    const one = await held.askedAs(1);
    await flow.people.endGrant(adele, { grantId: role!.id });
    one.end();
    expect((await answer).status).toBe(404);
    expect(held.removed).toHaveLength(1);
  });

  it('can be stopped by its asker', async () => {
    const answer = post('exports');
    await held.askedAs(1);
    expect((await as('aurore').post('/journal/reading/stop')).body.reading).toMatchObject({ state: 'stopped' });
    expect((await answer).ok).toBe(false);
    const next = post('exports');
    (await held.askedAs(2)).end();
    expect(
      Buffer.from(await (await next).arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    while (held.removed.length === 0) await sleep(10);
  });
});
