import {
  bitString,
  contentOf,
  element,
  elements,
  objectIdentifier,
  sequence,
  unsignedInteger,
  utf8String,
} from './der.ts';

const COMMON_NAME = objectIdentifier('550403');
const EC_PUBLIC_KEY = objectIdentifier('2a8648ce3d0201');
/** 1.2.840.10045.3.1.7, as CKA_EC_PARAMS too. */
export const P256 = objectIdentifier('2a8648ce3d030107');
const NULL = Uint8Array.of(0x05, 0x00);
const ECDSA_SHA256 = sequence(objectIdentifier('2a8648ce3d040302'));
const RSA_ENCRYPTION = objectIdentifier('2a864886f70d010101');
const RSA_SHA256 = sequence(objectIdentifier('2a864886f70d01010b'), NULL);
const INTEGER_ZERO = Uint8Array.of(0x02, 0x01, 0x00);

/**
 * The uncompressed P-256 point in a token's CKA_EC_POINT: PKCS#11 wraps it into an OCTET STRING, some modules do not.
 * Undefined when it is neither.
 */
export function ecPoint(attribute: Uint8Array): Uint8Array | undefined {
  const point = attribute.length === 65 ? attribute : contentOf(attribute, 0x04);
  return point?.length === 65 && point[0] === 0x04 ? point : undefined;
}

/** SubjectPublicKeyInfo of a point on P-256 (RFC 5480). */
export function ecPublicKey(point: Uint8Array): Uint8Array {
  return sequence(sequence(EC_PUBLIC_KEY, P256), bitString(point));
}

/** SubjectPublicKeyInfo of an RSA key (RFC 3279 2.3.1). */
export function rsaPublicKey(modulus: Uint8Array, exponent: Uint8Array): Uint8Array {
  const key = sequence(unsignedInteger(modulus), unsignedInteger(exponent));
  return sequence(sequence(RSA_ENCRYPTION, NULL), bitString(key));
}

/** What a PKCS#10 request's signature covers (RFC 2986 4.1): subject CN, SubjectPublicKeyInfo, no attributes. */
export function requestInfo(commonName: string, publicKey: Uint8Array): Uint8Array {
  const name = sequence(element(0x31, sequence(COMMON_NAME, utf8String(commonName))));
  return sequence(INTEGER_ZERO, name, publicKey, element(0xa0));
}

/** The PKCS#10 request from what was signed and its signature, with SHA-256. */
export function signedRequest(info: Uint8Array, signature: Uint8Array, kind: 'ec' | 'rsa'): Uint8Array {
  return sequence(info, kind === 'ec' ? ECDSA_SHA256 : RSA_SHA256, bitString(signature));
}

/** DigestInfo of a SHA-256 digest (RFC 8017 9.2, note 1): what CKM_RSA_PKCS pads and raises. */
export function digestInfo(digest: Uint8Array): Uint8Array {
  return sequence(sequence(objectIdentifier('608648016503040201'), NULL), element(0x04, digest));
}

/** ECDSA-Sig-Value (RFC 3279 2.2.3) from the r‖s that PKCS#11 gives; undefined when it is not one of P-256. */
export function ecdsaSignature(raw: Uint8Array): Uint8Array | undefined {
  if (raw.length !== 64) return undefined;
  return sequence(unsignedInteger(raw.subarray(0, 32)), unsignedInteger(raw.subarray(32)));
}

/** DER fields of a certificate that PKCS#11 wants beside it (RFC 5280 4.1); undefined when it is none. */
export function certificateFields(
  der: Uint8Array,
): { serialNumber: Uint8Array; issuer: Uint8Array; subject: Uint8Array } | undefined {
  const [tbs] = elements(contentOf(der, 0x30) ?? new Uint8Array()) ?? [];
  const fields = tbs?.tag === 0x30 ? elements(tbs.content) : undefined;
  // [0] version is absent in v1
  const [serialNumber, , issuer, , subject] = (fields?.[0]?.tag === 0xa0 ? fields.slice(1) : fields) ?? [];
  if (serialNumber?.tag !== 0x02 || issuer?.tag !== 0x30 || subject?.tag !== 0x30) return undefined;
  return { serialNumber: serialNumber.whole, issuer: issuer.whole, subject: subject.whole };
}
