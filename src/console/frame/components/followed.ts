import { useVisit } from './visit-context.tsx';

/**
 * What makes a piece of a page one that is sent anew from `address` whenever it changed. The page of a refusal is not followed:
 * what was typed, and what is said beside its field, stays for whoever corrects it.
 */
export function useFollowed(address: string): { 'data-refresh'?: string } {
  const { visit, follow } = useVisit();
  return visit.failure ? {} : follow(address);
}
