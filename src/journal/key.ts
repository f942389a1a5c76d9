import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../durable.ts';
import { AppError } from '../errors.ts';
import type { Chance } from '../flow/ports/chance.ts';
import type { SealedSecret, Vault } from '../flow/ports/vault.ts';
import { type NoteSigner, vkeyOf } from './note.ts';

const KeyFile = z.strictObject({
  version: z.literal(1),
  /** Schema-less name of this journal: the checkpoints' first line and the key's name. */
  origin: z.string().regex(/^[\w.-]+\/\d+$/),
  /** PKCS#8 sealed by the vault, base64. */
  sealedKey: z.base64(),
});
const ID = 'journal-key';
const PURPOSE = 'journal-key';

/** The key that signs this journal's checkpoints. */
export interface JournalKey {
  origin: string;
  vkey: string;
  signer: NoteSigner;
}

/** The last 32 octets of an Ed25519 SubjectPublicKeyInfo are the key (RFC 8410). */
const rawPublicKey = (key: KeyObject): Uint8Array =>
  createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-32);

/** The name under which a restored journal goes on. */
export function nextOrigin(origin: string): string {
  const [name, epoch] = origin.split('/');
  return `${name}/${Number(epoch) + 1}`;
}

function make(
  file: string,
  { vault, chance, origin: wanted }: { vault: Vault; chance: Chance; origin?: string },
): z.output<typeof KeyFile> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  const { sealed } = vault.seal(ID, PURPOSE, pkcs8);
  pkcs8.fill(0);
  const origin = wanted ?? `jeton-${chance.id().slice(-10).toLowerCase()}/1`;
  const made = { version: 1 as const, origin, sealedKey: Buffer.from(sealed).toString('base64') };
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeDurably(file, `${JSON.stringify(made, null, 2)}\n`);
  return made;
}

function read(file: string): z.output<typeof KeyFile> {
  try {
    return KeyFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new AppError('journal_broken', `${file} is damaged: restore it from a backup`, { cause });
  }
}

/** Reads the journal's key file without the key. Throws `journal_broken` for a damaged one. */
export const checkJournalKeyFile = (file: string): void => void read(file);

/** Has the sealed key wrapped anew, durably. Answers whether it changed. */
export function rewrapJournalKey(file: string, rewrap: (secret: SealedSecret) => SealedSecret): boolean {
  const standing = read(file);
  const before = { id: ID, purpose: PURPOSE, sealed: Buffer.from(standing.sealedKey, 'base64') };
  const after = rewrap(before);
  if (after.sealed === before.sealed) return false;
  const sealedKey = Buffer.from(after.sealed).toString('base64');
  writeDurably(file, `${JSON.stringify({ ...standing, sealedKey }, null, 2)}\n`);
  return true;
}

function openSealed(file: string, sealedKey: string, vault: Vault): Buffer {
  try {
    return Buffer.from(vault.open({ id: ID, purpose: PURPOSE, sealed: Buffer.from(sealedKey, 'base64') }));
  } catch (cause) {
    const why = `the key in ${file} does not open: give the key-encryption key it was sealed under, or restore this file from a backup`;
    const fr = `la clé de ${file} ne s’ouvre pas : donnez la clé de chiffrement sous laquelle elle a été scellée, ou reprenez ce fichier d’une sauvegarde`;
    throw new AppError('kek_wrong', why, { detail: { fr }, cause });
  }
}

/**
 * Opens the journal's key, making it on the first start, or where `origin` is another than the file's: a new key then
 * takes its place. Throws `journal_broken` for a damaged file, `kek_wrong` for another vault's.
 */
export function openJournalKey(file: string, deps: { vault: Vault; chance: Chance; origin?: string }): JournalKey {
  const found = existsSync(file) ? read(file) : undefined;
  const isOther = deps.origin !== undefined && found?.origin !== deps.origin;
  const { origin, sealedKey } = found && !isOther ? found : make(file, deps);
  const pkcs8 = openSealed(file, sealedKey, deps.vault);
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  pkcs8.fill(0);
  const publicKey = rawPublicKey(key);
  return {
    origin,
    vkey: vkeyOf(origin, publicKey),
    signer: { name: origin, publicKey, sign: (bytes) => sign(null, bytes, key) },
  };
}
