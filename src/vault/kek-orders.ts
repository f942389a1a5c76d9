import { z } from 'zod';
import { hex } from '../pkcs11/settings.ts';

/** How the token wraps: AES-GCM, or RSA-OAEP with the hash that it knows. */
const MECHANISMS = ['aes-gcm', 'rsa-oaep-sha256', 'rsa-oaep-sha1'] as const;
/** A key-encryption key as a token wrapped it. */
export const WrappedKek = z.strictObject({
  serial: z.string(),
  keyId: z.string(),
  mechanism: z.enum(MECHANISMS),
  wrapped: hex('{48,1024}'),
});
export type WrappedKek = z.infer<typeof WrappedKek>;

/** What goes to the worker: wrap 32 octets, or unwrap them again. Octets are hex. */
export const KekOrder = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('wrap'), serial: z.string(), keyId: hex('+'), pin: z.string(), kek: hex('{32}') }),
  z.strictObject({
    op: z.literal('unwrap'),
    serial: z.string(),
    keyId: hex('+'),
    pin: z.string(),
    wrapped: WrappedKek,
  }),
]);
export type KekOrder = z.infer<typeof KekOrder>;
/** What the worker answers. */
export const KekAnswer = z.union([z.strictObject({ wrapped: WrappedKek }), z.strictObject({ kek: hex('{32}') })]);
export type KekAnswer = z.infer<typeof KekAnswer>;
