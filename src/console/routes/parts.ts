import type { Request } from 'express';
import type { Door } from '../../door.ts';
import type { Cookies } from '../cookies.ts';
import type { Exchange } from '../exchange.tsx';
import type { SeriesBoard } from '../series.ts';

/** What every group of routes is given. */
export interface RouteParts {
  door: Door;
  on: Exchange;
  cookies: Cookies;
  series: SeriesBoard;
}

/** A named part of the address; '' where the pattern has none of that name. */
export function part(req: Request, name: string): string {
  const value: unknown = req.params[name];
  return typeof value === 'string' ? value : '';
}
