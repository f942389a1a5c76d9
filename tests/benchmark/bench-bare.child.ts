/** The bare PKCS#11 calls of a token's production in one process, nothing around them: the limit. `MODULE`; then an order a message. */
import { createHash } from 'node:crypto';
import pkcs11js from 'pkcs11js';

const module = process.argv[2] ?? '';
const P256 = Buffer.from('06082a8648ce3d030107', 'hex');
const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');
const ID = { type: pkcs11js.CKA_ID, value: Buffer.from('01', 'hex') };
const yes = [pkcs11js.CKA_TOKEN, pkcs11js.CKA_PRIVATE, pkcs11js.CKA_SENSITIVE, pkcs11js.CKA_SIGN];
const no = [
  pkcs11js.CKA_EXTRACTABLE,
  pkcs11js.CKA_DECRYPT,
  pkcs11js.CKA_UNWRAP,
  pkcs11js.CKA_SIGN_RECOVER,
  pkcs11js.CKA_DERIVE,
];
const certificate = Buffer.alloc(900, 0x30);

const p = new pkcs11js.PKCS11();
p.load(module);

/** Initialise, key, request signed, certificate written and read back, challenge signed. Milliseconds: all, the key alone. */
function make({ soPin, kind }: { soPin: string; kind: 'ec-p256' | 'rsa-3072' }): { ms: number; keyMs: number } {
  const begun = performance.now();
  p.C_Initialize({ flags: pkcs11js.CKF_OS_LOCKING_OK });
  const slot = p.C_GetSlotList(true)[0]!;
  p.C_InitToken(slot, soPin, 'BARE'.padEnd(32));
  const session = p.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION);
  p.C_Login(session, pkcs11js.CKU_SO, soPin);
  p.C_InitPIN(session, '48201937');
  p.C_SetPIN(session, soPin, '9051772634018855');
  p.C_Logout(session);
  p.C_Login(session, pkcs11js.CKU_USER, '48201937');
  const rsa = kind === 'rsa-3072';
  const keyBegun = performance.now();
  const { privateKey } = p.C_GenerateKeyPair(
    session,
    { mechanism: rsa ? pkcs11js.CKM_RSA_PKCS_KEY_PAIR_GEN : pkcs11js.CKM_EC_KEY_PAIR_GEN },
    [
      { type: pkcs11js.CKA_TOKEN, value: true },
      { type: pkcs11js.CKA_VERIFY, value: true },
      ID,
      ...(rsa
        ? [
            { type: pkcs11js.CKA_MODULUS_BITS, value: 3072 },
            { type: pkcs11js.CKA_PUBLIC_EXPONENT, value: Buffer.from('010001', 'hex') },
          ]
        : [{ type: pkcs11js.CKA_EC_PARAMS, value: P256 }]),
    ],
    [...yes.map((type) => ({ type, value: true })), ...no.map((type) => ({ type, value: false })), ID],
  );
  const keyMs = performance.now() - keyBegun;
  const digest = createHash('sha256').update('data').digest();
  const sign = (): void => {
    p.C_SignInit(session, { mechanism: rsa ? pkcs11js.CKM_RSA_PKCS : pkcs11js.CKM_ECDSA }, privateKey);
    p.C_Sign(session, rsa ? Buffer.concat([DIGEST_INFO, digest]) : digest, Buffer.alloc(384));
  };
  sign();
  const object = p.C_CreateObject(session, [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
    { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_SUBJECT, value: Buffer.from('3000', 'hex') },
    { type: pkcs11js.CKA_VALUE, value: certificate },
    ID,
  ]);
  p.C_GetAttributeValue(session, object, [{ type: pkcs11js.CKA_VALUE }]);
  sign();
  p.C_CloseAllSessions(slot);
  p.C_Finalize();
  return { ms: performance.now() - begun, keyMs };
}

process.on('message', (order: Parameters<typeof make>[0]) => process.send?.(make(order)));
