import '../no-inspector.ts';
import { randomBytes } from 'node:crypto';
import pkcs11js from 'pkcs11js';
import { answerOrders } from '../pkcs11/answer-orders.ts';
import { checkKey, STAYS } from '../pkcs11/key-attributes.ts';
import { objectsUnder } from '../pkcs11/objects.ts';
import { Refusal } from '../pkcs11/refusal.ts';
import { logIn } from '../pkcs11/session.ts';
import { KekOrder, type WrappedKek } from './kek-orders.ts';

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

type Mechanism = WrappedKek['mechanism'];
/** A session as PKCS#11 knows it: the worker encrypts and decrypts, which the bench's view has not. */
interface Session {
  cryptoki: pkcs11js.PKCS11;
  handle: pkcs11js.Handle;
}

const find = (session: Session, objectClass: number, keyId: string): pkcs11js.Handle | undefined =>
  objectsUnder(session, objectClass, keyId)[0];

/** A new AES key that decrypts there and never leaves. */
function makeKey({ cryptoki, handle }: Session, keyId: string): pkcs11js.Handle {
  const no = [pkcs11js.CKA_SIGN, pkcs11js.CKA_VERIFY, pkcs11js.CKA_WRAP, pkcs11js.CKA_UNWRAP, pkcs11js.CKA_DERIVE];
  return cryptoki.C_GenerateKey(handle, { mechanism: pkcs11js.CKM_AES_KEY_GEN }, [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_SECRET_KEY },
    ...STAYS,
    { type: pkcs11js.CKA_ENCRYPT, value: true },
    { type: pkcs11js.CKA_DECRYPT, value: true },
    ...no.map((type) => ({ type, value: false })),
    { type: pkcs11js.CKA_VALUE_LEN, value: 32 },
    { type: pkcs11js.CKA_ID, value: Buffer.from(keyId, 'hex') },
    { type: pkcs11js.CKA_LABEL, value: LABEL },
  ]);
}

/** A key that could be read out would be no better than a file. */
function checkStays(session: Session, key: pkcs11js.Handle): void {
  const has = [pkcs11js.CKA_SENSITIVE, pkcs11js.CKA_DECRYPT];
  checkKey(session, key, { has, hasNot: [pkcs11js.CKA_EXTRACTABLE] });
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

function encrypt({ cryptoki, handle }: Session, key: pkcs11js.Handle, name: Mechanism, kek: Buffer): Buffer {
  const iv = name === 'aes-gcm' ? randomBytes(IV) : Buffer.alloc(0);
  cryptoki.C_EncryptInit(handle, mechanismOf(name, iv), key);
  return Buffer.concat([iv, cryptoki.C_Encrypt(handle, kek, Buffer.alloc(1024))]);
}

function decrypt(session: Session, { mechanism, wrapped, keyId }: WrappedKek): Buffer {
  const kind = mechanism === 'aes-gcm' ? pkcs11js.CKO_SECRET_KEY : pkcs11js.CKO_PRIVATE_KEY;
  const { cryptoki, handle } = session;
  const key = find(session, kind, keyId);
  if (!key) throw new Refusal('key-missing');
  const box = Buffer.from(wrapped, 'hex');
  const iv = mechanism === 'aes-gcm' ? box.subarray(0, IV) : Buffer.alloc(0);
  cryptoki.C_DecryptInit(handle, mechanismOf(mechanism, iv), key);
  return cryptoki.C_Decrypt(handle, box.subarray(iv.length), Buffer.alloc(1024));
}

/** Wraps, and shows at once that it unwraps: OAEP's hash is the first that the token knows. */
function wrap(session: Session, { serial, keyId }: KekOrder, kek: Buffer): WrappedKek {
  const privateKey = find(session, pkcs11js.CKO_PRIVATE_KEY, keyId);
  const publicKey = privateKey && find(session, pkcs11js.CKO_PUBLIC_KEY, keyId);
  const secret = privateKey ? undefined : (find(session, pkcs11js.CKO_SECRET_KEY, keyId) ?? makeKey(session, keyId));
  const [key, names]: [pkcs11js.Handle | undefined, Mechanism[]] = secret
    ? [secret, ['aes-gcm']]
    : [publicKey, ['rsa-oaep-sha256', 'rsa-oaep-sha1']];
  if (!key) throw new Refusal('key-missing');
  checkStays(session, privateKey ?? key);
  let failure: unknown;
  for (const mechanism of names) {
    try {
      const box = encrypt(session, key, mechanism, kek);
      if (mechanism !== 'aes-gcm' && box.length < RSA_OCTETS) throw new Refusal('key-too-short');
      const wrapped = { serial, keyId, mechanism, wrapped: box.toString('hex') };
      if (decrypt(session, wrapped).equals(kek)) return wrapped;
    } catch (error) {
      failure = error;
    }
  }
  throw failure ?? new Refusal('key-unfit');
}

answerOrders(KekOrder, (cryptoki, order) => {
  const session = { cryptoki, handle: logIn(cryptoki, order).handle };
  return order.op === 'wrap'
    ? { wrapped: wrap(session, order, Buffer.from(order.kek, 'hex')) }
    : { kek: decrypt(session, order.wrapped).toString('hex') };
});
