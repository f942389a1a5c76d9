import { createHash } from 'node:crypto';
import pkcs11js from 'pkcs11js';
import { certificateFields, ecdsaSignature, ecPoint, P256, requestInfo, signedRequest } from './formats.ts';
import type { How, ResultOf } from './messages.ts';
import { attribute, certificates, findObjects, flag, flagIfKnown, privateKey } from './objects.ts';
import { beforeFormatting, beforeWriting, inSession, Refusal, type Session, type Token } from './token.ts';

/** Shown by programs in which the holder picks a key; everything here finds by CKA_ID (T2). */
const OBJECT_LABEL = 'Jeton SPAN';

/**
 * Wipes the token and sets SO-PIN, PIN and label. The order makes a crash harmless: before C_SetPIN the token obeys
 * `soPin`, after it `newSoPin`, and a caller who kept both can begin again. One try with one SO-PIN a call, none when
 * it could be the last that the token allows.
 */
export async function initialise(token: Token, how: How<'initialise'>): Promise<null> {
  const { cryptoki } = token.module;
  refuseBeforeWiping(token, how);
  await token.announce('format');
  beforeFormatting(token);
  // the call reads 32 octets, however short the label is
  cryptoki.C_InitToken(token.handle, how.soPin, how.label.padEnd(32));
  await inSession(token, { as: 'so', pin: how.soPin }, async (session) => {
    await token.announce('user-pin');
    beforeWriting(session);
    cryptoki.C_InitPIN(session.handle, how.pin);
    await token.announce('so-pin');
    beforeWriting(session);
    if (how.newSoPin !== how.soPin) cryptoki.C_SetPIN(session.handle, how.soPin, how.newSoPin);
  });
  await inSession(token, { as: 'user', pin: how.pin }, async (session) => {
    await token.announce('verify-empty');
    if (findObjects(session, []).length > 0) throw new Refusal('objects-left');
  });
  return null;
}

function refuseBeforeWiping({ capabilities, soPinLastTry }: Token, how: How<'initialise'>): void {
  const lengths = [how.pin, how.newSoPin].map((pin) => Buffer.byteLength(pin));
  if (lengths.some((n) => n < capabilities.pinMin || n > capabilities.pinMax)) throw new Refusal('pin-length');
  if (capabilities.lockReported && soPinLastTry) throw new Refusal('so-pin-last-try');
}

/** Makes a P-256 key pair in the token that can do nothing but sign (T1), and a PKCS#10 request signed by it. */
export function generateKey(token: Token, how: How<'generateKey'>): Promise<ResultOf<'generateKey'>> {
  return inSession(token, { as: 'user', pin: how.pin }, async (session) => {
    await token.announce('find');
    const id = Buffer.from(how.keyId, 'hex');
    if (findObjects(session, [{ type: pkcs11js.CKA_ID, value: id }]).length > 0) throw new Refusal('identifier-taken');
    await token.announce('generate-key');
    beforeWriting(session);
    const pair = token.module.cryptoki.C_GenerateKeyPair(
      session.handle,
      { mechanism: pkcs11js.CKM_EC_KEY_PAIR_GEN },
      publicTemplate(id),
      privateTemplate(id),
    );
    await token.announce('read-attributes');
    const attributes = readAttributes(session, pair.privateKey, id);
    const point = ecPoint(attribute(session, pair.publicKey, pkcs11js.CKA_EC_POINT));
    if (!point) throw new Refusal('malformed');
    await token.announce('sign');
    const info = requestInfo(how.commonName, point);
    return { request: signedRequest(info, sign(session, pair.privateKey, info)), attributes };
  });
}

function publicTemplate(id: Buffer): pkcs11js.Template {
  return [
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_PRIVATE, value: false },
    { type: pkcs11js.CKA_ID, value: id },
    { type: pkcs11js.CKA_LABEL, value: OBJECT_LABEL },
    { type: pkcs11js.CKA_EC_PARAMS, value: Buffer.from(P256) },
    { type: pkcs11js.CKA_VERIFY, value: true },
    { type: pkcs11js.CKA_ENCRYPT, value: false },
    { type: pkcs11js.CKA_WRAP, value: false },
    { type: pkcs11js.CKA_VERIFY_RECOVER, value: false },
  ];
}

/** Uses that a signing key must not have; SoftHSM2 grants each unless told otherwise. */
const OTHER_USES = [pkcs11js.CKA_UNWRAP, pkcs11js.CKA_SIGN_RECOVER, pkcs11js.CKA_DERIVE];

