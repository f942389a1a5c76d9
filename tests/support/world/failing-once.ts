import { AppError } from '../../../src/errors.ts';
import type { World } from './world.ts';

/** The flow on records whose next entry of this act fails, as where the database is away in that moment. */
export function failingOnce(w: World, action: string) {
  let faults = 1;
  return w.onStore({
    transact: (work, how) =>
      w.store.transact(async (unit) => {
        const record: typeof unit.record = (entry) => {
          if (entry.action !== action || faults === 0) return unit.record(entry);
          faults -= 1;
          return Promise.reject(new AppError('overloaded', 'the file is held by another program'));
        };
        return work(new Proxy(unit, { get: (of, name) => (name === 'record' ? record : Reflect.get(of, name)) }));
      }, how),
  });
}
