import { JOB_OPEN } from '../../../src/book/tables/states.ts';
import type { AppError } from '../../../src/errors.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('production that is begun twice at the same moment', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const approved = async (who: 'alice' | 'bruno', workstation: string): Promise<string> => {
    const { id } = await w.flow.request.submit(w[who], { kind: 'first-issue', workstation, priority: 0 });
    await w.approve(id);
    return id;
  };
  const produce = (requestId: string, slot: string) => w.flow.production.produce(w.thomas, { requestId, slot });
  /** How each ended: `done`, or the code of its refusal. */
  const outcomes = async (all: readonly Promise<unknown>[]): Promise<string[]> =>
    (await Promise.allSettled(all))
      .map((one) => (one.status === 'fulfilled' ? 'done' : (one.reason as AppError).code))
      .sort();
  const certificates = async () => (await w.reads.find('certificate', {})).filter(({ tokenId }) => tokenId !== null);

  it('makes one token of one request in two slots, and touches the other blank not at all', async () => {
    const id = await approved('alice', 'PN-1');
    expect(await outcomes([produce(id, '1'), produce(id, '2')])).toEqual(['conflict', 'done']);
    expect(await certificates()).toHaveLength(1);
    expect(await w.reads.count('job', { state: JOB_OPEN })).toBe(0);
    const states = (await w.reads.find('token', { id: ['B-0001', 'B-0002'] })).map(({ state }) => state);
    expect(states.sort()).toEqual(['in_stock', 'produced']);
  });

  it('writes one token once for two requests that are to have it', async () => {
    const [first, second] = [await approved('alice', 'PN-1'), await approved('bruno', 'PN-2')];
    expect(await outcomes([produce(first, '1'), produce(second, '1')])).toEqual(['done', 'wrong_state']);
    expect(await certificates()).toHaveLength(1);
    const states = (await w.reads.find('request', { id: [first, second] })).map(({ state }) => state);
    expect(states.sort()).toEqual(['approved', 'produced']);
  });

  it('leases each request of the queue to one of two calls', async () => {
    for (const [who, at] of [
      ['alice', 'PN-1'],
      ['bruno', 'PN-2'],
    ] as const)
      await approved(who, at);
    const taken = await Promise.all([
      w.flow.production.takeNext(w.thomas, { count: 1 }),
      w.flow.production.takeNext(w.thomas, { count: 1 }),
    ]);
    expect(new Set(taken.flat().map(({ id }) => id)).size).toBe(2);
  });
});
