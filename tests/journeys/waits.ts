import { setTimeout as sleep } from 'node:timers/promises';

/** How long somebody waited, in milliseconds: the middle one, one in a hundred, the longest. */
export interface Waits {
  count: number;
  median: number;
  p99: number;
  worst: number;
}
/** Pause between two questions, in milliseconds. */
const PAUSE_MS = 10;

const told = (waits: readonly number[]): Waits => {
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.min(sorted.length - 1, sorted.length * share) | 0] ?? 0);
  return { count: sorted.length, median: at(0.5), p99: at(0.99), worst: at(1) };
};

/** Does `work`, and asks for /healthz again and again meanwhile: how long the work took, and each answer. */
export async function waitsMeanwhile<T>(url: string, work: () => Promise<T>) {
  const waits: number[] = [];
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      const asked = performance.now();
      await (await fetch(`${url}/healthz`)).text();
      waits.push(performance.now() - asked);
      await sleep(PAUSE_MS);
    }
  })();
  const begun = performance.now();
  const done = await work().finally(() => {
    isOver = true;
  });
  const seconds = (performance.now() - begun) / 1000;
  await asking;
  return { done, seconds, waits: told(waits) };
}
