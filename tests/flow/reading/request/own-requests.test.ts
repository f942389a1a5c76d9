import type { Caller } from '../../../../src/book/rights/roles.ts';
import { createWorld, type World } from '../../../support/world/world.ts';

describe('the requests of one’s own', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const ask = async (by: Caller, machine: string, holder?: string): Promise<string> => {
    w.clock.advance(1000);
    const input = { kind: 'first-issue', workstation: machine, priority: 0, ...(holder ? { holder } : {}) } as const;
    return (await w.flow.request.submit(by, input)).id;
  };
  const read = async (caller: Caller, which: 'open' | 'past', limit = 50) => {
    const { items, next } = await w.flow.reading.ownRequests(caller, which, { limit });
    return { ids: items.map(({ id }) => id), isLast: next === null };
  };

  it('are pushed off no page by those that one asked for somebody else, or reads for a service', async () => {
    const own = await ask(w.corinne, 'PN-1');
    await ask(w.corinne, 'PN-2', 'M-ALICE');
    await ask(w.bruno, 'PN-3');
    expect(await read(w.corinne, 'open', 1)).toEqual({ ids: [own], isLast: true });
    // an approver and an officer read all of these, and none of them is theirs
    for (const who of [w.valerie, w.odile]) expect(await read(who, 'open')).toEqual({ ids: [], isLast: true });
  });

  it('are apart while they wait and once they are over, and go on page by page', async () => {
    const over: string[] = [];
    for (const machine of ['PN-1', 'PN-2', 'PN-3']) {
      const requestId = await ask(w.alice, machine);
      await w.flow.request.withdraw(w.alice, { requestId });
      over.unshift(requestId);
    }
    const waits = await ask(w.alice, 'PN-1');
    expect(await read(w.alice, 'open')).toEqual({ ids: [waits], isLast: true });
    const first = await w.flow.reading.ownRequests(w.alice, 'past', { limit: 2 });
    expect(first.items.map(({ id }) => id)).toEqual(over.slice(0, 2));
    const rest = await w.flow.reading.ownRequests(w.alice, 'past', { limit: 2, cursor: first.next! });
    expect(rest).toMatchObject({ items: [{ id: over[2] }], next: null });
    // a cursor says nothing of a stranger's request
    const strange = w.flow.reading.ownRequests(w.bruno, 'past', { limit: 2, cursor: first.next! });
    await expect(strange).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
