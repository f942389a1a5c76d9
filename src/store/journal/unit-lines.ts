import { sql } from 'kysely';
import type { Opening } from '../../journal/changes.ts';
import { type Entry, encodeEntry } from '../../journal/entry.ts';
import { leafHash, type TreeNode } from '../../journal/tree.ts';
import { isPostgres } from '../engine.ts';
import type { Seals } from '../seal/seals.ts';
import { heard, inOrder } from '../statements/in-order.ts';
import { insertMany } from '../statements/insert-many.ts';
import type { Db } from '../tables.ts';
import { type Edge, type JournalEnd, nodesOver, readEnd } from './journal-edge.ts';
import { chainOver, moveTip } from './journal-tip.ts';

/** The journal as one unit of work goes on with it. */
export interface UnitLines {
  /** How far it goes with the unit's own entries; undefined for an empty one. */
  end(): Promise<JournalEnd | undefined>;
  /** Whether the unit has added an entry. */
  isMoved(): boolean;
  /**
   * Adds an entry behind what `end` answered: its line, its leaf with every subtree that it completes, and what opens its
   * commitments. Answers once it is asked for; `written` once it is in the tables, or waits for `flush`.
   */
  add(entry: Entry, openings: readonly Opening[]): Promise<{ written: Promise<unknown> }>;
  /** From now on lines wait for `flush`, on PostgreSQL too. */
  gather(): void;
  /** Writes what waits. Before it the tables do not have all that the unit has added. */
  flush(): Promise<void>;
}

interface Waiting {
  entries: unknown[][];
  leaves: Uint8Array[];
  nodes: TreeNode[];
  openings: unknown[][];
}
const nothing = (): Waiting => ({ entries: [], leaves: [], nodes: [], openings: [] });

const ENTRIES = {
  shape: 'entries',
  insert: () => sql`insert into "journalEntry" ("seq", "at", "actor", "role", "action", "subject", "outcome", "line")`,
};
const NODES = { shape: 'nodes', insert: () => sql`insert into "journalNode" ("level", "place", "hash")` };
const OPENINGS = {
  shape: 'openings',
  insert: () => sql`insert into "opening" ("commitment", "seq", "subject", "field", "salt", "value")`,
};
const cellsOf = ({ level, place, hash }: TreeNode): unknown[] => [level, place, hash];
const joined = (rows: readonly (readonly unknown[])[]) => sql.join(rows.map((row) => sql`(${sql.join([...row])})`));

/**
 * On SQLite the lines of a unit are written together, as it ends: many rows of one statement cost a fraction of as many
 * statements, each of which copies the pages that it changes. On PostgreSQL each entry is sent at once, with whatever else the
 * unit writes, since its way costs more than its statement; unless the unit makes many. In all cases nobody else writes before the unit has ended.
 */
export function createUnitLines(db: Db, seals: Seals): UnitLines {
  let isSent = isPostgres(db);
  let last: JournalEnd | undefined;
  let moved = false;
  let edge: Edge | undefined;
  let waiting = nothing();

  const flush = async (): Promise<void> => {
    const { entries, leaves, nodes, openings } = waiting;
    waiting = nothing();
    if (!last || leaves.length === 0) return;
    const seq = last.seq + 1 - leaves.length;
    await inOrder([
      insertMany(db, ENTRIES, entries),
      insertMany(db, NODES, nodes.map(cellsOf)),
      insertMany(db, OPENINGS, openings),
      moveTip(db, seals, { seq, leaves }),
    ]);
  };
  /** Entry, nodes and tip in one statement. */
  const send = async ({ entries, leaves, nodes, openings }: Waiting, seq: number): Promise<void> => {
    const rows = nodes.map(cellsOf);
    const with_ = {
      sql: sql`with "entry" as (${ENTRIES.insert()} values ${joined(entries)}), "nodes" as (${NODES.insert()} values ${joined(rows)})`,
      shape: `append entry and ${rows.length}`,
      values: [...entries.flat(), ...rows.flat()],
    };
    await inOrder([moveTip(db, seals, { seq, leaves }, with_), insertMany(db, OPENINGS, openings)]);
  };

  return {
    end: async () => {
      last ??= await readEnd(db);
      return last;
    },
    isMoved: () => moved,
    add: async (entry, openings) => {
      const { seq, actor, role, action, subject, outcome } = entry;
      const chain = last?.chain ?? null;
      const line = encodeEntry(entry);
      const leaf = leafHash(line);
      const over = await nodesOver(db, seals, { seq, chain, leaf, edge });
      const at = Date.parse(entry.at);
      last = { seq, at, chain: chain === null ? null : chainOver(chain, leaf) };
      edge = over.edge;
      moved = true;
      waiting.entries.push([seq, at, actor, role, action, subject, outcome, line]);
      waiting.leaves.push(leaf);
      waiting.nodes.push(...over.made);
      waiting.openings.push(...openings.map((o) => [o.commitment, seq, o.subject, o.field, o.salt, o.value]));
      if (!isSent) return { written: Promise.resolve() };
      const sent = waiting;
      waiting = nothing();
      return { written: heard(send(sent, seq)) };
    },
    gather: () => {
      isSent = false;
    },
    flush,
  };
}
