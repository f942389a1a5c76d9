import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Door } from '../../../app/door.ts';
import type { Visit } from '../visit.ts';

/** What every component may ask: the visit and the facts of the site. */
export const Here = createContext<{ visit: Visit; site: Door['site'] } | undefined>(undefined);

/** The visit this page answers, with its translator at hand. */
export function useHere() {
  const here = useContext(Here);
  if (!here) throw new Error('a component was rendered outside a page');
  return { ...here, t: here.visit.t, language: here.visit.language, now: here.visit.now };
}
