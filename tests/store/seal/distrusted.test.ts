import { create, update } from '../../../src/book/tables/lifecycle.ts';
import { MOST_DIFFERENCES } from '../../../src/store/differences.ts';
import { entry, person } from '../../support/records/rows.ts';
import { openTestStore, START } from '../../support/records/store.ts';

const refusal = (table: string, id: string) => ({ code: 'record_tampered', detail: { table, id } });

describe('a row that a comparison found to differ', () => {
  const house = async () => {
    const t = await openTestStore();
    const setting = { id: 'approvals:nomade', value: '2' };
    await t.store.transact((unit) =>
      unit.record(entry('import', 'x', [create('person', person('a')), create('setting', setting)])),
    );
    const distrust = async (table: string, id: string, kind: 'old' | 'missing'): Promise<void> => {
      await t.store.transact((unit) => unit.keepDifference({ table, id, kind, foundAt: START }));
      await t.store.distrust();
    };
    return { ...t, setting, distrust };
  };

  it('is refused although its seal fits, by a later start too, and is not changed', async () => {
    const t = await house();
    await t.distrust('person', 'a', 'old');
    for (const again of [false, true]) {
      const { store } = again ? await t.reopen() : t;
      await expect(store.reads.get('person', 'a')).rejects.toMatchObject(refusal('person', 'a'));
      expect(await store.reads.find('person', { id: 'a' })).toEqual([]);
      const move = store.transact((unit) =>
        unit.record(entry('x', 'x', [update('person', person('a'), { site: 'Lille' })])),
      );
      await expect(move).rejects.toMatchObject(refusal('person', 'a'));
    }
  });

  it('is refused where it was taken away: a setting wherever it is asked for, else where something is decided', async () => {
    const t = await house();
    await t.distrust('setting', 'approvals:first-issue', 'missing');
    await t.distrust('grant', 'g', 'missing');
    const { reads } = t.store;
    const gone = refusal('setting', 'approvals:first-issue');
    await expect(reads.get('setting', 'approvals:first-issue')).rejects.toMatchObject(gone);
    await expect(reads.find('setting', { id: ['approvals:nomade', 'approvals:first-issue'] })).rejects.toMatchObject(
      gone,
    );
    expect(await reads.get('setting', 'approvals:nomade')).toEqual(t.setting);
    expect(await reads.get('grant', 'g')).toBeUndefined();
    await expect(t.store.transact((unit) => unit.get('grant', 'g'))).rejects.toMatchObject(refusal('grant', 'g'));
    expect(await t.store.transact((unit) => unit.find('grant', { id: 'g' }, { leaveOut: true }))).toEqual([]);
  });

  it('counts again once it is as it should be', async () => {
    const t = await house();
    await t.distrust('person', 'a', 'old');
    await t.store.transact((unit) => unit.dropDifference({ table: 'person', id: 'a' }));
    expect(await t.store.reads.get('person', 'a')).toEqual(person('a'));
    expect(await t.store.differences()).toEqual([]);
  });

  it('is refused on, whoever takes it off the list, until the journal says that it is trusted', async () => {
    const t = await house();
    await t.distrust('person', 'a', 'old');
    await t.behind.run(`delete from "difference"`);
    await t.store.distrust();
    await expect(t.store.reads.get('person', 'a')).rejects.toMatchObject(refusal('person', 'a'));
    const said = (action: string) => t.store.transact((unit) => unit.record(entry(action, 'person:a', [])));
    await said('row.trust');
    await said('row.distrust');
    await t.store.distrust();
    await expect(t.store.reads.get('person', 'a')).rejects.toMatchObject(refusal('person', 'a'));
    await said('row.trust'); // by another node
    await t.store.distrust();
    expect(await t.store.reads.get('person', 'a')).toEqual(person('a'));
  });

  it('is told of in a list that has an end, whatever somebody wrote into it', async () => {
    const t = await house();
    await t.distrust('person', 'a', 'old');
    const many = (from: number) =>
      t.store.transact(async (unit) => {
        const flood = Array.from({ length: MOST_DIFFERENCES }, (_, i) => `made-up-${from + i}`);
        for (const id of flood) await unit.keepDifference({ table: 'person', id, kind: 'old', foundAt: START + 1 });
      });
    await many(0);
    await expect(t.store.distrust()).rejects.toMatchObject({
      code: 'record_tampered',
      detail: { table: 'difference' },
    });
    expect(await t.store.differences()).toHaveLength(MOST_DIFFERENCES);
    await expect(t.store.reads.get('person', 'a')).rejects.toMatchObject(refusal('person', 'a'));
    const { store } = await t.reopen(); // it starts, so that losses are taken
    await expect(store.distrust()).rejects.toMatchObject({ code: 'record_tampered' });
  }, 60_000);

  it('believes the journal of a few names at a time, and of each in the end', async () => {
    const t = await house();
    const ids = Array.from({ length: 250 }, (_, i) => `p${i}`);
    await t.store.transact(async (unit) => {
      for (const id of ids) await unit.keepDifference({ table: 'person', id, kind: 'old', foundAt: START });
    });
    await t.store.distrust();
    await t.behind.run('delete from "difference"');
    await t.store.transact(async (unit) => {
      for (const id of ids.slice(50)) await unit.record(entry('row.trust', `person:${id}`));
    });
    for (let round = 0; round < 5; round += 1) await t.store.distrust();
    await t.store.transact((unit) =>
      unit.record(entry('import', 'x', [create('person', person('p49')), create('person', person('p50'))])),
    );
    await expect(t.store.reads.get('person', 'p49')).rejects.toMatchObject(refusal('person', 'p49'));
    expect(await t.store.reads.get('person', 'p50')).toEqual(person('p50'));
  });
});
