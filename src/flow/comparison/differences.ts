import { SYSTEM } from '../actor.ts';
import type { Clock } from '../ports/clock.ts';
import type { KnownDifference, Store, Unit } from '../ports/store.ts';

/** Something that is not as the journal says. */
export type Found = Pick<KnownDifference, 'table' | 'id' | 'kind'>;
type Named = Pick<Found, 'table' | 'id'>;

/** Entries made in one transaction at most: a sign-in is not kept waiting for a thousand. */
const AT_ONCE = 20;

const nameOf = ({ table, id }: Named): string => `${table}:${id}`;
const entry = (action: string, of: Named) => ({ ...SYSTEM, action, subject: nameOf(of), outcome: 'done' }) as const;

/** Does the work on some of them in each transaction. Rows that are known to differ are refused once all are written. */
async function transactPieces<T, R>(
  store: Store,
  all: readonly T[],
  work: (unit: Unit, piece: readonly T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const results: R[] = [];
  try {
    for (let from = 0; from < all.length; from += AT_ONCE) {
      results.push(...(await store.transact((unit) => work(unit, all.slice(from, from + AT_ONCE)))));
    }
  } finally {
    await store.distrust();
  }
  return results;
}

/**
 * Remembers what was found, with an entry for each thing that was not known before. With `exactly` the kind of what was
 * known is written anew too. Answers what is new.
 */
export function recordDifferences(
  { store, clock }: { store: Store; clock: Clock },
  found: readonly Found[],
  { exactly }: { exactly: boolean },
): Promise<Found[]> {
  return transactPieces(store, found, async (unit, piece) => {
    const known = new Set((await unit.differences()).map(nameOf));
    const fresh = piece.filter((one) => !known.has(nameOf(one)));
    for (const { table, id, kind } of exactly ? piece : fresh) {
      await unit.keepDifference({ table, id, kind, foundAt: clock.now() });
    }
    for (const { kind, ...of } of fresh) await unit.record({ ...entry('row.distrust', of), detail: { kind } });
    return fresh;
  });
}

/** Forgets what was known before a comparison of everything and was not found again, with an entry for each. */
export async function recordGone(store: Store, found: readonly Found[], begunAt: number): Promise<void> {
  const still = new Set(found.map(nameOf));
  const gone = (await store.differences()).filter((one) => one.foundAt < begunAt && !still.has(nameOf(one)));
  await transactPieces(store, gone, async (unit, piece) => {
    for (const one of piece) {
      await unit.dropDifference(one);
      await unit.record(entry('row.trust', one));
    }
    return piece;
  });
}
