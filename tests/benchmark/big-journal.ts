/** Journals of millions of entries: a quarter of a workshop as the real flow wrote it, told again and again for others. */
import Database from 'better-sqlite3';
import { isOpenRequest } from '../../src/book/tables/states.ts';
import { leafHash, nodeHash } from '../../src/journal/hashes.ts';
import { chainOver } from '../../src/store/journal/journal-tip.ts';
import { openReadOnly } from '../../src/store/place.ts';
import { createAuthentication } from '../../src/store/seal/guard.ts';
import { sealedRow } from '../../src/store/seal/reseal.ts';
import { ROW_KEY } from '../support/records/row-key.ts';

const DAY_MS = 86_400_000;
/** What belongs to one request and its token, and is another's in each copy. Everything else is told once. */
const COPIED = new Set([
  ...['request', 'token', 'certificate', 'job', 'letter', 'handover', 'promise', 'approval', 'appointment'],
  ...['identityCheck', 'stockDifference', 'recallItem', 'campaignItem'],
]);

interface Source {
  at: number;
  actor: string;
  role: string;
  action: string;
  subject: string;
  outcome: string;
  line: string;
}
/** A piece of a line that is not the same in each copy. */
type Piece = string | { is: 'seq' | 'at' | 'id' } | { is: 'ms' | 'day'; from: number };
interface Template extends Omit<Source, 'line'> {
  pieces: readonly Piece[];
  isCopied: boolean;
  subjectIsCopied: boolean;
}
export interface Quarter {
  /** Midnight of its first day, in milliseconds. */
  begin: number;
  days: number;
  templates: readonly Template[];
  /** Of requests that are open at its end: told in the last quarter alone, so that the backlog does not grow with the years. */
  stillOpen: ReadonlySet<Template>;
}

/** The quarter of a workshop of `agents`, as the flow wrote it by the book. It takes some twenty seconds. */
export async function liveQuarter(agents: number): Promise<Quarter> {
  /** The workshop takes itself away after a test; here that is done by hand. */
  const after: (() => Promise<void>)[] = [];
  Object.assign(globalThis, { afterEach: (work: () => Promise<void>) => after.push(work), expect: () => {} });
  const { openWorkshop } = await import('../journeys/year/workshop.ts');
  const { live, QUARTER } = await import('../journeys/year/live.ts');
  const { beginOf } = await import('../../src/book/rules/calendar/working-days.ts');
  const w = await openWorkshop({ seed: 1, agents, lasts: 72 });
  await live(w, 1);
  const { db, close } = openReadOnly(w.house.place);
  const begin = beginOf(w.first);
  const entries: Source[] = await db
    .selectFrom('journalEntry')
    .selectAll()
    .where('at', '>=', begin)
    .orderBy('seq')
    .execute();
  await close();
  await w.close();
  for (const work of after.toReversed()) await work();
  return { begin, days: QUARTER, ...templatesOf(entries) };
}

interface Change {
  table: string;
  id: string;
  insert?: Record<string, unknown>;
  set?: Record<string, unknown>;
}
function templatesOf(entries: readonly Source[]): Pick<Quarter, 'templates' | 'stillOpen'> {
  const ids = new Set<string>();
  const open = new Set<string>();
  const changesOf = ({ line }: Source): Change[] => JSON.parse(line).detail.changes ?? [];
  for (const entry of entries) {
    for (const { table, id, insert, set } of changesOf(entry)) {
      if (COPIED.has(table)) ids.add(id);
      const state = (insert ?? set)?.['state'];
      if (table !== 'request' || state === undefined) continue;
      if (isOpenRequest(String(state))) open.add(id);
      else open.delete(id);
    }
  }
  const templates = entries.map((entry) => templateOf(entry, ids));
  const stillOpen = templates.filter((_, i) => [...open].some((id) => entries[i]?.line.includes(id)));
  return { templates, stillOpen: new Set(stillOpen) };
}

const VARIES = /"seq":\d+|"(?:[^"\\]|\\.)*"|Day":\d{5}\b|:\d{12}(?=[,}\]])/g;
function templateOf({ line, ...entry }: Source, ids: ReadonlySet<string>): Template {
  const at = new Date(entry.at).toISOString();
  const pieces: Piece[] = [];
  let [done, isCopied] = [0, false];
  const put = (from: number, to: number, piece: Piece): void => {
    pieces.push(line.slice(done, from), piece);
    done = to;
  };
  for (const { 0: text, index } of line.matchAll(VARIES)) {
    const end = index + text.length;
    if (text.startsWith('"seq":')) put(index + 6, end, { is: 'seq' });
    else if (text === `"${at}"`) put(index + 1, end - 1, { is: 'at' });
    else if (text.startsWith(':')) put(index + 1, end, { is: 'ms', from: Number(text.slice(1)) });
    else {
      const plain = text.slice(1, -1);
      if (ids.has(plain.slice(plain.indexOf(':') + 1)) || plain.startsWith('DEM-')) {
        put(end - 1, end - 1, { is: 'id' });
        isCopied = true;
      }
    }
  }
  pieces.push(line.slice(done));
  const subjectIsCopied = ids.has(entry.subject.slice(entry.subject.indexOf(':') + 1));
  return { ...entry, pieces, isCopied, subjectIsCopied };
}

