import { z } from 'zod';

/** A token reached through any PKCS#11 module, chosen by its serial number and never by its label (T2). */
export const TokenSettings = z.strictObject({
  /** Absolute path of the vendor's library. */
  module: z.string().startsWith('/'),
  serial: z.string().min(1).max(16),
  /** Settings that the library reads, such as SOFTHSM2_CONF. */
  env: z.record(z.string(), z.string()).optional(),
});
export type TokenSettings = z.infer<typeof TokenSettings>;

/** A string of octets in hex; `octets` is their number as a regular expression counts it, such as `{32}`. */
export const hex = (octets: string) => z.string().regex(new RegExp(`^([0-9a-f]{2})${octets}$`));
