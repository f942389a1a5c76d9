import { measuredSlots } from '../../../src/flow/production/measured-slots.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('the slots of the benches', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  it('are those of this bench, and what a token takes in one is not known before one was made', async () => {
    const { bench } = await w.flow.roster.decided();
    expect(bench.slots).toBe((await w.flow.reading.slots(w.thomas)).length);
    expect(bench.msPerToken).toBeNull();
  });

  it('are measured by the tokens that were made: the middle one of the last', async () => {
    const job = (n: number, run: string, took: number, tokenId: string | null) => ({
      id: `J${n}`,
      slot: tokenId === null ? null : `${n}`,
      tokenId,
      run,
      startedAt: 1000,
      endedAt: 1000 + took,
    });
    const jobs = [
      job(1, 'here/1', 60_000, 'T1'),
      job(2, 'there/4', 90_000, 'T2'),
      job(3, 'there/5', 300_000, 'T3'),
      // made in no slot
      job(4, 'there/5', 1, null),
    ];
    const parts = {
      bench: { slots: async () => [{}, {}] },
      node: { name: 'here' },
      store: { reads: { find: async () => jobs } },
    } as unknown as Parameters<typeof measuredSlots>[0];
    // two here, and two that the other node was seen to use
    expect(await measuredSlots(parts)).toEqual({ slots: 4, msPerToken: 90_000 });
    const down = { ...parts, bench: { ...parts.bench, slots: () => Promise.reject(new Error('no bench')) } };
    expect(await measuredSlots(down)).toEqual({ slots: 2, msPerToken: 90_000 });
  });
});
