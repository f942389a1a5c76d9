import { createRunningDay } from '../../src/reports/running-day.ts';
import type { KeptDay } from '../../src/reports/shape.ts';
import { settableClock } from '../support/clock.ts';
import { keptDays } from '../support/kept-days.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Counts of days that end once the test says so. */
async function heldCounts() {
  const [kept] = await keptDays({ first: '2026-11-23', last: '2026-11-23' }, { technicians: 2 });
  if (!kept) throw new Error('no day');
  const begun: { date: string; end(): void }[] = [];
  const clock = settableClock();
  const days = createRunningDay({
    clock,
    count: (date) =>
      new Promise<KeptDay>((resolve) => {
        begun.push({ date, end: () => resolve(kept.report) });
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
