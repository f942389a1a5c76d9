import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { AppError } from '../../errors.ts';
import { countEntry, type Deps } from '../act.ts';
import { oneLine } from '../inputs.ts';
import type { SavedView } from '../ports/views.ts';

/** Views that one person keeps, of all lists together. */
export const VIEWS_MOST = 30;
export const VIEW_NAME_MOST = 40;

export const ViewRef = z.strictObject({ list: z.string().regex(/^\w{1,40}$/), name: oneLine(VIEW_NAME_MOST) });
export const KeepView = ViewRef.extend({
  query: z
    .string()
    .min(1)
    .max(300)
    .regex(/^[\w%.=&+-]+$/),
});

/**
 * Views of lists, kept by whoever uses them: a setting like a bookmark, not an act of the procedure, so without an entry.
 * Everybody has their own alone, and keeps them under any list: what they may read there is asked when they open it.
 */
export function createSavedViews({ store, clock }: Pick<Deps, 'store' | 'clock'>) {
  const count = (personId: string): void => countEntry(store, `views ${personId}`, clock.now());
  return {
    /** The caller's own views of a list, by name. */
    of: async ({ personId }: Caller, list: string): Promise<Pick<SavedView, 'name' | 'query'>[]> =>
      (await store.savedViews(personId)).filter((view) => view.list === list),

    /** Keeps a view; one of the same name is replaced. Throws `limit_reached` where the caller keeps too many, `too_many_requests`. */
    keep: async ({ personId }: Caller, view: z.output<typeof KeepView>): Promise<void> => {
      count(personId);
      await store.transact(async (unit) => {
        const kept = await unit.savedViews(personId);
        const isNew = !kept.some(({ list, name }) => list === view.list && name === view.name);
        if (isNew && kept.length >= VIEWS_MOST)
          throw new AppError('limit_reached', `${VIEWS_MOST} views are kept at most: delete one of yours first`);
        await unit.keepView({ personId, ...view });
      });
    },

    /** Deletes one of the caller's own views; nothing where there is none. */
    drop: async ({ personId }: Caller, { list, name }: z.output<typeof ViewRef>): Promise<void> => {
      count(personId);
      await store.transact((unit) => unit.dropView({ personId, list, name }));
    },
  };
}
