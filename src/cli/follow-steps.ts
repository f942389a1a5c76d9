import { setTimeout as sleep } from 'node:timers/promises';
import { OPERATIONS } from '../api/operations.ts';
import { isAppError } from '../errors.ts';
import { PRODUCTION_STEPS } from '../flow/production/steps.ts';
import type { Progress } from './progress.ts';
import type { Shell } from './shell.ts';

const EVERY_MS = 500;
type Making = NonNullable<Awaited<ReturnType<typeof OPERATIONS.listSlots.call>>['items'][number]['making']>;

/** What became of one request on one token. */
export type Result = { slot: string; number: string; serial: string } & (
  | { outcome: 'produced'; seconds: number; certificateId: string }
  | { outcome: 'failed'; code: string; detail: string }
);

export interface Followed {
  /** The slot in which a request is being produced. */
  slotOf(number: string): string | undefined;
  /** Ends the line of a slot with what became of it. */
  end(result: Result): void;
  /** Looks no more; twice is harmless. */
  stop(): Promise<void>;
}

/** Of two moments in milliseconds. */
export const secondsOf = (from: number, to: number | null): number => Math.round(((to ?? from) - from) / 100) / 10;

/** Says the steps that production passes in each slot, as the bench tells them, until it is stopped. */
export function followSteps(shell: Shell, progress: Progress): Followed {
  const ended = new AbortController();
  const seen = new Map<string, string>();
  const told = new Set<string>();

  const begin = (slot: string, { number, serial }: Pick<Making, 'number' | 'serial'>): void => {
    if (seen.get(slot) === number) return;
    seen.set(slot, number);
    progress.begin(slot, shell.t`${number} on ${serial} …`);
  };
  const made = (slot: string, number: string, seconds: number): void => {
    told.add(slot);
    progress.end(slot, shell.t`${number} produced in ${shell.seconds(seconds)}`);
  };
  const look = async (): Promise<void> => {
    const { items } = await shell.client().call(OPERATIONS.listSlots, {});
    for (const { slot, making } of items) {
      if (!making || ended.signal.aborted) continue;
      const { state, number, since, endedAt } = making;
      if (state === 'made' && seen.get(slot) === number && !told.has(slot))
        made(slot, number, secondsOf(since, endedAt));
      if (state !== 'running') continue;
      begin(slot, making);
      const n = PRODUCTION_STEPS.indexOf(making.done) + 1;
      const step = shell.step(making.done);
      progress.go(slot, shell.t`${number}: ${step} (${n} of ${PRODUCTION_STEPS.length})`);
    }
  };
  const follow = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await look().catch((error: unknown) => {
        if (!isAppError(error)) throw error; // whoever waits for the result learns why; here a line is missing
      });
      await sleep(EVERY_MS, undefined, { signal: ended.signal }).catch(() => undefined); // aborted: it is over
    }
  };
  const following = follow();
  return {
    slotOf: (number) => [...seen].find(([, made]) => made === number)?.[0],
    end: (result) => {
      const { slot, number } = result;
      begin(slot, result);
      if (result.outcome === 'failed') progress.end(slot, shell.t`${number} failed: ${result.detail}`);
      else if (!told.has(slot)) made(slot, number, result.seconds);
    },
    stop: async () => {
      ended.abort();
      await following;
    },
  };
}
