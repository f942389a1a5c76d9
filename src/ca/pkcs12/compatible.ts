import { createHmac, hash, randomBytes } from 'node:crypto';
import forge from 'node-forge';
import { children, integer, NULL, octetString, oid, read, seq, TAG, tagged, tlv } from '../asn1/der.ts';
import { OID } from '../asn1/oid.ts';
import { bagAttributes, CERT_BAG, KEY_BAG } from './bags.ts';
import type { Pkcs12Parts } from './pkcs12.ts';

/** What Windows 7 to 10 and old macOS and iOS write themselves, and read fast. */
const ITERATIONS = 2_048;
const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';

/** pbeWithSHAAnd3-KeyTripleDES-CBC by node-forge, which answers {algorithm, OCTET STRING} for any DER. */
function encrypt(der: Uint8Array, password: string): Uint8Array {
  const clear = forge.asn1.fromDer(Buffer.from(der).toString('latin1'));
  const options = { algorithm: '3des', count: ITERATIONS, saltSize: 16 } as const;
  const locked = forge.pki.encryptPrivateKeyInfo(clear, password, options);
  return Buffer.from(forge.asn1.toDer(locked).getBytes(), 'latin1');
}

/** RFC 7292 B.2 for a key of one SHA-1 block, purpose 3 (MAC): hashes of purpose ‖ salt ‖ password, each filled to 64. */
function macKey(password: string, salt: Uint8Array): Uint8Array {
  const bmp = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const filled = (bytes: Uint8Array): Buffer => Buffer.alloc(64 * Math.ceil(bytes.length / 64), bytes);
  let key = Buffer.concat([Buffer.alloc(64, 3), filled(salt), filled(bmp)]);
  for (let round = 0; round < ITERATIONS; round += 1) key = hash('sha1', key, 'buffer');
  return key;
}

const data = (content: Uint8Array): Uint8Array => seq(oid(DATA), tagged(0, octetString(content)));
const bag = (type: string, value: Uint8Array, ...attributes: Uint8Array[]): Uint8Array =>
  seq(oid(type), tagged(0, value), ...(attributes.length > 0 ? [tlv(TAG.set, ...attributes)] : []));
const certBag = (der: Uint8Array, ...attributes: Uint8Array[]): Uint8Array =>
  bag(CERT_BAG, seq(oid(X509_CERTIFICATE), tagged(0, octetString(der))), ...attributes);

/**
 * The older PKCS#12 container, for systems that read no other: key and certificates under 3DES and SHA-1, a SHA-1 MAC.
 * The password's ≥ 128 random bits carry it, not its algorithms. Only node-forge's ciphers are used: its own writer
 * changes certificates that are signed by ECDSA.
 */
export function packCompatible({ privateKey, certificate, chain, name, password }: Pkcs12Parts): Uint8Array {
  const own = bagAttributes(certificate, name);
  const certificates = seq(certBag(certificate, ...own), ...chain.map((der) => certBag(der)));
  const [algorithm, octets] = children(read(encrypt(certificates, password)));
  const content = seq(oid(DATA), algorithm?.raw ?? NULL, tlv(0x80, octets?.body ?? NULL));
  const encrypted = seq(oid(ENCRYPTED_DATA), tagged(0, seq(integer(0), content)));
  const safe = seq(encrypted, data(seq(bag(KEY_BAG, encrypt(privateKey, password), ...own))));
  const salt = randomBytes(16);
  const mac = createHmac('sha1', macKey(password, salt)).update(safe).digest();
  const digest = seq(seq(oid(OID.sha1), NULL), octetString(mac));
  return seq(integer(3), data(safe), seq(digest, octetString(salt), integer(ITERATIONS)));
}
