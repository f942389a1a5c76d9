import { drillJudge } from '../../support/world/drill.ts';
import { layHolders } from '../../support/world/drill-holders.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const TOKENS = 45;
const BATCH = 'L-TURNS';
const DAY = 86_400_000;

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

describe('a token behind others of which somebody edited the rows', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ judge: drillJudge });
  });
  afterEach(async () => {
    await w.flow.recall.stop();
    await w.close();
  });
  /** Lays so many and one more, as holders have them. */
  const lay = (many: number) => layHolders(w, { count: many + 1, batch: BATCH, serviceOf: () => 'PREF-33' });
  const open = async (args: { way: 'revoke-now' | 'replace-first'; revokeAt?: number }) => {
    await w.dual('recall.open', { kind: 'batch', model: 'Drill', value: BATCH, ...args });
    await w.flow.recall.ended();
  };
  /** Edits the first of them; answers the id of the one that is left. */
  const editAllButLast = async (): Promise<string> => {
    const ids = (await w.reads.find('token', { model: 'Drill' })).map(({ id }) => id);
    const edited = ids.slice(0, -1).map((id) => `'${id}'`);
    await w.opened.behind.run(`update "token" set "cycle" = 7 where "id" in (${edited.join()})`);
    return ids.at(-1) ?? '';
  };
  const stateOf = async (id: string) => (await w.reads.get('token', id))?.state;

  it('is revoked at once although they fill a page', async () => {
    await lay(w.store.gathers ? 160 : 40);
    const last = await editAllButLast();
    await open({ way: 'revoke-now' });
    expect(await stateOf(last)).toBe('revoked');
  });

  it('is revoked at the date of the recall although they fill a page', async () => {
    await lay(40);
    await open({ way: 'replace-first', revokeAt: w.clock.now() + 7 * DAY });
    const last = await editAllButLast();
    expect(await stateOf(last)).toBe('active');
    w.clock.pass(7 * DAY);
    await w.flow.recall.resume();
    await w.flow.recall.ended();
    expect(await stateOf(last)).toBe('revoked');
  });
});
