import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { changesOf } from './carried.ts';
import { commitToText, SALT_OCTETS } from './commitment.ts';
import { type Entry, parseEntry } from './entry.ts';
import { broken } from './fault.ts';
import { FILES } from './folder.ts';
import { batches } from './reading.ts';

const OpeningLine = z.strictObject({
  commitment: z.string(),
  field: z.string(),
  salt: z.string().length(43),
  seq: z.int().min(0),
  subject: z.string(),
  value: z.string(),
});

// a value is at most what an entry could have held, and its escapes may double it
const LONGEST = 262_144;
const wrong = (message: string, seq: number | null, cause?: unknown) => broken('openings', seq, message, cause);

/**
 * Checks openings.ndjson against the lines, which were proven before: each opening fits its commitment, and stands in
 * the entry, the row and the column that it names. Both files are in seq order and are read side by side, so neither is held.
 * Answers how many commitments the lines carry, how many of them were opened (a purge deletes the others), and the
 * SHA-256 (hex) of both files as read here.
 */
export async function verifyOpenings(dir: string, from: number) {
  const [lineSum, openingSum] = [createHash('sha256'), createHash('sha256')];
  const openings = oneByOne(batches(join(dir, FILES.openings), openingSum, LONGEST));
  let seq = from;
  let [commitments, opened] = [0, 0];
  let next = await openings();
  for await (const lines of batches(join(dir, FILES.lines), lineSum)) {
    for (const line of lines) {
      const places = line.includes('"commitment":"') ? commitmentsOf(parseEntry(line.toString())) : [];
      commitments += places.length;
      while (next?.seq === seq) {
        if (!places.includes(next.place)) throw wrong(`entry ${seq} does not commit to ${next.place}`, seq);
        opened += 1;
        next = await openings();
      }
      seq += 1;
    }
  }
  if (next) throw wrong('an opening is out of order or belongs to no entry', next.seq);
  return {
    commitments,
    opened,
    sums: { [FILES.lines]: lineSum.digest('hex'), [FILES.openings]: openingSum.digest('hex') },
  };
}

function oneByOne(source: AsyncGenerator<Buffer[]>): () => Promise<{ seq: number; place: string } | undefined> {
  let waiting: Buffer[] = [];
  return async () => {
    while (waiting.length === 0) {
      const { value, done } = await source.next();
      if (done) return undefined;
      waiting = value.reverse();
    }
    return readOpening(waiting.pop()?.toString() ?? '');
  };
}

/** Attacker-controlled: `journal_broken` for another shape, or a value that the commitment does not fit. */
function readOpening(line: string): { seq: number; place: string } {
  let opening: z.output<typeof OpeningLine>;
  try {
    opening = OpeningLine.parse(JSON.parse(line));
  } catch (error) {
    throw wrong('a line of openings.ndjson has an unknown shape', null, error);
  }
  const { seq, subject, field, commitment, value } = opening;
  const salt = Buffer.from(opening.salt, 'base64url');
  if (salt.length !== SALT_OCTETS) throw wrong(`the salt of ${subject} ${field} has another length than a salt`, seq);
  if (commitToText(value, salt) !== commitment) {
    throw wrong(`the opening of ${subject} ${field} does not fit its commitment`, seq);
  }
  return { seq, place: `${subject} ${field} ${commitment}` };
}

/** Every commitment that an entry's changes carry, as `table:id column commitment`. */
function commitmentsOf(entry: Entry): string[] {
  return changesOf(entry).flatMap((change) =>
    Object.entries('insert' in change ? change.insert : change.set).flatMap(([field, value]) =>
      typeof value === 'object' && value !== null ? [`${change.table}:${change.id} ${field} ${value.commitment}`] : [],
    ),
  );
}
