import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { bitString, integer, octetString, oid, read, seq, TAG } from '../asn1/der.ts';
import { OID } from '../asn1/oid.ts';
import { keyKind } from './public-key.ts';
import type { Signer } from './signer.ts';

/** A token reached through any PKCS#11 module, chosen by its serial number and never by its label (T2). */
export const Pkcs11Token = z.strictObject({
  /** Absolute path of the vendor's library. */
  module: z.string().startsWith('/'),
  serial: z.string().min(1).max(16),
  /** Settings that the library reads, such as SOFTHSM2_CONF. */
  env: z.record(z.string(), z.string()).optional(),
});
export type Pkcs11Token = z.infer<typeof Pkcs11Token>;
export interface Pkcs11Key extends Pkcs11Token {
  /** CKA_ID, hex. */
  keyId: string;
  pin: string;
}

/** What goes to the worker, and what it answers: hex, so that nothing of ours is deserialised there or here. */
export const Pkcs11Order = z.strictObject({
  id: z.int(),
  op: z.enum(['generate', 'sign']),
  serial: z.string(),
  pin: z.string(),
  keyId: z.string().regex(/^([0-9a-f]{2})+$/),
  /** SHA-384 of what is to be signed. */
  digest: z
    .string()
    .regex(/^[0-9a-f]{96}$/)
    .optional(),
});
export type Pkcs11Order = z.infer<typeof Pkcs11Order>;
/** `hex` is the CKA_EC_POINT of a new key, or r and s of a signature; `failure` a CKR_ name or a word, never a text of the library. */
const Pkcs11Reply = z.union([
  z.strictObject({ id: z.int(), hex: z.string().regex(/^[0-9a-f]{192,256}$/) }),
  z.strictObject({ id: z.int(), failure: z.string().regex(/^[A-Za-z0-9_]{1,60}$/) }),
]);

/** How the worker's program is started; tests run it from its source. */
export interface Pkcs11WorkerProgram {
  path: string;
  execArgv: string[];
}
let program: Pkcs11WorkerProgram = {
  path: fileURLToPath(new URL('./pkcs11-worker.js', import.meta.url)),
  execArgv: [],
};
/** For tests: what is forked cannot be TypeScript. */
export function runWorkerFrom(other: Pkcs11WorkerProgram): void {
  program = other;
}

/** A hardware module may think for seconds over a key; one that says nothing for longer is stuck. */
const PATIENCE_MS = 20_000;
/** What the worker inherits: never the service's own settings, which lead to its keys. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'];

function start({ module, env }: Pkcs11Token): ChildProcess {
  const inherited = INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  const child = fork(program.path, [module], {
    env: { ...Object.fromEntries(inherited), ...env },
    execArgv: program.execArgv,
    serialization: 'json',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // an idle worker keeps no program alive; it ends with the channel
  child.unref();
  child.channel?.unref();
  return child;
}

interface Waiting {
  resolve(hex: string): void;
  reject(error: AppError): void;
  timer: NodeJS.Timeout;
}
const broken = (why: string): AppError =>
  new AppError(
    'ca_unavailable',
    `the token that holds the CA key did not do its part (${why}): check it and its module`,
  );

/** One worker for a token, started with the first order and again after it ended; a module that crashes takes nothing else with it. */
function createWorker(token: Pkcs11Token): (order: Omit<Pkcs11Order, 'id' | 'serial'>) => Promise<string> {
  const waiting = new Map<number, Waiting>();
  let child: ChildProcess | undefined;
  let last = 0;

  function end(why: string): void {
    child?.kill('SIGKILL');
    child = undefined;
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(broken(why));
    }
    waiting.clear();
  }

  function begin(): ChildProcess {
    const begun = start(token);
    const ifCurrent = (why: string) => () => {
      if (child === begun) end(why);
    };
    begun.on('error', ifCurrent('crashed'));
    begun.on('exit', ifCurrent('crashed'));
    begun.on('message', (message) => {
      const reply = Pkcs11Reply.safeParse(message).data;
      const asked = reply && waiting.get(reply.id);
      if (!reply || !asked) return ifCurrent('malformed')();
      waiting.delete(reply.id);
      clearTimeout(asked.timer);
      if (waiting.size === 0) begun.channel?.unref();
      if ('hex' in reply) asked.resolve(reply.hex);
      else asked.reject(broken(reply.failure));
    });
    return begun;
  }

  return (order) =>
    new Promise((resolve, reject) => {
      child ??= begin();
      last += 1;
      waiting.set(last, { resolve, reject, timer: setTimeout(() => end('deadline'), PATIENCE_MS) });
      child.channel?.ref();
      // a closed channel is told by the exit that follows it
      child.send({ ...order, id: last, serial: token.serial }, () => undefined);
    });
}

/** ECDSA-Sig-Value (RFC 3279 2.2.3) of r and s beside each other. */
function ecdsaSignature(hex: string): Uint8Array {
  if (hex.length !== 192) throw broken('malformed');
  return seq(integer(hex.slice(0, 96)), integer(hex.slice(96)));
}

/** A signer whose P-384 key stays in a PKCS#11 token. The module is loaded with the first signature. */
export function createPkcs11Signer({ pin, keyId, ...token }: Pkcs11Key, publicKey: Uint8Array): Signer {
  const ask = createWorker(token);
  return {
    curve: 'P-384',
    publicKey,
    async sign(data) {
      const digest = createHash('sha384').update(data).digest('hex');
      return ecdsaSignature(await ask({ op: 'sign', pin, keyId, digest }));
    },
  };
}

/** Makes a P-384 key pair inside the token: it can sign and never leaves it. Answers its DER SubjectPublicKeyInfo. */
export async function generatePkcs11Key({ pin, keyId, ...token }: Pkcs11Key): Promise<Uint8Array> {
  const point = Buffer.from(await createWorker(token)({ op: 'generate', pin, keyId }), 'hex');
  // CKA_EC_POINT is an OCTET STRING around the point; some modules leave it bare
  const bare = point[0] === TAG.octetString ? read(point, TAG.octetString).body : point;
  const spki = seq(seq(oid(OID.ecPublicKey), oid(OID['P-384'])), bitString(bare));
  if (keyKind(spki) !== 'ec-p384' || octetString(bare).length !== 99) throw broken('malformed');
  return spki;
}
