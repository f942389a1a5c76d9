import type { Caller } from '../../book/rights/roles.ts';
import { act, type Deps } from '../act.ts';
import { createFewAtOnce } from './few-at-once.ts';
import { guard } from './guard.ts';
import type { Cursor, EntryFilter, EntryItem, Lists, Paged } from './lists.ts';

/** The journal, for auditors and security officers. */
export function createEntryReading(deps: Pick<Deps, 'store' | 'clock'>, lists: Pick<Lists, 'entries'>) {
  const check = guard(deps);
  const few = createFewAtOnce();

  return {
    /**
     * Searches the journal; that it was read is an entry itself (J2), for the first page of a search. `gone`: the caller
     * waits no more. Throws `overloaded` while four searches of the caller's run.
     */
    entries: (caller: Caller, filter: EntryFilter, page: Cursor, gone?: AbortSignal): Promise<Paged<EntryItem>> =>
      few(caller.personId, async () => {
        if (page.cursor === undefined) {
          await act(deps, caller, 'journal.read', 'journal', async (a) => {
            a.allow();
            const { text, ...rest } = filter; // what was searched for may be a name
            await a.done([], { detail: { ...rest, text: text !== undefined } });
          });
        } else {
          check(caller, 'journal.read');
        }
        return lists.entries(filter, page, gone);
      }),
  };
}
