import { existsSync, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { AppError, settingsRefused } from '../errors.ts';
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

interface Said {
  en: string;
  fr: string;
}
const HINTS: Readonly<Record<string, Said>> = {
  CKR_PIN_INCORRECT: {
    en: 'the PIN is wrong; it is not tried again, because a token locks after some',
    fr: 'le code PIN est faux ; il n’est pas réessayé, car un jeton se bloque après quelques essais',
  },
  CKR_PIN_LOCKED: { en: 'the PIN is locked', fr: 'le code PIN est bloqué' },
  'token-missing': {
    en: 'no token of this serial number is plugged in',
    fr: 'aucun jeton de ce numéro de série n’est branché',
  },
  'key-missing': { en: 'the token has no such key', fr: 'le jeton n’a pas cette clé' },
  'key-too-short': {
    en: 'its RSA key is too short: 3072 bits at least (key-too-short)',
    fr: 'sa clé RSA est trop courte : 3072 bits au moins (key-too-short)',
  },
  'key-attributes': {
    en: 'the key of this id may leave the token, or may not decrypt: take another id',
    fr: 'la clé de cet identifiant peut sortir du jeton, ou ne peut pas déchiffrer : prenez un autre identifiant',
  },
  unusable: { en: 'the module cannot be loaded', fr: 'le module ne peut pas être chargé' },
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

function refusal(code: 'kek_missing' | 'kek_wrong', { en, fr }: Said): AppError {
  return new AppError(code, en, { detail: { fr } });
}

function broken(why: string): AppError {
  const said = HINTS[why] ?? {
    en: `it did not do its part: ${why}`,
    fr: `il n’a pas fait ce qui lui était demandé : ${why}`,
  };
  return refusal('kek_missing', {
    en: `the token that holds the key-encryption key: ${said.en}`,
    fr: `le jeton qui garde la clé de chiffrement : ${said.fr}`,
  });
}
const anotherAnswer = (): AppError =>
  refusal('kek_missing', {
    en: 'the token answered another question',
    fr: 'le jeton a répondu à une autre question',
  });

/** Reads the file of JETON_KEK_PKCS11_FILE. Throws `config_invalid`. */
export function readKekToken(file: string): KekToken {
  try {
    return KekToken.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const like = '{"module": "/…", "serial": "…", "keyId": "01"}';
    const said = { en: `${file} does not describe a token: ${like}`, fr: `${file} ne décrit pas un jeton : ${like}` };
    throw settingsRefused(said, cause);
  }
}

/** The user PIN, from its file or a person. */
async function pinOf({ pinFile, serial }: KekToken, prompt?: (question: string) => Promise<string>): Promise<string> {
  if (pinFile !== undefined) {
    if (!existsSync(pinFile)) {
      throw settingsRefused({
        en: `the PIN file ${pinFile} does not exist`,
        fr: `le fichier du code PIN ${pinFile} n’existe pas`,
      });
    }
    if ((statSync(pinFile).mode & 0o077) !== 0) {
      throw settingsRefused({
        en: `the PIN file ${pinFile} is open to others: chmod 600`,
        fr: `le fichier du code PIN ${pinFile} est ouvert à d’autres : chmod 600`,
      });
    }
    return readFileSync(pinFile, 'utf8').trim();
  }
  if (prompt) {
    return prompt(
      `Code PIN du jeton ${serial}, qui garde la clé de ce service / PIN of token ${serial}, which holds this service’s key`,
    );
  }
  throw refusal('kek_missing', {
    en: 'no terminal to ask for the token’s PIN: name a pinFile',
    fr: 'pas de terminal où demander le code PIN du jeton : donnez « pinFile » dans le fichier de JETON_KEK_PKCS11_FILE',
  });
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
      throw anotherAnswer();
    },
    unwrap: async (wrapped: WrappedKek): Promise<Uint8Array> => {
      if (wrapped.serial !== serial || wrapped.keyId !== keyId) {
        throw refusal('kek_wrong', {
          en: `the key is in token ${wrapped.serial} under ${wrapped.keyId}, not in ${serial} under ${keyId}`,
          fr: `la clé est dans le jeton ${wrapped.serial} sous ${wrapped.keyId}, et non dans ${serial} sous ${keyId}`,
        });
      }
      const reply = await ask(token, { op: 'unwrap', serial, keyId, pin: await pin(), wrapped });
      if ('kek' in reply) return Buffer.from(reply.kek, 'hex');
      throw anotherAnswer();
    },
  };
}
