import type { Caller } from '../../../book/rights/roles.ts';
import type { Deps } from '../../act.ts';
import type { Lists } from '../lists.ts';
import type { Cursor, Paged } from '../paging.ts';
import type { EntryFilter, EntryItem } from './entry-lists.ts';
import { changesOf, type Things, tableNamedBy, thingsOf } from './entry-things.ts';

/** A column that an event changed. `before` is undefined where there was nothing, or the entry does not say what was. */
export interface LifeChange {
  table: string;
  column: string;
  before: string | number | null | undefined;
  after: string | number | null;
}
/** Something that was done to one thing: who, when, what changed. */
export interface LifeEvent {
  seq: number;
  /** Epoch milliseconds. */
  at: number;
  action: string;
  /** The person's id, or `system`. */
  actorId: string;
  /** Null where the reader may not see who it is, and for the service itself. */
  actor: string | null;
  role: string;
  /** The code that was given with it; null for none. */
  reason: string | null;
  /** The serial number of the token that it is about; null for what is about something else. */
  token: string | null;
  changes: LifeChange[];
  entry: EntryItem;
}
/** The columns that are told of the rows of each table: never what somebody typed about a person. */
export type Told = Readonly<Record<string, readonly string[]>>;

interface Asked extends Pick<EntryFilter, 'any' | 'text'> {
  told: Told;
  /** Whether an entry that was found belongs to this life. */
  isTold(entry: EntryItem): boolean;
}

const TOKEN = 'token:';
const cell = (value: unknown): string | number | null =>
  typeof value === 'string' || typeof value === 'number' ? value : null;

/** What is not said to have been before, a machine's record had not: its acts say whatever they take away. */
const WHOLE_RECORD = 'workstation';

function toldOf(entry: EntryItem, things: Things, of: Told): LifeChange[] {
  return changesOf(entry).flatMap(({ table, from, isNew, cells }) => {
    const named = (column: string, value: unknown) => {
      const thing = tableNamedBy(table, column);
      return thing === undefined ? cell(value) : (things.get(`${thing}:${String(value)}`)?.name ?? cell(value));
    };
    const before = (column: string) => {
      if (isNew) return undefined;
      if (column === 'state') return from ?? null;
      const said = entry.detail[`${column}Before`];
      return said === undefined && table !== WHOLE_RECORD ? undefined : named(column, said ?? null);
    };
    return Object.entries(cells)
      .filter(([column, value]) => of[table]?.includes(column) && !(isNew && value === null))
      .map(([column, value]) => ({ table, column, before: before(column), after: named(column, value) }));
  });
}

/**
 * The life of one thing, as the journal has it: only what was done, the newest first. What is found and does not belong to it is
 * left out, so that a page may be shorter than others.
 */
export function createLifeEvents(deps: Pick<Deps, 'store' | 'clock'>, lists: Pick<Lists, 'entries'>) {
  return async (caller: Caller, { told, isTold, ...found }: Asked, page: Cursor): Promise<Paged<LifeEvent>> => {
    const { items: entries, next } = await lists.entries({ ...found, outcome: 'done' }, page);
    const things = await thingsOf(deps.store.reads, entries, { caller, now: deps.clock.now(), rows: true });
    const items = entries.filter(isTold).map((entry) => ({
      seq: entry.seq,
      at: Date.parse(entry.at),
      action: entry.action,
      actorId: entry.actor,
      role: entry.role,
      actor: things.get(`person:${entry.actor}`)?.name ?? null,
      reason: typeof entry.detail['reason'] === 'string' ? entry.detail['reason'] : null,
      token: entry.subject.startsWith(TOKEN) ? entry.subject.slice(TOKEN.length) : null,
      changes: toldOf(entry, things, told),
      entry,
    }));
    return { items, next };
  };
}
