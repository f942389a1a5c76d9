import { createRunningDay } from '../../src/reports/running-day.ts';
import type { KeptDay } from '../../src/reports/shape.ts';
import { settableClock } from '../support/clock.ts';
import { keptDays } from '../support/world/kept-days.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Counts of days that end once the test says so. */
async function heldCounts() {
  const [kept] = await keptDays({ first: '2026-11-23', last: '2026-11-23' }, { technicians: 2 });
  if (!kept) throw new Error('no day');
  const begun: { date: string; signal: AbortSignal; end(): void }[] = [];
  const clock = settableClock();
  const days = createRunningDay({
    clock,
    count: (date, _, signal) =>
      new Promise<KeptDay>((resolve, reject) => {
        begun.push({ date, signal, end: () => resolve(kept.report) });
        signal.addEventListener('abort', () => reject(new Error('given up')), { once: true });
      }),
  });
  /** Every count that runs ends, and those that begin after it. */
  const endAll = async (): Promise<void> => {
    for (let ended = 0; ended < begun.length; ended += 1) {
      begun[ended]?.end();
      await turn();
    }
  };
  return { days, begun, clock, endAll };
}

describe('days that are not over', () => {
  it('stay while a count of them runs, however many others are asked for', async () => {
    const { days, begun, endAll } = await heldCounts();
    const dates = ['1998-11-24', '1998-11-25', '1998-11-26', '1998-11-27'];
    const asked = [...dates, ...dates].map((date) => days.of(date, {}));
    await turn();
    expect(begun.map(({ date }) => date)).toEqual(dates); // each once at a time
    await endAll();
    await Promise.all(asked);
    expect(begun.map(({ date }) => date)).toEqual([...dates, ...dates]);
  });

  it('stay while somebody waits for the next count of them', async () => {
    const { days, begun, endAll } = await heldCounts();
    const asked = [days.of('1998-11-24', {}), days.of('1998-11-24', {})];
    begun[0]?.end();
    await asked[0];
    asked.push(...['1998-11-25', '1998-11-26', '1998-11-24'].map((date) => days.of(date, {})));
    await turn();
    expect(begun.map(({ date }) => date)).toEqual(['1998-11-24', '1998-11-24', '1998-11-25', '1998-11-26']);
    await endAll();
    await Promise.all(asked);
  });

  it('are given up once everybody who asked has gone, and counted again for whoever asks after that', async () => {
    const { days, begun, clock, endAll } = await heldCounts();
    const [one, other] = [new AbortController(), new AbortController()];
    const first = days.of('1998-11-24', { signal: one.signal });
    clock.pass(1_000);
    const joined = days.of('1998-11-24', { signal: other.signal });
    one.abort();
    await expect(first).rejects.toMatchObject({ code: 'wrong_state' });
    expect(begun[0]?.signal.aborted).toBe(false);
    other.abort();
    await expect(joined).rejects.toMatchObject({ code: 'wrong_state' });
    expect(begun[0]?.signal.aborted).toBe(true);
    const again = days.of('1998-11-24', {});
    await turn();
    expect(begun.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    await endAll();
    expect(await again).toMatchObject({ date: '2026-11-23' });
  });

  it('go on where who asked lost their patience: they come back for it', async () => {
    const { days, begun, endAll } = await heldCounts();
    const gone = new AbortController();
    const asked = days.of('1998-11-24', { patienceMs: 1, signal: gone.signal });
    await expect(asked).rejects.toMatchObject({ code: 'conflict', detail: { why: 'days-counted' } });
    gone.abort();
    expect(begun[0]?.signal.aborted).toBe(false);
    await endAll();
  });

  it('are forgotten once their counts are over and others are asked for, the oldest first', async () => {
    const { days, begun, clock, endAll } = await heldCounts();
    const ask = async (date: string): Promise<void> => {
      const asked = days.of(date, {});
      clock.pass(1_000); // so long that what it came to is kept for a while
      await endAll();
      await asked;
    };
    for (const date of ['1998-11-24', '1998-11-25', '1998-11-26', '1998-11-26', '1998-11-25', '1998-11-24'])
      await ask(date);
    expect(begun.map(({ date }) => date)).toEqual(['1998-11-24', '1998-11-25', '1998-11-26', '1998-11-24']);
  });
});
