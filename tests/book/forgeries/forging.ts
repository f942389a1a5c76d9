import type { Entry } from '../../../src/journal/entry.ts';
import { formatTime } from '../../../src/journal/entry.ts';
import { changesOf, type JsonChange, type JsonRow } from '../../../src/journal/entry-changes.ts';
import type { Journal } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';

type Fits = (entry: Entry) => boolean;
/** What a made-up entry says; the rest is as in the entry beside it. */
type Said = Partial<Omit<Entry, 'seq' | 'at' | 'detail'>> & {
  action: string;
  detail?: Record<string, unknown>;
  changes?: JsonChange[];
  /** Milliseconds after the entry before it. */
  wait?: number;
};

export const insert = (table: string, row: JsonRow & { id: string }): JsonChange => ({
  table,
  id: row.id,
  insert: row,
});
export const set = (table: string, id: string, row: JsonRow): JsonChange => ({ table, id, set: row });
export const move = (table: string, id: string, from: string, to: string, row: JsonRow = {}): JsonChange => ({
  table,
  id,
  from,
  set: { ...row, state: to },
});
/** The time of an entry, as its rows say it. */
export const timeOf = (entry: Entry): number => Date.parse(entry.at);

let ids = 0;
/** An id as the service makes them, which nobody has. */
export const freshId = (): string => {
  ids += 1;
  return `FRESH${String(ids).padStart(21, '0')}`;
};

/** A copy of an honest journal, to be changed by somebody who has the key that signs it. */
export function forge({ entries: honest, openings }: Journal) {
  const entries = JSON.parse(JSON.stringify(honest)) as Entry[];
  const place = (entry: Entry): number => {
    const at = entries.indexOf(entry);
    if (at < 0) throw new Error('this entry is not in the journal');
    return at;
  };
  const made = (beside: Entry, { changes, wait = 1000, detail = {}, ...said }: Said): Entry => {
    const at = formatTime(timeOf(beside) + wait);
    const { actor, role, subject } = beside;
    const full = changes ? { ...detail, changes } : detail;
    return { seq: -1, at, actor, role, subject, outcome: 'done', ...said, detail: full };
  };
  const found = (entry: Entry | undefined, action: string): Entry => {
    if (!entry) throw new Error(`there is no such ${action}`);
    return entry;
  };
  const forged = {
    entries,
    first: (action: string, fits: Fits = () => true): Entry =>
      found(
        entries.find((e) => e.action === action && fits(e)),
        action,
      ),
    last: (action: string, fits: Fits = () => true): Entry =>
      found(
        entries.findLast((e) => e.action === action && fits(e)),
        action,
      ),
    /** A person's id, by the id that the directory has for them. */
    person: (directoryId: string): string => {
      const value = JSON.stringify(directoryId);
      const opening = openings.find((one) => one.field === 'directoryId' && one.value === value);
      return (opening?.subject ?? '').replace('person:', '');
    },
    drop: (...gone: Entry[]): void => {
      for (const entry of gone) entries.splice(place(entry), 1);
    },
    /** Takes the changes of a table, or those that fit, out of an entry. */
    without: (entry: Entry, fits: (change: JsonChange) => boolean): void => {
      entry.detail['changes'] = changesOf(entry).filter((change) => !fits(change));
    },
    /** Adds changes to an entry. */
    with: (entry: Entry, ...changes: JsonChange[]): void => {
      entry.detail['changes'] = [...changesOf(entry), ...changes];
    },
    after: (entry: Entry, said: Said): Entry => {
      const one = made(entry, said);
      entries.splice(place(entry) + 1, 0, one);
      return one;
    },
    before: (entry: Entry, said: Said): Entry => {
      const one = made(entries[place(entry) - 1] ?? entry, { wait: 0, ...said });
      entries.splice(place(entry), 0, one);
      return one;
    },
    /** The journal ends with this entry. */
    cut: (entry: Entry): void => void entries.splice(place(entry) + 1),
    /** Numbered anew, each not before the one before it. */
    signed: (): Entry[] => {
      let at = '';
      return entries.map((entry, seq) => {
        at = entry.at > at ? entry.at : at;
        return { ...entry, seq, at };
      });
    },
    /** The judge refuses this entry, and none before it; `because`: with a sentence that says this. */
    isWrong: (entry: Entry, because = ''): void => {
      const seq = place(entry);
      forged.cut(entry);
      expect(judgeAll(forged.signed())).toEqual({ seq, sentence: expect.stringContaining(because) });
    },
  };
  return forged;
}
export type Forged = ReturnType<typeof forge>;

/** The row that an entry writes in a table, to be changed in place; the nth of several. */
export function rowIn(entry: Entry, table: string, nth = 0): JsonRow {
  const change = changeIn(entry, table, nth);
  return 'insert' in change ? change.insert : change.set;
}
/** The change itself. */
export function changeIn(entry: Entry, table: string, nth = 0): JsonChange {
  const all = (entry.detail['changes'] ?? []) as JsonChange[];
  const change = all.filter((one) => one.table === table)[nth];
  if (!change) throw new Error(`${entry.action} writes no ${table}`);
  return change;
}
/** Whether an entry says that it is this act of two persons. */
export const ofAct =
  (act: string): Fits =>
  ({ detail }) =>
    detail['act'] === act;
