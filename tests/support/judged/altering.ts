import { judge } from '../../../src/book/judge/judge.ts';
import { createReplay } from '../../../src/book/judge/replay.ts';
import type { Entry } from '../../../src/journal/entry.ts';
import { changesOf, type JsonRow } from '../../../src/journal/entry-changes.ts';
import type { Journey } from './journals/journal.ts';
import { honest } from './journals.ts';

/** Where an honest journal stands just before one of its entries, and what the book says of another in its place. */
export async function standing(journey: Journey, fits: (entry: Entry) => boolean) {
  const { entries } = await honest(journey);
  const entry = entries.find(fits);
  if (!entry) throw new Error(`${journey.name} has no such entry`);
  const replay = createReplay();
  const steps = (of: Entry) => replay.steps(of);
  const follow = (of: Entry): void => {
    const made = steps(of);
    if (typeof made === 'string') throw new Error(`${of.seq}: ${made}`);
    replay.apply(of, made);
  };
  for (const earlier of entries.slice(0, entry.seq)) follow(earlier);
  return {
    entry,
    entries,
    replay,
    /** What the book says of this entry here; undefined where it allows it. */
    judged: (other: Entry): string | undefined => {
      const made = steps({ ...other, seq: entry.seq });
      return typeof made === 'string' ? made : judge(other, made, replay);
    },
    /** The journal goes on with this entry. */
    follow,
  };
}

/** An act of this name; of this kind, where it has kinds. */
export const isAct =
  (action: string, kind?: string) =>
  (entry: Entry): boolean =>
    entry.action === action &&
    entry.outcome !== 'refused' &&
    (kind === undefined || entry.detail['act'] === kind || entry.detail['kind'] === kind);

/** The entry, in which the first change of this table says something else. */
export function withRow(entry: Entry, table: string, set: JsonRow): Entry {
  const changes = [...changesOf(entry)];
  const at = changes.findIndex((change) => change.table === table);
  const change = changes[at];
  if (!change) throw new Error(`${entry.action} changes no ${table}`);
  const other =
    'insert' in change
      ? { ...change, insert: { ...change.insert, ...set } }
      : { ...change, set: { ...change.set, ...set } };
  return { ...entry, detail: { ...entry.detail, changes: changes.with(at, other) } };
}
/** The entry without its changes of this table. */
export const withoutRows = (entry: Entry, table: string): Entry => ({
  ...entry,
  detail: { ...entry.detail, changes: changesOf(entry).filter((change) => change.table !== table) },
});
/** The entry, at another moment. */
export const later = (entry: Entry, ms: number): Entry => ({
  ...entry,
  at: new Date(Date.parse(entry.at) + ms).toISOString(),
});
