import { fork } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AppError } from '../errors.ts';

const hex = (octets: string) => z.string().regex(new RegExp(`^([0-9a-f]{2})${octets}$`));
/**
 * The file of JETON_KEK_PKCS11_FILE: a token reached through any PKCS#11 module, chosen by its serial number and never by
 * its label (T2), and the key in it: AES, or RSA of 3072 bits at least. Nothing secret stands here.
 */
const KekToken = z.strictObject({
  /** Absolute path of the vendor's library. */
  module: z.string().startsWith('/'),
  serial: z.string().min(1).max(16),
  /** CKA_ID of the key, hex. An AES key of this id is made when the token has neither. */
  keyId: hex('{1,32}'),
  /** Settings that the library reads, such as SOFTHSM2_CONF. */
  env: z.record(z.string(), z.string()).optional(),
  /** A file of mode 0600 with the user PIN. Left out: it is asked for on the terminal. */
  pinFile: z.string().startsWith('/').optional(),
});
export type KekToken = z.infer<typeof KekToken>;

/** How the token wraps: AES-GCM, or RSA-OAEP with the hash that it knows. */
const MECHANISMS = ['aes-gcm', 'rsa-oaep-sha256', 'rsa-oaep-sha1'] as const;
/** A key-encryption key as a token wrapped it. */
export const WrappedKek = z.strictObject({
  serial: z.string(),
  keyId: z.string(),
  mechanism: z.enum(MECHANISMS),
  wrapped: hex('{48,1024}'),
});
export type WrappedKek = z.infer<typeof WrappedKek>;

/** What goes to the worker, and what it answers: hex, so that nothing of ours is deserialised there or here. */
export const KekOrder = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('wrap'), serial: z.string(), keyId: hex('+'), pin: z.string(), kek: hex('{32}') }),
  z.strictObject({
    op: z.literal('unwrap'),
    serial: z.string(),
    keyId: hex('+'),
    pin: z.string(),
    wrapped: WrappedKek,
  }),
]);
export type KekOrder = z.infer<typeof KekOrder>;
/** `failure` is a CKR_ name or a word, never a text of the library. */
const KekReply = z.union([
  z.strictObject({ wrapped: WrappedKek }),
  z.strictObject({ kek: hex('{32}') }),
  z.strictObject({ failure: z.string().regex(/^[A-Za-z0-9_]{1,60}$/) }),
]);
type KekReply = z.infer<typeof KekReply>;

/** How the worker's program is started; tests run it from its source. */
interface WorkerProgram {
  path: string;
  execArgv: string[];
}
let program: WorkerProgram = { path: fileURLToPath(new URL('./kek-worker.js', import.meta.url)), execArgv: [] };
/** For tests: what is forked cannot be TypeScript. */
export function runKekWorkerFrom(other: WorkerProgram): void {
  program = other;
}

/** Making a key may take a hardware module seconds; one that says nothing for longer is stuck. */
const PATIENCE_MS = 20_000;
/** What the worker inherits: never the service's own settings, which lead to its keys. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'];

const HINTS: Readonly<Record<string, string>> = {
  CKR_PIN_INCORRECT: 'the PIN is wrong; it is not tried again, because a token locks after some',
  CKR_PIN_LOCKED: 'the PIN is locked',
  token_not_there: 'no token of this serial number is plugged in',
  key_not_there: 'the token has no such key',
  key_attributes: 'the key of this id may leave the token, or may not decrypt: take another id',
  unusable: 'the module cannot be loaded',
};

/** One order for the token, by a process of its own: a module that crashes or hangs takes nothing with it. Throws `kek_missing`. */
function ask({ module, env }: KekToken, order: KekOrder): Promise<KekReply> {
  const inherited = INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  const child = fork(program.path, [module], {
    env: { ...Object.fromEntries(inherited), ...env },
    execArgv: program.execArgv,
    serialization: 'json',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise<KekReply>((resolve, reject) => {
    const fail = (why: string): void => {
      const says = HINTS[why] ?? `it did not do its part: ${why}`;
      reject(new AppError('kek_missing', `the token that holds the key-encryption key: ${says}`));
    };
    const timer = setTimeout(() => fail('deadline'), PATIENCE_MS);
    child.once('error', () => fail('crashed'));
    child.once('exit', () => fail('crashed')); // after an answer this says nothing any more
    child.once('message', (message) => {
      const reply = KekReply.safeParse(message).data;
      if (!reply || 'failure' in reply) fail(reply?.failure ?? 'malformed');
      else resolve(reply);
    });
    child.send(order, () => undefined); // a closed channel is told by the exit that follows it
    child.once('close', () => clearTimeout(timer));
  }).finally(() => child.kill('SIGKILL'));
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

/** A token as the place of the key-encryption key: it wraps the key, and nobody unwraps it without token and PIN. */
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
