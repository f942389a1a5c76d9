import type { Chance } from '../flow/ports/chance.ts';
import { fingerprint } from './bearer.ts';

/** RFC 8628 section 6.1: letters that make no words and are not mistaken; 20^8 codes, 34 bits, slowed and short-lived. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;
const ENOUGH = LETTERS.length * Math.floor(256 / LETTERS.length);

/** A code to be typed, such as `WDJB-MJHT`, every letter as likely as the others. */
export function newTypedCode(chance: Pick<Chance, 'bytes'>): string {
  let code = '';
  while (code.length < LENGTH) {
    for (const octet of chance.bytes(LENGTH)) {
      if (octet < ENOUGH && code.length < LENGTH) code += LETTERS[octet % LETTERS.length];
    }
  }
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** What is stored of a code that was typed in any case, with or without the dash. `purpose`: one is good for one thing only. */
export function typedCodeHash(purpose: string, typed: string): string {
  return fingerprint(`${purpose} ${typed.toUpperCase().replace(/[^A-Z]/g, '')}`);
}
