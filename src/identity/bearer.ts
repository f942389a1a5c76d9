import { hash } from 'node:crypto';
import type { Chance } from '../flow/ports/chance.ts';

/** A new bearer secret: 256 random bits, base64url, 43 characters. */
export function newBearer(chance: Chance): string {
  return Buffer.from(chance.bytes(32)).toString('base64url');
}

/** What is stored of a bearer secret: SHA-256, hex. It has 256 random bits, so a slow hash would add nothing. */
export function fingerprint(token: string): string {
  return hash('sha256', token, 'hex');
}

/** How a token names the certificate it is bound to: `x5t#S256` of RFC 8705, section 3.1. */
export function thumbprintOf(der: Uint8Array): string {
  return hash('sha256', der, 'base64url');
}

/** SHA-256, hex, of octets: a certificate as our records know it. */
export function fingerprintOf(octets: Uint8Array): string {
  return hash('sha256', octets, 'hex');
}
