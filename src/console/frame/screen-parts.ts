import type { Request } from 'express';
import type { Door } from '../../app/door.ts';
import { AppError } from '../../errors.ts';
import { Ref } from '../../flow/inputs.ts';
import { whenGone } from '../../listen/gone.ts';
import type { SeriesBoard } from '../workshop/series.ts';
import type { Cookies } from './cookies.ts';
import type { Follow } from './live/follow.ts';
import type { Topic } from './live/live.ts';
import type { PageRouter } from './page-router.tsx';

/** What every group of routes is given. */
export interface RouteParts {
  door: Door;
  on: PageRouter;
  follow: Follow;
  topics: {
    /** All that happens at this node's bench, and to the records. */
    bench: Topic;
    records: Topic;
  };
  cookies: Cookies;
  series: SeriesBoard;
  /** Counts a form that costs a hash, or as much. Rejects with `too_many_requests`, as the API does. */
  limitCodes(req: Request): Promise<void>;
}

/** Whoever asked has gone: what is done for them is given up. */
export const goneOf = ({ res }: Request): AbortSignal | undefined => res && whenGone(res);

/**
 * A named part of the address: an id, a number or a serial. Attacker-controlled: anything of another form is
 * `not_found`. The journal keeps what a refused act was about, so a free text here would reach it.
 */
export function part(req: Request, name: string): string {
  const value = Ref.safeParse(req.params[name]);
  if (value.success) return value.data;
  throw noSuchPage();
}

/** The `not_found` of an address that no page has. */
export const noSuchPage = (): AppError => new AppError('not_found', 'page not found', { detail: { why: 'page' } });
