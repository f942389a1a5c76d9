import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Round, startRounds } from '../../src/app/scheduler.ts';
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
    const stop = startRounds({ leader: [once], each: [own, faulty] }, createLog('error', sink), () => leads);
    await sleep(60);
    expect([once.runs, own.runs > 1, faulty.runs > 1]).toEqual([0, true, true]);
    leads = true;
    await sleep(60);
    expect(once.runs).toBeGreaterThan(1);
    leads = false;
    await sleep(10);
    const before = once.runs;
    await sleep(30);
    expect(once.runs).toBe(before);
    await stop();
    expect(said).toContain('round faulty failed; it will be tried again');
  });

  it('of the leader that fell due while this node did not lead are done once it leads, not a whole while later', async () => {
    const [seldom, often] = [counting('seldom', { everyMs: 20_000 }), counting('often', { everyMs: 1_500 })];
    let leads = false;
    const stop = startRounds({ leader: [seldom, often], each: [] }, createLog('error', new Writable()), () => leads);
    await sleep(1_700);
    leads = true;
    await sleep(1_000); // its next turn is at 3,000
    expect([seldom.runs, often.runs]).toEqual([0, 1]);
    await stop();
  });
});
