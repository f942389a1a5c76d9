import { AppError } from '../errors.ts';
import { fromBase64, isKeyName, type NoteSigner, parseNote, parseVkey, signNote, verifyNote } from './note.ts';

export { parseVkey, vkeyOf } from './note.ts';

/** What a checkpoint states (C2SP tlog-checkpoint): the journal of `origin` had `size` entries under `root`. */
export interface Checkpoint {
  /** Schema-less, such as `jeton.interieur.gouv.fr/journal`; after a restore `…/2`. */
  origin: string;
  size: number;
  /** 32 octets. */
  root: Uint8Array;
}

const NUMBER = /^(0|[1-9]\d{0,15})$/;

/** The text that is signed: origin, size and root, a line each. Throws `internal` for an origin no checkpoint can carry. */
function checkpointText({ origin, size, root }: Checkpoint): string {
  if (!isKeyName(origin) || !Number.isSafeInteger(size) || size < 0 || root.length !== 32) {
    throw new AppError('internal', 'a checkpoint needs an origin without spaces or "+", a size and a 32-octet root');
  }
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
}

/** Signs a checkpoint. The caller answers for never signing two of one origin that are not consistent. */
export function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): Promise<string> {
  return signNote(checkpointText(checkpoint), signer);
}

/** Reads a checkpoint; its signature is not looked at. Attacker-controlled: throws `journal_broken` for another shape. */
export function parseCheckpoint(note: string): Checkpoint {
  const [origin = '', size = '', root = '', last, ...more] = parseNote(note).text.split('\n');
  const octets = fromBase64(root);
  const count = NUMBER.test(size) ? Number(size) : Number.NaN;
  if (!isKeyName(origin) || !Number.isSafeInteger(count) || octets?.length !== 32 || last !== '' || more.length > 0) {
    throw new AppError('journal_broken', 'this is no checkpoint: it has three lines, a blank one and its signatures');
  }
  return { origin, size: count, root: octets };
}

/** Reads a checkpoint that `vkey` signed. Throws `journal_broken` when it did not, `invalid_input` when `vkey` is none. */
export function verifyCheckpoint(note: string, vkey: string): Checkpoint {
  const checkpoint = parseCheckpoint(note);
  verifyNote(parseNote(note), parseVkey(vkey));
  return checkpoint;
}
