import pkcs11js from 'pkcs11js';
import { SIGNS_ONLY, STAYS } from '../pkcs11/key-attributes.ts';
import { P256 } from './formats.ts';
import type { How } from './messages.ts';
import type { Token } from './token.ts';

/** Shown by programs in which the holder picks a key; everything here finds by CKA_ID (T2). */
const OBJECT_LABEL = 'Jeton SPAN';

export type KeyKind = NonNullable<How<'generateKey'>['key']>;
/** RSA-3072, e = 65537 (C5). */
export const RSA_BITS = 3072;
export const RSA_EXPONENT = Buffer.from('010001', 'hex');

export const MECHANISMS = {
  'ec-p256': { mechanism: pkcs11js.CKM_EC_KEY_PAIR_GEN },
  'rsa-3072': { mechanism: pkcs11js.CKM_RSA_PKCS_KEY_PAIR_GEN },
} as const satisfies Record<KeyKind, pkcs11js.Mechanism>;

const PARAMETERS: Readonly<Record<KeyKind, pkcs11js.Template>> = {
  'ec-p256': [{ type: pkcs11js.CKA_EC_PARAMS, value: Buffer.from(P256) }],
  'rsa-3072': [
    { type: pkcs11js.CKA_MODULUS_BITS, value: RSA_BITS },
    { type: pkcs11js.CKA_PUBLIC_EXPONENT, value: RSA_EXPONENT },
  ],
};

/** CKA_ID, and CKA_LABEL where the device lets it be chosen. */
function named({ capabilities }: Token, id: Buffer): pkcs11js.Template {
  const label = capabilities.labelWritable ? [{ type: pkcs11js.CKA_LABEL, value: OBJECT_LABEL }] : [];
  return [{ type: pkcs11js.CKA_ID, value: id }, ...label];
}

/** What a new public key gets: it verifies, does nothing else, and anybody may read it. */
export function publicTemplate(token: Token, id: Buffer, kind: KeyKind): pkcs11js.Template {
  return [
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_PRIVATE, value: false },
    ...named(token, id),
    ...PARAMETERS[kind],
    { type: pkcs11js.CKA_VERIFY, value: true },
    { type: pkcs11js.CKA_ENCRYPT, value: false },
    { type: pkcs11js.CKA_WRAP, value: false },
    { type: pkcs11js.CKA_VERIFY_RECOVER, value: false },
  ];
}

/** What a new private key gets: it stays in the token, signs and does nothing else. */
export function privateTemplate(token: Token, id: Buffer): pkcs11js.Template {
  return [...STAYS, ...named(token, id), ...SIGNS_ONLY];
}

/** What a certificate (DER) is written with; `fields` are those of its DER that PKCS#11 wants beside it. */
export function certificateTemplate(
  token: Token,
  id: Buffer,
  der: Uint8Array,
  fields: { serialNumber: Uint8Array; issuer: Uint8Array; subject: Uint8Array },
): pkcs11js.Template {
  return [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
    { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_PRIVATE, value: false },
    ...named(token, id),
    { type: pkcs11js.CKA_SUBJECT, value: Buffer.from(fields.subject) },
    { type: pkcs11js.CKA_ISSUER, value: Buffer.from(fields.issuer) },
    { type: pkcs11js.CKA_SERIAL_NUMBER, value: Buffer.from(fields.serialNumber) },
    { type: pkcs11js.CKA_VALUE, value: Buffer.from(der) },
  ];
}
