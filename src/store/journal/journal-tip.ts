import { hash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { LEAVE_OUT } from '../seal/guard.ts';
import { sealedRow } from '../seal/reseal.ts';
import type { Seals } from '../seal/seals.ts';
import { runText } from '../statements/texts.ts';
import type { Db, Unjournalled } from '../tables.ts';

type Sql = RawBuilder<unknown>;
type Tip = Unjournalled['journalTip'];

/** The chain over one more leaf, in hexadecimal. */
export const chainOver = (chain: string, leaf: Uint8Array): string =>
  hash('sha256', Buffer.concat([Buffer.from(chain), leaf]));

/** The tip as this process moved it last: it may have been rolled back since, or another process gone further. */
const lastMoved = new WeakMap<Seals, Tip>();

async function tipAt(db: Db, seq: number): Promise<Pick<Tip, 'id' | 'chain'>> {
  const build = () => sql<Tip>`select * from "journalTip" where "size" = ${seq} ${LEAVE_OUT}`;
  const [tip = { id: String(seq), chain: '' }] = (await runText(db, 'journal tip', build, [seq])).rows;
  return tip;
}

const COLUMNS = sql`insert into "journalTip" ("id", "size", "chain", "seal")`;
const MOVES = sql`on conflict ("id") do update
  set "size" = excluded."size", "chain" = excluded."chain", "seal" = excluded."seal"`;

/** Statements of `with … as (…)` before another one, that are run with it; their shape and values as `runText` has them. */
interface Prefix {
  sql: Sql;
  shape: string;
  values: readonly unknown[];
}
const NONE: Prefix = { sql: sql``, shape: '', values: [] };

/**
 * Seals that the journal goes so many leaves further, in the transaction that adds them. `seq`: of the first. Behind an entry
 * that this service did not add another stretch begins: the comparison of the tables tells of entries that are in none, and
 * believes nothing of them.
 */
export async function moveTip(
  db: Db,
  seals: Seals,
  { seq, leaves }: { seq: number; leaves: readonly Uint8Array[] },
  before: Prefix = NONE,
): Promise<void> {
  const sealed = ({ id, chain }: Pick<Tip, 'id' | 'chain'>) => {
    const moved = { id, size: seq + leaves.length, chain: leaves.reduce(chainOver, chain) };
    lastMoved.set(seals, moved);
    const row = sealedRow(seals, 'journalTip', moved);
    const { seal } = row as typeof row & { seal: string };
    return [id, moved.size, moved.chain, seal];
  };
  const own = lastMoved.get(seals);
  let first = before;
  if (own?.size === seq) {
    const values = sealed(own);
    const build = () => sql`${before.sql} ${COLUMNS} values (${sql.join(values)}) ${MOVES}
      where "journalTip"."size" = ${seq} and "journalTip"."chain" = ${own.chain}`;
    const moved = await runText(db, `${before.shape} move own journal tip`, build, [
      ...before.values,
      ...values,
      seq,
      own.chain,
    ]);
    if (moved.numAffectedRows === 1n) return;
    first = NONE; // has run
  }
  const values = sealed(await tipAt(db, seq));
  const build = () => sql`${first.sql} ${COLUMNS} values (${sql.join(values)}) ${MOVES}`;
  await runText(db, `${first.shape} move journal tip`, build, [...first.values, ...values]);
}
