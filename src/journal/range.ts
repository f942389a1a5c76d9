import { type Checkpoint, verifyCheckpoint } from './checkpoint.ts';
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

/** The export's checkpoint and the key under which it was verified. */
interface Signed {
  checkpoint: Checkpoint;
  vkey: string;
}

/** Reads the proofs of a ranged export; undefined where the export is whole. */
export async function readRange(dir: string, signed: Signed): Promise<Range | undefined> {
  const text = await readSmall(dir, FILES.first);
  if (text === undefined) return undefined;
  const first = read(text, signed);
  const last = read(await needSmall(dir, FILES.last), signed);
  if (last.index < first.index) throw broken('root', null, 'the proofs of this range are the wrong way round');
  const record = readRecord(read(await needSmall(dir, FILES.record), signed), signed.checkpoint);
  return { from: first.index, to: last.index + 1, first, last, record };
}

/**
 * The entry that records an export says whether it is whole or which range it is: nobody turns a whole export whose rules
 * fail into a range, which is not judged by them. Throws `journal_broken`.
 */
export function checkRecorded(record: Entry | undefined, range: Range | undefined, size: number): void {
  const { from, to } = record?.detail ?? {};
  const said = from === undefined && to === undefined ? undefined : { from: from ?? 0, to: to ?? size };
  const seq = record?.seq ?? null;
  if (range === undefined && said !== undefined)
    throw broken('files', seq, 'the entry that records this export says that it is a range');
  if (range === undefined) return;
  if (said?.from !== range.from || said.to !== range.to)
    throw broken('files', seq, 'the entry that records this export does not say that it is this range');
  if (range.from === 0 && range.to === size)
    throw broken('files', seq, 'a range from the first entry to the last is a whole export, and is judged as one');
}

function read(text: string, { checkpoint, vkey }: Signed): InclusionProof {
  const proof = within('root', () => parseInclusionProof(text));
  const under = within('root', () => verifyCheckpoint(proof.checkpoint, vkey));
  if (
    under.origin !== checkpoint.origin ||
    under.size !== checkpoint.size ||
    Buffer.compare(under.root, checkpoint.root) !== 0
  ) {
    throw broken('root', proof.index, 'a proof of this range is under another checkpoint');
  }
  return proof;
}

function readRecord(proof: InclusionProof, { size, root }: Checkpoint): Entry {
  const line = Buffer.from(proof.extra ?? []).toString();
  if (proof.index !== size - 1) throw broken('root', proof.index, 'the entry that records an export is its last');
  if (!verifyInclusion(leafHash(line), proof.index, size, proof.path, root)) {
    throw broken('root', proof.index, 'the entry that records this export is not in the journal');
  }
  return within('entry', () => parseEntry(line));
}
