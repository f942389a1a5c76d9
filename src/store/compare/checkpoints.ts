import { isAppError } from '../../errors.ts';
import { parseCheckpoint, verifyCheckpoint } from '../../journal/checkpoint.ts';
import { atMost } from '../statements/at-most.ts';
import type { Db } from '../tables.ts';
import type { Findings } from './findings.ts';
import type { JournalLines } from './journal-lines.ts';

/** Whether `origin` is the name that this journal had before a restore: the same word, and a lower number. */
function isEarlierName(origin: string, own: string): boolean {
  const [[word, number], [ownWord, ownNumber]] = [origin.split('/'), own.split('/')];
  return word === ownWord && Number(number) < Number(ownNumber);
}

/**
 * What a note says of the journal; undefined where its signature, its name or its shape is not what it should be.
 * Attacker-controlled: a note under a name of the attacker's choice has a signature that nobody here can verify.
 */
function readNote(note: string, vkey: string | undefined): { size: number; root: Uint8Array } | undefined {
  try {
    const said = parseCheckpoint(note);
    // the key that signed before a restore is gone: such a note is compared, and no more
    if (vkey === undefined || isEarlierName(said.origin, vkey.slice(0, vkey.indexOf('+')))) return said;
    return verifyCheckpoint(note, vkey);
  } catch (error) {
    if (isAppError(error, 'journal_broken')) return undefined;
    throw error;
  }
}

/** The last checkpoint is signed over what is here, and the one kept beside the database is one of those. */
export async function holdCheckpoints(
  db: Db,
  lines: JournalLines,
  { vkey, kept }: { vkey?: string | undefined; kept?: string | undefined },
  found: Findings,
): Promise<void> {
  const wrong = (size: number): void => found.add('checkpoint', String(size), 'different', ['note']);
  const shorter = (size: number): void => {
    if (size > lines.size()) found.add('journalEntry', String(lines.size()), 'missing');
  };
  const held = db.selectFrom('checkpoint').selectAll();
  const last = await held.orderBy('size', 'desc').limit(atMost(1)).executeTakeFirst();
  if (last) {
    const said = readNote(last.note, vkey);
    if (said?.size !== last.size || Buffer.compare(said.root, last.root) !== 0) wrong(last.size);
    shorter(last.size);
  }
  const beside = kept === undefined ? undefined : readNote(kept, vkey);
  if (!beside) return;
  shorter(beside.size);
  const here = await held.where('size', '=', beside.size).executeTakeFirst();
  if (here && Buffer.compare(here.root, beside.root) !== 0) wrong(beside.size);
}
