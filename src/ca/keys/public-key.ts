import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import { children, expectTag, read, readBits, readInteger, readOid, TAG } from '../asn1/der.ts';
import { OID } from '../asn1/oid.ts';

/** Kinds of keys by the names that profiles use; everything else is `other` and refused (C5). */
export type KeyKind = 'ec-p256' | 'ec-p384' | 'rsa-3072' | 'other';

/** What kind of key a DER SubjectPublicKeyInfo holds, read from its octets alone: RSA-3072 has e = 65537 (C5). */
export function keyKind(spki: Uint8Array): KeyKind {
  const [algorithm, key] = children(read(spki));
  const [kind, parameters] = children(expectTag(algorithm, TAG.sequence));
  const name = readOid(kind);
  if (name === OID.rsaEncryption) return rsaKind(readBits(key));
  if (name !== OID.ecPublicKey || parameters?.tag !== TAG.oid) return 'other';
  const point = readBits(key);
  const curve = readOid(parameters);
  if (curve === OID['P-256'] && point.length === 65 && point[0] === 4) return 'ec-p256';
  return curve === OID['P-384'] && point.length === 97 && point[0] === 4 ? 'ec-p384' : 'other';
}

function rsaKind(key: Uint8Array): KeyKind {
  const [modulus, exponent] = children(read(key));
  const n = readInteger(modulus);
  const isWide = n.length === 768 && Number.parseInt(n.slice(0, 2), 16) >= 0x80;
  return isWide && readInteger(exponent) === '010001' ? 'rsa-3072' : 'other';
}

/** The modulus, in hex, of an RSA key of one of those kinds. */
export function rsaModulus(spki: Uint8Array): string {
  return readInteger(children(read(keyBits(spki)))[0]);
}

/**
 * The key object of a DER SubjectPublicKeyInfo in its one canonical form. Throws for a point that is not on its curve
 * and for an encoding that OpenSSL would write otherwise, so that one key has one hash (C8).
 */
export function publicKeyObject(spki: Uint8Array): KeyObject {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  if (!key.export({ format: 'der', type: 'spki' }).equals(spki)) throw new Error('the key is not in canonical form');
  return key;
}

/** The octets inside the key's BIT STRING: what key identifiers hash. */
export function keyBits(spki: Uint8Array): Uint8Array {
  return readBits(children(read(spki))[1]);
}

/** Subject key identifier, hex: the leftmost 160 bits of SHA-256 over the key's bits (RFC 7093, method 1). */
export function keyIdentifier(spki: Uint8Array): string {
  return hash('sha256', keyBits(spki), 'hex').slice(0, 40);
}
