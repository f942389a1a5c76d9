import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Door } from '../../../app/door.ts';
import type { Visit } from '../visit.ts';

/** What every component may ask: the visit, with its translator at hand, and the facts of the site. */
const here = (visit: Visit, site: Door['site']) => ({
  visit,
  site,
  t: visit.t,
  language: visit.language,
  now: visit.now,
});
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
