import { sql } from 'kysely';
import type { Rebuilt } from '../../book/judge/rebuilt.ts';
import { isAppError } from '../../errors.ts';
import { type Entry, parseEntry } from '../../journal/entry.ts';
import { createRootComputer, leafHash } from '../../journal/tree.ts';
import type { Db } from '../tables.ts';
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
  leaf: Uint8Array | null;
}
/** Roots of signed checkpoints, by size. */
type Roots = ReadonlyMap<number, Uint8Array>;

/** Lines read at once (in the text too), each page by a statement of its own: the log of the database is not held back. */
const PAGE = 1000;
const COLUMNS = ['seq', 'actor', 'role', 'action', 'subject', 'outcome'] as const;

async function readLines(db: Db, from: number): Promise<Line[]> {
  const query = sql<Line>`select e.*, n."hash" as "leaf" from "journalEntry" e
    left join "journalNode" n on n."level" = 0 and n."place" = e."seq"
    where e."seq" >= ${from} order by e."seq" limit 1000`;
  return (await query.execute(db)).rows;
}
/** The checkpoints that were signed right after one of these lines. */
async function readRoots(db: Db, lines: readonly Line[]): Promise<Roots> {
  const sizes = lines.map(({ seq }) => seq + 1);
  const rows = await db.selectFrom('checkpoint').select(['size', 'root']).where('size', 'in', sizes).execute();
  return new Map(rows.map(({ size, root }) => [size, root]));
}

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
  rebuilt: Rebuilt,
  { found, stretches, read }: { found: Findings; stretches: Stretches; read?: (count: number) => void },
) {
  const tree = createRootComputer();
  const ofLines = createRootComputer();
  let next = 0;
  let forked = false;

  /** Only the first checkpoint that does not fit is found: those after it cannot fit either. */
  const holdCheckpoint = (root: Uint8Array | undefined): void => {
    if (!root || forked || same(tree.root(), root)) return;
    forked = true;
    found.add('checkpoint', String(next), 'different', ['root']);
  };
  const skipTo = (seq: number): void => {
    if (next < seq) found.add('journalEntry', String(next), 'missing');
    next = seq;
  };
  const take = ({ leaf, line, ...row }: Line, roots: Roots): void => {
    const seq = String(row.seq);
    if (next !== row.seq) skipTo(row.seq);
    const own = leafHash(line);
    if (leaf === null) found.add('journalNode', `0.${seq}`, 'missing');
    // the tree goes on with the leaf that was kept, so that one replaced line breaks no checkpoint after it
    tree.add(leaf ?? own);
    ofLines.add(own);
    next = row.seq + 1;
    holdCheckpoint(roots.get(next));
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
    /** The same, of the lines alone: nothing that is kept beside them counts. */
    rootOfLines: (): Uint8Array => ofLines.root(),
    /** Takes every entry that was added since. */
    async catchUp(db: Db): Promise<void> {
      for (let page = await readLines(db, next); page.length > 0; ) {
        await stretches.renew(db);
        const roots = await readRoots(db, page);
        for (const line of page) take(line, roots);
        read?.(page.length);
        page = page.length < PAGE ? [] : await readLines(db, next);
      }
    },
  };
}
export type JournalLines = ReturnType<typeof createJournalLines>;
