import { drillJudge } from '../../support/drill.ts';
import { layHolders } from '../../support/drill-holders.ts';
import { createWorld, type World } from '../../support/world.ts';

const TOKENS = 45;
const BATCH = 'L-TURNS';

describe('tokens that a recall hits together', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ judge: drillJudge });
    await layHolders(w, { count: TOKENS, batch: BATCH, serviceOf: () => 'PREF-33' });
  });
  afterEach(async () => {
    await w.flow.recall.stop();
    await w.close();
  });
  const recalled = async () => {
    await w.dual('recall.open', { kind: 'batch', model: 'Drill', value: BATCH, way: 'revoke-now' });
    await w.flow.recall.ended();
    const entries = (await w.opened.lists.entries({ action: 'recall.hit' }, { limit: TOKENS + 1 })).items.length;
    return { entries, revoked: await w.reads.count('token', { model: 'Drill', state: 'revoked' }) };
  };
  const edit = (table: string, id: string, set: string) =>
    w.opened.behind.run(`update "${table}" set ${set} where "id" = '${id}'`);
  const tokens = () => w.reads.find('token', { model: 'Drill' });

  it('share an entry, forty of them', async () => {
    expect(await recalled()).toEqual({ entries: 2, revoked: TOKENS });
  });

  it('share it too where a row beside one was edited that nobody writes', async () => {
    const [first] = await tokens();
    await edit('request', first?.requestId ?? '', `"comment" = 'edited'`);
    expect(await recalled()).toEqual({ entries: 2, revoked: TOKENS });
  });

  it('are hit though the first token’s own row was edited, but for that one', async () => {
    const [first] = await tokens();
    await edit('token', first?.id ?? '', `"label" = 'edited'`);
    expect((await recalled()).revoked).toBe(TOKENS - 1);
  });

  it('are each by themselves where the row of one was edited, but for those further on', async () => {
    const [first] = await tokens();
    await edit('certificate', first?.certificateId ?? '', `"profile" = 'other'`);
    expect(await recalled()).toEqual({ entries: 40, revoked: TOKENS - 1 });
  });
});
