import { hash } from 'node:crypto';
import { AppError } from '../errors.ts';
import { canonical } from './canonical.ts';

/** Length of a commitment's salt. */
export const SALT_OCTETS = 32;

/**
 * Commits to a value without showing it: base64url of SHA-256(0x02 ‖ salt ‖ JCS(value)). The salt must be 32 fresh
 * random octets: with it gone, the commitment says nothing of the value, which is what lets a purge leave the journal as it is.
 */
export function commitTo(value: unknown, salt: Uint8Array): string {
  return commitToText(canonical(value), salt);
}

/** As `commitTo`, for a value that is canonical JSON text already. */
export function commitToText(text: string, salt: Uint8Array): string {
  if (salt.length !== SALT_OCTETS) throw new AppError('internal', `a commitment needs a salt of ${SALT_OCTETS} octets`);
  return hash('sha256', Buffer.concat([Buffer.of(2), salt, Buffer.from(text)]), 'base64url');
}
