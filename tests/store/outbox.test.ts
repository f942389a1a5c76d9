import { create } from '../../src/book/tables/lifecycle.ts';
import type { Notice } from '../../src/flow/notifications/templates.ts';
import { entry, person } from '../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../support/records/store.ts';

const MINUTE = 60_000;
const notice = (about: string, more: Partial<Notice> = {}): Notice => ({
  template: 'approved',
  personId: 'a',
  about,
  ...more,
});

describe('the outbox', () => {
  let t: TestStore;
  beforeEach(async () => {
    t = await openTestStore({ mails: true });
    await t.store.transact((unit) =>
      unit.record(entry('person.add', 'person:a', [create('person', person('a')), create('person', person('b'))])),
    );
  });
  const queue = (...notices: Notice[]) => t.store.transact((unit) => unit.queueMail(...notices));
  const claim = () => t.outbox.claim(t.clock.now(), t.clock.now() + 2 * MINUTE);

  it('gives out each mail once, oldest first, until its lease ends', async () => {
    await queue(notice('request:1'));
    t.clock.pass(1);
    await queue(notice('request:2'), notice('request:3', { personId: 'b' }));
    const claimed = await Promise.all([claim(), claim(), claim(), claim()]);
    expect(claimed.map((m) => m?.about).sort()).toEqual(['request:1', 'request:2', 'request:3', undefined]);
    expect(claimed[0]).toMatchObject({ about: 'request:1', template: 'approved', queuedAt: START, tries: 1 });
    t.clock.pass(2 * MINUTE - 1);
    expect(await claim()).toBeUndefined();
    t.clock.pass(1);
    expect(await claim()).toMatchObject({ tries: 2 });
  });

  it('lets only the newest try say how it went', async () => {
    await queue(notice('request:1'));
    const slow = (await claim())!;
    t.clock.pass(2 * MINUTE);
    const quick = (await claim())!;
    expect(await t.outbox.end(slow, 'sent', t.clock.now())).toBe(false);
    expect(await t.outbox.postpone(slow, START, 'ECONNECTION')).toBe(false);
    expect(await t.outbox.end(quick, 'sent', t.clock.now())).toBe(true);
    expect(await t.outbox.end(quick, 'dead', t.clock.now())).toBe(false);
    t.clock.pass(60 * MINUTE);
    expect(await claim()).toBeUndefined();
  });

  it('waits for a postponed mail, and says what stands', async () => {
    await queue(notice('request:1'), notice('request:2'));
    const mail = (await claim())!;
    await t.outbox.postpone(mail, START + 10 * MINUTE, 'EENVELOPE 451');
    await t.outbox.end((await claim())!, 'dead', START + 5, 'EENVELOPE 550');
    expect(await claim()).toBeUndefined();
    expect(await t.outbox.standing()).toEqual({ waiting: 1, dead: 1, oldestAt: START, lastDeadAt: START + 5 });
    t.clock.pass(10 * MINUTE);
    expect(await claim()).toMatchObject({ id: mail.id, tries: 2 });
  });

  it('tells once what is to be told once, and forgets what has ended long ago', async () => {
    await queue(notice('request:1', { once: 'x' }), notice('request:1', { once: 'x' }), notice('request:2'));
    await queue(notice('request:1', { once: 'x' }));
    expect((await t.outbox.standing()).waiting).toBe(2);
    for (let mail = await claim(); mail; mail = await claim()) await t.outbox.end(mail, 'sent', START + 9);
    expect(await t.outbox.purge(START + 9)).toBe(0);
    await queue(notice('request:1', { once: 'x' }));
    expect(await t.outbox.standing()).toEqual({ waiting: 0, dead: 0, oldestAt: null, lastDeadAt: null });
    expect(await t.outbox.purge(START + 10)).toBe(2);
  });

  it('mails nothing where people are not told by e-mail: the console tells them, and an address of nobody is not told', async () => {
    const quiet = await openTestStore();
    const a = entry('person.add', 'person:a', [create('person', person('a'))]);
    await quiet.store.transact((unit) => unit.record(a));
    const report: Notice = { template: 'day-report', address: 'x@interieur.example', about: 'day:2026-11-24' };
    await quiet.store.transact((unit) => unit.queueMail(notice('request:1'), report));
    expect((await quiet.outbox.standing()).waiting).toBe(0);
    expect(await quiet.outbox.claim(quiet.clock.now(), Number.MAX_SAFE_INTEGER)).toBeUndefined();
    const told = await quiet.store.told('a', START, 10);
    expect(told).toMatchObject([{ template: 'approved', about: 'request:1', queuedAt: START, seenAt: null }]);
    expect(await quiet.outbox.purge(START + 1)).toBe(1);
  });

  it('knows what each person looked at', async () => {
    await queue(notice('request:1'), notice('request:2', { personId: 'b' }));
    t.clock.pass(5);
    await queue(notice('request:3'));
    expect(await t.store.countUnseen('a', START, 100)).toBe(2);
    expect(await t.store.countUnseen('a', START + 1, 100)).toBe(1);
    expect(await t.store.countUnseen('a', START, 1)).toBe(1);
    const first = (await t.store.told('a', START, 10)).find(({ about }) => about === 'request:1');
    await t.store.transact((unit) => unit.seeTold('a', [first?.id ?? ''])); // the other was not on their page
    await t.store.transact((unit) => unit.seeTold('b', [first?.id ?? ''])); // nobody sees for another
    expect(await t.store.countUnseen('a', START, 100)).toBe(1);
    expect(await t.store.countUnseen('b', START, 100)).toBe(1);
    expect((await t.store.told('a', START, 10)).map(({ about, seenAt }) => [about, seenAt])).toEqual([
      ['request:3', null],
      ['request:1', START + 5],
    ]);
  });
});
