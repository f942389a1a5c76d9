import type Database from 'better-sqlite3';
import type { Rebuilt } from '../../book/judge/rebuilt.ts';
import { isAppError } from '../../errors.ts';
import { type Entry, parseEntry } from '../../journal/entry.ts';
import { createRootComputer, leafHash } from '../../journal/tree.ts';
import type { Findings } from './findings.ts';
import type { Stretches } from './stretches.ts';

interface Line {
  seq: number;
  at: number;
  actor: string;
  role: string;
  action: string;
  subject: string;
  outcome: string;
  line: string;
  leaf: Buffer | null;
}
interface Checkpoint {
  size: number;
  root: Buffer;
}

/** Lines read at once, each page by a statement of its own: the log of the database is not held back. */
const PAGE = 1000;
const LINES = `SELECT e.*, n."hash" AS "leaf" FROM "journalEntry" e
  LEFT JOIN "journalNode" n ON n."level" = 0 AND n."place" = e."seq"
  WHERE e."seq" >= ? ORDER BY e."seq" LIMIT ${PAGE}`;
const CHECKPOINT = 'SELECT "size", "root" FROM "checkpoint" WHERE "size" > ? ORDER BY "size" LIMIT 1';
const COLUMNS = ['seq', 'actor', 'role', 'action', 'subject', 'outcome'] as const;

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

function readLine(line: string): Entry | undefined {
  try {
    return parseEntry(line);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return undefined;
  }
}

/**
 * Reads the journal line by line, as it grows. Each line is compared with its leaf of the kept tree, with the columns of
 * its row, with the signed checkpoints and with the seals of the journal's tip; what it says of rows goes into `rebuilt`.
 * `size`: the next entry's number.
 */
export function createJournalLines(
  db: Database.Database,
  rebuilt: Rebuilt,
  { found, stretches }: { found: Findings; stretches: Stretches },
) {
  const lines = db.prepare<[number], Line>(LINES);
  const checkpoint = db.prepare<[number], Checkpoint>(CHECKPOINT);
  const tree = createRootComputer();
  let next = 0;
  let due = checkpoint.get(0);
  let forked = false;

  /** Only the first checkpoint that does not fit is found: those after it cannot fit either. */
  const holdCheckpoint = (): void => {
    due ??= checkpoint.get(next - 1);
    if (due?.size !== next) return;
    if (!forked && !same(tree.root(), due.root)) {
      forked = true;
      found.add('checkpoint', String(next), 'different', ['root']);
    }
    due = checkpoint.get(next);
  };
  const skipTo = (seq: number): void => {
    if (next < seq) found.add('journalEntry', String(next), 'missing');
    next = seq;
  };
  const take = ({ leaf, line, ...row }: Line): void => {
    const seq = String(row.seq);
    if (next !== row.seq) skipTo(row.seq);
    const own = leafHash(line);
    if (leaf === null) found.add('journalNode', `0.${seq}`, 'missing');
    // the tree goes on with the leaf that was kept, so that one replaced line breaks no checkpoint after it
    tree.add(leaf ?? own);
    next = row.seq + 1;
    holdCheckpoint();
    if (!stretches.take(row.seq, leaf ?? own)) {
      found.add('journalEntry', seq, 'foreign');
      return;
    }
    const entry = readLine(line);
    if (!entry || (leaf !== null && !same(leaf, own))) found.add('journalEntry', seq, 'different', ['line']);
    if (!entry) return;
    const wrong: string[] = COLUMNS.filter((column) => entry[column] !== row[column]);
    if (Date.parse(entry.at) !== row.at) wrong.push('at');
    const impossible = rebuilt.follow(entry);
    if (wrong.length > 0 || impossible !== undefined)
      found.add('journalEntry', seq, 'different', wrong.length > 0 ? wrong : ['line']);
  };
  return {
    size: (): number => next,
    root: (): Uint8Array => tree.root(),
    /** Takes every entry that was added since. */
    catchUp(): void {
      for (let page = lines.all(next); page.length > 0; page = page.length < PAGE ? [] : lines.all(next))
        page.forEach(take);
    },
  };
}
export type JournalLines = ReturnType<typeof createJournalLines>;
