import type { Change } from '../../book/tables/lifecycle.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { Identifiers, PrefetchReads, Reads } from '../../flow/ports/store.ts';
import { isPostgres } from '../engine.ts';
import { IDENTIFIERS, lower } from '../people-with-identifiers.ts';
import type { StoreReads } from '../rows.ts';
import type { Db } from '../tables.ts';
import { createBatchedReads } from './batched-reads.ts';

type Row = Readonly<Record<string, unknown>>;

/** An answer that was read before it is asked for. */
interface Kept {
  table: string;
  rows: readonly { id: string }[];
  /** Whether a row with these columns could belong to the answer. */
  isOf(written: Row): boolean;
}

/** Reads of a unit of work that it asks for together, before it wants them one by one. */
export interface Prefetch {
  /** The unit's reads, each answered from what was prefetched where nothing was written since that it could tell of. */
  reads: Reads;
  prefetch(ask: (reads: PrefetchReads) => Promise<unknown>): Promise<void>;
  /** What the unit writes. */
  follow(changes: readonly Change[]): void;
  /** For whoever writes rows past these. */
  forget(): void;
}

/** A column that was not written may have any value. */
const fits =
  (where: object) =>
  (written: Row): boolean =>
    Object.entries(where).every(([column, value]: [string, unknown]) => {
      if (!Object.hasOwn(written, column)) return true;
      return Array.isArray(value) ? value.includes(written[column]) : value === written[column];
    });
/** Whoever bears one of these identifiers, as whichever. */
const hasIdentifier = (of: Identifiers) => {
  const names = new Set(IDENTIFIERS.flatMap((name) => (of[name] ? [lower(of[name])] : [])));
  return (written: Row): boolean => IDENTIFIERS.some((name) => written[name] && names.has(lower(written[name])));
};

/**
 * Lets a unit that does the same to many things ask for all of them at once: on PostgreSQL each question that waits for its answer
 * wakes two processes. On SQLite nothing is won by asking before.
 */
export function createPrefetch(db: Db, reads: StoreReads): Prefetch {
  if (!isPostgres(db)) return { reads, prefetch: async () => {}, follow: () => {}, forget: () => {} };
  const kept = new Map<string, Kept>();
  const nameOfFind = (table: string, where: object, page?: object): string =>
    JSON.stringify([table, where, page ?? {}]);
  const nameOfIdentifiers = (of: Identifiers): string => JSON.stringify(['identifiers', of]);
  const together = createBatchedReads(reads);
  /** Each question once, also of those that are asked before the first is answered. */
  const asking = new Map<string, Promise<readonly { id: string }[]>>();
  const once = async <R extends { id: string }>(
    name: string,
    ask: () => Promise<R[]>,
    of: Pick<Kept, 'table' | 'isOf'>,
  ): Promise<R[]> => {
    const known = asking.get(name) as Promise<R[]> | undefined; // kept under its question's name
    const asked = known ?? ask();
    asking.set(name, asked);
    const rows = await asked;
    kept.set(name, { ...of, rows });
    return [...rows];
  };
  const ahead: PrefetchReads = {
    find: (table, where, page) =>
      once(
        nameOfFind(table, where, page),
        () => (page === undefined ? together.find(table, where) : reads.find(table, where, page)),
        { table, isOf: fits(where) },
      ),
    peopleWithIdentifiers: (of) =>
      once(nameOfIdentifiers(of), () => together.peopleWithIdentifiers(of), {
        table: 'person',
        isOf: hasIdentifier(of),
      }),
  };
  const find: Reads['find'] = async (table, where, page) => {
    const known = kept.size > 0 ? kept.get(nameOfFind(table, where, page)) : undefined;
    return known
      ? ([...known.rows] as Awaited<ReturnType<typeof reads.find<typeof table>>>)
      : reads.find(table, where, page);
  };
  const peopleWithIdentifiers: Reads['peopleWithIdentifiers'] = async (of) => {
    const known = kept.size > 0 ? kept.get(nameOfIdentifiers(of)) : undefined;
    return known ? ([...known.rows] as PersonRow[]) : reads.peopleWithIdentifiers(of);
  };
  return {
    reads: { ...reads, find, peopleWithIdentifiers },
    prefetch: async (ask) => {
      await ask(ahead).finally(() => asking.clear());
    },
    follow: (changes) => {
      if (kept.size === 0) return;
      for (const change of changes) {
        const written: Row = 'insert' in change ? { ...change.insert } : { ...change.set, id: change.id };
        for (const [name, { table, rows, isOf }] of kept) {
          if (table === change.table && (rows.some(({ id }) => id === written['id']) || isOf(written)))
            kept.delete(name);
        }
      }
    },
    forget: () => kept.clear(),
  };
}
