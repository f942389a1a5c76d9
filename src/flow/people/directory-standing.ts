import { authorise } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import { HOUR_MS } from '../../durations.ts';
import type { Deps } from '../act.ts';
import type { EntryItem } from '../reading/journal/entry-lists.ts';
import type { Lists } from '../reading/lists.ts';

/** A reading is due this long after the last whole one; one that failed is tried again sooner. */
const DUE_MS = 4 * HOUR_MS;
const AGAIN_MS = HOUR_MS / 4;
/** Milliseconds: after this a reading is too old to say who has left, and an administrator has to look. */
const STALE_MS = 24 * HOUR_MS;

export interface DirectoryReading {
  seen: number;
  added: number;
  updated: number;
  unchanged: number;
  /** Entries that do not keep the rules of an import, or share an id with another. */
  refused: number;
  leavers: number;
  suggestions: number;
}
/** How a reading of the directory ended. */
export interface LastReading {
  at: number;
  /** A person's id, or `system`. */
  by: string;
  /** `refused`: stopped because more people are missing than ever leave at once. */
  outcome: 'done' | 'refused' | 'failed';
  /** The error's code where it did not end well. */
  code: string | null;
  /** How many people were missing, of how many, where it was stopped. */
  missing: { left: number; present: number } | null;
  counts: DirectoryReading | null;
}
export interface DirectoryState {
  configured: boolean;
  running: boolean;
  last: LastReading | null;
  /** When it was last read to its end. */
  readAt: number | null;
  /** True when the last complete reading is a day old or the first one failed: then leavers are not known. */
  stale: boolean;
}

function lastOf({ at, actor, outcome, detail }: EntryItem): LastReading {
  const { code, left, present } = detail;
  return {
    at: Date.parse(at),
    by: actor,
    // entries of this action are written by directory-reading.ts only, which decides the shape of both casts
    outcome: outcome as LastReading['outcome'],
    code: typeof code === 'string' ? code : null,
    missing: typeof left === 'number' && typeof present === 'number' ? { left, present } : null,
    // an entry of a reading that was done holds its counts: the book judged them when it was made
    counts: outcome === 'done' ? (detail as unknown as DirectoryReading) : null,
  };
}

/** When the directory was read last, and how that ended: the journal says it. */
export function createDirectoryStanding(deps: Deps, lists: Pick<Lists, 'entries'>, isRunning: () => boolean) {
  const newest = async (outcome?: 'done'): Promise<LastReading | null> => {
    const filter = { action: 'directory.read', ...(outcome ? { outcome } : {}) };
    const [entry] = (await lists.entries(filter, { limit: 1 })).items;
    return entry ? lastOf(entry) : null;
  };
  const standing = async (): Promise<DirectoryState> => {
    const configured = deps.directory !== undefined;
    const last = await newest();
    const readAt = last?.outcome === 'done' ? last.at : ((await newest('done'))?.at ?? null);
    const old = readAt === null ? last !== null : deps.clock.now() - readAt > STALE_MS;
    return { configured, running: isRunning(), last, readAt, stale: configured && old };
  };
  return {
    /** For whoever watches over the service. */
    standing,

    /** The same for people who may read the directory. */
    state: (caller: Caller): Promise<DirectoryState> => {
      authorise(caller, 'person.import', {}, deps.clock.now());
      return standing();
    },

    /** Whether the service should read the directory by itself now. */
    isDue: async (): Promise<boolean> => {
      const { configured, running, last, readAt } = await standing();
      const now = deps.clock.now();
      if (!configured || running || (readAt !== null && now - readAt < DUE_MS)) return false;
      return last === null || now - last.at >= (last.outcome === 'failed' ? AGAIN_MS : DUE_MS);
    },
  };
}
