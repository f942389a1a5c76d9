/** What some work costs. */
export interface Figure {
  perSecond: number;
  /** Of this process, for one item. */
  cpuMs: number;
}

/** Does `work` for each item, so many at the same time. */
export async function rate<T>(
  items: readonly T[],
  inFlight: number,
  work: (item: T) => Promise<unknown>,
): Promise<Figure> {
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - start) / 1000;
  return {
    perSecond: Math.round(items.length / seconds),
    cpuMs: Number(((user + system) / 1000 / items.length).toFixed(3)),
  };
}

/** The one in the middle. */
export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
