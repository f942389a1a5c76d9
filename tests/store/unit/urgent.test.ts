import { create } from '../../../src/book/tables/lifecycle.ts';
import { parseEntry } from '../../../src/journal/entry.ts';
import { entry, person } from '../../support/records/rows.ts';
import { openTestStore, type TestStore } from '../../support/records/store.ts';

/** One unit that adds a person. */
const add = ({ store }: TestStore, id: string, urgent = false): Promise<number> =>
  store.transact((unit) => unit.record(entry('x.add', `person:${id}`, [create('person', person(id))])), { urgent });

/** Who was added, in the order of the journal. */
async function order({ journal }: TestStore): Promise<string[]> {
  const found: string[] = [];
  for await (const page of journal.lines(0, await journal.size())) {
    found.push(...page.map((line) => parseEntry(line).subject.replace('person:', '')));
  }
  return found;
}
const names = (word: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${word}${i}`);

describe('urgent units of work', () => {
  it('go before all that wait, in the order in which they came', async () => {
    const t = await openTestStore({ groupOf: 4 });
    const usual = names('usual', 20);
    const all = [...usual.map((id) => add(t, id)), add(t, 'first', true), add(t, 'second', true)];
    await Promise.all(all);
    expect(await order(t)).toEqual(['first', 'second', ...usual]);
  });

  it('have the first places of the next group of a store under load', async () => {
    const t = await openTestStore({ groupOf: 4 });
    const [begun, ...rest] = names('usual', 40).map((id) => add(t, id));
    await begun;
    await add(t, 'urgent', true);
    await Promise.all(rest);
    expect((await order(t)).indexOf('urgent')).toBe(4);
  });

  it('undo nothing of the others when one of them is refused', async () => {
    const t = await openTestStore();
    const refused = t.store.transact(async () => Promise.reject(new Error('refused')), { urgent: true });
    await expect(Promise.all([add(t, 'a'), refused])).rejects.toThrow('refused');
    expect(await order(t)).toEqual(['a']);
  });
});
