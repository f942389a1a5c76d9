import { hkdfSync } from 'node:crypto';

/** The key under which the rows of the database are sealed (docs/decisions/row-authentication.md), from the key-encryption key. */
export function rowKeyOf(kek: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', kek, new Uint8Array(), 'jeton row authentication', 32));
}
