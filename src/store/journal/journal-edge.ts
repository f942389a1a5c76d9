import { sql } from 'kysely';
import { AppError } from '../../errors.ts';
import { nodesFor, type TreeNode } from '../../journal/tree.ts';
import { isPostgres } from '../engine.ts';
import type { Seals } from '../seal/seals.ts';
import { runText } from '../statements/texts.ts';
import type { Db } from '../tables.ts';
import { chainOver } from './journal-tip.ts';

/** The last entry, and the chain that the journal's tip has with it: null where no tip of ours goes so far. */
export interface JournalEnd {
  seq: number;
  at: number;
  chain: string | null;
}
/** Of a tree, the complete subtrees that the next leaves are joined to, by their levels. */
export type Edge = readonly (Uint8Array | undefined)[];

/** Edges that are remembered for each store: of the units of a group, whichever of them was undone. */
const REMEMBERED = 32;
/**
 * By the chain over a tree's leaves: it says of which leaves an edge is, also where a unit was undone or another process
 * went further.
 */
const edges = new WeakMap<Seals, Map<string, Edge>>();

function remember(seals: Seals, chain: string, edge: Edge): void {
  const known = edges.get(seals) ?? new Map<string, Edge>();
  edges.set(seals, known);
  const [oldest] = known.keys();
  if (known.size >= REMEMBERED && oldest !== undefined) known.delete(oldest);
  known.set(chain, edge);
}

/** How far the journal goes; undefined for an empty one. SQLite reads nodes faster than a chain, and is not asked for it. */
export async function readEnd(db: Db): Promise<JournalEnd | undefined> {
  const [chain, tip] = isPostgres(db)
    ? [sql`t."chain"`, sql`left join "journalTip" as "t" on t."size" = e."seq" + 1`]
    : [sql`null`, sql``];
  const build = () => sql<JournalEnd>`select e."seq", e."at", ${chain} as "chain" from "journalEntry" as "e" ${tip}
    order by e."seq" desc limit 1`;
  return (await runText(db, 'end', build, [])).rows[0];
}

/** Complete subtrees are never rewritten, so one read inside the transaction answers for good. */
async function readNode(db: Db, level: number, place: number): Promise<Uint8Array> {
  const build = () =>
    sql<{ hash: Uint8Array }>`select "hash" from "journalNode" where "level" = ${level} and "place" = ${place}`;
  const [node] = (await runText(db, 'node', build, [level, place])).rows;
  if (!node) throw new AppError('internal', `the journal has no node ${level}/${place}`);
  return node.hash;
}

/** A leaf that comes to the tree. */
interface Coming {
  seq: number;
  leaf: Uint8Array;
  /** Of the journal's tip before it. */
  chain: string | null;
  /** The edge before it, as far as the unit of work has made it. */
  edge: Edge | undefined;
}

/** The leaf of an entry and every subtree that it completes, and the edge with it. */
export async function nodesOver(
  db: Db,
  seals: Seals,
  { seq, leaf, chain, edge }: Coming,
): Promise<{ made: TreeNode[]; edge: Edge }> {
  const known = edge ?? ((chain !== null && edges.get(seals)?.get(chain)) || []);
  const made = await nodesFor(seq, leaf, (level, place) => known[level] ?? readNode(db, level, place));
  const next = [...known];
  for (const { level } of made) next[level] = undefined; // joined to the one above
  const top = made.at(-1);
  if (top) next[top.level] = top.hash;
  if (chain !== null) remember(seals, chainOver(chain, leaf), next);
  return { made, edge: next };
}
