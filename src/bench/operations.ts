import { createHash } from 'node:crypto';
import pkcs11js from 'pkcs11js';
import { OTHER_USES } from '../pkcs11/key-attributes.ts';
import { attribute, findObjects, flag, flagIfKnown, privateKey, publicKey } from '../pkcs11/objects.ts';
import { Refusal } from '../pkcs11/refusal.ts';
import {
  certificateFields,
  digestInfo,
  ecdsaSignature,
  ecPoint,
  ecPublicKey,
  requestInfo,
  rsaPublicKey,
  signedRequest,
} from './formats.ts';
import type { How, ResultOf } from './messages.ts';
import { armedAfter } from './pins.ts';
import {
  certificateTemplate,
  type KeyKind,
  MECHANISMS,
  privateTemplate,
  publicTemplate,
  RSA_BITS,
  RSA_EXPONENT,
} from './templates.ts';
import { beforeWriting, inSession, type Token, type TokenSession } from './token.ts';
import { certificates, keyKindOf } from './token-objects.ts';

interface Pair {
  publicKey: pkcs11js.Handle;
  privateKey: pkcs11js.Handle;
}

/** Who makes keys and writes certificates on this device. */
function maker({ capabilities }: Token, { pin, soPin }: { pin: string; soPin?: string | undefined }) {
  if (capabilities.keygenRole === 'user') return { as: 'user', pin } as const;
  if (soPin === undefined) throw new Refusal('so-pin-form');
  return { as: 'so', pin: soPin } as const;
}

function checkRange({ capabilities: { idRange } }: Token, keyId: string): void {
  if (idRange !== 'any' && !idRange.includes(keyId)) throw new Refusal('identifier-range');
}

/** Makes a key pair in the token that can do nothing but sign (T1), and a PKCS#10 request signed by it. */
export async function generateKey(token: Token, how: How<'generateKey'>): Promise<ResultOf<'generateKey'>> {
  checkRange(token, how.keyId);
  const by = maker(token, how);
  if (by.as === 'user') return inSession(token, by, async (s) => describe(s, await makePair(s, how), how));
  await inSession(token, by, (session) => makePair(session, how));
  return inSession(token, { as: 'user', pin: how.pin }, (session) =>
    describe(session, { publicKey: publicKey(session, how.keyId), privateKey: privateKey(session, how.keyId) }, how),
  );
}

async function makePair(session: TokenSession, how: How<'generateKey'>): Promise<Pair> {
  const { token, cryptoki, handle } = session;
  await token.announce('find');
  const id = Buffer.from(how.keyId, 'hex');
  if (findObjects(session, [{ type: pkcs11js.CKA_ID, value: id }]).length > 0) throw new Refusal('identifier-taken');
  await token.announce('generate-key');
  beforeWriting(session);
  const kind = how.key ?? 'ec-p256';
  return cryptoki.C_GenerateKeyPair(
    handle,
    MECHANISMS[kind],
    publicTemplate(token, id, kind),
    privateTemplate(token, id),
  );
}

/** What the token says of the new pair, and the request that its private key signs. */
async function describe(session: TokenSession, pair: Pair, how: How<'generateKey'>): Promise<ResultOf<'generateKey'>> {
  const { token } = session;
  await token.announce('read-attributes');
  const attributes = readAttributes(session, pair.privateKey, Buffer.from(how.keyId, 'hex'));
  const kind = how.key ?? 'ec-p256';
  const info = requestInfo(how.commonName, readPublicKey(session, pair.publicKey, kind));
  await token.announce('sign');
  const signature = sign(session, pair.privateKey, kind, info);
  return { request: signedRequest(info, signature, kind === 'rsa-3072' ? 'rsa' : 'ec'), attributes };
}

