import { dueDay, LATE, readLate } from '../../../src/book/rules/waiting/service-level.ts';
import { beginOf, dayOf } from '../../../src/book/rules/working-days.ts';
import { createWorld, type World } from '../../support/world.ts';

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
    w.flow.promises.announce([{ requestId, fromDay: today(), midDay: byDay, byDay, reach: 'near', ahead: 0 }]);
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

  it('counts requests of one hour and day together', async () => {
    await promise(await ask(w.alice, 'PN-1'), today() + 5);
    w.clock.advance(1000);
    await promise(await ask(w.bruno, 'PN-2'), today() + 5);
    expect(await w.opened.lists.promisedWaits()).toMatchObject([{ byDay: today() + 5, count: 2 }]);
  });
});
