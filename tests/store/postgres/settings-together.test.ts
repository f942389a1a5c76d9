import '../../support/records/postgres/engine.ts';
import { create } from '../../../src/book/tables/lifecycle.ts';
import { collectReadings } from '../../support/records/postgres/rows-read.ts';
import { entry } from '../../support/records/rows.ts';
import { openTestStore, type TestStore } from '../../support/records/store.ts';

describe('settings that are asked for at the same time', () => {
  let t: TestStore;
  beforeEach(async () => {
    t = await openTestStore();
    const changes = ['a', 'b', 'c'].map((id) => create('setting', { id, value: `value of ${id}` }));
    await t.store.transact((unit) => unit.record(entry('setting.set', 'setting:a', changes)));
  });
  const edit = () => t.behind.run(`update "setting" set "value" = 'edited' where "id" = 'b'`);

  it('are one question, and everybody is answered what they asked for', async () => {
    const { asked, stop } = collectReadings();
    const { reads } = t.store;
    const answers = await Promise.all([
      reads.get('setting', 'a'),
      reads.find('setting', { id: ['c', 'a', 'none'] }),
      reads.get('setting', 'none'),
      reads.find('setting', { id: 'b' }),
    ]);
    stop();
    const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id, value: `value of ${id}` }));
    expect(answers).toEqual([a, [a, c], undefined, [b]]);
    expect([...asked.keys()].filter((text) => text.includes('"setting"'))).toHaveLength(1);
  });

  it('are asked for one by one where somebody edited one: only who asked for that one is refused', async () => {
    await edit();
    const { reads } = t.store;
    const answers = await Promise.allSettled([
      reads.get('setting', 'a'),
      reads.find('setting', { id: ['b', 'c'] }),
      reads.get('setting', 'b'),
    ]);
    expect(answers).toMatchObject([
      { status: 'fulfilled', value: { id: 'a' } },
      { status: 'fulfilled', value: [{ id: 'c' }] },
      { status: 'rejected', reason: { code: 'record_tampered' } },
    ]);
  });
});

describe('rows of a list that is empty', () => {
  it('are none, and nobody asks the server', async () => {
    const t = await openTestStore();
    const { asked, stop } = collectReadings();
    expect(await t.store.reads.find('person', { id: [] })).toEqual([]);
    expect(await t.store.reads.count('person', { id: [], service: 'PREF-59' })).toBe(0);
    stop();
    expect(asked.size).toBe(0);
  });
});
