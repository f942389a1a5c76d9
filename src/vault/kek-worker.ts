import { randomBytes } from 'node:crypto';
import pkcs11js from 'pkcs11js';
import { KekOrder, type WrappedKek } from './kek-token.ts';

/**
 * The process that talks to the token of the key-encryption key, alone with its PKCS#11 module: one order, one answer,
 * then it ends. The module's text never leaves it.
 */
const LABEL = 'Jeton KEK';
const AAD = Buffer.from('jeton key-encryption key');
const IV = 12;
/** CKZ_DATA_SPECIFIED, which the package has no name for: OAEP's label, empty here. */
const DATA_SPECIFIED = 1;
/** ANSSI PA-PG-083: RSA of 3072 bits at least. */
const RSA_OCTETS = 384;

class Refusal extends Error {}
type Mechanism = WrappedKek['mechanism'];
const cryptoki = new pkcs11js.PKCS11();
const serialAt = (slot: pkcs11js.Handle): string => cryptoki.C_GetTokenInfo(slot).serialNumber.replace(/[\0 ]+$/, '');

function open({ serial, pin }: KekOrder): pkcs11js.Handle {
  const slot = cryptoki.C_GetSlotList(true).find((it) => serialAt(it) === serial);
  if (!slot) throw new Refusal('token_not_there');
  const handle = cryptoki.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION);
  cryptoki.C_Login(handle, pkcs11js.CKU_USER, pin);
  return handle;
}

function find(handle: pkcs11js.Handle, kind: number, keyId: string): pkcs11js.Handle | undefined {
  cryptoki.C_FindObjectsInit(handle, [
    { type: pkcs11js.CKA_CLASS, value: kind },
    { type: pkcs11js.CKA_ID, value: Buffer.from(keyId, 'hex') },
  ]);
  try {
    return cryptoki.C_FindObjects(handle, 1)[0];
  } finally {
    cryptoki.C_FindObjectsFinal(handle);
  }
}

/** A new AES key that decrypts there and never leaves. */
function makeKey(handle: pkcs11js.Handle, keyId: string): pkcs11js.Handle {
  const no = [pkcs11js.CKA_SIGN, pkcs11js.CKA_VERIFY, pkcs11js.CKA_WRAP, pkcs11js.CKA_UNWRAP, pkcs11js.CKA_DERIVE];
  return cryptoki.C_GenerateKey(handle, { mechanism: pkcs11js.CKM_AES_KEY_GEN }, [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_SECRET_KEY },
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_PRIVATE, value: true },
    { type: pkcs11js.CKA_SENSITIVE, value: true },
    { type: pkcs11js.CKA_EXTRACTABLE, value: false },
    { type: pkcs11js.CKA_ENCRYPT, value: true },
    { type: pkcs11js.CKA_DECRYPT, value: true },
    ...no.map((type) => ({ type, value: false })),
    { type: pkcs11js.CKA_VALUE_LEN, value: 32 },
    { type: pkcs11js.CKA_ID, value: Buffer.from(keyId, 'hex') },
    { type: pkcs11js.CKA_LABEL, value: LABEL },
  ]);
}

/** A key that could be read out would be no better than a file. */
function checkStays(handle: pkcs11js.Handle, key: pkcs11js.Handle): void {
  const asked = [pkcs11js.CKA_SENSITIVE, pkcs11js.CKA_EXTRACTABLE, pkcs11js.CKA_DECRYPT].map((type) => ({ type }));
  const [sensitive, extractable, decrypts] = cryptoki
    .C_GetAttributeValue(handle, key, asked)
    .map(({ value }) => (value as Buffer)[0] === 1);
  if (!sensitive || extractable || !decrypts) throw new Refusal('key_attributes');
}

