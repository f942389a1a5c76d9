import { create } from '../../../src/book/tables/lifecycle.ts';
import type { ChecklistRow } from '../../../src/book/tables/rows/workstations.ts';
import type { NewEntry } from '../../../src/flow/ports/store.ts';
import { openTestStore } from '../../support/records/store.ts';

const list = (version: number): ChecklistRow => ({
  id: `list-${version}`,
  purpose: 'commissioning',
  model: '*',
  image: '*',
  version,
  items: '[]',
  proposerId: null,
  confirmerId: null,
  since: 0,
});
const entry = (changes: NonNullable<NewEntry['changes']>): NewEntry => ({
  actor: 'system',
  role: 'agent',
  action: 'x.list',
  subject: 'checklist:x',
  outcome: 'done',
  changes,
});

describe('the newest row that the judge is shown', () => {
  it('is the one with the highest version, though another was put in after it, as a repair does', async () => {
    const seen: unknown[] = [];
    const t = await openTestStore({
      judge: (_entry, _steps, view) => {
        const [newest] = view.find('lastChecklist', ['commissioning', '*', '*']);
        seen.push(newest?.['version']);
        return undefined;
      },
    });
    for (const version of [2, 1])
      await t.store.transact((unit) => unit.record(entry([create('checklist', list(version))])));
    seen.length = 0;
    await t.store.transact((unit) => unit.record(entry([])));
    expect(seen.at(-1)).toBe(2);
  });
});
