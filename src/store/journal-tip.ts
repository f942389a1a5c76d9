import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { LEAVE_OUT } from './seal/guard.ts';
import { sealedRow } from './seal/reseal.ts';
import type { Seals } from './seal/seals.ts';
import type { Beside, Db } from './tables.ts';
import { runText } from './texts.ts';

type Tip = Beside['journalTip'];

/** The chain over one more leaf, in hexadecimal. */
export const chainOver = (chain: string, leaf: Uint8Array): string =>
  hash('sha256', Buffer.concat([Buffer.from(chain), leaf]));

/**
 * The tip as this service moved it last. It is the one in the table where its size is the number of the next entry: what
 * was rolled back, or added by somebody else, has another.
 */
const lastMoved = new WeakMap<Seals, Tip>();

async function tipAt(db: Db, seq: number): Promise<Pick<Tip, 'id' | 'chain'>> {
  const build = () => sql<Tip>`select * from "journalTip" where "size" = ${seq} ${LEAVE_OUT}`;
  const [tip = { id: String(seq), chain: '' }] = (await runText(db, 'journal tip', build, [seq])).rows;
  return tip;
}

/**
 * Seals that the journal goes one entry further, in the transaction that adds it. Behind an entry that this service did not
 * add another stretch begins: the comparison of the tables tells of entries that are in none, and believes nothing of them.
 */
export async function moveTip(db: Db, seals: Seals, seq: number, leaf: Uint8Array): Promise<void> {
  const own = lastMoved.get(seals);
  const tip = own?.size === seq ? own : await tipAt(db, seq);
  const moved = { id: tip.id, size: seq + 1, chain: chainOver(tip.chain, leaf) };
  lastMoved.set(seals, moved);
  const row = sealedRow(seals, 'journalTip', moved);
  const { id, size, chain, seal } = row as typeof row & { seal: string };
  const values = [id, size, chain, seal];
  const buildMove = () => sql`insert into "journalTip" ("id", "size", "chain", "seal") values (${sql.join(values)})
    on conflict ("id") do update set "size" = excluded."size", "chain" = excluded."chain", "seal" = excluded."seal"`;
  await runText(db, 'move journal tip', buildMove, values);
}
