import { createWorld, type World } from '../../../support/world/world.ts';

describe('what was done since a page was drawn', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(() => w.close());
  const reading = () => w.flow.reading;
  const asked = () => w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
  const actions = ({ items }: Awaited<ReturnType<ReturnType<typeof reading>['requestNews']>>) =>
    items.map(({ entry, mine }) => [entry.action, mine]);

  it('begins where the page was, the newest first, one’s own as such, and leaves no entry', async () => {
    const { id, number } = await asked();
    const since = await reading().entriesNow();
    expect(await reading().requestNews(w.vera, number, since)).toMatchObject({ items: [], more: false });
    await w.approve(id);
    await w.flow.approval.takeBack(w.vera, { requestId: number });
    const size = await reading().entriesNow();
    const news = await reading().requestNews(w.vera, number, since);
    expect(actions(news)).toEqual([
      ['request.takeBackApproval', true],
      ['request.approve', false],
    ]);
    expect(news.state).toEqual({ kind: 'request', state: 'submitted' });
    expect(await reading().entriesNow()).toBe(size);
  });

  it('tells three acts, and that there were more', async () => {
    const { number } = await asked();
    const since = await reading().entriesNow();
    for (const comment of ['1', '2', '3', '4'])
      await w.flow.request.amend(w.alice, { ...(await w.seen(number)), comment });
    const { items, more } = await reading().requestNews(w.vera, number, since);
    expect([items.length, more]).toEqual([3, true]);
  });

  it('is refused to whoever may not read the thing', async () => {
    const { number } = await asked();
    await expect(reading().requestNews(w.bruno, number, 0)).rejects.toMatchObject({ code: 'not_found' });
    await expect(reading().workstationNews(w.alice, 'PN-1', 0)).rejects.toMatchObject({ code: 'not_found' });
    await expect(reading().incidentNews(w.vera, 'one', 0)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(reading().undecidedNews(w.thomas, 0)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('tells an approver of their services alone, however much is done in others', async () => {
    const since = await reading().entriesNow();
    const { number } = await asked();
    const other = await w.flow.request.submit(w.eve, { kind: 'first-issue', workstation: 'PN-3', priority: 0 });
    for (let n = 0; n < 60; n += 1)
      await w.flow.request.amend(w.eve, { ...(await w.seen(other.number)), comment: `${n}` });
    const told = async (who: World['vera']) =>
      (await reading().undecidedNews(who, since)).items.map((one) => one.number);
    expect(await told(w.vera)).toEqual([number]);
    expect(new Set(await told(w.victor))).toEqual(new Set([other.number]));
  });
});
