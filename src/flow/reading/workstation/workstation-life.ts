import type { Caller } from '../../../book/rights/roles.ts';
import type { WorkstationRow } from '../../../book/tables/rows/workstations.ts';
import type { Deps } from '../../act.ts';
import { RECORDED } from '../../workstation/record.ts';
import { changesOf, type Things, tableNamedBy, thingsOf } from '../journal/entry-things.ts';
import type { Cursor, EntryItem, Lists } from '../lists.ts';

/** A column that an event changed. `before` is undefined where there was nothing: the row began with it. */
export interface LifeChange {
  column: string;
  before: string | number | null | undefined;
  after: string | number | null;
}
/** Something that was done to a machine: who, when, what changed. */
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
  /** The serial number of the token that it is about; null for what is about the machine. */
  token: string | null;
  changes: LifeChange[];
  entry: EntryItem;
}

/** What is told of rows: its own, the items of its checklists, and where a token that came to it or left it goes. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  workstation: [...RECORDED, 'state'],
  checkItem: ['item'],
  token: ['workstationId'],
};
const cell = (value: unknown): string | number | null =>
  typeof value === 'string' || typeof value === 'number' ? value : null;

function toldOf(entry: EntryItem, things: Things): LifeChange[] {
  return changesOf(entry).flatMap(({ table, from, isNew, cells }) => {
    const named = (column: string, value: unknown) => {
      const of = tableNamedBy(table, column);
      return of === undefined ? cell(value) : (things.get(`${of}:${String(value)}`)?.name ?? cell(value));
    };
    const before = (column: string) => {
      if (isNew) return undefined;
      return column === 'state' ? (from ?? null) : named(column, entry.detail[`${column}Before`] ?? null);
    };
    return Object.entries(cells)
      .filter(([column, value]) => TOLD[table]?.includes(column) && !(isNew && value === null))
      .map(([column, value]) => ({ column, before: before(column), after: named(column, value) }));
  });
}

/** Whether an entry bound a token to this machine, or to another one from it. */
function isRebinding(entry: EntryItem, workstationId: string): boolean {
  const ends = changesOf(entry).flatMap(({ table, cells }) => (table === 'token' ? [cells['workstationId']] : []));
  return entry.action === 'token.rebind' && [entry.detail['workstationIdBefore'], ...ends].includes(workstationId);
}

/**
 * The life of a machine: what was done to it, to its certificates, in the incidents that the reader may read, and which tokens
 * were bound to it or left it. `tokens`: the serial numbers of those that are or were bound to it; of theirs nothing else is told, so that a page may
 * be shorter than others.
 */
export function createLife(deps: Pick<Deps, 'store' | 'clock'>, lists: Pick<Lists, 'entries'>) {
  return async (
    caller: Caller,
    of: {
      workstation: WorkstationRow;
      certificates: readonly { id: string }[];
      incidents: readonly { id: string }[];
      tokens: readonly string[];
    },
    page: Cursor,
  ): Promise<{ items: LifeEvent[]; next: string | null }> => {
    const subjects = [
      `workstation:${of.workstation.id}`,
      ...of.certificates.map(({ id }) => `certificate:${id}`),
      ...of.incidents.map(({ id }) => `incident:${id}`),
      ...of.tokens.map((serial) => `token:${serial}`),
    ];
    const found = await lists.entries({ any: { subjects }, outcome: 'done' }, page);
    const things = await thingsOf(deps.store.reads, found.items, { caller, now: deps.clock.now(), rows: true });
    const told = found.items.filter(
      (entry) => !entry.subject.startsWith('token:') || isRebinding(entry, of.workstation.id),
    );
    const items = told.map((entry) => ({
      seq: entry.seq,
      at: Date.parse(entry.at),
      action: entry.action,
      actorId: entry.actor,
      role: entry.role,
      actor: things.get(`person:${entry.actor}`)?.name ?? null,
      reason: typeof entry.detail['reason'] === 'string' ? entry.detail['reason'] : null,
      token: entry.subject.startsWith('token:') ? entry.subject.slice('token:'.length) : null,
      changes: toldOf(entry, things),
      entry,
    }));
    return { items, next: found.next };
  };
}
