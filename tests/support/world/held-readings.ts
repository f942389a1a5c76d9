import { stopped } from '../../../src/app/readings/process.ts';
import type { Readings, Waits } from '../../../src/app/readings/readings.ts';

type LongReadings = Pick<Readings, 'export' | 'verify'>;
/** A reading that a test lets go on. */
export interface HeldReading extends Waits {
  kind: 'export' | 'verification';
  /** Does what was asked for. */
  end(): void;
  fail(error: Error): void;
}

/** Readings that stand still until the test says how they go on; a signal ends them as it ends a process. */
export function heldReadings(real: LongReadings) {
  const asked: HeldReading[] = [];
  const removed: string[] = [];
  const hold = <R>(kind: HeldReading['kind'], make: () => Promise<R>, waits: Waits = {}): Promise<R> =>
    new Promise((resolve, reject) => {
      asked.push({ ...waits, kind, end: () => resolve(make()), fail: reject });
      waits.signal?.addEventListener('abort', () => reject(stopped()));
    });
  const readings: LongReadings = {
    export: (name, task, waits) => {
      const make = async () => {
        const made = await real.export(name, task);
        const remove = (): Promise<void> => {
          removed.push(name);
          return made.remove();
        };
        return { ...made, remove };
      };
      return hold('export', make, waits);
    },
    verify: (task, waits) => hold('verification', () => real.verify(task), waits),
  };
  /** The one that was asked for as this many-th, once it was. */
  const askedAs = async (place: number): Promise<HeldReading> => {
    for (;;) {
      const found = asked[place - 1];
      if (found) return found;
      await new Promise((turn) => setImmediate(turn));
    }
  };
  return { readings, asked, askedAs, removed };
}
