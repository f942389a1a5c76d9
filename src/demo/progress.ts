/** A bar on a terminal, a line a step elsewhere; on stderr, so that stdout stays machine-readable. */
export interface Progress {
  step(text: string): void;
  /** Begins a bar of `total` steps; the answer moves it on by one. */
  bar(text: string, total: number): () => void;
}
const WIDTH = 30;

/** Writes progress to `out`, each line with the seconds since now; bars move only on a terminal. */
export function createProgress(out: NodeJS.WritableStream & { isTTY?: boolean }): Progress {
  const began = performance.now();
  const time = (): string => `${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s`;
  return {
    step: (text) => void out.write(`${time()}  ${text}\n`),
    bar: (text, total) => {
      let done = 0;
      const draw = (): void => {
        const full = Math.round((done / total) * WIDTH);
        const line = `${time()}  ${text} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${done}/${total}`;
        if (out.isTTY) out.write(`\r${line}${done === total ? '\n' : ''}`);
        else if (done === total) out.write(`${line}\n`);
      };
      draw();
      return () => {
        done += 1;
        draw();
      };
    },
  };
}
