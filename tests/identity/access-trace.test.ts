import { createAccessTrace } from '../../src/identity/access-trace.ts';
import { openTestStore } from '../support/records/store.ts';
import { checkEverything } from '../support/world/check.ts';

const DAY = 86_400_000;

describe('the trace of the access log in the journal', () => {
  const entries = async (s: Awaited<ReturnType<typeof openTestStore>>, action: string) =>
    (await s.lists.entries({ action }, { limit: 50 })).items.map((e) => e.detail);

  it('seals each finished day once, and finds an edit afterwards', async () => {
    const s = await openTestStore();
    const trace = createAccessTrace({ store: s.store, records: s.identity, clock: s.clock });
    expect(await trace.sealDays()).toBe(0);
    await s.identity.logAccess({
      at: s.clock.now(),
      event: 'sign-in',
      personId: null,
      address: '127.0.0.1',
      outcome: 'refused',
    });
    s.clock.pass(2 * DAY);
    expect(await trace.sealDays()).toBe(2);
    expect(await trace.sealDays()).toBe(0);
    const [second, first] = await entries(s, 'accessLog.seal');
    expect(first).toMatchObject({ date: '1998-11-24', count: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(second).toMatchObject({ date: '1998-11-25', count: 0 });
    expect(JSON.stringify(first)).not.toContain('127.0.0.1');
    await checkEverything(s);
  });

  it('purges what is a year old and counts refusals once a minute', async () => {
    const s = await openTestStore();
    const trace = createAccessTrace({ store: s.store, records: s.identity, clock: s.clock });
    const refuse = () =>
      s.identity.logAccess({
        at: s.clock.now(),
        event: 'sign-in',
        personId: null,
        address: '127.0.0.1',
        outcome: 'refused',
      });
    await refuse();
    await refuse();
    expect(await trace.countRefusals(true)).toBe(0); // the minute still runs
    s.clock.pass(60_000);
    expect(await trace.countRefusals(true)).toBe(2);
    expect(await trace.countRefusals(true)).toBe(0);
    expect(await entries(s, 'access.refused')).toEqual([expect.objectContaining({ count: 2 })]);
    await trace.sealDays();
    s.clock.pass(366 * DAY);
    await trace.sealDays();
    const left = [];
    for await (const page of s.identity.accesses(0, s.clock.now())) left.push(...page);
    expect(left).toEqual([]);
  });

  it('counts refusals whose entry could not be written with the next ones', async () => {
    const s = await openTestStore();
    let isAway = true;
    const transact: typeof s.store.transact = (work, how) =>
      isAway ? Promise.reject(new Error('the disk is away')) : s.store.transact(work, how);
    const trace = createAccessTrace({ store: { ...s.store, transact }, records: s.identity, clock: s.clock });
    const refused = { event: 'sign-in', personId: null, address: '127.0.0.1', outcome: 'refused' } as const;
    await s.identity.logAccess({ at: s.clock.now(), ...refused });
    s.clock.pass(60_000);
    await expect(trace.countRefusals(true)).rejects.toThrow('the disk is away');
    isAway = false;
    await s.identity.logAccess({ at: s.clock.now(), ...refused });
    s.clock.pass(60_000);
    expect(await trace.countRefusals(true)).toBe(2);
  });
});
