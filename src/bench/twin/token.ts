import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { TwinPlace } from './scenario.ts';

/**
 * A token of the twin: one JSON file, plugged when it lies in the slot's folder. For training and tests only: its private
 * keys stand in it, and whoever reads the file can try all PINs.
 */
const Pin = z.strictObject({
  salt: z.string(),
  digest: z.string(),
  /** Wrong tries left, of how many. */
  tries: z.int().min(0),
  limit: z.int().min(1),
  toBeChanged: z.boolean(),
});
export type Pin = z.output<typeof Pin>;

/** Attribute number → value in hex. */
const Item = z.strictObject({
  handle: z.int(),
  attributes: z.record(z.string(), z.string()),
  /** PKCS#8 in base64; of a private key. */
  key: z.optional(z.string()),
});
export type Item = z.output<typeof Item>;

const TwinToken = z.strictObject({
  serial: z.string().regex(/^[\w.-]{1,16}$/),
  label: z.string(),
  soPin: Pin,
  pin: z.nullable(Pin),
  puk: z.nullable(Pin),
  lastHandle: z.int(),
  items: z.array(Item),
});
export type TwinToken = z.output<typeof TwinToken>;

/** Wrong tries that a PIN allows, and an SO-PIN. */
const TRIES = 3;
const SO_TRIES = 10;

const digestOf = (salt: string, pin: string): string => createHash('sha256').update(`${salt} ${pin}`).digest('hex');

/** A PIN as the twin keeps it, salted and hashed; `limit` wrong ones in a row lock it. */
export function newPin(pin: string, { limit = TRIES, toBeChanged = false } = {}): Pin {
  const salt = randomBytes(16).toString('hex');
  return { salt, digest: digestOf(salt, pin), tries: limit, limit, toBeChanged };
}

/** `right`, `wrong` (one try is gone then) or `locked`; the answer is given with the PIN as it stands after it. */
export function tryPin(pin: Pin, given: string, locks: boolean): { answer: 'right' | 'wrong' | 'locked'; pin: Pin } {
  if (pin.tries === 0) return { answer: 'locked', pin };
  const right = timingSafeEqual(Buffer.from(digestOf(pin.salt, given)), Buffer.from(pin.digest));
  if (right) return { answer: 'right', pin: { ...pin, tries: pin.limit } };
  return { answer: 'wrong', pin: { ...pin, tries: locks ? pin.tries - 1 : pin.tries } };
}

const fileOf = (folder: string, serial: string): string => join(folder, `${serial}.json`);

/** Serial numbers of the tokens in a folder, in order. */
export function serialsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.map((name) => name.slice(0, -'.json'.length)).sort();
}

/** What was read last, by file: a device does not read itself anew for each call. */
const lastRead = new Map<string, { at: string; token: TwinToken }>();

/** The plugged token with this serial number; undefined when it was pulled out. */
export function readToken(place: TwinPlace, serial: string): TwinToken | undefined {
  const file = fileOf(place.tokens, serial);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return undefined;
  const at = `${stat.ino} ${stat.mtimeMs} ${stat.size}`;
  const known = lastRead.get(file);
  if (known?.at === at) return known.token;
  const token = TwinToken.parse(JSON.parse(readFileSync(file, 'utf8')));
  lastRead.set(file, { at, token });
  return token;
}

/** Written whole or not at all, as a device does it. */
export function writeToken(folder: string, token: TwinToken): void {
  const file = fileOf(folder, token.serial);
  writeFileSync(`${file}.new`, JSON.stringify(token));
  renameSync(`${file}.new`, file);
}

/** Pulls a token out, as a fault does it. */
export function pull(place: TwinPlace, serial: string): void {
  mkdirSync(place.pulled, { recursive: true });
  renameSync(fileOf(place.tokens, serial), fileOf(place.pulled, serial));
}

/** A token as it comes from its maker. */
function blankToken(serial: string, soPin: string): TwinToken {
  const pins = { soPin: newPin(soPin, { limit: SO_TRIES }), pin: null, puk: null };
  return { serial, label: 'BLANK', ...pins, lastHandle: 0, items: [] };
}

/** Lays blank tokens into `dir`; answers the file of each. */
export function makeTwinTokens(dir: string, tokens: readonly { serial: string; soPin: string }[]): string[] {
  mkdirSync(dir, { recursive: true });
  return tokens.map(({ serial, soPin }) => {
    writeToken(dir, blankToken(serial, soPin));
    return fileOf(dir, serial);
  });
}

/** Plugs the token `serial` that lies in `from` into a twin's slot. Throws `conflict` when one sits there already. */
export function plugTwin(place: TwinPlace, from: string, serial: string): void {
  mkdirSync(place.tokens, { recursive: true });
  if (serialsIn(place.tokens).length > 0) {
    throw new AppError('conflict', 'a token is plugged into this slot already: unplug it first');
  }
  renameSync(fileOf(from, serial), fileOf(place.tokens, serial));
}

/** Pulls the twin's token out and lays it into `to`; answers its serial number, undefined when none was there. */
export function unplugTwin(place: TwinPlace, to: string): string | undefined {
  const [serial] = serialsIn(place.tokens);
  if (serial === undefined) return undefined;
  mkdirSync(to, { recursive: true });
  renameSync(fileOf(place.tokens, serial), fileOf(to, serial));
  return serial;
}
