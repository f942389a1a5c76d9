import { counts } from '../support/long.ts';
import { giveDates, judgeAll } from './replayed-dates.ts';
import { simulateWorkshop } from './simulated-workshop.ts';

describe('dates that are given with requests', () => {
  const seeds = Array.from({ length: counts(1, 8) }, (_, at) => at + 1);
  it.each(seeds)('are kept as often as is said, through a fourfold surge and its end (history %i)', (seed) => {
    const given = giveDates(simulateWorkshop(seed), seed);
    const judged = judgeAll(given);
    expect(given).toHaveLength(10_000);
    expect(judged.mid.kept).toBeGreaterThan(0.47);
    expect(judged.mid.kept).toBeLessThan(0.53);
    expect(judged.by.kept).toBeGreaterThan(0.83);
    expect(judged.by.kept).toBeLessThan(0.87);
    // nearer to what came than queue ÷ average
    expect(judged.mid.ours).toBeLessThan(0.85 * judged.mid.plain);
  });
});
