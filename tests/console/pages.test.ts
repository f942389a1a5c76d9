import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLES } from '../../src/book/tables/codes.ts';
import { GUIDES } from '../../src/console/help/guide.ts';
import { type Hall, openHall } from './hall.ts';
import { PAGES } from './pages.ts';
import { pagesOf, routesOf } from './routes.ts';

/** Pages that a test of their own opens and has axe read, and the words by which it opens them. */
const ELSEWHERE: Readonly<Record<string, readonly [file: string, words: string]>> = {
  '/atelier/series/:id': ['after-a-form.test.ts', '/atelier/series/'],
  '/connexion/cle': ['../journeys/somebody.ts', '/connexion/cle'],
  '/demandes/:number/rendez-vous': ['appointments/browser.test.ts', '/rendez-vous'],
  '/imports/:id': ['rare-states.test.ts', '/imports/'],
  '/postes/inventaire/:id': ['after-a-form.test.ts', '/postes/inventaire/'],
  '/remise/rendez-vous': ['appointments/browser.test.ts', '/remise/rendez-vous'],
  ...Object.fromEntries(ROLES.map((role) => [`/aide/${GUIDES[role].address}`, ['help/guide.test.ts', '/aide$']])),
};

describe('the pages that axe reads', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('are all pages of the console', () => {
    const pages = pagesOf(routesOf(hall.door));
    const listed = PAGES.flatMap(([, paths]) => paths.map((path) => path.replace(/\?.*/, '')));
    const isListed = (page: string): boolean => {
      const shape = new RegExp(`^${page.replace(/:\w+/g, '[^/]+')}$`);
      // `/journal/lecture` has the shape of `/journal/:seq`, and is another page
      return listed.some((path) => path === page || (shape.test(path) && !pages.includes(path)));
    };
    expect(pages.filter((page) => !(page in ELSEWHERE) && !isListed(page))).toEqual([]);
  });

  it('are read where they are said to be', () => {
    const pages = pagesOf(routesOf(hall.door));
    for (const [path, [file, words]] of Object.entries(ELSEWHERE)) {
      const text = readFileSync(join('tests', 'console', file), 'utf8');
      const found = { path, page: pages.includes(path), axe: text.includes('faultsOf('), words: text.includes(words) };
      expect(found).toEqual({ path, page: true, axe: true, words: true });
    }
  });
});
