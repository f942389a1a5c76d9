import { z } from 'zod';
import { hex } from '../../pkcs11/settings.ts';

const To = { serial: z.string(), pin: z.string(), keyId: hex('+') };
/** What goes to the worker: make a key pair, or sign the SHA-384 of something. It answers hex, see `Pkcs11Answer`. */
export const Pkcs11Order = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('generate'), ...To }),
  z.strictObject({ op: z.literal('sign'), ...To, digest: hex('{48}') }),
]);
export type Pkcs11Order = z.infer<typeof Pkcs11Order>;

/** The CKA_EC_POINT of a new key, or r and s of a signature, in hex. */
export const Pkcs11Answer = hex('{96,128}');
