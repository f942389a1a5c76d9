import { hash } from 'node:crypto';
import { octetString, oid, seq, TAG, tlv } from '../asn1/der.ts';

/** Bag types and attributes of RFC 7292. */
export const KEY_BAG = '1.2.840.113549.1.12.10.1.2';
export const CERT_BAG = '1.2.840.113549.1.12.10.1.3';
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';
const FRIENDLY_NAME = '1.2.840.113549.1.9.20';
const BMP_STRING = 0x1e;

/** DER of the attributes that tie a key to its certificate and name both to people. */
export function bagAttributes(certificate: Uint8Array, name: string): Uint8Array[] {
  const attribute = (type: string, value: Uint8Array): Uint8Array => seq(oid(type), tlv(TAG.set, value));
  const bmp = tlv(BMP_STRING, Buffer.from(name, 'utf16le').swap16());
  return [
    attribute(LOCAL_KEY_ID, octetString(hash('sha1', certificate, 'buffer'))),
    attribute(FRIENDLY_NAME, bmp),
  ].sort(Buffer.compare);
}
