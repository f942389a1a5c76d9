import { createWorld, type World } from '../../support/world/world.ts';

describe('proposals that are over', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(() => w.close());

  it('are told without one that somebody edited, which hides no other', async () => {
    const names: string[] = [];
    for (const value of [101, 102]) {
      const { id } = await w.flow.dualControl.propose(w.armand, {
        act: 'policy.set',
        args: { id: 'renewal.firstDays', value },
      });
      await w.flow.dualControl.cancel(w.odile, { proposalId: id });
      names.push(id);
    }
    const told = async () =>
      (await w.flow.reading.pastProposals(w.odile, { limit: 50 })).items
        .map(({ id }) => id)
        .filter((id) => names.includes(id));
    expect((await told()).toSorted()).toEqual(names.toSorted());
    await w.opened.behind.run(`update "proposal" set "args" = '{"personId":' where "id" = ?`, names[0]!);
    expect(await told()).toEqual([names[1]]);
  });
});