function privateTemplate(id: Buffer): pkcs11js.Template {
  return [
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_PRIVATE, value: true },
    { type: pkcs11js.CKA_SENSITIVE, value: true },
    { type: pkcs11js.CKA_EXTRACTABLE, value: false },
    { type: pkcs11js.CKA_ID, value: id },
    { type: pkcs11js.CKA_LABEL, value: OBJECT_LABEL },
    { type: pkcs11js.CKA_SIGN, value: true },
    { type: pkcs11js.CKA_DECRYPT, value: false },
    ...OTHER_USES.map((type) => ({ type, value: false })),
  ];
}

/** What the token itself says of the new key. The flow judges it; here only what its record has no room for. */
function readAttributes(session: Session, key: pkcs11js.Handle, id: Buffer): ResultOf<'generateKey'>['attributes'] {
  if (OTHER_USES.some((type) => flagIfKnown(session, key, type))) throw new Refusal('key-attributes');
  if (!id.equals(attribute(session, key, pkcs11js.CKA_ID))) throw new Refusal('key-attributes');
  return {
    token: flag(session, key, pkcs11js.CKA_TOKEN),
    private: flag(session, key, pkcs11js.CKA_PRIVATE),
    sensitive: flag(session, key, pkcs11js.CKA_SENSITIVE),
    extractable: flag(session, key, pkcs11js.CKA_EXTRACTABLE),
    alwaysSensitive: flag(session, key, pkcs11js.CKA_ALWAYS_SENSITIVE),
    neverExtractable: flag(session, key, pkcs11js.CKA_NEVER_EXTRACTABLE),
    local: flag(session, key, pkcs11js.CKA_LOCAL),
    sign: flag(session, key, pkcs11js.CKA_SIGN),
    decrypt: flag(session, key, pkcs11js.CKA_DECRYPT),
  };
}

/** DER ECDSA over the SHA-256 of `data`. Hashed here: devices share no mechanism but the raw one. */
function sign({ token, handle }: Session, key: pkcs11js.Handle, data: Uint8Array): Uint8Array {
  const { cryptoki } = token.module;
  cryptoki.C_SignInit(handle, { mechanism: pkcs11js.CKM_ECDSA }, key);
  const raw = cryptoki.C_Sign(handle, createHash('sha256').update(data).digest(), Buffer.alloc(256));
  const signature = ecdsaSignature(raw);
  if (!signature) throw new Refusal('malformed');
  return signature;
}

/** Writes the certificate beside its key and answers what a new session reads back. The same one twice is written once. */
export async function writeCertificate(token: Token, how: How<'writeCertificate'>): Promise<Uint8Array> {
  const fields = certificateFields(how.certificate);
  if (!fields) throw new Refusal('certificate-invalid');
  await inSession(token, { as: 'user', pin: how.pin }, async (session) => {
    await token.announce('find');
    privateKey(session, how.keyId);
    const held = certificates(session, how.keyId);
    if (held.some((der) => !Buffer.from(der).equals(how.certificate))) throw new Refusal('identifier-taken');
    if (held.length > 0) return;
    await token.announce('write');
    beforeWriting(session);
    token.module.cryptoki.C_CreateObject(session.handle, certificateTemplate(how, fields));
  });
  await token.announce('read-back');
  return readCertificate(token, how);
}

function certificateTemplate(
  how: How<'writeCertificate'>,
  fields: NonNullable<ReturnType<typeof certificateFields>>,
): pkcs11js.Template {
  return [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
    { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_PRIVATE, value: false },
    { type: pkcs11js.CKA_ID, value: Buffer.from(how.keyId, 'hex') },
    { type: pkcs11js.CKA_LABEL, value: OBJECT_LABEL },
    { type: pkcs11js.CKA_SUBJECT, value: Buffer.from(fields.subject) },
    { type: pkcs11js.CKA_ISSUER, value: Buffer.from(fields.issuer) },
    { type: pkcs11js.CKA_SERIAL_NUMBER, value: Buffer.from(fields.serialNumber) },
    { type: pkcs11js.CKA_VALUE, value: Buffer.from(how.certificate) },
  ];
}

/** The one certificate under the key's CKA_ID; it is public, so nobody logs in. */
export function readCertificate(token: Token, how: Pick<How<'readCertificate'>, 'keyId'>): Promise<Uint8Array> {
  return inSession(token, 'nobody', async (session) => {
    await token.announce('find');
    const [only, ...others] = certificates(session, how.keyId);
    if (only === undefined || others.length > 0) throw new Refusal('certificate-missing');
    return only;
  });
}

/** The key's signature over a challenge: proof that it is in this token. */
export function signChallenge(token: Token, how: How<'signChallenge'>): Promise<Uint8Array> {
  return inSession(token, { as: 'user', pin: how.pin }, async (session) => {
    await token.announce('sign');
    return sign(session, privateKey(session, how.keyId), how.challenge);
  });
}
