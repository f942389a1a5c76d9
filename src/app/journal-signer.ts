import { parseCheckpoint } from '../journal/checkpoint.ts';
import type { JournalKey } from '../journal/key.ts';
import { parseNote, parseVkey } from '../journal/note.ts';
import { notTheSigner } from './folder/data-folder-refusals.ts';

/**
 * Refuses a journal's key that is older than the last checkpoint, or another one of its name: brought back from an old backup,
 * or from another service. After a restore the key is newer. Signatures are the comparison's: an edited row stops no start.
 */
export function checkSigner(file: string, key: JournalKey, last: { note: string } | undefined): void {
  const signed = last && signerOf(last.note);
  if (signed === undefined || isKeyOf(key, signed)) return;
  throw notTheSigner(file);
}

interface SignedBy {
  origin: string;
  keyIds: string[];
}

/** Whose a checkpoint is, by what it says; undefined for a row that says nothing of the kind. */
function signerOf(note: string): SignedBy | undefined {
  try {
    const { origin } = parseCheckpoint(note);
    return { origin, keyIds: parseNote(note).signatures.map(({ keyId }) => keyId) };
  } catch {
    return undefined;
  }
}

function isKeyOf({ origin, vkey }: JournalKey, signed: SignedBy): boolean {
  if (origin === signed.origin) return signed.keyIds.includes(parseVkey(vkey).keyId);
  const [[name, epoch], [signedName, signedEpoch]] = [origin.split('/'), signed.origin.split('/')];
  return name === signedName && Number(epoch) > Number(signedEpoch);
}
