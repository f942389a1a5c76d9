import { createHash } from 'node:crypto';
import { AppError } from '../../errors.ts';
import { createTokenClient } from '../../pkcs11/client.ts';
import type { TokenSettings } from '../../pkcs11/settings.ts';
import { isPinRefused } from '../../pkcs11/tried-pins.ts';
import { programAt } from '../../pkcs11/worker-program.ts';
import { bitString, integer, octetString, oid, read, seq, TAG } from '../asn1/der.ts';
import { OID } from '../asn1/oid.ts';
import { Pkcs11Answer, type Pkcs11Order } from './pkcs11-orders.ts';
import { keyKind } from './public-key.ts';
import type { Signer } from './signer.ts';

/** A key in a token, and the PIN that lets it sign. */
export interface Pkcs11Key extends TokenSettings {
  /** CKA_ID, hex. */
  keyId: string;
  pin: string;
}

/** The program of the worker that makes CA keys and signs with them. */
export const SIGNER_PROGRAM = programAt(new URL('./pkcs11-worker.js', import.meta.url));

const SET_RIGHT = 'set it right at the token, then start the service anew: docs/operations.md';
const HINTS: Readonly<Record<string, string>> = {
  CKR_PIN_INCORRECT: `its PIN is wrong and is not tried again, because a token locks after some: ${SET_RIGHT}`,
  CKR_PIN_LOCKED: `its PIN is locked and is not tried again: ${SET_RIGHT}`,
};
const broken = (why: string): AppError =>
  new AppError(
    'ca_unavailable',
    `the token that holds the CA key did not do its part (${why}): ${HINTS[why] ?? 'check it and its module'}`,
  );

function workerOf(token: TokenSettings): (order: Pkcs11Order) => Promise<string> {
  return createTokenClient({ token, program: SIGNER_PROGRAM, result: Pkcs11Answer, broken }).ask;
}

/** ECDSA-Sig-Value (RFC 3279 2.2.3) of r and s beside each other. */
function ecdsaSignature(hex: string): Uint8Array {
  if (hex.length !== 192) throw broken('malformed');
  return seq(integer(hex.slice(0, 96)), integer(hex.slice(96)));
}

/** A signer whose P-384 key stays in a PKCS#11 token. The module is loaded with the first signature. */
export function createPkcs11Signer({ pin, keyId, ...token }: Pkcs11Key, publicKey: Uint8Array): Signer {
  const ask = workerOf(token);
  return {
    curve: 'P-384',
    publicKey,
    async sign(data) {
      const digest = createHash('sha384').update(data).digest('hex');
      return ecdsaSignature(await ask({ op: 'sign', serial: token.serial, pin, keyId, digest }));
    },
    isPinRefused: () => isPinRefused(token.module, { serial: token.serial, pin }),
  };
}

/** Makes a P-384 key pair inside the token: it can sign and never leaves it. Answers its DER SubjectPublicKeyInfo. */
export async function generatePkcs11Key({ pin, keyId, ...token }: Pkcs11Key): Promise<Uint8Array> {
  const point = Buffer.from(await workerOf(token)({ op: 'generate', serial: token.serial, pin, keyId }), 'hex');
  // CKA_EC_POINT is an OCTET STRING around the point; some modules leave it bare
  const bare = point[0] === TAG.octetString ? read(point, TAG.octetString).body : point;
  const spki = seq(seq(oid(OID.ecPublicKey), oid(OID['P-384'])), bitString(bare));
  if (keyKind(spki) !== 'ec-p384' || octetString(bare).length !== 99) throw broken('malformed');
  return spki;
}