/** The public key as its object shows it: DER SubjectPublicKeyInfo of the kind asked for. */
function readPublicKey(session: TokenSession, key: pkcs11js.Handle, kind: KeyKind): Uint8Array {
  if (kind === 'ec-p256') {
    const point = ecPoint(attribute(session, key, pkcs11js.CKA_EC_POINT));
    if (!point) throw new Refusal('malformed');
    return ecPublicKey(point);
  }
  const modulus = attribute(session, key, pkcs11js.CKA_MODULUS);
  const exponent = attribute(session, key, pkcs11js.CKA_PUBLIC_EXPONENT);
  const isWide = modulus.length === RSA_BITS / 8 && ((modulus[0] ?? 0) & 0x80) !== 0;
  if (!isWide || !RSA_EXPONENT.equals(exponent)) throw new Refusal('malformed');
  return rsaPublicKey(modulus, exponent);
}

/** What the token itself says of the new key. The flow judges it; here only what its record has no room for. */
function readAttributes(
  session: TokenSession,
  key: pkcs11js.Handle,
  id: Buffer,
): ResultOf<'generateKey'>['attributes'] {
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

/** DER ECDSA, or RSA PKCS#1 v1.5, over the SHA-256 of `data`. Hashed here: devices share no mechanisms but the raw ones. */
function sign({ cryptoki, handle }: TokenSession, key: pkcs11js.Handle, kind: KeyKind, data: Uint8Array): Uint8Array {
  const digest = createHash('sha256').update(data).digest();
  if (kind === 'rsa-3072') {
    cryptoki.C_SignInit(handle, { mechanism: pkcs11js.CKM_RSA_PKCS }, key);
    return cryptoki.C_Sign(handle, Buffer.from(digestInfo(digest)), Buffer.alloc(RSA_BITS / 8));
  }
  cryptoki.C_SignInit(handle, { mechanism: pkcs11js.CKM_ECDSA }, key);
  const signature = ecdsaSignature(cryptoki.C_Sign(handle, digest, Buffer.alloc(256)));
  if (!signature) throw new Refusal('malformed');
  return signature;
}

/** Writes the certificate beside its key and answers what a new session reads back. The same one twice is written once. */
export async function writeCertificate(token: Token, how: How<'writeCertificate'>): Promise<Uint8Array> {
  const fields = certificateFields(how.certificate);
  if (!fields) throw new Refusal('certificate-invalid');
  checkRange(token, how.keyId);
  const write = async (session: TokenSession): Promise<void> => {
    await token.announce('write');
    beforeWriting(session);
    const template = certificateTemplate(token, Buffer.from(how.keyId, 'hex'), how.certificate, fields);
    session.cryptoki.C_CreateObject(session.handle, template);
  };
  const by = maker(token, how);
  const due = await inSession(token, { as: 'user', pin: how.pin }, async (session) => {
    const missing = await isMissing(session, how);
    if (missing && by.as === 'user') await write(session);
    return missing && by.as === 'so';
  });
  if (due) await inSession(token, by, write);
  await token.announce('read-back');
  return readCertificate(token, how);
}

/** False when this very certificate is there; `identifier-taken` when it is another that would stay beside it. */
async function isMissing(session: TokenSession, how: How<'writeCertificate'>): Promise<boolean> {
  await session.token.announce('find');
  privateKey(session, how.keyId);
  const held = certificates(session, how.keyId);
  const others = held.filter((der) => !Buffer.from(der).equals(how.certificate));
  if (others.length > 0 && !session.token.capabilities.ownCertificate) throw new Refusal('identifier-taken');
  return others.length > 0 || held.length === 0;
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

/**
 * The key's signature over a challenge: proof that it is in this token. With `soPin`, before the token leaves: where the
 * model can, its holder has to change the PIN at first use.
 */
export function signChallenge(token: Token, how: How<'signChallenge'>): Promise<Uint8Array> {
  const { pin, soPin, keyId, challenge } = how;
  const signed = () =>
    inSession(token, { as: 'user', pin }, async (session) => {
      await token.announce('sign');
      const key = privateKey(session, keyId);
      return sign(session, key, keyKindOf(session, key), challenge);
    });
  return token.capabilities.mustChangePin && soPin !== undefined ? armedAfter(token, { pin, soPin }, signed) : signed();
}
