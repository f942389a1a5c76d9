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

/** What a GET answers that is no page: what a page follows, files, what a script asks for, the way to one's home. */
const NO_PAGES = [
  /\/(etat|nouvelles)$/,
  /\.(csv|json|pdf)$/,
  /\/fichier$/,
  /\/defi$/,
  /^\/postes\/:number\/certificat$/,
  /^\/$/,
];

/** The patterns of the pages that have an address. A form's address has a GET too, which only leads back to its page. */
export function pagesOf(routes: readonly Route[]): string[] {
  const asked = (by: Route['method'], of: string) => routes.filter((r) => r.method === by && r.path === of).length;
  const paths = new Set(routes.map(({ path }) => path));
  return [...paths].filter(
    (path) => asked('get', path) > asked('post', path) && !NO_PAGES.some((pattern) => pattern.test(path)),
  );
}

/** A pattern with something in place of its names. */
export const filled = (path: string): string => path.replace(/:number/g, 'DEM-1998-00001').replace(/:\w+/g, 'NOBODY');
