import type Database from 'better-sqlite3';
import { isAppError } from '../../errors.ts';
import { parseCheckpoint, verifyCheckpoint } from '../../journal/checkpoint.ts';
import type { Findings } from './findings.ts';
import type { JournalLines } from './journal-lines.ts';

interface Held {
  size: number;
  root: Buffer;
  note: string;
}

/** What a note says of the journal; undefined where its signature, or its shape, is not what it should be. */
function readNote(note: string, vkey: string | undefined): { size: number; root: Uint8Array } | undefined {
  try {
    // before a restore another key signed, under another name
    const own = vkey !== undefined && note.startsWith(`${vkey.slice(0, vkey.indexOf('+'))}\n`);
    return own ? verifyCheckpoint(note, vkey) : parseCheckpoint(note);
  } catch (error) {
    if (isAppError(error, 'journal_broken')) return undefined;
    throw error;
  }
}

/** The last checkpoint is signed over what is here, and the one kept beside the database is one of those. */
export function holdCheckpoints(
  db: Database.Database,
  lines: JournalLines,
  { vkey, kept }: { vkey?: string | undefined; kept?: string | undefined },
  found: Findings,
): void {
  const wrong = (size: number): void => found.add('checkpoint', String(size), 'different', ['note']);
  const shorter = (size: number): void => {
    if (size > lines.size()) found.add('journalEntry', String(lines.size()), 'missing');
  };
  const last = db.prepare<[], Held>('SELECT * FROM "checkpoint" ORDER BY "size" DESC LIMIT 1').get();
  if (last) {
    const said = readNote(last.note, vkey);
    if (said?.size !== last.size || Buffer.compare(said.root, last.root) !== 0) wrong(last.size);
    shorter(last.size);
  }
  const beside = kept === undefined ? undefined : readNote(kept, vkey);
  if (!beside) return;
  shorter(beside.size);
  const here = db.prepare<[number], Held>('SELECT * FROM "checkpoint" WHERE "size" = ?').get(beside.size);
  if (here && Buffer.compare(here.root, beside.root) !== 0) wrong(beside.size);
}
