import type pkcs11js from 'pkcs11js';
import type { Cryptoki } from './cryptoki.ts';

/** Text that a device gives in a field of fixed width: without the padding, and `?` for all but printable ASCII. */
export function printable(text: string): string {
  return text.replace(/[\0 ]+$/, '').replace(/[^\x20-\x7e]/g, '?');
}

/** The serial number of the token in a slot, as it is compared everywhere. */
export function serialOf(cryptoki: Cryptoki, slot: pkcs11js.Handle): string {
  return printable(cryptoki.C_GetTokenInfo(slot).serialNumber);
}
