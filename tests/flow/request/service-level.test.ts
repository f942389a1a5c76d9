import { beginOf, dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { dueDay, LATE, readLate } from '../../../src/book/rules/waiting/service-level.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const HOUR = 3_600_000;

/** Dates that are promised later than the service level. */
describe('the service level', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const today = (): number => dayOf(w.clock.now());
  const ask = async (who: World['alice'], workstation: string) =>
    (await w.flow.request.submit(who, { kind: 'first-issue', workstation, priority: 0 })).id;
  const promise = (requestId: string, byDay: number) =>
    w.flow.promises.announce([
      { requestId, fromDay: today(), midDay: byDay, byDay, reach: 'near', ahead: 0, blankDay: null },
    ]);
  const told = async (): Promise<number> => {
    let n = 0;
    const next = () => w.opened.outbox.claim(w.clock.now() + 1, Number.MAX_SAFE_INTEGER);
    for (let mail = await next(); mail; mail = await next()) if (mail.template === 'dates-late') n += 1;
    return n;
  };
  const standing = async () => readLate((await w.reads.get('setting', LATE))?.value);

  it('is the last of so many working days after a request was submitted', () => {
    // a Friday, before the two days of a weekend
    expect(dueDay(beginOf(20_784), 1)).toBe(20_787);
    expect(dueDay(beginOf(20_784), 6)).toBe(20_794);
  });

  it('is passed once a date is later, of which supervisors are told once until every date is within it again', async () => {
    const [alices, brunos] = [await ask(w.alice, 'PN-1'), await ask(w.bruno, 'PN-2')];
    const due = dueDay(w.clock.now(), 10);
    await promise(alices, due);
    expect(await w.flow.serviceLevel.watch()).toBe(false);
    expect(await standing()).toBeUndefined();
    await promise(brunos, due + 1);
    expect(await w.flow.serviceLevel.watch()).toBe(true);
    expect(await told()).toBe(1);
    expect(await standing()).toMatchObject({ count: 1, request: brunos, until: due + 1, ended: null });
    w.clock.advance(48 * HOUR);
    expect(await w.flow.serviceLevel.watch()).toBe(false);
    expect(await told()).toBe(0);
    await w.flow.request.withdraw(w.bruno, { requestId: brunos });
    expect(await w.flow.serviceLevel.watch()).toBe(false);
    expect((await standing())?.ended).toBe(w.clock.now());
  });

  it('is told of no sooner than a day after the last time', async () => {
    const late = await ask(w.alice, 'PN-1');
    await promise(late, dueDay(w.clock.now(), 10) + 3);
    expect(await w.flow.serviceLevel.watch()).toBe(true);
    await w.flow.request.withdraw(w.alice, { requestId: late });
    await w.flow.serviceLevel.watch();
    const again = await ask(w.bruno, 'PN-2');
    await promise(again, dueDay(w.clock.now(), 10) + 3);
    expect(await w.flow.serviceLevel.watch()).toBe(false);
    w.clock.advance(24 * HOUR);
    expect(await w.flow.serviceLevel.watch()).toBe(true);
    expect(await told()).toBe(2);
  });

  it('is told of again while it is passed, where twice as many are late: one that nobody decides silences no other', async () => {
    const late = dueDay(w.clock.now(), 10) + 3;
    const first = await ask(w.alice, 'PN-1');
    const second = await ask(w.bruno, 'PN-2');
    const third = await ask(w.eve, 'PN-3');
    const fourth = await ask(w.alice, 'PN-2');
    await promise(first, late);
    expect(await w.flow.serviceLevel.watch()).toBe(true);
    await promise(second, late + 1);
    expect(await w.flow.serviceLevel.watch()).toBe(false);
    w.clock.advance(24 * HOUR);
    expect(await w.flow.serviceLevel.watch()).toBe(true);
    expect(await standing()).toMatchObject({ count: 2, request: second, since: w.clock.now(), ended: null });
    await promise(third, late + 2);
    w.clock.advance(24 * HOUR);
    expect(await w.flow.serviceLevel.watch()).toBe(false);
    await promise(fourth, late + 2);
    expect(await w.flow.serviceLevel.watch()).toBe(true);
    expect(await told()).toBe(3);
  });

  it('counts requests of one hour and day together', async () => {
    await promise(await ask(w.alice, 'PN-1'), today() + 5);
    w.clock.advance(1000);
    await promise(await ask(w.bruno, 'PN-2'), today() + 5);
    expect(await w.opened.lists.promisedWaits()).toMatchObject([{ byDay: today() + 5, count: 2 }]);
  });

  /** What `work` is while the last day of this request's promise is another one in the database. */
  const edited = async (requestId: string, byDay: number, work: () => Promise<void>): Promise<void> => {
    const { behind } = w.opened;
    const edit = (day: number) =>
      behind.run(`update "promise" set "byDay" = ${day} where "requestId" = '${requestId}'`);
    const [before] = await behind.all<{ byDay: number }>(
      `select "byDay" from "promise" where "requestId" = '${requestId}'`,
    );
    await edit(byDay);
    await work();
    await edit(Number(before?.byDay));
  };

  it('is told of although somebody edited the latest date in the database', async () => {
    const late = dueDay(w.clock.now(), 10) + 3;
    const [alices, brunos] = [await ask(w.alice, 'PN-1'), await ask(w.bruno, 'PN-2')];
    await promise(alices, late);
    await promise(brunos, late);
    await edited(brunos, late + 100, async () => {
      expect(await w.flow.serviceLevel.watch()).toBe(true);
      expect(await standing()).toMatchObject({ request: alices, until: late });
    });
  });

  it('is told of although somebody edited the first of the requests of one hour and day', async () => {
    const late = dueDay(w.clock.now(), 10) + 3;
    const [first, second] = [await ask(w.alice, 'PN-1'), await ask(w.bruno, 'PN-2')].sort();
    await promise(first!, late);
    await promise(second!, late);
    const comment = (text: string | null) =>
      w.opened.behind.run(`update "request" set "comment" = ? where "id" = ?`, text, first!);
    await comment('edited');
    expect(await w.flow.serviceLevel.watch()).toBe(true);
    expect(await standing()).toMatchObject({ count: 2, request: second });
    await comment(null);
  });

  it('is held again although somebody edited the date of the request that was named', async () => {
    const [alices, brunos] = [await ask(w.alice, 'PN-1'), await ask(w.bruno, 'PN-2')];
    await promise(alices, dueDay(w.clock.now(), 10) + 3);
    await promise(brunos, today() + 5);
    expect(await w.flow.serviceLevel.watch()).toBe(true);
    // of a day of its own: dates of one hour and day are counted by one of their requests
    await edited(alices, today() + 4, async () => {
      await w.flow.serviceLevel.watch();
      expect(await standing()).toMatchObject({ request: alices, ended: w.clock.now() });
    });
  });

  it('is what the policy says when it is judged, not when dates were counted', async () => {
    const late = await ask(w.alice, 'PN-1');
    await promise(late, dueDay(w.clock.now(), 10) + 1);
    const { promisedWaits } = w.opened.lists;
    w.opened.lists.promisedWaits = async () => {
      await w.dual('policy.set', { id: 'service.days', value: 20 });
      return promisedWaits();
    };
    expect(await w.flow.serviceLevel.watch()).toBe(false);
    expect(await standing()).toBeUndefined();
    w.opened.lists.promisedWaits = promisedWaits;
  });
});
