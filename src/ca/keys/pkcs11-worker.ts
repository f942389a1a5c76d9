import '../../no-inspector.ts';
import pkcs11js from 'pkcs11js';
import { answerOrders } from '../../pkcs11/answer-orders.ts';
import { checkKey, SIGNS_ONLY, STAYS } from '../../pkcs11/key-attributes.ts';
import { attribute, objectsUnder, privateKey } from '../../pkcs11/objects.ts';
import { Refusal } from '../../pkcs11/refusal.ts';
import { serialOf } from '../../pkcs11/serial.ts';
import { logIn, type Session } from '../../pkcs11/session.ts';
import { Pkcs11Order } from './pkcs11-orders.ts';

/**
 * The process of one token that holds a CA key, alone with its PKCS#11 module. It logs in once and keeps its session;
 * an order that fails ends it, so that the next one begins from nothing.
 */
const P384 = Buffer.from('06052b81040022', 'hex');
const LABEL = 'Jeton CA';

let open: { handle: pkcs11js.Handle; slot: pkcs11js.Handle } | undefined;

function sessionFor(cryptoki: pkcs11js.PKCS11, order: Pkcs11Order): Session {
  // handles are reused when tokens change: the serial number is asked for each time
  if (!open || serialOf(cryptoki, open.slot) !== order.serial) open = logIn(cryptoki, order);
  return { cryptoki, handle: open.handle };
}

function generate(session: Session, keyId: string): Uint8Array {
  if (objectsUnder(session, pkcs11js.CKO_PRIVATE_KEY, keyId).length > 0) throw new Refusal('identifier-taken');
  const named = [
    { type: pkcs11js.CKA_ID, value: Buffer.from(keyId, 'hex') },
    { type: pkcs11js.CKA_LABEL, value: LABEL },
  ];
  const made = session.cryptoki.C_GenerateKeyPair(
    session.handle,
    { mechanism: pkcs11js.CKM_EC_KEY_PAIR_GEN },
    [
      ...named,
      { type: pkcs11js.CKA_TOKEN, value: true },
      { type: pkcs11js.CKA_EC_PARAMS, value: P384 },
      { type: pkcs11js.CKA_VERIFY, value: true },
    ],
    [...STAYS, ...named, ...SIGNS_ONLY],
  );
  const has = [pkcs11js.CKA_ALWAYS_SENSITIVE, pkcs11js.CKA_NEVER_EXTRACTABLE, pkcs11js.CKA_LOCAL];
  checkKey(session, made.privateKey, { has });
  return attribute(session, made.publicKey, pkcs11js.CKA_EC_POINT);
}

function sign(session: Session, keyId: string, digest: string): Uint8Array {
  const { cryptoki, handle } = session;
  cryptoki.C_SignInit(handle, { mechanism: pkcs11js.CKM_ECDSA }, privateKey(session, keyId));
  return cryptoki.C_Sign(handle, Buffer.from(digest, 'hex'), Buffer.alloc(256));
}

answerOrders(Pkcs11Order, (cryptoki, order) => {
  const session = sessionFor(cryptoki, order);
  const done = order.op === 'generate' ? generate(session, order.keyId) : sign(session, order.keyId, order.digest);
  return Buffer.from(done).toString('hex');
});
