import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Every, type Round, startRounds } from '../../src/app/scheduler.ts';
import { nextTurn } from '../../src/flow/turn.ts';
import { createLog } from '../../src/log.ts';

/** A round that counts, and fails where it is told to. */
function counting(name: string, { fails = false, everyMs = 5 } = {}) {
  const round: Round & { runs: number } = {
    name,
    everyMs,
    runs: 0,
    run: async () => {
      round.runs += 1;
      if (fails) throw new Error('not now');
    },
  };
  return round;
}

/** Timers that go off as a test lets time pass; what was begun by each has ended before the next. */
function settableTimers() {
  const timers = new Set<{ ms: number; at: number; call: () => void }>();
  let now = 0;
  const every: Every = (ms, call) => {
    const timer = { ms, at: now + ms, call };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  const pass = async (ms: number): Promise<void> => {
    for (const end = now + ms; now < end; now += 1) {
      for (const timer of [...timers].filter(({ at }) => at === now)) {
        timer.at += timer.ms;
        timer.call();
      }
      await nextTurn();
    }
  };
  return { every, pass, left: () => timers.size };
}

describe('rounds', () => {
  it('of the leader run while this node leads, its own always, and one that fails is tried again', async () => {
    const [once, own, faulty] = [counting('once'), counting('own'), counting('faulty', { fails: true })];
    let said = '';
    const sink = new Writable({
      write: (chunk, _encoding, done) => {
        said += String(chunk);
        done();
      },
    });
    let leads = false;
    const { every, pass, left } = settableTimers();
    const stop = startRounds({ leader: [once], each: [own, faulty] }, createLog('error', sink), () => leads, every);
    await pass(51);
    expect([once.runs, own.runs, faulty.runs]).toEqual([0, 10, 10]);
    leads = true;
    await pass(50);
    expect(once.runs).toBe(10);
    leads = false;
    await pass(50);
    expect(once.runs).toBe(10);
    await stop();
    expect(left()).toBe(0);
    expect(said).toContain('round faulty failed; it will be tried again');
  });

  it('of the leader that fell due while this node did not lead are done once it leads, not a whole while later', async () => {
    const [seldom, often] = [counting('seldom', { everyMs: 20_000 }), counting('often', { everyMs: 1_500 })];
    let leads = false;
    const { every, pass } = settableTimers();
    const log = createLog('error', new Writable());
    const stop = startRounds({ leader: [seldom, often], each: [] }, log, () => leads, every);
    await pass(1_700);
    leads = true;
    await pass(1_000); // its next turn is at 3,000
    expect([seldom.runs, often.runs]).toEqual([0, 1]);
    await stop();
  });

  it('go off by the clock of the machine', async () => {
    const own = counting('own');
    const stop = startRounds({ leader: [], each: [own] }, createLog('error', new Writable()), () => true);
    while (own.runs < 2) await sleep(5);
    await stop();
    const { runs } = own;
    await sleep(30);
    expect(own.runs).toBe(runs);
  });
});
