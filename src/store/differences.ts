import { AppError } from '../errors.ts';
import type { KnownDifference, Unit } from '../flow/ports/store.ts';
import { parseEntry } from '../journal/entry.ts';
import { recountTokens } from './compare/token-counts.ts';
import type { Distrusted } from './seal/distrusted.ts';
import { sealedRow } from './seal/reseal.ts';
import type { Seals } from './seal/seals.ts';
import { atMost } from './statements/at-most.ts';
import type { Db } from './tables.ts';

type DifferenceWrites = Pick<
  Unit,
  'differences' | 'keepDifference' | 'dropDifference' | 'putBackRevocations' | 'recountTokens' | 'repairCrls'
>;

/** More than comparisons and readings tell of: whoever can write to the database made the others up. */
export const MOST_DIFFERENCES = 5_000;
/** Names that are kept in memory: those of what was taken off the list stay. */
const MOST_NAMES = 4 * MOST_DIFFERENCES;
/** Names of which the journal is asked at once. */
const AT_ONCE = 100;

/** Nobody knows any more which rows differ: nothing is to be issued by what they say. */
export const tooManyDifferences = (): AppError =>
  new AppError(
    'record_tampered',
    'the table "difference" has more rows than this service writes, and nothing is issued: find out who wrote them, and take them out',
    {
      detail: {
        table: 'difference',
        fr: 'la table « difference » a plus de lignes que ce service n’en écrit, et rien n’est émis : cherchez qui les a écrites, et retirez-les',
      },
    },
  );

const listed = (db: Db, limit: number): Promise<KnownDifference[]> =>
  db
    .selectFrom('difference')
    .selectAll()
    .orderBy('foundAt')
    .orderBy('table')
    .orderBy('id')
    .limit(atMost(limit))
    .execute();
/** What is known to differ from the journal, the longest known first; whoever makes rows up has so many read and no more. */
export const knownDifferences = (db: Db): Promise<KnownDifference[]> => listed(db, MOST_DIFFERENCES);

/** Has these rows refused too. */
export function distrustThese(found: readonly KnownDifference[], distrusted: Distrusted): void {
  // no power comes from the row of a CRL, and the next CRL has to follow on it
  distrusted.add(found.filter(({ table }) => table !== 'crl'));
}

/** What an entry says of a row; the line alone is in the tree, so that whoever edits the columns beside it says nothing. */
function saidIn(line: string, name: string): 'row.distrust' | 'row.trust' | undefined {
  const { subject, action, outcome, actor } = parseEntry(line);
  if (subject !== name || outcome !== 'done' || actor !== 'system') return undefined;
  return action === 'row.trust' || action === 'row.distrust' ? action : undefined;
}

/** Whether the journal says that this is trusted again, after all that it said of it. */
async function isTrusted(db: Db, name: string): Promise<boolean> {
  const last = await db
    .selectFrom('journalEntry')
    .select('line')
    .where('subject', '=', name)
    .where('action', 'in', ['row.distrust', 'row.trust'])
    .orderBy('seq', 'desc')
    .limit(atMost(1))
    .executeTakeFirst();
  return last !== undefined && saidIn(last.line, name) === 'row.trust';
}

/**
 * Has the rows that are known to differ refused. What was refused here stays so until the journal says otherwise: the list
 * has no seals, and whoever put an old row back could take it off the list. Throws `record_tampered` where the list is longer
 * than it can be: then what it names first is refused.
 */
export function createDistrust(db: Db, distrusted: Distrusted): () => Promise<void> {
  let askedUpTo = 0;
  /** A few at a time: what is trusted again is believed some seconds later. */
  const forgive = async (isListed: ReadonlySet<string>): Promise<void> => {
    const names = distrusted.all();
    if (askedUpTo >= names.length) askedUpTo = 0;
    const some = names.slice(askedUpTo, askedUpTo + AT_ONCE);
    askedUpTo += AT_ONCE;
    for (const name of some) {
      if (isListed.has(name) || !(await isTrusted(db, name))) continue;
      distrusted.forgive(name);
      askedUpTo -= 1;
    }
  };
  return async () => {
    const all = await listed(db, MOST_DIFFERENCES + 1);
    const found = all.slice(0, MOST_DIFFERENCES);
    const isFull = distrusted.all().length + found.length > MOST_NAMES;
    if (!isFull) distrustThese(found, distrusted);
    await forgive(new Set(found.map(({ table, id }) => `${table}:${id}`)));
    if (isFull || all.length > found.length) throw tooManyDifferences();
  };
}

export function createDifferenceWrites(db: Db, seals: Seals, distrusted: Distrusted): DifferenceWrites {
  return {
    differences: () => knownDifferences(db),
    keepDifference: async (found) => {
      const { kind } = found;
      await db
        .insertInto('difference')
        .values(found)
        .onConflict((c) => c.columns(['table', 'id']).doUpdateSet({ kind }))
        .execute();
    },
    dropDifference: async ({ table, id }) => {
      await db.deleteFrom('difference').where('table', '=', table).where('id', '=', id).execute();
      distrusted.forgive(`${table}:${id}`); // what is recorded with it may be judged by the row
    },
    repairCrls: async ({ put, drop }) => {
      for (const row of put) {
        const sealed = sealedRow(seals, 'crl', row);
        await db
          .insertInto('crl')
          .values(sealed)
          .onConflict((c) => c.column('id').doUpdateSet(sealed))
          .execute();
      }
      for (const id of drop) await db.deleteFrom('crl').where('id', '=', id).execute();
    },
    recountTokens: () => recountTokens(db),
    putBackRevocations: async (listed) => {
      for (const { certificateId, issuerId, seq, revokedAt, notAfter } of listed) {
        await db
          .insertInto('revocation')
          .values({ issuerId, seq, certificateId, revokedAt, notAfter })
          .onConflict((c) => c.doNothing())
          .execute();
      }
    },
  };
}
