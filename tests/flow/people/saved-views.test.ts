import { KeepView, VIEWS_MOST } from '../../../src/flow/people/saved-views.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('views of lists that people keep', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(() => w.close());

  it("are one's own, each under one name of a list, and leave no entry", async () => {
    const { views } = w.flow;
    const before = w.opened.committed();
    await views.keep(w.thomas, { list: 'stock', name: 'Neufs', query: 'etat=in_stock' });
    await views.keep(w.thomas, { list: 'stock', name: 'Neufs', query: 'etat=returned' });
    await views.keep(w.thomas, { list: 'postes', name: 'Neufs', query: 'etat=registered' });
    await views.keep(w.theo, { list: 'stock', name: 'Neufs', query: 'etat=active' });
    const of = async (who: typeof w.thomas, list: string) => (await views.of(who, list)).map(({ query }) => query);
    expect(await of(w.thomas, 'stock')).toEqual(['etat=returned']);
    expect(await of(w.thomas, 'postes')).toEqual(['etat=registered']);
    await views.drop(w.theo, { list: 'stock', name: 'Neufs' });
    expect(await of(w.theo, 'stock')).toEqual([]);
    expect(await of(w.thomas, 'stock')).toEqual(['etat=returned']);
    expect(w.opened.committed()).toBe(before);
  });

  it('are few, and short', async () => {
    const { views } = w.flow;
    const keep = (name: string) => views.keep(w.thomas, { list: 'stock', name, query: 'tri=-model' });
    for (let i = 0; i < VIEWS_MOST; i++) await keep(`vue ${i}`);
    await expect(keep('une de trop')).rejects.toMatchObject({ code: 'limit_reached' });
    await keep('vue 3'); // in place of the one that stands
    const view = { list: 'stock', name: 'Neufs', query: 'etat=in_stock' };
    expect(KeepView.safeParse(view).success).toBe(true);
    const wrong = [{ name: '' }, { name: 'x'.repeat(41) }, { name: 'a\u202eb' }, { query: '' }, { query: 'a"b' }];
    for (const one of [...wrong, { list: '../x' }, { query: 'x'.repeat(301) }])
      expect(KeepView.safeParse({ ...view, ...one }).success).toBe(false);
  });
});
