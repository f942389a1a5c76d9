import { create } from '../../../src/book/tables/lifecycle.ts';
import { notifying } from '../../../src/flow/notifications/notices.ts';
import { parseEntry } from '../../../src/journal/entry.ts';
import { entry, person } from '../../support/records/rows.ts';
import { openTestStore } from '../../support/records/store.ts';

describe('a store that tells people by e-mail', () => {
  it('has what takes access away go first, as one that tells nobody', async () => {
    const t = await openTestStore({ mails: true, groupOf: 4 });
    const { transact } = notifying(t.store, t.clock);
    const add = (id: string, urgent: boolean) =>
      transact((unit) => unit.record(entry('x.add', `person:${id}`, [create('person', person(id))])), { urgent });
    await Promise.all([add('one', false), add('two', false), add('urgent', true)]);
    const subjects: string[] = [];
    for await (const lines of t.journal.lines(0, 3)) subjects.push(...lines.map((line) => parseEntry(line).subject));
    expect(subjects).toEqual(['person:urgent', 'person:one', 'person:two']);
  });
});
