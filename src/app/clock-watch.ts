import type { SteadyClock } from '../chance.ts';
import type { Log } from '../log.ts';

/**
 * Looks whether the machine's clock leapt, and says in the log when that begins and when it ends, once each: readiness
 * says `clock` as long as it lasts. The service's own time goes on meanwhile (chance.ts).
 */
export function createClockWatch(clock: SteadyClock, log: Pick<Log, 'error' | 'warn'>): { look(): void } {
  let wasHeld = false;
  return {
    look() {
      clock.now(); // whether it is held is known once it was asked
      const isHeld = clock.isHeld();
      if (isHeld && !wasHeld)
        log.error('the machine’s clock leapt ahead and is not followed: mend it, or restart if it is right', undefined);
      if (!isHeld && wasHeld) log.warn('the machine’s clock is back, and is followed again');
      wasHeld = isHeld;
    },
  };
}
