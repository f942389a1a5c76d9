import { DAY_MS } from '../../durations.ts';
import { BOOK_NUMBER } from '../book.ts';
import { bookHash } from '../data.ts';
import { reviewDue } from '../rights/access-review.ts';
import { limitOf } from '../rules/limits.ts';
import { type IndexName, indexesOf, isNewest, keyOf, stands, tableOf } from '../tables/indexes.ts';
import type { BookEntry, Cell, Row, RowOf, Step } from '../tables/row.ts';
import type { TableName } from '../tables/tables.ts';
import { createUniqueValues } from '../tables/unique-values.ts';
import { judge } from './judge.ts';
import { stepsOf } from './steps.ts';
import type { View } from './view.ts';

/** The rows that a journal tells of, with the indexes that the judge asks for. */
export interface Replay extends View {
  /** Every row of a table, by id. */
  rows(table: TableName): ReadonlyMap<string, Row>;
  /** What the entry changes, or the sentence of what cannot be. */
  steps(entry: BookEntry): Step[] | string;
  /** The rows stand as these steps leave them, and the entry was. */
  apply(entry: BookEntry, steps: readonly Step[]): void;
}

/** The name of a key. Injective: JSON begins with "[", and a text that stands alone, the usual key, with "=". */
const nameOf = (key: readonly Cell[]): string =>
  key.length === 1 && typeof key[0] === 'string' ? `=${key[0]}` : JSON.stringify(key);

/** Rebuilds the rows from a journal's entries. It keeps each row once, and in an index only while it stands there. */
export function createReplay(): Replay {
  const tables = new Map<TableName, Map<string, Row>>();
  const indexes = new Map<IndexName, Map<string, Set<string>>>();
  const seen = createUniqueValues();
  const clock = createJournalClock();
  const revoked = createRevokedCounts();
  let founding = true;

  const rows = (table: TableName): Map<string, Row> => {
    const known = tables.get(table) ?? new Map<string, Row>();
    tables.set(table, known);
    return known;
  };
  const index = (name: IndexName): Map<string, Set<string>> => {
    const known = indexes.get(name) ?? new Map<string, Set<string>>();
    indexes.set(name, known);
    return known;
  };
  const place = (name: IndexName, row: Row, id: string, add: boolean): void => {
    if (!stands(name, row)) return;
    const key = nameOf(keyOf(name, row));
    const ids = index(name).get(key);
    if (add) {
      if (ids && !isNewest(name)) ids.add(id);
      else index(name).set(key, new Set([id]));
    } else if (ids?.delete(id) && ids.size === 0) index(name).delete(key);
  };

  return {
    rows,
    get: (table, id) => tables.get(table)?.get(id),
    find: (name, key) => {
      const all = rows(tableOf(name));
      return [...(indexes.get(name)?.get(nameOf(key)) ?? [])].flatMap((id) => {
        const row = all.get(id);
        return row ? [row] : [];
      });
    },
    count: (name, key) => indexes.get(name)?.get(nameOf(key))?.size ?? 0,
    revoked: revoked.count,
    isNew: (column, value) => !seen.has(column, value),
    founding: () => founding,
    clock: clock.at,
    steps: (entry) => stepsOf(entry, (table, id) => tables.get(table)?.get(id)),
    apply: (entry, steps) => {
      if (entry.actor !== 'system') founding = false;
      clock.follow(entry);
      revoked.follow(steps);
      for (const { table, id, before, after, said } of steps) {
        for (const name of indexesOf(table)) {
          if (before) place(name, before, id, false);
          place(name, after, id, true);
        }
        rows(table).set(id, after);
        seen.note(table, said);
      }
    },
  };
}

/** A book, as `service.start` names it. */
interface NamedBook {
  seq: number;
  number: number;
  sha256: string;
}

/**
 * Judges a journal entry by entry: what `verify` asks (docs/journal.md). `entry` answers the first sentence that is wrong,
 * `end` what is wrong with all of them together: a journal is judged by the book that was in force. Under an older one it
 * may have begun; then a refusal says so.
 */
export const rules = {
  start() {
    const replay = createReplay();
    const own = { number: BOOK_NUMBER, sha256: bookHash() };
    let named: NamedBook | undefined;
    let at = 0;
    const isOwn = (): boolean => named === undefined || (named.number === own.number && named.sha256 === own.sha256);
    const other = (): string =>
      `the service was under book ${named?.number} (SHA-256 ${named?.sha256}), this verifier has book ${own.number} (SHA-256 ${own.sha256})`;
    const judged = (entry: BookEntry): string | undefined => {
      const steps = replay.steps(entry);
      if (typeof steps === 'string') return `${entry.action}: ${steps}`;
      const wrong = judge(entry, steps, replay);
      if (wrong === undefined) replay.apply(entry, steps);
      return wrong;
    };
    return {
      entry(entry: BookEntry): string | undefined {
        const wrong = judged(entry);
        if (wrong !== undefined) return isOwn() ? wrong : `${wrong}; ${other()}`;
        at = Date.parse(entry.at);
        if (entry.action !== 'service.start' || entry.outcome !== 'done') return undefined;
        const { number, sha256 } = entry.detail['book'] as Omit<NamedBook, 'seq'>;
        named = { seq: entry.seq, number, sha256 };
        return number > own.number ? `service.start: ${other()}` : undefined;
      },
      end: (): { seq: number; sentence: string } | undefined =>
        named === undefined || isOwn() ? undefined : { seq: named.seq, sentence: `service.start: ${other()}` },
      overdueReviews: (): number => overdueReviews(replay, at),
    };
  },
};

/** How many roles should have been reviewed by that moment, and were not. */
function overdueReviews(replay: Replay, at: number): number {
  const days = limitOf((id) => text(replay.get('setting', id)?.['value']), 'access.reviewDays');
  return [...replay.rows('grant').values()].filter((row) => {
    const grant = row as RowOf<'grant'>;
    const isOver = grant.validUntil !== null && grant.validUntil <= at;
    return !isOver && (reviewDue(grant, days) ?? Number.MAX_SAFE_INTEGER) <= at;
  }).length;
}
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Counts the revoked certificates of each issuer by the day on which they end. */
function createRevokedCounts() {
  const issuers = new Map<string, Map<number, number>>();
  return {
    count: (issuerId: string, day: number): number => {
      let sum = 0;
      for (const [ends, count] of issuers.get(issuerId) ?? []) if (ends >= day) sum += count;
      return sum;
    },
    follow: (steps: readonly Step[]): void => {
      for (const { table, before, after } of steps) {
        if (table !== 'certificate' || after['state'] !== 'revoked' || before?.['state'] === 'revoked') continue;
        const days = issuers.get(String(after['issuerId'])) ?? new Map<number, number>();
        const day = Math.floor(Number(after['notAfter']) / DAY_MS);
        issuers.set(String(after['issuerId']), days.set(day, (days.get(day) ?? 0) + 1));
      }
    },
  };
}

/**
 * Follows the clock: behind a step back, entries keep the time of the last one until the clock has caught up, so the
 * clock may have said anything from the step on.
 */
function createJournalClock() {
  let step = { journal: '', clock: 0 };
  return {
    at: ({ at }: Pick<BookEntry, 'at'>) => {
      const latest = Date.parse(at);
      return { earliest: at === step.journal ? step.clock : latest, latest };
    },
    follow: ({ action, actor, at, detail }: BookEntry): void => {
      if (action === 'clock.step' && actor === 'system')
        step = { journal: at, clock: Date.parse(String(detail['clock'])) };
    },
  };
}