function mechanismOf(name: Mechanism, iv: Buffer): pkcs11js.Mechanism {
  if (name === 'aes-gcm') {
    const parameter = { type: pkcs11js.CK_PARAMS_AES_GCM, iv, ivBits: IV * 8, aad: AAD, tagBits: 128 };
    return { mechanism: pkcs11js.CKM_AES_GCM, parameter };
  }
  const [hashAlg, mgf] =
    name === 'rsa-oaep-sha256'
      ? [pkcs11js.CKM_SHA256, pkcs11js.CKG_MGF1_SHA256]
      : [pkcs11js.CKM_SHA_1, pkcs11js.CKG_MGF1_SHA1];
  const parameter = { type: pkcs11js.CK_PARAMS_RSA_OAEP, hashAlg, mgf, source: DATA_SPECIFIED };
  return { mechanism: pkcs11js.CKM_RSA_PKCS_OAEP, parameter };
}

function encrypt(handle: pkcs11js.Handle, key: pkcs11js.Handle, name: Mechanism, kek: Buffer): Buffer {
  const iv = name === 'aes-gcm' ? randomBytes(IV) : Buffer.alloc(0);
  cryptoki.C_EncryptInit(handle, mechanismOf(name, iv), key);
  return Buffer.concat([iv, cryptoki.C_Encrypt(handle, kek, Buffer.alloc(1024))]);
}

function decrypt(handle: pkcs11js.Handle, { mechanism, wrapped, keyId }: WrappedKek): Buffer {
  const kind = mechanism === 'aes-gcm' ? pkcs11js.CKO_SECRET_KEY : pkcs11js.CKO_PRIVATE_KEY;
  const key = find(handle, kind, keyId);
  if (!key) throw new Refusal('key_not_there');
  const box = Buffer.from(wrapped, 'hex');
  const iv = mechanism === 'aes-gcm' ? box.subarray(0, IV) : Buffer.alloc(0);
  cryptoki.C_DecryptInit(handle, mechanismOf(mechanism, iv), key);
  return cryptoki.C_Decrypt(handle, box.subarray(iv.length), Buffer.alloc(1024));
}

/** Wraps, and shows at once that it unwraps: OAEP's hash is the first that the token knows. */
function wrap(handle: pkcs11js.Handle, { serial, keyId }: KekOrder, kek: Buffer): WrappedKek {
  const privateKey = find(handle, pkcs11js.CKO_PRIVATE_KEY, keyId);
  const publicKey = privateKey && find(handle, pkcs11js.CKO_PUBLIC_KEY, keyId);
  const secret = privateKey ? undefined : (find(handle, pkcs11js.CKO_SECRET_KEY, keyId) ?? makeKey(handle, keyId));
  const [key, names]: [pkcs11js.Handle | undefined, Mechanism[]] = secret
    ? [secret, ['aes-gcm']]
    : [publicKey, ['rsa-oaep-sha256', 'rsa-oaep-sha1']];
  if (!key) throw new Refusal('key_not_there');
  checkStays(handle, privateKey ?? key);
  let failure: unknown;
  for (const mechanism of names) {
    try {
      const box = encrypt(handle, key, mechanism, kek);
      if (mechanism !== 'aes-gcm' && box.length < RSA_OCTETS) throw new Refusal('key_too_short');
      const wrapped = { serial, keyId, mechanism, wrapped: box.toString('hex') };
      if (decrypt(handle, wrapped).equals(kek)) return wrapped;
    } catch (error) {
      failure = error;
    }
  }
  throw failure ?? new Refusal('key_does_not_fit');
}

function failureOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  return error instanceof pkcs11js.Pkcs11Error && /^\w{1,60}$/.test(error.message) ? error.message : 'unusable';
}

function run(order: KekOrder): object {
  cryptoki.load(process.argv[2] ?? '');
  cryptoki.C_Initialize({ flags: pkcs11js.CKF_OS_LOCKING_OK });
  const handle = open(order);
  return order.op === 'wrap'
    ? { wrapped: wrap(handle, order, Buffer.from(order.kek, 'hex')) }
    : { kek: decrypt(handle, order.wrapped).toString('hex') };
}

process.once('message', (message) => {
  let answer: object;
  try {
    answer = run(KekOrder.parse(message));
  } catch (error) {
    answer = { failure: failureOf(error) };
  }
  process.send?.(answer, () => process.disconnect());
});
process.on('disconnect', () => process.exit(0));
