import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Door } from '../../../app/door.ts';
import type { Visit } from '../visit.ts';

/** What every component may ask: the visit, with its translator at hand, the facts of the site, and whether the page is followed. */
function here(visit: Visit, site: Door['site']) {
  let isFollowed = false;
  return {
    visit,
    site,
    t: visit.t,
    language: visit.language,
    now: visit.now,
    /** The attribute of an element that the page's script asks for anew, at this path, as it changes. */
    follow: (path: string): { 'data-refresh': string } => {
      isFollowed = true;
      return { 'data-refresh': path };
    },
    /** Whether anything that was drawn so far is followed. */
    isFollowed: (): boolean => isFollowed,
  };
}
const Here = createContext<ReturnType<typeof here> | undefined>(undefined);

/** Makes the visit known to what is rendered below it. */
export function VisitProvider({
  visit,
  site,
  children,
}: {
  visit: Visit;
  site: Door['site'];
  children: ComponentChildren;
}) {
  return <Here.Provider value={here(visit, site)}>{children}</Here.Provider>;
}

/** The visit that this page answers. */
export function useVisit(): ReturnType<typeof here> {
  const known = useContext(Here);
  if (!known) throw new Error('a component was rendered outside a page');
  return known;
}
