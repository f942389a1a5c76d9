import pkcs11js from 'pkcs11js';
import type { Cryptoki } from './cryptoki.ts';

/** Initialises a module that is loaded. Throws its error. */
export function initialise(cryptoki: Cryptoki): void {
  cryptoki.C_Initialize({ flags: pkcs11js.CKF_OS_LOCKING_OK });
}

/** Loads a module, and initialises it. Throws; then the process must end, since to initialise again was seen to crash. */
export function loadModule(path: string): pkcs11js.PKCS11 {
  const cryptoki = new pkcs11js.PKCS11();
  cryptoki.load(path);
  initialise(cryptoki);
  return cryptoki;
}
