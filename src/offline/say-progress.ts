/** Between two words on how far something is, in milliseconds. */
const PACE_MS = 2_000;

/** Says on stderr, every two seconds, how many rows a long command has dealt with and how fast; nothing of a short one. */
export function sayProgress(
  stderr: Pick<NodeJS.WritableStream, 'write'>,
  elapsed: () => number = () => performance.now(),
): (done: number) => void {
  const begunAt = elapsed();
  let saidAt = begunAt;
  return (done) => {
    const now = elapsed();
    if (now - saidAt < PACE_MS) return;
    saidAt = now;
    stderr.write(`jeton: ${done} rows, ${Math.round((done * 1000) / (now - begunAt))} a second\n`);
  };
}
