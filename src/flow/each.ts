import { AppError, isAppError } from '../errors.ts';
import type { Deps } from './act.ts';

/** The result of one of several acts; when one is refused the others go on. */
export type ResultOf<D extends object> = ({ outcome: 'done' } & D) | { outcome: 'refused'; error: AppError };

/** So many wait together for one durable commit. */
const TOGETHER = 16;

/** The refusal that an error is; what is not one of ours is warned of, and reveals nothing of itself. */
export function refusalOf({ warn }: Pick<Deps, 'warn'>, error: unknown): AppError {
  if (isAppError(error)) return error;
  warn('one of several was not done for an unknown reason', error);
  return new AppError('internal', 'something went wrong here: try this one again', { cause: error });
}

/** Does the same to each of several, each in a transaction of its own. Answers the results in the order given. */
export async function each<I, D extends object>(
  deps: Pick<Deps, 'warn'>,
  items: readonly I[],
  work: (item: I) => Promise<D>,
): Promise<ResultOf<D>[]> {
  const results: ResultOf<D>[] = [];
  const one = (item: I): Promise<ResultOf<D>> =>
    work(item).then(
      (done) => ({ outcome: 'done', ...done }),
      (error: unknown) => ({ outcome: 'refused', error: refusalOf(deps, error) }),
    );
  for (let at = 0; at < items.length; at += TOGETHER) {
    results.push(...(await Promise.all(items.slice(at, at + TOGETHER).map(one))));
  }
  return results;
}
