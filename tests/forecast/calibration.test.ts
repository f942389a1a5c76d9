import { counts, isLong } from '../support/runs/long.ts';
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

  const never = { after: Number.POSITIVE_INFINITY, days: 0, factor: 1 };
  const others = {
    'usual weeks': { surge: never },
    'weeks in which nobody works': { surge: never, closesEvery: 25 },
    'blank tokens that run out': { surge: never, stock: { begin: 200, every: 28, count: 620, failing: 5 } },
    'two benches': { surge: never, usually: 2, aDay: 48 },
    // twice as many requests: as many days as the others have
    'two benches, of which a surge asks after 40 days': {
      surge: { after: 40, days: 30, factor: 4 },
      usually: 2,
      aDay: 48,
      requests: 20_000,
    },
  };
  // the usual run has the surge, which has everything else in it
  const cases = isLong() ? Object.keys(others).flatMap((name) => [1, 2].map((seed) => [name, seed] as const)) : [];
  if (cases.length > 0)
    it.each(cases)('are kept as often as is said in %s (history %i)', (name, seed) => {
      const judged = judgeAll(giveDates(simulateWorkshop(seed, others[name as keyof typeof others]), seed));
      process.stderr.write(`${name} ${seed}: ${JSON.stringify(judged)}\n`);
      expect(judged.mid.kept).toBeGreaterThan(0.47);
      expect(judged.mid.kept).toBeLessThan(0.53);
      expect(judged.by.kept).toBeGreaterThan(0.83);
      expect(judged.by.kept).toBeLessThan(0.87);
    });
});
