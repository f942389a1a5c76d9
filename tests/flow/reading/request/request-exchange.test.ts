import { createWorld, type World } from '../../../support/world/world.ts';

describe('what asker and approvers said to each other of a request', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(() => w.close());
  const told = async (by: World['alice'], id: string) =>
    (await w.flow.reading.requestExchange(by, id)).map((one) => [one.what, one.by, one.approvalIds.length]);

  it('is who amended, asked, answered and took back, the oldest first, and which approvals ended with it', async () => {
    const { id } = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    expect(await told(w.alice, id)).toEqual([]);
    await w.approve(id);
    await w.flow.request.amend(w.alice, { ...(await w.seen(id)), comment: 'bureau 12' });
    await w.flow.approval.askInformation(w.vera, { ...(await w.seen(id)), text: 'Prêté ?' });
    await w.flow.request.amend(w.alice, { ...(await w.seen(id)), comment: 'Oui' });
    await w.approve(id);
    await w.flow.approval.takeBack(w.vera, { requestId: id });
    const all = [
      ['amended', 'Alice Agard', 1],
      ['asked', 'Véra Vial', 0],
      ['answered', 'Alice Agard', 0],
      ['taken-back', 'Véra Vial', 1],
    ];
    expect(await told(w.alice, id)).toEqual(all);
    expect(await told(w.valerie, id)).toEqual(all);
  });

  it('names to a holder no colleague who asked for them, and is refused to strangers', async () => {
    const asked = { holder: 'M-ALICE', kind: 'first-issue', workstation: 'PN-1', priority: 0 } as const;
    const { id } = await w.flow.request.submit(w.corinne, asked);
    await w.flow.request.amend(w.corinne, { ...(await w.seen(id)), comment: 'bureau 12' });
    expect(await told(w.alice, id)).toEqual([['amended', null, 0]]);
    expect((await told(w.corinne, id))[0]?.[1]).not.toBeNull();
    await expect(w.flow.reading.requestExchange(w.bruno, id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
