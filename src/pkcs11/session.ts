import pkcs11js from 'pkcs11js';
import type { Cryptoki } from './cryptoki.ts';
import { Refusal } from './refusal.ts';
import { serialOf } from './serial.ts';

/** An open session with a token. */
export interface Session {
  cryptoki: Cryptoki;
  handle: pkcs11js.Handle;
}

/** Whether the token in a slot has this serial number. A card that the module cannot read is another one: it keeps nobody out. */
function isIn(cryptoki: Cryptoki, slot: pkcs11js.Handle, serial: string): boolean {
  try {
    return serialOf(cryptoki, slot) === serial;
  } catch (error) {
    if (error instanceof pkcs11js.Pkcs11Error) return false;
    throw error;
  }
}

/** Opens a session with the token of this serial number and logs its user in. Throws `token-missing`, or PKCS#11's error. */
export function logIn(
  cryptoki: Cryptoki,
  { serial, pin }: { serial: string; pin: string },
): { handle: pkcs11js.Handle; slot: pkcs11js.Handle } {
  const slot = cryptoki.C_GetSlotList(true).find((it) => isIn(cryptoki, it, serial));
  if (!slot) throw new Refusal('token-missing');
  const handle = cryptoki.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION);
  cryptoki.C_Login(handle, pkcs11js.CKU_USER, pin);
  return { handle, slot };
}
