import { execFileSync } from 'node:child_process';
import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';

/** The watchdog of a machine: a timer beside its processor. */
export interface Watchdog {
  /** Stands still with the rest of a virtual machine; answers what has it go on. */
  pause(): () => void;
  /** Has no power until somebody speaks to it again. */
  cutPower(): void;
  /** Lets go of the pipe. */
  close(): void;
}

/**
 * A pipe in the place of /dev/watchdog, for Patroni’s driver `testing`: what would be an ioctl comes as `Ctimeout=SECONDS`.
 * Anything else that is written keeps the machine alive for as long again, but for a `V` at the end, which switches the watchdog
 * off (Linux, watchdog-api.rst).
 *
 * @param reset - what it does to its machine when nothing was written in time
 */
export function createWatchdog(path: string, reset: () => void): Watchdog {
  execFileSync('mkfifo', ['--mode=600', path]);
  // held open for both ways: a pipe that only its reader has has ended
  const pipe = new Socket({ fd: openSync(path, constants.O_RDWR | constants.O_NONBLOCK), readable: true });
  let seconds = 0;
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    clearTimeout(timer);
    if (seconds > 0) timer = setTimeout(reset, seconds * 1000);
  };
  pipe.on('data', (octets) => {
    const said = octets.toString('latin1');
    const told = /Ctimeout=(\d+)\n/.exec(said)?.[1];
    if (told !== undefined) seconds = Number(told);
    if (said.endsWith('V')) seconds = 0;
    begin();
  });
  return {
    pause: () => {
      clearTimeout(timer);
      return begin;
    },
    cutPower: () => {
      seconds = 0;
      clearTimeout(timer);
    },
    close: () => {
      clearTimeout(timer);
      pipe.destroy();
    },
  };
}
