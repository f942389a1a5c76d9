import { entry } from '../../support/records/rows.ts';
import { openTestStore, type TestStore } from '../../support/records/store.ts';

/** More than the values that one statement binds on SQLite, and, with as many actors, on PostgreSQL. */
const MANY = 40_000;
const numbered = (what: string): string[] => Array.from({ length: MANY }, (_, i) => `${what}${i}`);

describe('the journal, asked for a long life', () => {
  let t: TestStore;
  beforeEach(async () => {
    t = await openTestStore();
    await t.store.transact(async (unit) => {
      await unit.record(entry('x.y', 'request:r0'));
      await unit.record(entry('journal.read', 'request:r1'));
      await unit.record(entry('x.y', 'request:nobodys'));
      await unit.record(entry('journal.read', 'request:nobodys'));
      await unit.record({ ...entry('x.y', 'request:other'), actor: 'p7' });
      await unit.record(entry('x.y', `request:r${MANY - 1}`));
    });
  });

  it('finds the entries of 40,000 subjects, and counts which of theirs it left out', async () => {
    const any = { subjects: numbered('request:r') };
    const { items, leftOut } = await t.lists.entries({ any, without: ['journal.read'] }, { limit: 50 });
    expect(items.map(({ subject }) => subject)).toEqual([`request:r${MANY - 1}`, 'request:r0']);
    expect(leftOut).toBe(1);
  });

  it('finds those of as many actors beside them', async () => {
    const any = { subjects: numbered('request:r'), actors: numbered('p') };
    const { items, leftOut } = await t.lists.entries({ any, without: ['journal.read'] }, { limit: 50 });
    expect(items.map(({ subject }) => subject)).toEqual([`request:r${MANY - 1}`, 'request:other', 'request:r0']);
    expect(leftOut).toBe(1);
  });
});
