import pkcs11js from 'pkcs11js';
import { flag } from './objects.ts';
import { Refusal } from './refusal.ts';
import type { Session } from './session.ts';

/** A key that stays in its token and is used by nobody who has not logged in. */
export const STAYS: pkcs11js.Template = [
  { type: pkcs11js.CKA_TOKEN, value: true },
  { type: pkcs11js.CKA_PRIVATE, value: true },
  { type: pkcs11js.CKA_SENSITIVE, value: true },
  { type: pkcs11js.CKA_EXTRACTABLE, value: false },
];

/** Uses that a signing key must not have, beside CKA_DECRYPT; SoftHSM2 grants each unless told otherwise. */
export const OTHER_USES: readonly number[] = [pkcs11js.CKA_UNWRAP, pkcs11js.CKA_SIGN_RECOVER, pkcs11js.CKA_DERIVE];

/** A private key that signs and does nothing else. */
export const SIGNS_ONLY: pkcs11js.Template = [
  { type: pkcs11js.CKA_SIGN, value: true },
  ...[pkcs11js.CKA_DECRYPT, ...OTHER_USES].map((type) => ({ type, value: false })),
];

/** Throws `key-attributes` unless the token says that the key has each attribute of `has` and none of `hasNot`. */
export function checkKey(
  session: Session,
  key: pkcs11js.Handle,
  { has, hasNot = [] }: { has: readonly number[]; hasNot?: readonly number[] },
): void {
  const isSet = (type: number) => flag(session, key, type);
  if (!has.every(isSet) || hasNot.some(isSet)) throw new Refusal('key-attributes');
}
