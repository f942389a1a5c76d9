import type { Caller } from '../../book/rights/roles.ts';
import { AppError } from '../../errors.ts';
import { countEntry, type Deps } from '../act.ts';

/** A path of the console without names in it. */
const PAGE = /^(\/[a-z][a-z-]{0,30}){1,4}$/;
/** Stands in place of a page once somebody dismissed the tour. */
const OVER = 'over';
/** Pages that are kept of one person: more than all tours together have. */
const PAGES_MOST = 60;

export interface FirstSteps {
  opened: ReadonlySet<string>;
  /** They want to be shown no more of it. */
  over: boolean;
}

/**
 * The first-day tour as far as somebody got: which of its pages they opened, and whether they dismissed it. A setting of their
 * own, not an act of the procedure, so without an entry. Everybody has their own alone.
 */
export function createFirstSteps({ store, clock }: Pick<Deps, 'store' | 'clock'>) {
  const count = (personId: string): void => countEntry(store, `first steps ${personId}`, clock.now());
  return {
    /** How far the caller got. */
    of: async ({ personId }: Caller): Promise<FirstSteps> => {
      const pages = new Set(await store.firstSteps(personId));
      const over = pages.delete(OVER);
      return { opened: pages, over };
    },

    /** Ticks a page that the caller opened, who had got so far before; nothing where it is ticked. Answers how far they are now. */
    open: async ({ personId }: Caller, page: string, before: FirstSteps): Promise<FirstSteps> => {
      if (!PAGE.test(page)) throw new AppError('invalid_input', 'a step is the path of a page');
      const { opened } = before;
      if (opened.has(page) || opened.size >= PAGES_MOST) return before;
      await store.transact((unit) => unit.keepFirstStep({ personId, page }));
      return { ...before, opened: new Set([...opened, page]) };
    },

    /** The caller has seen enough of it. Throws `too_many_requests`. */
    dismiss: async ({ personId }: Caller): Promise<void> => {
      count(personId);
      await store.transact((unit) => unit.keepFirstStep({ personId, page: OVER }));
    },

    /** The tour begins again for the caller, with nothing ticked. Throws `too_many_requests`. */
    again: async ({ personId }: Caller): Promise<void> => {
      count(personId);
      await store.transact((unit) => unit.dropFirstSteps(personId));
    },
  };
}
