import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, sign, verify } from 'node:crypto';
import { AppError } from '../../errors.ts';
import { bitString, oid, seq } from '../asn1/der.ts';
import { OID } from '../asn1/oid.ts';
import { publicKeyObject } from './public-key.ts';

export type Curve = 'P-256' | 'P-384';
const HASH: Readonly<Record<Curve, 'sha256' | 'sha384'>> = { 'P-256': 'sha256', 'P-384': 'sha384' };
const SIGNATURE = { 'P-256': 'ecdsa-with-SHA256', 'P-384': 'ecdsa-with-SHA384' } as const;

/** A key of the CA that signs: in a sealed file now, in a PKCS#11 token by another implementation. */
export interface Signer {
  readonly curve: Curve;
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** ECDSA over the curve's own hash (C5), DER-encoded. What takes long happens off the event loop. Throws `ca_unavailable`. */
  sign(data: Uint8Array): Promise<Uint8Array>;
  /** Whether the token that holds the key refused its PIN, which is not tried again until the service starts anew. */
  isPinRefused?(): boolean;
}

/** `node:crypto`'s callback forms run in the thread pool; its promise forms do not exist. */
function signOff(hash: string, data: Uint8Array, key: KeyObject): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    sign(hash, data, key, (error, signature) => (error ? reject(error) : resolve(signature)));
  });
}
/** Verifies in the thread pool; false for a signature that does not even parse. */
export function verifyOff(hash: string, data: Uint8Array, key: KeyObject, signature: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    verify(hash, data, key, signature, (error, fits) => resolve(error === null && fits));
  });
}

/** A new key pair on `curve`, as PKCS#8. The caller seals it and wipes it. */
export function newKey(curve: Curve): Promise<Uint8Array> {
  const privateKeyEncoding = { type: 'pkcs8', format: 'der' } as const;
  const publicKeyEncoding = { type: 'spki', format: 'der' } as const;
  return new Promise((resolve, reject) => {
    generateKeyPair('ec', { namedCurve: curve, privateKeyEncoding, publicKeyEncoding }, (error, _, privateKey) =>
      error ? reject(error) : resolve(privateKey),
    );
  });
}

/** A signer over a PKCS#8 key on P-256 or P-384. Signing throws `ca_unavailable`. */
export function createSoftwareSigner(pkcs8: Uint8Array): Signer {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const curve = key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'P-384' : 'P-256';
  return {
    curve,
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }),
    async sign(data) {
      try {
        // 25 µs: handing it to the thread pool costs more than the signature
        if (curve === 'P-256') return sign(HASH[curve], data, key);
        return await signOff(HASH[curve], data, key);
      } catch (cause) {
        throw new AppError('ca_unavailable', 'the key did not sign: try again', { cause });
      }
    },
  };
}

const ALGORITHM: Readonly<Record<Curve, Uint8Array>> = {
  'P-256': seq(oid(OID[SIGNATURE['P-256']])),
  'P-384': seq(oid(OID[SIGNATURE['P-384']])),
};

/** DER AlgorithmIdentifier of what `signer` makes. */
export function signatureAlgorithm({ curve }: Pick<Signer, 'curve'>): Uint8Array {
  return ALGORITHM[curve];
}

/** Signs `tbs` and puts it together: SEQUENCE { tbs, algorithm, signature, … }, the form of all that a CA signs. */
export async function signed(tbs: Uint8Array, signer: Signer, ...more: Uint8Array[]): Promise<Uint8Array> {
  return seq(tbs, signatureAlgorithm(signer), bitString(await signer.sign(tbs)), ...more);
}

/**
 * A signature over `tbs`, verified before it is given out: a faulty signature is useless and can betray the key.
 * Throws `ca_unavailable`.
 */
export async function verifiedSignature(tbs: Uint8Array, signer: Signer): Promise<Uint8Array> {
  const signature = await signer.sign(tbs);
  if (await verifyOff(HASH[signer.curve], tbs, publicKeyObject(signer.publicKey), signature)) return signature;
  throw new AppError('ca_unavailable', 'the key signed wrongly: check the device that holds it');
}

/** As `signed`, and verified. */
export async function signedAndVerified(tbs: Uint8Array, signer: Signer): Promise<Uint8Array> {
  return seq(tbs, signatureAlgorithm(signer), bitString(await verifiedSignature(tbs, signer)));
}
