import { createWorld, type World } from '../../../support/world/world.ts';

describe('requests that were approved and are not made yet', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  it('are shown to an approver of their services, those approved last, and it is said that there are others', async () => {
    const first = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    w.clock.advance(60_000);
    const second = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await w.approve(second.id);
    w.clock.advance(60_000);
    await w.approve(first.id);
    const shown = async (most: number) => {
      const { items, more } = await w.flow.reading.approvedLately(w.valerie, most);
      return { ids: items.map(({ id }) => id), more };
    };
    expect(await shown(2)).toEqual({ ids: [first.id, second.id], more: false });
    expect(await shown(1)).toEqual({ ids: [first.id], more: true });
    // whatever else somebody may read: who approves for no service has none to take back
    expect((await w.flow.reading.approvedLately(w.olga, 2)).items).toEqual([]);
  });

  it('once begun are read by whoever makes them, and by nobody else as theirs', async () => {
    const { id } = await w.interrupted('generateKey');
    expect((await w.flow.reading.onOwnBench(w.thomas)).map((request) => request.id)).toEqual([id]);
    expect(await w.flow.reading.onOwnBench(w.theo)).toEqual([]);
    await expect(w.flow.reading.onOwnBench(w.alice)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
