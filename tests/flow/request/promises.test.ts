import { beginOf, dateOf, dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { lastPromise } from '../../../src/book/rules/waiting/promises.ts';
import { DAY_MS } from '../../../src/durations.ts';
import type { ReckonedDate } from '../../../src/flow/request/promises.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** The dates that are announced to those who wait. */
describe('a promise', () => {
  let w: World;
  let requestId: string;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
    const asked = { kind: 'first-issue', workstation: 'PN-1', priority: 0 } as const;
    requestId = (await w.flow.request.submit(w.alice, asked)).id;
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const today = (): number => dayOf(w.clock.now());
  /** Days from today on. */
  const reckoned = (from: number, mid: number, by: number, more: Partial<ReckonedDate> = {}): ReckonedDate => ({
    requestId,
    fromDay: today() + from,
    midDay: today() + mid,
    byDay: today() + by,
    reach: 'near',
    ahead: 3,
    blankDay: null,
    ...more,
  });
  const announce = (...dates: ReckonedDate[]) => w.flow.promises.announce(dates);
  const promised = async () => lastPromise(await w.reads.find('promise', { requestId }));
  const nextDay = (): void => w.clock.advance(beginOf(today() + 1) + 9 * 3_600_000 - w.clock.now());
  const told = async (): Promise<string[]> => {
    const templates: string[] = [];
    const next = () => w.opened.outbox.claim(w.clock.now() + 1, Number.MAX_SAFE_INTEGER);
    for (let mail = await next(); mail; mail = await next()) templates.push(mail.template);
    return templates;
  };

  it('is announced once, to whoever waits to be made', async () => {
    expect(await announce(reckoned(1, 2, 4))).toBe(1);
    expect(await promised()).toMatchObject({ nth: 1, reason: 'first', fromDay: today() + 1, byDay: today() + 4 });
    expect(await announce(reckoned(1, 2, 4))).toBe(0);
    expect(await told()).not.toContain('date-moved');
    const [entry] = (await w.opened.lists.entries({}, { limit: 1 })).items;
    expect(entry).toMatchObject({ action: 'request.promise', actor: 'system', subject: `request:${requestId}` });
  });

  it.each([
    ['nobody approved it', 3, 'approval'],
    ['more goes before it', 9, 'queue'],
    ['fewer tokens are made', 3, 'pace'],
  ] as const)('moves once it is more likely missed than kept, with its reason: %s', async (_, ahead, reason) => {
    await announce(reckoned(1, 2, 4));
    if (reason !== 'approval') await w.approve(requestId);
    nextDay();
    expect(await announce(reckoned(1, 3, 5, { ahead }))).toBe(0);
    expect(await announce(reckoned(2, 4, 6, { ahead }))).toBe(1);
    expect(await promised()).toMatchObject({ nth: 2, reason, byDay: today() + 6 });
    expect(await told()).toContain('date-moved');
  });

  /** A date that slips by some days although nothing more goes before it: why it is told to. */
  const slips = async (): Promise<string | undefined> => {
    nextDay();
    expect(await announce(reckoned(6, 8, 9))).toBe(1);
    return (await promised())?.reason;
  };
  const plan = (technicians: number, reason: 'closure' | 'absence' | 'usual' | 'reinforcement', days = 2) =>
    w.flow.roster.plan(w.simon, { from: dateOf(today() + days), technicians, reason });

  it.each([
    ['the workshop is closed on a day until it', 0, 'closure', 2, 'roster'],
    ['technicians are absent on one', 1, 'absence', 3, 'roster'],
    ['more of them work', 4, 'reinforcement', 2, 'pace'],
    ['it is closed later', 0, 'closure', 20, 'pace'],
    ['it is closed on a Sunday', 0, 'closure', 5, 'pace'],
  ] as const)('moves by what was planned since: %s', async (_, technicians, why, days, reason) => {
    await w.approve(requestId);
    await announce(reckoned(1, 2, 4));
    w.clock.advance(1000);
    await plan(technicians, why, days);
    expect(await slips()).toBe(reason);
  });

  it('moves as fewer are planned than were planned before, and not by what was known', async () => {
    await w.approve(requestId);
    await plan(4, 'reinforcement');
    await plan(0, 'closure', 3);
    w.clock.advance(1000);
    await announce(reckoned(1, 2, 4));
    w.clock.advance(1000);
    await plan(0, 'closure', 3);
    expect(await slips()).toBe('pace');
    w.clock.advance(1000);
    await plan(3, 'usual', 5);
    await plan(2, 'usual', 5);
    nextDay();
    nextDay();
    expect(await announce(reckoned(9, 12, 14))).toBe(1);
    expect((await promised())?.reason).toBe('pace');
  });

  it('moves as a reinforcement is called off', async () => {
    await w.approve(requestId);
    await plan(4, 'reinforcement');
    w.clock.advance(1000);
    await announce(reckoned(1, 2, 4));
    w.clock.advance(1000);
    await plan(2, 'usual');
    expect(await slips()).toBe('roster');
  });

  describe('of a request for which there is no blank', () => {
    const expected = async (days: number): Promise<string> => {
      const one = { reference: 'CMD-1', model: 'Twin', count: 40, on: dateOf(today() + days) };
      return (await w.flow.stock.expect(w.simon, one)).id;
    };
    const blankIn = (days: number) => ({ blankDay: today() + days });

    it('moves with the delivery that is put off, whoever is to approve it', async () => {
      const expectedId = await expected(2);
      await announce(reckoned(2, 3, 4, blankIn(2)));
      await w.flow.stock.postpone(w.simon, { expectedId, on: dateOf(today() + 9), reason: 'supplier' });
      nextDay();
      expect(await announce(reckoned(8, 9, 11, blankIn(8)))).toBe(1);
      expect(await promised()).toMatchObject({ reason: 'stock', blankDay: today() + 8 });
      expect(await told()).toContain('date-moved');
    });

    it('moves as the stock runs out', async () => {
      await w.approve(requestId);
      await announce(reckoned(1, 2, 4));
      await expected(9);
      nextDay();
      expect(await announce(reckoned(8, 9, 11, blankIn(8)))).toBe(1);
      expect((await promised())?.reason).toBe('stock');
    });

    it('moves for another reason where the blank comes when it was foreseen', async () => {
      await w.approve(requestId);
      await expected(2);
      await announce(reckoned(2, 3, 4, blankIn(2)));
      nextDay();
      expect(await announce(reckoned(2, 5, 6, blankIn(1)))).toBe(1);
      expect((await promised())?.reason).toBe('pace');
    });

    it('is told no date by a delivery that was put off while it was reckoned', async () => {
      const expectedId = await expected(2);
      const dates = reckoned(2, 3, 4, blankIn(2));
      await w.flow.stock.postpone(w.simon, { expectedId, on: dateOf(today() + 9), reason: 'supplier' });
      expect(await announce(dates)).toBe(0);
    });
  });

  it('moves once a day at most', async () => {
    await announce(reckoned(1, 2, 2));
    expect(await announce(reckoned(9, 10, 12))).toBe(0);
    nextDay();
    expect(await announce(reckoned(9, 10, 12))).toBe(1);
    expect(await announce(reckoned(20, 20, 22))).toBe(0);
  });

  it('moves ever more seldom, so that who waits in vain is not told a new date each day', async () => {
    let moved = 0;
    await announce(reckoned(0, 0, 0));
    for (let days = 0; days < 40; days += 1) {
      nextDay();
      moved += await announce(reckoned(0, 0, 0));
    }
    expect(moved).toBe(5);
  });

  it('moves once it is past', async () => {
    await announce(reckoned(0, 0, 0));
    nextDay();
    expect(await announce(reckoned(0, 0, 0))).toBe(1);
    expect(await promised()).toMatchObject({ nth: 2, byDay: today() });
  });

  it('is told earlier without a mail', async () => {
    await announce(reckoned(10, 12, 14));
    nextDay();
    expect(await announce(reckoned(1, 2, 3))).toBe(1);
    expect(await promised()).toMatchObject({ reason: 'earlier' });
    expect(await told()).not.toContain('date-moved');
  });

  it.each<[string, () => Promise<unknown>]>([
    ['withdrawn', () => w.flow.request.withdraw(w.alice, { requestId })],
    [
      'sent back',
      async () => w.flow.approval.askInformation(w.valerie, { ...(await w.seen(requestId)), text: 'quel site ?' }),
    ],
  ])('is not announced for what was %s meanwhile', async (_, happens) => {
    const dates = reckoned(1, 2, 4);
    await happens();
    expect(await announce(dates)).toBe(0);
    expect(await promised()).toBeUndefined();
  });

  it('is not announced for a day that passed while it was reckoned', async () => {
    const dates = reckoned(0, 1, 2);
    w.clock.advance(DAY_MS);
    expect(await announce(dates)).toBe(0);
  });
});
