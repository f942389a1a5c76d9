import { AppError } from '../errors.ts';
import type { Chance, PluggedToken, TokenBench, TokenTakes } from './ports.ts';

/** Digits of a holder's PIN: 8, or as many as the token takes; never fewer than 6 (T4). */
const PIN_DIGITS = 8;
const PIN_LEAST = 6;
const USUAL: TokenTakes = { pin: { min: 4, max: 64 }, soPin: { alphabet: 'digits', length: 16 } };

/** `count` random decimal digits, each equally likely (T4). */
export function randomDigits(chance: Chance, count: number): string {
  let digits = '';
  while (digits.length < count) {
    // 250 is the largest multiple of ten that an octet holds: above it the draw is thrown away
    for (const octet of chance.bytes(count * 2)) if (octet < 250 && digits.length < count) digits += String(octet % 10);
  }
  return digits;
}

const randomHex = (chance: Chance, count: number): string =>
  Buffer.from(chance.bytes(Math.ceil(count / 2)))
    .toString('hex')
    .slice(0, count);

/** A new PIN as this token's model takes it. Throws `token_wrong` where it takes none that is long enough. */
export function freshPin(chance: Chance, { serial, takes = USUAL }: Pick<PluggedToken, 'serial' | 'takes'>): string {
  const digits = Math.min(Math.max(PIN_DIGITS, takes.pin.min), takes.pin.max);
  if (digits < PIN_LEAST) {
    throw new AppError(
      'token_wrong',
      `token ${serial} is of a model without PINs of ${PIN_LEAST} digits: take another`,
    );
  }
  return randomDigits(chance, digits);
}

/** A new SO-PIN, and the CKA_ID for a new key, as this token's model takes them. */
export function freshSoPin(chance: Chance, { takes = USUAL }: Pick<PluggedToken, 'takes'>): string {
  const { alphabet, length } = takes.soPin;
  return alphabet === 'hex' ? randomHex(chance, length) : randomDigits(chance, length);
}
export function freshKeyId(chance: Chance, { takes = USUAL }: Pick<PluggedToken, 'takes'>): string {
  return takes.keyIds?.[0] ?? randomHex(chance, 16);
}

/** The token in a slot. Throws `token_wrong` with {slot, found}: none, not the one named, or more than one. */
export async function pluggedIn(bench: TokenBench, slot: string, serial?: string): Promise<PluggedToken> {
  const { token, problem } = (await bench.slot(slot)) ?? {};
  if (problem !== undefined) throw new AppError('token_wrong', problem, { detail: { slot } });
  if (!token)
    throw new AppError('token_wrong', `no token is plugged into slot ${slot}: plug one in`, { detail: { slot } });
  if (serial !== undefined && serial !== token.serial) {
    throw new AppError('token_wrong', `slot ${slot} holds token ${token.serial}, not ${serial}: plug the right one`, {
      detail: { slot, found: token.serial },
    });
  }
  return token;
}
