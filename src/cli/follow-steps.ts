import { setTimeout as sleep } from 'node:timers/promises';
import { OPERATIONS } from '../api/operations.ts';
import { isAppError } from '../errors.ts';
import { PRODUCTION_STEPS } from '../flow/production/steps.ts';
import type { Progress } from './progress.ts';
import type { Shell } from './shell.ts';

const EVERY_MS = 500;

/** Says the steps that production passes in each slot, as the bench tells them, until it is stopped. */
export function followSteps(shell: Shell, progress: Progress): { stop(): Promise<void> } {
  const ended = new AbortController();
  const look = async (): Promise<void> => {
    const { items } = await shell.client().call(OPERATIONS.listSlots, {});
    for (const { slot, making } of items) {
      if (making?.state !== 'running' || ended.signal.aborted) continue;
      const n = PRODUCTION_STEPS.indexOf(making.done) + 1;
      const step = shell.step(making.done);
      progress.go(slot, shell.t`${making.number}: ${step} (${n} of ${PRODUCTION_STEPS.length})`);
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
    stop: async () => {
      ended.abort();
      await following;
    },
  };
}
