import { setTimeout as sleep } from 'node:timers/promises';
import { createComparisons } from '../../src/app/comparisons.ts';
import type { KnownDifference } from '../../src/flow/ports/store.ts';
import type { Comparison } from '../../src/store/compare/compare.ts';
import { settableClock } from '../support/clock.ts';

const DAY = 86_400_000;
const whole: Comparison = {
  size: 9,
  root: 'AAAA',
  rows: 4,
  sealed: 1,
  opened: 0,
  purged: 0,
  tables: {},
  total: 0,
  differences: [],
  revocations: [],
  crls: { put: [], drop: [] },
};

/** When comparisons are made, and what becomes of one that fails. */
describe('comparisons', () => {
  const house = () => {
    const clock = settableClock();
    const causes: string[] = [];
    const logged: string[] = [];
    const waiting: { resolve(of: Comparison): void; reject(error: Error): void }[] = [];
    const known: KnownDifference[] = [];
    const faults: Error[] = [];
    const reads: ((done: number, total: number) => void)[] = [];
    let stopped = 0;
    const note = (message: string) => void logged.push(message);
    const comparisons = createComparisons({
      flow: {
        comparison: {
          ask: async () => 1,
          mayRead: async () => {},
          known: async () => known,
          read: async (found) => {
            const fault = faults.shift();
            if (fault) throw fault;
            return [found];
          },
          finished: async (cause) => {
            causes.push(cause);
            return [];
          },
        },
      },
      clock,
      log: { info: note, warn: note, error: note },
      compare: (progress) => {
        reads.push(progress);
        const answer = new Promise<Comparison>((resolve, reject) => void waiting.push({ resolve, reject }));
        const own = waiting.at(-1);
        const stop = () => {
          stopped += 1;
          own?.reject(new Error('killed'));
        };
        return { answer, stop };
      },
      holdTriggers: async () => [],
      isListWhole: async () => false,
    });
    const caller = { personId: 'o', service: 'DNUM', grants: [], freshUntil: 0 };
    return { known, faults, clock, causes, reads, logged, waiting, comparisons, caller, stopped: () => stopped };
  };
  const answer = async ({ waiting }: ReturnType<typeof house>, how: Comparison | Error): Promise<void> => {
    const next = waiting.shift();
    if (how instanceof Error) next?.reject(how);
    else next?.resolve(how);
    await sleep(1);
  };

  it('are made one at a time; one that is asked for meanwhile follows', async () => {
    const h = house();
    void h.comparisons.begin('start');
    expect((await h.comparisons.ask(h.caller)).runningSince).not.toBeNull();
    void h.comparisons.begin('day');
    expect(h.waiting).toHaveLength(1);
    await answer(h, whole);
    await answer(h, whole);
    expect([h.causes, h.waiting.length]).toEqual([['start', 'asked'], 0]);
    expect(await h.comparisons.standing()).toMatchObject({ runningSince: null, last: { size: 9, rows: 4 } });
  });

  it('say how far they are while they run, how fast, and what is left', async () => {
    const h = house();
    void h.comparisons.begin('start');
    const progress = async () => (await h.comparisons.standing()).progress;
    expect(await progress()).toBeNull();
    h.reads[0]?.(0, 1000);
    expect(await progress()).toEqual({ done: 0, total: 1000, perSecond: null, leftMs: null });
    h.clock.pass(2000);
    h.reads[0]?.(500, 1000);
    expect(await progress()).toEqual({ done: 500, total: 1000, perSecond: 250, leftMs: 2000 });
    await answer(h, whole);
    expect(await progress()).toBeNull();
    void h.comparisons.begin('day');
    expect(await progress()).toBeNull();
  });

  it('are tried again after one that failed, less and less often, and say so meanwhile', async () => {
    const h = house();
    void h.comparisons.begin('start');
    await answer(h, new Error('no memory'));
    expect([h.comparisons.isLate(), h.logged.length]).toEqual([true, 1]);
    for (const minutes of [2, 4]) {
      h.clock.pass(minutes * 60_000);
      void h.comparisons.look();
      await sleep(1);
      expect(h.waiting).toHaveLength(1);
      await answer(h, minutes === 2 ? new Error('no memory') : whole);
      expect(h.comparisons.isLate()).toBe(minutes === 2);
    }
    expect(h.causes).toEqual(['start']);
  });

  it('are made again a day after the last one', async () => {
    const h = house();
    await h.comparisons.beginWhenDue();
    expect(h.waiting).toHaveLength(0);
    h.clock.pass(DAY);
    void h.comparisons.beginWhenDue();
    await answer(h, whole);
    await h.comparisons.beginWhenDue();
    expect([h.causes, h.waiting.length, h.comparisons.isLate()]).toEqual([['day'], 0, false]);
    h.clock.pass(3 * DAY);
    expect(h.comparisons.isLate()).toBe(true);
  });

  it('that fail are logged, and somebody has to look', async () => {
    const h = house();
    void h.comparisons.begin('start');
    await answer(h, new Error('out of memory'));
    expect(h.logged).toEqual(['the tables could not be compared with the journal']);
    expect([h.comparisons.isLate(), (await h.comparisons.standing()).failed]).toEqual([true, true]);
    void h.comparisons.begin('asked');
    await answer(h, whole);
    expect(h.comparisons.isLate()).toBe(false);
  });

  it('begin at the next reading of a row that differs where the first could not be noted', async () => {
    const h = house();
    h.faults.push(new Error('the database is away'));
    h.comparisons.found({ table: 'grant', id: 'g', kind: 'different' });
    await sleep(5);
    expect([h.waiting.length, h.logged]).toEqual([0, ['a record that differs could not be noted']]);
    h.comparisons.found({ table: 'grant', id: 'g', kind: 'different' });
    await sleep(5);
    expect(h.waiting).toHaveLength(1);
    await answer(h, whole);
  });

  it('begin as soon as a row is read that differs, and when the list of revocations has a gap', async () => {
    const h = house();
    for (let i = 0; i < 3; i += 1) h.comparisons.found({ table: 'grant', id: 'g', kind: 'different' });
    await sleep(5);
    expect([h.waiting.length, h.logged]).toEqual([1, ['a record differs and is refused']]);
    await answer(h, whole);
    void h.comparisons.look();
    await sleep(1);
    await answer(h, whole);
    expect(h.causes).toEqual(['read', 'read']);
    h.known.push({ table: 'revocation', id: '0a', kind: 'foreign', foundAt: 1 });
    await h.comparisons.look();
    expect(h.waiting).toHaveLength(0);
  });

  it('end with the service, without a word', async () => {
    const h = house();
    void h.comparisons.begin('start');
    await h.comparisons.close();
    await h.comparisons.begin('asked');
    expect([h.stopped(), h.causes, h.logged, h.waiting.length]).toEqual([1, [], [], 1]);
  });
});
