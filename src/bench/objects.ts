import pkcs11js from 'pkcs11js';
import type { KeyKind } from './templates.ts';
import { Refusal, type Session } from './token.ts';

/** More octets than any certificate of ours; what a device claims beyond is not read. */
const VALUE_MAX = 16_384;

/** Handles of the objects that fit, at most 64. */
export function findObjects({ token, handle }: Session, template: pkcs11js.Template): pkcs11js.Handle[] {
  const { cryptoki } = token.module;
  cryptoki.C_FindObjectsInit(handle, template);
  try {
    return cryptoki.C_FindObjects(handle, 64);
  } finally {
    cryptoki.C_FindObjectsFinal(handle);
  }
}

const ofClass = (objectClass: number, keyId: string): pkcs11js.Template => [
  { type: pkcs11js.CKA_CLASS, value: objectClass },
  { type: pkcs11js.CKA_ID, value: Buffer.from(keyId, 'hex') },
];

/** The one object of a class under `keyId`; `key-missing` when there is none, or more than one. */
function onlyOne(session: Session, objectClass: number, keyId: string): pkcs11js.Handle {
  const [only, ...others] = findObjects(session, ofClass(objectClass, keyId));
  if (only === undefined || others.length > 0) throw new Refusal('key-missing');
  return only;
}
export const privateKey = (session: Session, keyId: string) => onlyOne(session, pkcs11js.CKO_PRIVATE_KEY, keyId);
export const publicKey = (session: Session, keyId: string) => onlyOne(session, pkcs11js.CKO_PUBLIC_KEY, keyId);

/** What kind of key it is; RSA keys here are of 3072 bits, as no other is made. */
export function keyKindOf(session: Session, key: pkcs11js.Handle): KeyKind {
  const kind = Buffer.from(attribute(session, key, pkcs11js.CKA_KEY_TYPE));
  const is = (type: number) => kind.length >= 4 && kind.readUInt32LE() === type;
  if (is(pkcs11js.CKK_EC)) return 'ec-p256';
  if (is(pkcs11js.CKK_RSA)) return 'rsa-3072';
  throw new Refusal('malformed');
}

/** The certificates under `keyId`, as the token holds them. */
export function certificates(session: Session, keyId: string): Uint8Array[] {
  const found = findObjects(session, ofClass(pkcs11js.CKO_CERTIFICATE, keyId));
  return found.map((object) => attribute(session, object, pkcs11js.CKA_VALUE));
}

/** An attribute's value. */
export function attribute({ token, handle }: Session, object: pkcs11js.Handle, type: number): Uint8Array {
  const [read] = token.module.cryptoki.C_GetAttributeValue(handle, object, [{ type }]);
  if (!read || !Buffer.isBuffer(read.value) || read.value.length > VALUE_MAX) throw new Refusal('malformed');
  return new Uint8Array(read.value);
}

/** A CK_BBOOL attribute. */
export function flag(session: Session, object: pkcs11js.Handle, type: number): boolean {
  const value = attribute(session, object, type);
  if (value.length !== 1) throw new Refusal('malformed');
  return value[0] !== 0;
}

/** As `flag`; false where the device does not know the attribute. */
export function flagIfKnown(session: Session, object: pkcs11js.Handle, type: number): boolean {
  try {
    return flag(session, object, type);
  } catch (error) {
    if (error instanceof pkcs11js.Pkcs11Error && error.message === 'CKR_ATTRIBUTE_TYPE_INVALID') return false;
    throw error;
  }
}
