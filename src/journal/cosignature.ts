import { z } from 'zod';
import { AppError } from '../errors.ts';
import { keyIdOf, type NoteSigner, parseNote, parseVkey, signatureLine, verifyEd25519 } from './note.ts';

function isWitnessKey(vkey: string): boolean {
  try {
    return parseVkey(vkey).type === 4;
  } catch {
    return false;
  }
}

/** What `policy.json` says of witnesses: the service fixes it, and its hash is in the journal. Other members are for people. */
const Policy = z.looseObject({
  /** Verifier keys of type 4. */
  witnesses: z.array(z.string().refine(isWitnessKey)).default([]),
  /** How many of them must have cosigned a checkpoint. */
  quorum: z.int().min(0).default(0),
});
export type Policy = z.output<typeof Policy>;

/** Reads `policy.json`. Attacker-controlled: throws `journal_broken` for another shape. */
export function parsePolicy(text: string): Policy {
  try {
    return Policy.parse(JSON.parse(text));
  } catch (error) {
    throw new AppError(
      'journal_broken',
      'policy.json is no JSON object, or names a witness by something else than its verifier key',
      { cause: error },
    );
  }
}

/** What a witness signs (C2SP tlog-cosignature, cosignature/v1): when it saw the checkpoint, then the checkpoint's text. */
const cosigned = (text: string, seconds: bigint): Buffer => Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);

/** A witness's signature line on a checkpoint seen at `seconds` since the epoch: to be appended to the note. */
export async function cosign(note: string, seconds: number, witness: NoteSigner): Promise<string> {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  const signature = await witness.sign(cosigned(parseNote(note).text, BigInt(seconds)));
  return signatureLine(witness.name, keyIdOf(witness.name, 4, witness.publicKey), Buffer.concat([time, signature]));
}

/**
 * Counts the witnesses of the policy that cosigned the checkpoint. Lines of unknown keys are passed over; a line that
 * claims to be of a known witness and does not verify, or fewer witnesses than the quorum, throws `journal_broken`.
 */
export function verifyCosignatures(note: string, policy: Policy): number {
  const { text, signatures } = parseNote(note);
  const witnesses = new Set<string>();
  for (const vkey of policy.witnesses) {
    const key = parseVkey(vkey);
    for (const { name, keyId, signature } of signatures) {
      if (name !== key.name || keyId !== key.keyId) continue;
      const octets = Buffer.from(signature);
      const fits =
        octets.length === 72 &&
        verifyEd25519(key.publicKey, cosigned(text, octets.readBigUInt64BE()), octets.subarray(8));
      if (!fits) throw new AppError('journal_broken', `the cosignature of ${key.name} does not fit this checkpoint`);
      witnesses.add(vkey);
    }
  }
  if (witnesses.size < policy.quorum) {
    throw new AppError('journal_broken', `${witnesses.size} witnesses cosigned, the policy asks for ${policy.quorum}`);
  }
  return witnesses.size;
}
