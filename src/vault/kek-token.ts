import { existsSync, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { createTokenClient } from '../pkcs11/client.ts';
import { hex, TokenSettings } from '../pkcs11/settings.ts';
import { programAt } from '../pkcs11/worker-program.ts';
import { KekAnswer, type KekOrder, type WrappedKek } from './kek-orders.ts';

/**
 * The file of JETON_KEK_PKCS11_FILE: a token, and the key in it: AES, or RSA of 3072 bits at least. Nothing secret stands
 * here.
 */
const KekToken = TokenSettings.extend({
  /** CKA_ID of the key, hex. An AES key of this id is made when the token has neither. */
  keyId: hex('{1,32}'),
  /** A file of mode 0600 with the user PIN. Left out: it is asked for on the terminal. */
  pinFile: z.string().startsWith('/').optional(),
});
export type KekToken = z.infer<typeof KekToken>;

/** The program of the worker that wraps and unwraps. */
export const KEK_PROGRAM = programAt(new URL('./kek-worker.js', import.meta.url));

const HINTS: Readonly<Record<string, string>> = {
  CKR_PIN_INCORRECT: 'the PIN is wrong; it is not tried again, because a token locks after some',
  CKR_PIN_LOCKED: 'the PIN is locked',
  'token-missing': 'no token of this serial number is plugged in',
  'key-missing': 'the token has no such key',
  'key-attributes': 'the key of this id may leave the token, or may not decrypt: take another id',
  unusable: 'the module cannot be loaded',
};

/** One order for the token, by a process of its own that ends with the answer. Throws `kek_missing`. */
async function ask(token: KekToken, order: KekOrder): Promise<KekAnswer> {
  const client = createTokenClient({ token, program: KEK_PROGRAM, result: KekAnswer, broken });
  try {
    return await client.ask(order);
  } finally {
    client.end();
  }
}

function broken(why: string): AppError {
  const says = HINTS[why] ?? `it did not do its part: ${why}`;
  return new AppError('kek_missing', `the token that holds the key-encryption key: ${says}`);
}

function refuse(message: string, cause?: unknown): never {
  throw new AppError('config_invalid', message, { cause });
}

/** Reads the file of JETON_KEK_PKCS11_FILE. Throws `config_invalid`. */
export function readKekToken(file: string): KekToken {
  try {
    return KekToken.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    return refuse(`${file} does not describe a token: {"module": "/…", "serial": "…", "keyId": "01"}`, cause);
  }
}

/** The user PIN, from its file or a person. */
async function pinOf({ pinFile, serial }: KekToken, prompt?: (question: string) => Promise<string>): Promise<string> {
  if (pinFile !== undefined) {
    if (!existsSync(pinFile)) refuse(`the PIN file ${pinFile} does not exist`);
    if ((statSync(pinFile).mode & 0o077) !== 0) refuse(`the PIN file ${pinFile} is open to others: chmod 600`);
    return readFileSync(pinFile, 'utf8').trim();
  }
  if (prompt) return prompt(`Code PIN du jeton ${serial}, qui garde la clé de ce service`);
  throw new AppError('kek_missing', 'no terminal to ask for the token’s PIN: name a pinFile');
}

/**
 * A token as the place of the key-encryption key: it wraps the key, and nobody unwraps it without token and PIN. Both
 * throw `kek_missing`; to unwrap, `kek_wrong` for the key of another token.
 */
export function createKekToken(token: KekToken, prompt?: (question: string) => Promise<string>) {
  const { serial, keyId } = token;
  let known: Promise<string> | undefined;
  const pin = (): Promise<string> => {
    known ??= pinOf(token, prompt);
    return known;
  };
  return {
    /** Wraps 32 octets; throws `kek_missing` when the token does not do its part. */
    wrap: async (kek: Uint8Array): Promise<WrappedKek> => {
      const order = { op: 'wrap' as const, serial, keyId, pin: await pin(), kek: Buffer.from(kek).toString('hex') };
      const reply = await ask(token, order);
      if ('wrapped' in reply) return reply.wrapped;
      throw new AppError('kek_missing', 'the token answered another question');
    },
    unwrap: async (wrapped: WrappedKek): Promise<Uint8Array> => {
      if (wrapped.serial !== serial || wrapped.keyId !== keyId) {
        throw new AppError(
          'kek_wrong',
          `the key is in token ${wrapped.serial} under ${wrapped.keyId}, not in ${serial} under ${keyId}`,
        );
      }
      const reply = await ask(token, { op: 'unwrap', serial, keyId, pin: await pin(), wrapped });
      if ('kek' in reply) return Buffer.from(reply.kek, 'hex');
      throw new AppError('kek_missing', 'the token answered another question');
    },
  };
}
