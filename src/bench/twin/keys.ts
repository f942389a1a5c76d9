import {
  constants,
  createECDH,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  privateEncrypt,
  randomBytes,
} from 'node:crypto';

/** A key pair of the twin: the private key in PKCS#8, and what its public object shows. */
export interface TwinKeys {
  pkcs8: Buffer;
  /** Uncompressed point of an EC key. */
  point?: Buffer;
  modulus?: Buffer;
  exponent?: Buffer;
}

/** A new P-256 key pair: PKCS#8 and the uncompressed point. */
export function makeEcKeys(): TwinKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const point = publicKey.export({ type: 'spki', format: 'der' }).subarray(-65);
  return { pkcs8: privateKey.export({ type: 'pkcs8', format: 'der' }), point };
}

/** A new RSA key pair of `bits`, e = 65537: PKCS#8, modulus and exponent. */
export function makeRsaKeys(bits: number): TwinKeys {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: 65_537 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  return { pkcs8, modulus: Buffer.from(n, 'base64url'), exponent: Buffer.from(e, 'base64url') };
}

/** The private key in a PKCS#8. Throws for what is none. */
export const openKey = (pkcs8: Buffer): KeyObject => createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });

/** CKM_RSA_PKCS: the block is padded and raised, not hashed. */
export function signRsa(key: KeyObject, block: Uint8Array): Buffer {
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, block);
}

/** Order of P-256 (SEC 2, 2.4.2). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const number = (octets: Uint8Array): bigint => BigInt(`0x${Buffer.from(octets).toString('hex')}`);
const octets = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');

/** base^exponent in the field of the order. */
function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base % ORDER];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % ORDER;
    square = (square * square) % ORDER;
  }
  return result;
}

/**
 * CKM_ECDSA on P-256 (FIPS 186-5, 6.4.1): the digest as it is; r‖s. Node's own `sign` hashes first, so the nonce's point
 * comes from ECDH and the rest is arithmetic; neither is constant in time, which no twin needs to be.
 */
export function signEcdsa(key: KeyObject, digest: Uint8Array): Buffer {
  const { d = '' } = key.export({ format: 'jwk' });
  const secret = number(Buffer.from(d, 'base64url'));
  for (;;) {
    const nonce = number(randomBytes(32));
    if (nonce === 0n || nonce >= ORDER) continue;
    const ecdh = createECDH('prime256v1');
    ecdh.setPrivateKey(octets(nonce));
    const r = number(ecdh.getPublicKey().subarray(1, 33)) % ORDER;
    const s = (power(nonce, ORDER - 2n) * (number(digest) + r * secret)) % ORDER;
    if (r !== 0n && s !== 0n) return Buffer.concat([octets(r), octets(s)]);
  }
}
