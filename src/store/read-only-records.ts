import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntryFilter, EntryItem } from '../flow/reading/journal/entry-lists.ts';
import type { Cursor, Paged } from '../flow/reading/paging.ts';
import { createDayEnds, type DayEnds } from './journal/day-ends.ts';
import { createJournalRecords, type JournalRecords } from './journal/journal.ts';
import { searchEntries } from './lists/entries.ts';
import { type WaitingRequest, waitingRequests } from './lists/requests/waiting-requests.ts';
import { blankTokens } from './lists/tokens/stock-levels.ts';
import { openReadOnly, type Place } from './place.ts';

/** What long work reads of the database, beside the service and without its keys. */
export interface ReadOnlyRecords
  extends Pick<JournalRecords, 'lines' | 'linesBetween' | 'entriesBefore' | 'node' | 'openings'> {
  entries(filter: EntryFilter, page: Cursor): Promise<Paged<EntryItem>>;
  lastDayEnd: DayEnds['last'];
  keptReports: DayEnds['reports'];
  /** Blank tokens in the stock. */
  blanks(): Promise<number>;
  /** Requests for tokens that wait to be made, in the order in which they are made. */
  waiting(): Promise<WaitingRequest[]>;
  close(): Promise<void>;
}

/** Pages with a turn of the event loop after each: between two of them a process hears that the service has gone. */
async function* withTurns<P>(pages: AsyncIterable<P>): AsyncGenerator<P> {
  for await (const page of pages) {
    yield page;
    await nextTurn();
  }
}

/** Opens the journal of a database to read it, on a connection of its own that cannot write. */
export function openReadOnlyRecords(place: Place): ReadOnlyRecords {
  const { db, close } = openReadOnly(place);
  const { lines, linesBetween, entriesBefore, node, openings } = createJournalRecords(db);
  const { last, reports } = createDayEnds(db);
  return {
    lines: (from, to) => withTurns(lines(from, to)),
    linesBetween: (from, to) => withTurns(linesBetween(from, to)),
    entriesBefore,
    node,
    openings: (from, to) => withTurns(openings(from, to)),
    lastDayEnd: last,
    keptReports: reports,
    blanks: () => blankTokens(db),
    waiting: () => waitingRequests(db),
    entries: (filter, page) => searchEntries(db, filter, page),
    close,
  };
}
