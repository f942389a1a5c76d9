import { MINUTE_MS, SECOND_MS } from '../durations.ts';
import { paceOf } from '../journal/long-reading.ts';

/** Between two words on how far something is, in milliseconds. */
const PACE_MS = 2_000;

/** Whole minutes from two on: whoever waits plans their time by it, and it is no better known. */
const left = (ms: number): string =>
  ms < 2 * MINUTE_MS ? `${Math.ceil(ms / SECOND_MS)} s` : `${Math.ceil(ms / MINUTE_MS)} min`;

/**
 * Says on stderr, every two seconds, how many rows a long command has dealt with and how fast, and where it is known how many there
 * are, of how many and how long it takes still, in no language's words; nothing of a short one.
 */
export function sayProgress(
  stderr: Pick<NodeJS.WritableStream, 'write'>,
  elapsed: () => number = () => performance.now(),
): (done: number, total?: number) => void {
  const begunAt = elapsed();
  let saidAt = begunAt;
  return (done, total) => {
    const now = elapsed();
    if (now - saidAt < PACE_MS) return;
    saidAt = now;
    // a total of before may be passed by what came since
    const of = total !== undefined && done <= total ? total : undefined;
    const { perSecond, leftMs } = paceOf({ done, total: of ?? done, took: now - begunAt });
    const parts = [
      of === undefined ? `${done}` : `${done} / ${of}`,
      ...(perSecond === null ? [] : [`${perSecond} / s`]),
      ...(of === undefined || leftMs === null ? [] : [`≈ ${left(leftMs)}`]),
    ];
    stderr.write(`jeton: ${parts.join(', ')}\n`);
  };
}
