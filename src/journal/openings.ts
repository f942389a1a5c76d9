import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { createNamesCheck, type Opened, type Said } from '../book/rules/certificates/certified-names.ts';
import { commitTo, commitToText, SALT_OCTETS } from './commitment.ts';
import { parseEntry } from './entry.ts';
import { changesOf, type JsonChange } from './entry-changes.ts';
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
 * SHA-256 (hex) of both files as read here. In a whole export (`from` is 0) what certificates say of people is held against
 * who they are.
 */
export async function verifyOpenings(dir: string, from: number) {
  const names = from === 0 ? createNamesCheck(commit) : undefined;
  const [lineSum, openingSum] = [createHash('sha256'), createHash('sha256')];
  const openings = oneByOne(batches(join(dir, FILES.openings), openingSum, LONGEST));
  let seq = from;
  let [commitments, opened] = [0, 0];
  let next = await openings();
  for await (const lines of batches(join(dir, FILES.lines), lineSum)) {
    for (const line of lines) {
      const changes = line.includes('"changes":[') ? changesOf(parseEntry(line.toString())) : [];
      const places = commitmentsOf(changes);
      commitments += places.length;
      const own: Opened[] = [];
      while (next?.seq === seq) {
        if (!places.includes(next.place)) throw wrong(`entry ${seq} does not commit to ${next.place}`, seq);
        opened += 1;
        own.push(next.opened);
        next = await openings();
      }
      const misnamed = names?.take(changes.map(saidBy), own);
      if (misnamed !== undefined) throw wrong(misnamed, seq);
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

const commit = (value: unknown, salt: string): string => {
  const octets = Buffer.from(salt, 'hex');
  return octets.length === SALT_OCTETS ? commitTo(value, octets) : '';
};

interface ReadOpening {
  seq: number;
  place: string;
  opened: Opened;
}

function oneByOne(source: AsyncGenerator<Buffer[]>): () => Promise<ReadOpening | undefined> {
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
function readOpening(line: string): ReadOpening {
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
  const [table = '', id = ''] = [subject.slice(0, subject.indexOf(':')), subject.slice(subject.indexOf(':') + 1)];
  return { seq, place: `${subject} ${field} ${commitment}`, opened: { table, id, field, value } };
}

const saidBy = (change: JsonChange): Said => {
  const { table, id } = change;
  return 'insert' in change
    ? { table, id, isNew: true, row: change.insert }
    : { table, id, isNew: false, row: change.set };
};

/** Every commitment that an entry's changes carry, as `table:id column commitment`. */
function commitmentsOf(changes: readonly JsonChange[]): string[] {
  return changes.flatMap((change) =>
    Object.entries(saidBy(change).row).flatMap(([field, value]) =>
      typeof value === 'object' && value !== null ? [`${change.table}:${change.id} ${field} ${value.commitment}`] : [],
    ),
  );
}
