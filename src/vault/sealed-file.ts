import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Vault } from '../flow/ports/vault.ts';

/** First line of the file, JSON: everything but the large content. What is `sealed` opens under the key-encryption key. */
const Head = z.strictObject({
  format: z.literal('jeton-backup/1'),
  madeAt: z.int(),
  /** `kek.json` of the data folder: how the key-encryption key is had again. Nothing secret. */
  kek: z.string(),
  sealed: z.base64(),
});
export type Head = z.output<typeof Head>;
/** Small things, and the key of the content, which only this file has. */
const Sealed = z.strictObject({ key: z.base64(), files: z.record(z.string(), z.base64()) });

const [ID, PURPOSE] = ['backup', 'backup'];
const [NONCE, TAG] = [Buffer.alloc(12), 16]; // a key for one content: the nonce may be the same
const HEAD_MOST = 1_048_576;

/** Writes head line ‖ AES-256-GCM of `content` ‖ tag. The content's key, and `files`, are sealed by the vault. */
export async function writeSealedFile(
  to: string,
  {
    vault,
    madeAt,
    kek,
    files,
    content,
  }: { vault: Vault; madeAt: number; kek: string; files: Record<string, string>; content: string },
): Promise<void> {
  const key = randomBytes(32);
  const inside = Buffer.from(JSON.stringify({ key: key.toString('base64'), files }));
  const sealed = Buffer.from(vault.seal(ID, PURPOSE, inside).sealed).toString('base64');
  inside.fill(0);
  const line = `${JSON.stringify({ format: 'jeton-backup/1', madeAt, kek, sealed })}\n`;
  if (line.length > HEAD_MOST) throw new AppError('internal', 'the keys of this service do not fit into a backup');
  const cipher = createCipheriv('aes-256-gcm', key, NONCE, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(line));
  const out = createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true });
  out.write(line);
  await pipeline(createReadStream(content), cipher, out, { end: false });
  await new Promise<void>((ended) => out.end(cipher.getAuthTag(), () => ended()));
  key.fill(0);
}

/** The head of a file that may be anything. Throws `invalid_input`. */
export async function readHead(path: string): Promise<{ head: Head; line: Buffer }> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new AppError('invalid_input', `${path} cannot be read`, {
      detail: { fr: `${path} ne peut pas être lu` },
      cause,
    });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_MOST), 0, HEAD_MOST, 0);
    const line = buffer.subarray(0, buffer.subarray(0, bytesRead).indexOf(0x0a) + 1);
    return { head: Head.parse(JSON.parse(line.toString())), line };
  } catch (cause) {
    throw new AppError('invalid_input', `${path} is no backup of this service`, {
      detail: { fr: `${path} n’est pas une sauvegarde de ce service` },
      cause,
    });
  } finally {
    await file.close();
  }
}

/** Writes the content to `to` and answers the files. Nothing of it is to be used when this throws `kek_wrong` or `invalid_input`. */
export async function openSealedFile(
  path: string,
  { head, line, vault, to }: { head: Head; line: Buffer; vault: Vault; to: string },
): Promise<Readonly<Record<string, string>>> {
  const opened = Buffer.from(vault.open({ id: ID, purpose: PURPOSE, sealed: Buffer.from(head.sealed, 'base64') }));
  const { key, files } = Sealed.parse(JSON.parse(opened.toString()));
  opened.fill(0);
  const end = statSync(path).size - TAG;
  const file = await open(path, 'r');
  const tag = Buffer.alloc(TAG);
  await file.read(tag, 0, TAG, end).finally(() => file.close());
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64'), NONCE, { authTagLength: TAG });
  decipher.setAAD(line);
  decipher.setAuthTag(tag);
  try {
    const content = createReadStream(path, { start: line.length, end: end - 1 });
    await pipeline(content, decipher, createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true }));
  } catch (cause) {
    throw new AppError('invalid_input', 'this backup is damaged: take another one', {
      detail: { fr: 'cette sauvegarde est endommagée : prenez-en une autre' },
      cause,
    });
  }
  return files;
}
