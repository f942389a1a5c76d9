import v8 from 'node:v8';
import vm from 'node:vm';
import fc from 'fast-check';
import { counts, seed } from '../../support/runs/long.ts';

/** Inputs of one parser in `npm test`, and in `npm run test:long`. */
const FEW = 400;
const MANY = 100_000;
/** What may stay in memory after them, besides what is bounded by itself: caches of lookups, journal pages. */
const GROWTH_OCTETS = 48_000_000;
/** How long one input may keep the parser busy, ms; machines that run tests are busy themselves. */
const SLOWEST_MS = 2_000;

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;
const held = (): number => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/**
 * Throws many inputs at `target`, some at a time, and fails when it throws, takes too long or keeps memory. `target`
 * answers a word for what became of the input; counts of words are printed and answered.
 */
export async function throwAt<I>(
  name: string,
  input: fc.Arbitrary<I>,
  target: (input: I) => Promise<string> | string,
  { atOnce = 1, few = FEW }: { atOnce?: number; few?: number } = {},
): Promise<Map<string, number>> {
  const total = counts(few, MANY);
  const seen = new Map<string, number>();
  let done = 0;
  let slowest = 0;
  let before: number | undefined;
  const began = performance.now();
  const one = async (thrown: I): Promise<void> => {
    const start = performance.now();
    const word = await target(thrown);
    slowest = Math.max(slowest, performance.now() - start);
    seen.set(word, (seen.get(word) ?? 0) + 1);
  };
  const batch = fc.array(input, { minLength: atOnce, maxLength: atOnce });
  await fc.assert(
    fc.asyncProperty(batch, async (thrown) => {
      await Promise.all(thrown.map(one));
      done += thrown.length;
      // warm by now: what it holds from here on it holds for good
      if (before === undefined && done >= total / 5) before = held();
    }),
    { numRuns: Math.ceil(total / atOnce), seed: seed(), endOnFailure: true },
  );
  const growth = held() - (before ?? 0);
  const words = [...seen].sort(([, a], [, b]) => b - a).map(([word, n]) => `${n} ${word}`);
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  process.stdout.write(
    `fuzz: ${name}: ${done} inputs in ${seconds} s, slowest ${slowest.toFixed(0)} ms, memory ${(growth / 1e6).toFixed(1)} MB: ${words.join(', ')}\n`,
  );
  expect(done).toBeGreaterThanOrEqual(total);
  expect(slowest / atOnce).toBeLessThan(SLOWEST_MS);
  expect(growth).toBeLessThan(GROWTH_OCTETS);
  return seen;
}
