import type { Entry } from '../../../journal/entry.ts';
import type { Paged } from '../paging.ts';

/** Entries about somebody that are read at once: more than a page shows, since not each of them tells something. */
export const ABOUT_MOST = 200;

export interface EntryFilter {
  text?: string;
  action?: string;
  actor?: string;
  /** Done by one of these; by nobody at all where there is none. */
  actors?: readonly string[];
  subject?: string;
  outcome?: string;
  /** Epoch milliseconds. */
  from?: number;
  to?: number;
  /** The number of an entry: this one and those after it. */
  fromEntry?: number;
  /** Any of these: what was acted on, who acted, which act. None at all finds nothing. */
  any?: { subjects?: readonly string[]; actors?: readonly string[]; actions?: readonly string[] };
  /** Not these acts where they were done; a refused one is found. The answer counts them. */
  without?: readonly string[];
}

/** Entries, and how many stand between them that `without` leaves out: 1,000 at most are counted. */
export type FoundEntries = Paged<EntryItem> & { leftOut?: number | undefined };

export interface AboutSubjects {
  subjects: readonly string[];
  actions: readonly string[];
  /** Not what this person did. */
  notBy: string;
  /** Epoch milliseconds. */
  since: number;
}

/** An entry of the journal, as people read it. */
export type EntryItem = Entry;