/** One entry more. `shift`: how much later than in the quarter that was lived, in days. */
function lineOf(
  { pieces }: Template,
  { seq, at, shift, copy }: { seq: number; at: number; shift: number; copy: string },
) {
  let line = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') line += piece;
    else if ('from' in piece) line += piece.from + (piece.is === 'ms' ? shift * DAY_MS : shift);
    else if (piece.is === 'seq') line += seq;
    else if (piece.is === 'at') line += new Date(at).toISOString();
    else line += copy;
  }
  return line;
}

/** Rows of one transaction. */
const BATCH = 50_000;
/** What is put back once the rows are in: an index is built in one go, and a trigger looks at each row. */
const PUT_BACK = `select "name", "type", "sql" from sqlite_master
  where "tbl_name" in ('journalEntry', 'journalNode') and "type" in ('index', 'trigger') and "sql" is not null`;

/** Where the journal of such a ministry stands, to be told further. */
interface Told {
  seq: number;
  chain: string;
  /** Complete subtrees that the next leaf is joined to, by level. */
  edge: (Uint8Array | undefined)[];
}

/**
 * Writes a journal into the database at `path`, which the store has made and nobody has open: the quarter again and again from the
 * day `first` on, `copies` times at once; with its Merkle tree and the seal of its tip, as the store has them. `until`: called with
 * more entries, it goes on where it was.
 */
export function createTeller(
  path: string,
  { quarter, first, copies }: { quarter: Quarter; first: number; copies: number },
) {
  const { templates, begin, days, stillOpen } = quarter;
  const { seals } = createAuthentication(ROW_KEY);
  const told: Told = { seq: 0, chain: '', edge: [] };
  const entries = everyEntry(templates, { stillOpen, begin, days, first, copies });

  return {
    /** Answers the moment of the last entry. */
    until: (size: number): number => {
      const db = new Database(path);
      db.pragma('journal_mode = off');
      db.pragma('synchronous = off');
      db.pragma('cache_size = -400000');
      const parts = db.prepare(PUT_BACK).all() as { name: string; type: string; sql: string }[];
      for (const { name, type } of parts) db.exec(`drop ${type} "${name}"`);
      const entry = db.prepare('insert into "journalEntry" values (?, ?, ?, ?, ?, ?, ?, ?)');
      const node = db.prepare('insert into "journalNode" values (?, ?, ?)');
      const join = (index: number, leaf: Uint8Array): void => {
        let [level, place, sum] = [0, index, leaf];
        node.run(level, place, sum);
        while (place % 2 === 1) {
          sum = nodeHash(told.edge[level] ?? leaf, sum);
          told.edge[level] = undefined;
          [level, place] = [level + 1, (place - 1) / 2];
          node.run(level, place, sum);
        }
        told.edge[level] = sum;
      };
      let last = 0;
      while (told.seq < size) {
        db.exec('begin');
        for (const end = Math.min(size, told.seq + BATCH); told.seq < end; told.seq += 1) {
          const { value } = entries.next();
          if (!value) throw new Error('the journal has no more quarters');
          const { template, at, shift, copy } = value;
          const line = lineOf(template, { seq: told.seq, at, shift, copy });
          const { actor, role, action, subject, subjectIsCopied, outcome } = template;
          entry.run(told.seq, at, actor, role, action, subjectIsCopied ? subject + copy : subject, outcome, line);
          const leaf = leafHash(line);
          join(told.seq, leaf);
          told.chain = chainOver(told.chain, leaf);
          last = at;
        }
        db.exec('commit');
      }
      const tip = sealedRow(seals, 'journalTip', { id: '0', size: told.seq, chain: told.chain });
      db.prepare('insert or replace into "journalTip" values (@id, @size, @chain, @seal)').run(tip);
      for (const { sql } of parts) db.exec(sql);
      db.exec('analyze');
      db.pragma('journal_mode = wal');
      db.close();
      return last;
    },
  };
}

type Telling = Pick<Quarter, 'stillOpen' | 'begin' | 'days'> & { first: number; copies: number };
/** What is written next: each entry of each quarter, as often as there are copies, in the order of time. */
function* everyEntry(templates: readonly Template[], { stillOpen, begin, days, first, copies }: Telling) {
  const offset = Math.round((first - begin) / DAY_MS);
  for (let nth = 0; ; nth += 1) {
    const shift = offset + nth * days;
    for (const template of templates) {
      if (stillOpen.has(template)) continue;
      const at = template.at + shift * DAY_MS;
      for (let copy = 0; copy < (template.isCopied ? copies : 1); copy += 1)
        yield { template, at, shift, copy: `-${nth}.${copy}` };
    }
  }
}
