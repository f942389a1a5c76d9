import type { Router } from 'express';
import type { Door } from '../../src/app/door.ts';
import { createConsole } from '../../src/console/console.ts';

export interface Route {
  path: string;
  method: 'get' | 'post';
}

/** Every route of the console, as the router holds them, but for the files of its pages. */
export function routesOf(door: Door): Route[] {
  const log = { info() {}, warn() {}, error() {} };
  const router: Router = createConsole(door, { secureCookies: true, log }).pages;
  return router.stack.flatMap(({ route }) => {
    if (!route || typeof route.path !== 'string' || route.path.startsWith('/ressources')) return [];
    const { methods } = route as unknown as { methods: Record<string, boolean> };
    return (['get', 'post'] as const)
      .filter((method) => methods[method])
      .map((method) => ({ path: route.path as string, method }));
  });
}

/** A pattern with something in place of its names. */
export const filled = (path: string): string => path.replace(/:number/g, 'DEM-1998-00001').replace(/:\w+/g, 'NOBODY');
