import { create } from '../../src/book/tables/lifecycle.ts';
import { allOf, pagesOf } from '../../src/flow/pages.ts';
import { entry, person, workstation } from '../support/records/rows.ts';
import { openTestStore, type TestStore } from '../support/records/store.ts';

/** Rows that one statement reads. */
const PAGE = 500;
const WHERE = { state: 'commissioned' } as const;

describe('all rows of a condition, where whole pages of forged ones stand between them', () => {
  let t: TestStore;
  beforeEach(async () => {
    t = await openTestStore();
    const good = ['d1', 'd2', 'p1', 'z1'].map((id) => create('workstation', workstation(id)));
    const people = ['r', 's'].map((id) => create('person', person(id)));
    await t.store.transact((unit) => unit.record(entry('x.y', 'x', [...people, ...good])));
    await forge('a', 2 * PAGE); // two whole pages before the first good row
    await forge('k', PAGE - 2); // ends a page that two good rows begin
    await forge('r', PAGE + 1);
  });
  afterEach(() => t.close());

  /** Copies of a row as somebody writes them who has the database and not its key. */
  async function forge(id: string, count: number): Promise<void> {
    const [row] = await t.behind.all<Record<string, unknown>>(`select * from "workstation" where "id" = 'd1'`);
    const names = Object.keys(row!);
    const cell = (value: unknown) =>
      value === null ? 'null' : typeof value === 'string' ? `'${value}'` : String(value);
    const rows = Array.from({ length: count }, (_, n) => {
      const own = `${id}${String(n).padStart(4, '0')}`;
      return names.map((name) => cell(name === 'id' || name === 'assetNumber' ? own : row![name])).join(', ');
    });
    const columns = names.map((name) => `"${name}"`).join(', ');
    await t.behind.run(`insert into "workstation" (${columns}) values (${rows.join('), (')})`);
  }

  it('answers every good row, each once, and no other', async () => {
    const { reads } = t.store;
    const ids = (await allOf(reads, 'workstation', WHERE)).map(({ id }) => id);
    expect(ids).toEqual(['d1', 'd2', 'p1', 'z1']);
    const pages: string[][] = [];
    for await (const page of pagesOf(reads, 'workstation', WHERE)) pages.push(page.map(({ id }) => id));
    expect(pages.flat()).toEqual(ids);
    expect(pages.every((page) => page.length > 0)).toBe(true);
    expect(new Set(t.tampered).size).toBe(2 * PAGE + (PAGE - 2) + (PAGE + 1));
  });

  it('does so within a unit that leaves them out, and else refuses them', async () => {
    const within = (kept: { leaveOut?: true }) => t.store.transact((unit) => allOf(unit, 'workstation', WHERE, kept));
    expect((await within({ leaveOut: true })).map(({ id }) => id)).toEqual(['d1', 'd2', 'p1', 'z1']);
    await expect(within({})).rejects.toMatchObject({ code: 'record_tampered' });
  });
});
