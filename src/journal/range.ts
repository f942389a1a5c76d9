import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { type Entry, parseEntry } from './entry.ts';
import { broken, within } from './fault.ts';
import { FILES } from './folder.ts';
import { type InclusionProof, parseInclusionProof } from './proof.ts';
import { needSmall, readSmall } from './reading.ts';
import { leafHash, verifyInclusion } from './tree.ts';

/**
 * What proves a ranged export. Its first and last line's audit paths cover everything left and right of the range, so
 * with the lines in between the signed root can be recomputed: no line needs a proof of its own.
 */
export interface Range {
  from: number;
  /** Not included. */
  to: number;
  first: InclusionProof;
  last: InclusionProof;
  /** The entry that records the export, proven to be under the checkpoint. */
  record: Entry;
}

/** Reads the proofs of a ranged export; undefined where the export is whole. `checkpoint` was verified before. */
export async function readRange(dir: string, checkpoint: Checkpoint): Promise<Range | undefined> {
  const text = await readSmall(dir, FILES.first);
  if (text === undefined) return undefined;
  const first = read(text, checkpoint);
  const last = read(await needSmall(dir, FILES.last), checkpoint);
  if (last.index < first.index) throw broken('root', null, 'the proofs of this range are the wrong way round');
  const record = readRecord(read(await needSmall(dir, FILES.record), checkpoint), checkpoint);
  return { from: first.index, to: last.index + 1, first, last, record };
}

function read(text: string, checkpoint: Checkpoint): InclusionProof {
  const proof = within('root', () => parseInclusionProof(text));
  const under = parseCheckpoint(proof.checkpoint);
  if (under.size !== checkpoint.size || Buffer.compare(under.root, checkpoint.root) !== 0) {
    throw broken('root', proof.index, 'a proof of this range is under another checkpoint');
  }
  return proof;
}

function readRecord(proof: InclusionProof, { size, root }: Checkpoint): Entry {
  const line = Buffer.from(proof.extra ?? []).toString();
  if (!verifyInclusion(leafHash(line), proof.index, size, proof.path, root)) {
    throw broken('root', proof.index, 'the entry that records this export is not in the journal');
  }
  return within('entry', () => parseEntry(line));
}
