import { createPrivateKey, generateKeyPair, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import type { SoftwareCredentialMaker } from '../../flow/ports/certificates.ts';
import { bitString, integer, NULL, oid, seq, TAG, tagged, tlv } from '../asn1/der.ts';
import { readName } from '../asn1/name.ts';
import { OID } from '../asn1/oid.ts';
import { readCertificate } from '../asn1/read-certificate.ts';

/** What goes into a PKCS#12 file. */
export interface Pkcs12Parts {
  /** PKCS#8. */
  privateKey: Uint8Array;
  /** DER, as the chain is. */
  certificate: Uint8Array;
  chain: readonly Uint8Array[];
  /** Shown by the systems that import it. */
  name: string;
  /** ASCII, random, of at least 128 bits. */
  password: string;
}
export interface SoftwareCredentialDeps {
  /** The thread's program and Node's options for it; tests run it from its source. */
  worker?: { url: URL; execArgv?: string[] };
}

/** A container takes about 0.3 s; a thread that takes this long is stuck. */
const PATIENCE_MS = 30_000;
const WORKER = { url: new URL('./worker.js', import.meta.url) };

/** An RSA-3072 key pair, made in the thread pool. */
function newRsaKey(): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> {
  return new Promise((resolve, reject) => {
    generateKeyPair('rsa', { modulusLength: 3072, publicExponent: 65_537 }, (error, publicKey, privateKey) =>
      error ? reject(error) : resolve({ privateKey, publicKey }),
    );
  });
}

/** A PKCS#10 request that proves possession; whoever certifies the key decides every name in it. */
function writeRequest(privateKey: KeyObject, publicKey: KeyObject): Promise<Uint8Array> {
  const name = seq(tlv(TAG.set, seq(oid(OID.CN), tlv(TAG.utf8String, Buffer.from('Jeton')))));
  const info = seq(integer(0), name, publicKey.export({ format: 'der', type: 'spki' }), tagged(0));
  return new Promise((resolve, reject) => {
    sign('sha256', info, privateKey, (error, signature) =>
      error ? reject(error) : resolve(seq(info, seq(oid(OID.sha256WithRSA), NULL), bitString(signature))),
    );
  });
}

function packInThread(
  form: 'modern' | 'compatible',
  parts: Pkcs12Parts,
  { url, execArgv }: { url: URL; execArgv?: string[] },
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(url, { workerData: { form, parts }, env: {}, ...(execArgv ? { execArgv } : {}) });
    const fail = (cause?: unknown): void => {
      clearTimeout(timer);
      reject(new AppError('internal', 'the PKCS#12 file could not be made: try again', { cause }));
    };
    const timer = setTimeout(() => {
      void worker.terminate();
      fail();
    }, PATIENCE_MS);
    worker.once('message', (file: Uint8Array) => {
      clearTimeout(timer);
      resolve(Buffer.from(file));
    });
    worker.once('error', fail);
    worker.once('exit', () => fail());
  });
}

/** The CN of a certificate, for people to tell one from another. */
function nameOf(certificate: Uint8Array): string {
  return readName(readCertificate(certificate).subject).find(({ type }) => type === 'CN')?.value ?? 'Jeton';
}

/** How many containers may wait for their turn: more would not be made in time, and each holds a key in memory. */
const LINE = 20;

/**
 * Makes software credentials (kind `nomade`): keys in the thread pool, containers one after another in a thread of their own.
 * Throws `overloaded` when their line is full.
 */
export function createSoftwareCredentials({ worker = WORKER }: SoftwareCredentialDeps = {}): SoftwareCredentialMaker {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    async generate() {
      const { privateKey, publicKey } = await newRsaKey();
      const request = await writeRequest(privateKey, publicKey);
      return { request, privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }) };
    },
    pack(privateKey, certificate, chain, password, form) {
      if (waiting >= LINE)
        throw new AppError('overloaded', 'too many credentials are downloaded at once: try again in a minute');
      if (!/^[!-~]{20,}$/.test(password)) {
        throw new AppError('internal', 'a PKCS#12 password is random ASCII of at least 20 characters');
      }
      if (!new X509Certificate(certificate).checkPrivateKey(keyOf(privateKey))) {
        throw new AppError('internal', 'the private key is not the certificate’s');
      }
      const parts = { privateKey, certificate, chain, name: nameOf(certificate), password };
      waiting += 1;
      const made = last
        .catch(() => undefined)
        .then(() => packInThread(form, parts, worker))
        .finally(() => {
          waiting -= 1;
        });
      last = made;
      return made;
    },
  };
}

const keyOf = (pkcs8: Uint8Array) => createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
