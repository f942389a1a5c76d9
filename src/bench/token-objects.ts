import pkcs11js from 'pkcs11js';
import { attribute, objectsUnder } from '../pkcs11/objects.ts';
import { Refusal } from '../pkcs11/refusal.ts';
import type { Session } from '../pkcs11/session.ts';
import type { KeyKind } from './templates.ts';

/** What kind of key it is; RSA keys here are of 3072 bits, as no other is made. Throws `malformed`. */
export function keyKindOf(session: Session, key: pkcs11js.Handle): KeyKind {
  const kind = Buffer.from(attribute(session, key, pkcs11js.CKA_KEY_TYPE));
  const is = (type: number) => kind.length >= 4 && kind.readUInt32LE() === type;
  if (is(pkcs11js.CKK_EC)) return 'ec-p256';
  if (is(pkcs11js.CKK_RSA)) return 'rsa-3072';
  throw new Refusal('malformed');
}

/** The certificates under `keyId` (hex), as the token holds them: DER. */
export function certificates(session: Session, keyId: string): Uint8Array[] {
  const found = objectsUnder(session, pkcs11js.CKO_CERTIFICATE, keyId);
  return found.map((object) => attribute(session, object, pkcs11js.CKA_VALUE));
}
