import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** True in `npm run test:long`. */
export function isLong(): boolean {
  return process.env['JETON_LONG'] === '1';
}

/** How many of something a test does: `small` in `npm test`, `large` in `npm run test:long`. */
export function counts(small: number, large: number): number {
  return isLong() ? large : small;
}

/** The seed of this run, an integer; `JETON_SEED=… npm test` repeats one. */
export function seed(): number {
  const value = Number(process.env['JETON_SEED'] ?? 1);
  if (!Number.isSafeInteger(value)) throw new Error('JETON_SEED is not an integer\nhint: JETON_SEED=1 npm test');
  return value;
}

/**
 * Does `work` in `total` rounds, each with a seed of its own. A long run that was broken off goes on with the round
 * that did not end, on the same tree (`test:long` names it in JETON_LONG_TREE).
 */
export async function rounds(
  name: string,
  total: number,
  work: (round: number, seed: number) => Promise<void>,
  folder = '.tmp/long-rounds',
): Promise<void> {
  const record = recordOf(name, folder);
  for (let round = record.done(); round < total; round += 1) {
    await work(round, seed() + round);
    record.note(round + 1);
  }
}

function recordOf(name: string, folder: string): { done(): number; note(rounds: number): void } {
  const tree = process.env['JETON_LONG_TREE'];
  if (tree === undefined) return { done: () => 0, note: () => undefined };
  const engine = process.env['JETON_TEST_ENGINE'] === 'postgres' ? 'postgres' : 'sqlite';
  const told = createHash('sha256').update(`${tree} ${seed()} ${engine} ${name}`).digest('hex');
  const file = path.join(folder, `${told}.json`);
  mkdirSync(folder, { recursive: true });
  return {
    done: () => (existsSync(file) ? Number(JSON.parse(readFileSync(file, 'utf8')).rounds) : 0),
    note: (done) => {
      writeFileSync(`${file}.new`, JSON.stringify({ name, rounds: done }));
      renameSync(`${file}.new`, file);
    },
  };
}
