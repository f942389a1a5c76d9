import { AppError } from '../errors.ts';
import { type Checkpoint, parseCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { broken, within } from './fault.ts';
import { FILES } from './folder.ts';
import { parseConsistencyProof } from './proof.ts';
import { readSmall } from './reading.ts';
import { verifyConsistency } from './tree.ts';

/** A checkpoint that the export was proven to continue, and whose it is. */
export interface Continued {
  size: number;
  /** Base64. */
  root: string;
  from: 'caller' | 'export';
}

const same = (a: Checkpoint, b: Checkpoint): boolean =>
  a.origin === b.origin && a.size === b.size && Buffer.compare(a.root, b.root) === 0;

/** A file that was damaged, or is another one, is the caller's own, and says nothing of the export. */
function assertCheckpoint(text: string): void {
  try {
    parseCheckpoint(text);
  } catch (cause) {
    const message = 'the file of the checkpoint that you kept holds none: take it as it was saved, with its signature';
    throw new AppError('invalid_input', message, { cause });
  }
}

/**
 * The checkpoint that the caller kept: of the same key and origin, and no later than the export's. Throws `journal_broken` where it
 * is none of these, `invalid_input` for a text that is no checkpoint.
 */
export function readKept(text: string, vkey: string, checkpoint: Checkpoint): Checkpoint {
  assertCheckpoint(text);
  const kept = within('consistency', () => verifyCheckpoint(text, vkey));
  if (kept.origin !== checkpoint.origin) {
    throw broken(
      'consistency',
      null,
      `the checkpoint you kept is of ${kept.origin}, this export is of ${checkpoint.origin}`,
    );
  }
  if (kept.size > checkpoint.size) {
    const missing = `entries ${checkpoint.size} to ${kept.size - 1} are missing from this export`;
    throw broken('consistency', checkpoint.size, `you kept a checkpoint over ${kept.size} entries: ${missing}`);
  }
  return kept;
}

/** What the export says of itself, and what the caller kept with the root that the lines give at its size. */
export interface Claim {
  checkpoint: Checkpoint;
  vkey: string;
  kept: Checkpoint | undefined;
  keptRoot: Uint8Array | undefined;
}

/** Whether the export goes on from the checkpoint that the caller kept, and from the one that it brings itself. */
export async function checkContinuity(dir: string, claim: Claim): Promise<Continued | undefined> {
  const { checkpoint, kept } = claim;
  const own = await readPrevious(dir, claim);
  if (!kept) return own && described(own, 'export');
  // where the lines reach back that far the root comes from them; a range may need the export's proof
  const known = [checkpoint, ...(own ? [own] : [])].find((c) => c.size === kept.size)?.root;
  const root = claim.keptRoot ?? known;
  if (root === undefined) {
    throw broken(
      'consistency',
      null,
      'this range brings no proof from the checkpoint you kept: ask for an export that names it',
    );
  }
  if (Buffer.compare(root, kept.root) !== 0) {
    throw broken('consistency', 0, `the first ${kept.size} entries are not those of the checkpoint you kept`);
  }
  return described(kept, 'caller');
}

const described = (of: Checkpoint, from: Continued['from']): Continued => ({
  size: of.size,
  root: Buffer.from(of.root).toString('base64'),
  from,
});

/** The earlier checkpoint that the export brings, once it is signed and proven. */
async function readPrevious(dir: string, { checkpoint, vkey }: Claim): Promise<Checkpoint | undefined> {
  const [text, file] = await Promise.all([readSmall(dir, FILES.previous), readSmall(dir, FILES.consistency)]);
  if (text === undefined && file === undefined) return undefined;
  if (text === undefined || file === undefined) {
    throw broken('consistency', null, `${FILES.previous} and ${FILES.consistency} belong together: one is missing`);
  }
  const old = within('consistency', () => verifyCheckpoint(text, vkey));
  const proof = within('consistency', () => parseConsistencyProof(file));
  const proven =
    old.origin === checkpoint.origin &&
    old.size === proof.old &&
    same(
      within('consistency', () => verifyCheckpoint(proof.checkpoint, vkey)),
      checkpoint,
    ) &&
    verifyConsistency(old.size, checkpoint.size, old.root, checkpoint.root, proof.path);
  if (proven) return old;
  throw broken(
    'consistency',
    null,
    `${FILES.consistency} does not prove that this journal continues ${FILES.previous}`,
  );
}
