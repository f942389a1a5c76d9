import pkcs11js from 'pkcs11js';
import { Refusal } from './refusal.ts';
import type { Session } from './session.ts';

/** More octets than any certificate of ours; what a device claims beyond is not read. */
const VALUE_MAX = 16_384;

/** Handles of the objects that fit, at most 64. */
export function findObjects({ cryptoki, handle }: Session, template: pkcs11js.Template): pkcs11js.Handle[] {
  cryptoki.C_FindObjectsInit(handle, template);
  try {
    return cryptoki.C_FindObjects(handle, 64);
  } finally {
    cryptoki.C_FindObjectsFinal(handle);
  }
}

/** The objects of a class (CKO_…) whose CKA_ID is `keyId`, in hex. */
export function objectsUnder(session: Session, objectClass: number, keyId: string): pkcs11js.Handle[] {
  return findObjects(session, [
    { type: pkcs11js.CKA_CLASS, value: objectClass },
    { type: pkcs11js.CKA_ID, value: Buffer.from(keyId, 'hex') },
  ]);
}

/** The one object of a class under `keyId`; throws `key-missing` when there is none, or more than one. */
function onlyOne(session: Session, objectClass: number, keyId: string): pkcs11js.Handle {
  const [only, ...others] = objectsUnder(session, objectClass, keyId);
  if (only === undefined || others.length > 0) throw new Refusal('key-missing');
  return only;
}
/** The private key under `keyId` (hex). Throws `key-missing`. */
export const privateKey = (session: Session, keyId: string) => onlyOne(session, pkcs11js.CKO_PRIVATE_KEY, keyId);
/** The public key under `keyId` (hex). Throws `key-missing`. */
export const publicKey = (session: Session, keyId: string) => onlyOne(session, pkcs11js.CKO_PUBLIC_KEY, keyId);

/** An attribute's value. Throws `malformed` for one that is none, or longer than any of ours. */
export function attribute({ cryptoki, handle }: Session, object: pkcs11js.Handle, type: number): Uint8Array {
  const [read] = cryptoki.C_GetAttributeValue(handle, object, [{ type }]);
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
