import { create } from '../../../src/book/tables/lifecycle.ts';
import type { Notice } from '../../../src/flow/notifications/templates.ts';
import type { MailFilter } from '../../../src/flow/reading/lists.ts';
import type { Sort } from '../../../src/flow/reading/sorting.ts';
import { entry, person } from '../../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';

const LEASE = 60_000;

describe('mails that did not leave', () => {
  let t: TestStore;
  beforeEach(async () => {
    t = await openTestStore({ mails: true });
    const people = [person('a', { familyName: 'Béart' }), person('b', { familyName: 'Cadiot' })];
    await t.store.transact((unit) =>
      unit.record(
        entry(
          'person.add',
          'person:a',
          people.map((one) => create('person', one)),
        ),
      ),
    );
  });
  afterEach(() => t.close());

  /** Queued a millisecond after the one before it; it is given up, waits for another try, or for its first. */
  const queue = async (about: string, become: 'dead' | 'failed' | 'new', more: Partial<Notice> = {}) => {
    t.clock.pass(1);
    const to = more.address === undefined ? { personId: 'a' } : {};
    await t.store.transact((unit) => unit.queueMail({ template: 'approved', about, ...to, ...more }));
    if (become === 'new') return;
    const mail = (await t.outbox.claim(t.clock.now(), t.clock.now() + LEASE))!;
    expect(mail.about).toBe(about);
    if (become === 'dead') await t.outbox.end(mail, 'dead', t.clock.now(), 'EENVELOPE 550');
    else await t.outbox.postpone(mail, t.clock.now() + LEASE, 'EENVELOPE 451');
  };
  const found = async (asked: MailFilter & { sort?: Sort<'mails'> } = {}): Promise<string[]> => {
    const all: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await t.lists.undelivered(asked, { limit: 1, cursor });
      all.push(...items.map(({ about }) => about));
      if (next === null) return all;
      cursor = next;
    }
  };

  it('are read page after page, in both orders, of a state, a step and an addressee, and counted', async () => {
    await queue('1', 'failed');
    await queue('2', 'dead', { personId: 'b' });
    await queue('3', 'failed', { template: 'ready' });
    await queue('4', 'dead', { template: 'day-report', address: 'Audit@interieur.example' });
    await queue('5', 'new');
    expect(await found()).toEqual(['1', '2', '3', '4']);
    expect(await found({ sort: { by: 'age', descending: true } })).toEqual(['4', '3', '2', '1']);
    expect(await found({ state: 'dead' })).toEqual(['2', '4']);
    expect(await found({ state: 'waiting', sort: { by: 'age', descending: true } })).toEqual(['3', '1']);
    expect(await found({ template: 'ready' })).toEqual(['3']);
    expect(await found({ text: 'beart' })).toEqual(['1', '3']);
    expect(await found({ text: 'beart', state: 'dead' })).toEqual([]);
    expect(await found({ text: 'cadiot' })).toEqual(['2']);
    expect(await found({ text: 'audit@' })).toEqual(['4']);
    const total = (filter: MailFilter) => t.lists.totals.undelivered(filter);
    expect(await total({})).toEqual({ n: 4, more: false });
    expect(await total({ state: 'waiting' })).toEqual({ n: 2, more: false });
    expect(await total({ text: 'beart', template: 'ready' })).toEqual({ n: 1, more: false });
    expect((await t.lists.undelivered({}, { limit: 1 })).items).toMatchObject([
      { state: 'waiting', tries: 1, failure: 'EENVELOPE 451', queuedAt: START + 1, at: START + 1 + LEASE },
    ]);
  });
});
