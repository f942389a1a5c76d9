import { mightEver } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import { encodeEntry } from '../../../journal/entry.ts';
import { leafHash } from '../../../journal/hashes.ts';
import { act, type Deps } from '../../act.ts';
import { notThere } from '../../visibility.ts';
import type { Lists } from '../lists.ts';
import type { Cursor, Paged } from '../paging.ts';
import type { EntryFilter, EntryItem, FoundEntries } from './entry-lists.ts';
import { otherTokensOf, type Thing, type Things, thingsOf } from './entry-things.ts';
import type { FewAtOnce } from './few-at-once.ts';
import { type CalledActors, createJournalQuery, type JournalQuery } from './journal-query.ts';

/** A page of the journal, with what its entries are about. */
export interface JournalPageRead extends FoundEntries {
  things: Things;
  /** Whose life it is, where it is one's. */
  life?: Thing | undefined;
  /** Who is called like who is asked for as the one who acted, where somebody is. */
  called?: CalledActors | undefined;
}

/** An entry of a page, with what that page's entries are about. */
export interface ReadEntry {
  entry: EntryItem;
  things: Things;
}

export interface EntryRead {
  entry: EntryItem;
  hash: string;
  things: Things;
}

/** The journal, for auditors and security officers. */
export function createEntryReading(
  deps: Pick<Deps, 'store' | 'clock'>,
  lists: Pick<Lists, 'cells' | 'newestCells' | 'entries' | 'entry' | 'people' | 'tokens' | 'workstations'>,
  few: FewAtOnce,
) {
  const { reads } = deps.store;
  const now = () => deps.clock.now();
  const ask = createJournalQuery(reads, lists);

  /** Records what was asked for: of a text only that there was one, for it may be a name. */
  const record = (
    caller: Caller,
    { text, ...said }: Omit<EntryFilter, 'any' | 'without' | 'actors'> & { entry?: number },
  ) =>
    act(deps, caller, 'journal.read', 'journal', async (a) => {
      a.allow();
      await a.done([], { detail: { ...said, text: text !== undefined } });
    });

  return {
    /**
     * Searches the journal; that it was read is an entry itself (J2). So is each further page: its cursor is a place in the
     * list, which whoever holds one may put behind any other question. `gone`: the caller waits no more. Throws `overloaded`
     * while four readings of the caller's run or wait.
     */
    entries: (caller: Caller, filter: EntryFilter, page: Cursor, gone?: AbortSignal): Promise<Paged<EntryItem>> =>
      few(
        caller.personId,
        async () => {
          await record(caller, filter);
          return lists.entries(filter, page, gone);
        },
        gone,
      ),

    /** The same for people: by names, numbers and words, with what the entries are about. */
    journal: (caller: Caller, query: JournalQuery, page: Cursor, gone?: AbortSignal): Promise<JournalPageRead> =>
      few(
        caller.personId,
        async () => {
          // who may read nothing learns nothing of what there is: their refusal is recorded with nothing of the query
          const asked = mightEver(caller, 'journal.read', now()) ? await ask(caller, query, now()) : undefined;
          await record(caller, asked?.said ?? {});
          const subject = query.life && asked?.id ? `${query.life.kind}:${asked.id}` : undefined;
          const found = await lists.entries(asked?.filter ?? {}, page, gone);
          const { called } = asked ?? {};
          const serial = query.life?.kind === 'token' ? asked?.id : undefined;
          const others = serial === undefined ? [] : found.items.flatMap((entry) => otherTokensOf(entry, serial));
          const also = [
            ...(subject === undefined ? [] : [subject]),
            ...(called?.ids ?? []).map((id) => `person:${id}`),
            ...others.map((id) => `token:${id}`),
          ];
          const things = await thingsOf(reads, found.items, { caller, now: now(), also });
          const life = subject === undefined ? undefined : things.get(subject);
          return { ...found, things, life, called };
        },
        gone,
      ),

    /**
     * A page of a file, for people: that it is taken away is an entry (flow/reading/list-exports.ts), and what was asked for one more, as of
     * whoever reads it on the screen. Further pages leave none but refusals.
     */
    journalFile: (caller: Caller, query: JournalQuery, page: Cursor, gone?: AbortSignal): Promise<Paged<ReadEntry>> =>
      few(
        caller.personId,
        async () => {
          await act(deps, caller, 'journal.read', 'journal', async (a) => void a.allow());
          const { filter, said } = await ask(caller, query, now());
          if (page.cursor === undefined) await record(caller, said);
          const { items, next } = await lists.entries(filter, page, gone);
          const things = await thingsOf(reads, items, { caller, now: now() });
          return { items: items.map((entry) => ({ entry, things })), next };
        },
        gone,
      ),

    /**
     * One entry with all that it names and its leaf hash (hex, docs/journal.md); that it was read is an entry too. Throws
     * `not_found`.
     */
    entry: async (caller: Caller, seq: number): Promise<EntryRead> => {
      await record(caller, { entry: seq });
      const entry = await lists.entry(seq);
      if (!entry) throw notThere('entry');
      const hash = Buffer.from(leafHash(encodeEntry(entry))).toString('hex');
      const things = await thingsOf(reads, [entry], { caller, now: now(), rows: true });
      return { entry, hash, things };
    },
  };
}
