import pkcs11js from 'pkcs11js';
import { Pkcs11Order } from './pkcs11-signer.ts';

/**
 * The process of one token that holds a CA key, alone with its PKCS#11 module. It logs in once and keeps its session;
 * an order that fails ends it, so that the next one begins from nothing.
 */
const P384 = Buffer.from('06052b81040022', 'hex');
const LABEL = 'Jeton CA';
/** Uses that a signing key must not have; SoftHSM2 grants each unless told otherwise. */
const OTHER_USES = [pkcs11js.CKA_DECRYPT, pkcs11js.CKA_UNWRAP, pkcs11js.CKA_SIGN_RECOVER, pkcs11js.CKA_DERIVE];

const cryptoki = new pkcs11js.PKCS11();
let session: { handle: pkcs11js.Handle; slot: pkcs11js.Handle } | undefined;

class Refusal extends Error {}
const serialAt = (slot: pkcs11js.Handle): string => cryptoki.C_GetTokenInfo(slot).serialNumber.replace(/[\0 ]+$/, '');

function open({ serial, pin }: Pkcs11Order): pkcs11js.Handle {
  // handles are reused when tokens change: the serial number is asked for each time
  if (session && serialAt(session.slot) === serial) return session.handle;
  const slot = cryptoki.C_GetSlotList(true).find((it) => serialAt(it) === serial);
  if (!slot) throw new Refusal('token_not_there');
  const handle = cryptoki.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION);
  cryptoki.C_Login(handle, pkcs11js.CKU_USER, pin);
  session = { handle, slot };
  return handle;
}

function find(handle: pkcs11js.Handle, keyId: string): pkcs11js.Handle[] {
  cryptoki.C_FindObjectsInit(handle, [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_PRIVATE_KEY },
    { type: pkcs11js.CKA_ID, value: Buffer.from(keyId, 'hex') },
  ]);
  try {
    return cryptoki.C_FindObjects(handle, 2);
  } finally {
    cryptoki.C_FindObjectsFinal(handle);
  }
}

function generate(handle: pkcs11js.Handle, keyId: string): Buffer {
  if (find(handle, keyId).length > 0) throw new Refusal('identifier_taken');
  const common = [
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_ID, value: Buffer.from(keyId, 'hex') },
    { type: pkcs11js.CKA_LABEL, value: LABEL },
  ];
  const { privateKey, publicKey } = cryptoki.C_GenerateKeyPair(
    handle,
    { mechanism: pkcs11js.CKM_EC_KEY_PAIR_GEN },
    [...common, { type: pkcs11js.CKA_EC_PARAMS, value: P384 }, { type: pkcs11js.CKA_VERIFY, value: true }],
    [
      ...common,
      { type: pkcs11js.CKA_PRIVATE, value: true },
      { type: pkcs11js.CKA_SENSITIVE, value: true },
      { type: pkcs11js.CKA_EXTRACTABLE, value: false },
      { type: pkcs11js.CKA_SIGN, value: true },
      ...OTHER_USES.map((type) => ({ type, value: false })),
    ],
  );
  const stays = [pkcs11js.CKA_ALWAYS_SENSITIVE, pkcs11js.CKA_NEVER_EXTRACTABLE, pkcs11js.CKA_LOCAL];
  const flags = cryptoki.C_GetAttributeValue(
    handle,
    privateKey,
    stays.map((type) => ({ type })),
  );
  if (!flags.every(({ value }) => (value as Buffer)[0] === 1)) throw new Refusal('key_attributes');
  const [point] = cryptoki.C_GetAttributeValue(handle, publicKey, [{ type: pkcs11js.CKA_EC_POINT }]);
  return point?.value as Buffer;
}

function sign(handle: pkcs11js.Handle, keyId: string, digest: string): Buffer {
  const [key, ...more] = find(handle, keyId);
  if (!key || more.length > 0) throw new Refusal('key_not_there');
  cryptoki.C_SignInit(handle, { mechanism: pkcs11js.CKM_ECDSA }, key);
  return cryptoki.C_Sign(handle, Buffer.from(digest, 'hex'), Buffer.alloc(256));
}

function failureOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  return error instanceof pkcs11js.Pkcs11Error && /^\w{1,60}$/.test(error.message) ? error.message : 'unusable';
}

/** Whether the module could be loaded; after a failed load nothing of it may be called. */
function load(path: string): boolean {
  try {
    cryptoki.load(path);
    cryptoki.C_Initialize({ flags: pkcs11js.CKF_OS_LOCKING_OK });
    return true;
  } catch {
    return false;
  }
}

const usable = load(process.argv[2] ?? '');

process.on('message', (message) => {
  const order = Pkcs11Order.parse(message);
  const fail = (failure: string): void => {
    process.send?.({ id: order.id, failure }, () => process.disconnect());
  };
  if (!usable) return fail('unusable');
  try {
    const handle = open(order);
    const done =
      order.op === 'generate' ? generate(handle, order.keyId) : sign(handle, order.keyId, order.digest ?? '');
    process.send?.({ id: order.id, hex: Buffer.from(done).toString('hex') });
  } catch (error) {
    fail(failureOf(error));
  }
});
process.on('disconnect', () => process.exit(0));
