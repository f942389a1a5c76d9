import type { Caller } from '../../../src/book/rights/roles.ts';
import { EXPORTED_MOST, type ExportScope } from '../../../src/flow/reading/list-exports.ts';
import type { Cursor, Paged } from '../../../src/flow/reading/paging.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('a list that is taken away in a file', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(() => w.close());

  const newest = async () => (await w.opened.lists.entries({}, { limit: 1 })).items[0];
  /** Takes a list away as its page reads it; answers its rows. */
  async function take<R>(who: Caller, scope: ExportScope, read: (page: Cursor) => Promise<Paged<R>>): Promise<R[]> {
    const rows: R[] = [];
    for await (const page of await w.flow.reading.exportList(who, scope, read)) rows.push(...page);
    return rows;
  }

  it('is an entry that says which list, and of what was typed only that something was', async () => {
    const rows = await take(w.thomas, { list: 'tokens', state: 'in_stock', text: true }, (page) =>
      w.flow.reading.tokens(w.thomas, { state: ['in_stock'], text: 'B-00' }, page),
    );
    expect(rows).toHaveLength(12);
    expect(await newest()).toMatchObject({
      action: 'stock.export',
      actor: w.thomas.personId,
      role: 'technician',
      subject: 'list',
      outcome: 'done',
      detail: { list: 'tokens', state: 'in_stock', text: true },
    });
  });

  it('says what machines have in common, and of what none has only that something was typed', async () => {
    const file = (machines: ExportScope['machines'] & object) =>
      take(w.thomas, { list: 'workstations', state: 'commissioned', machines, text: false }, (page) =>
        w.flow.reading.workstations(w.thomas, { state: ['commissioned'], ...machines }, page),
      );
    const [one] = await w.reads.find('workstation', { state: 'commissioned' });
    const { model = '', site = '', service = '' } = one ?? {};
    const common = { model, site, service };
    expect(await file(common)).toContainEqual(one);
    const of = { list: 'workstations', state: 'commissioned' };
    expect((await newest())?.detail).toEqual({ ...of, ...common, text: false });
    expect(await file({ site: 'Alice Agard' })).toEqual([]);
    expect((await newest())?.detail).toEqual({ ...of, text: true });
  });

  it('is read by the right of the list, and recorded only where it may be', async () => {
    const before = await newest();
    const tokens = (who: Caller) =>
      take(who, { list: 'tokens', text: false }, (p) => w.flow.reading.tokens(who, {}, p));
    await expect(tokens(w.valerie)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await newest())?.seq).toBe(before?.seq);
    // who may read their own requests takes no list away, and that they tried is kept
    const own = take(w.alice, { list: 'requests', text: false }, (p) => w.flow.reading.requests(w.alice, {}, p));
    await expect(own).rejects.toMatchObject({ code: 'forbidden' });
    expect(await newest()).toMatchObject({ action: 'request.export', outcome: 'refused', subject: 'list' });
  });

  it('has what its reader may read, page by page, and never more than its bound', async () => {
    const everyone = await take(w.adele, { list: 'people', text: false }, (page) =>
      w.flow.reading.people(w.adele, {}, { ...page, limit: 3 }),
    );
    expect(everyone).toHaveLength(await w.reads.count('person', {}));
    const asked: number[] = [];
    const endless = await take(w.adele, { list: 'people', text: false }, async ({ limit }) => {
      asked.push(limit);
      return { items: Array.from({ length: limit }, (_, i) => i), next: 'x' };
    });
    expect(endless).toHaveLength(EXPORTED_MOST);
    expect(new Set(asked)).toEqual(new Set([200]));
  });
});
