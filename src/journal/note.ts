import { createHash, createPublicKey, verify } from 'node:crypto';
import { AppError } from '../errors.ts';

/**
 * Signed notes (C2SP signed-note): a text that ends with a newline, a blank line, then lines
 * `— <key name> <base64(key id ‖ signature)>`. The dash is U+2014. The signature covers the text, its last newline included.
 */
export interface NoteSignature {
  name: string;
  /** First 4 octets of SHA-256(name ‖ 0x0A ‖ type ‖ public key), hex. */
  keyId: string;
  signature: Uint8Array;
}
export interface Note {
  text: string;
  signatures: NoteSignature[];
}
export interface NoteSigner {
  /** Without spaces and `+`; a log signs under its origin. */
  name: string;
  /** 32 octets, Ed25519 (RFC 8032). */
  publicKey: Uint8Array;
  /** The Ed25519 signature of `bytes`. */
  sign(bytes: Uint8Array): Promise<Uint8Array> | Uint8Array;
}

/** What a signature line is signed with: 1 a log's own Ed25519, 4 a witness's cosignature/v1 (C2SP tlog-cosignature). */
export type KeyType = 1 | 4;
export interface VerifierKey {
  name: string;
  keyId: string;
  type: KeyType;
  publicKey: Uint8Array;
}

const DASH = '\u2014';
const MAX_NOTE = 65_536;
const NAME = /^[^\s+\p{White_Space}\p{Cc}]+$/u;
const broken = (message: string) => new AppError('journal_broken', message);

/** Decodes standard base64 that is exactly as an encoder writes it; undefined for anything else. */
export function fromBase64(text: string): Buffer | undefined {
  const octets = Buffer.from(text, 'base64');
  return octets.toString('base64') === text ? octets : undefined;
}

/** True for a key name or origin that a note can carry: no space, no `+`, no control character. */
export function isKeyName(name: string): boolean {
  return NAME.test(name);
}

/** The id of a key in a signed note, 8 hex digits: a hash of its name, type and public key. */
export function keyIdOf(name: string, type: KeyType, publicKey: Uint8Array): string {
  return createHash('sha256').update(`${name}\n`).update(Buffer.of(type)).update(publicKey).digest('hex').slice(0, 8);
}

/** The verifier key as people pass it on: `name+key id+base64(type ‖ public key)`. Throws `internal` for a name no note can carry. */
export function vkeyOf(name: string, publicKey: Uint8Array, type: KeyType = 1): string {
  if (!isKeyName(name) || publicKey.length !== 32) {
    throw new AppError('internal', 'a verifier key needs a name without spaces or "+", and an Ed25519 public key');
  }
  const key = Buffer.concat([Buffer.of(type), publicKey]).toString('base64');
  return `${name}+${keyIdOf(name, type, publicKey)}+${key}`;
}

/** Reads a verifier key that somebody typed or pasted. Throws `invalid_input` when a character is wrong: its key id tells. */
export function parseVkey(vkey: string): VerifierKey {
  const [, name = '', keyId = '', key = ''] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/.exec(vkey.trim()) ?? [];
  const octets = fromBase64(key);
  const type = octets?.[0];
  if (!isKeyName(name) || octets?.length !== 33 || (type !== 1 && type !== 4)) {
    throw new AppError('invalid_input', 'this is no verifier key: it looks like name+1a2b3c4d+AbCd…');
  }
  const publicKey = octets.subarray(1);
  if (keyIdOf(name, type, publicKey) !== keyId) {
    throw new AppError('invalid_input', 'the verifier key was not copied whole: its key id does not fit');
  }
  return { name, keyId, type, publicKey };
}

/** Signs a text (which ends with a newline). */
export async function signNote(text: string, signer: NoteSigner): Promise<string> {
  const signature = await signer.sign(Buffer.from(text));
  return `${text}\n${signatureLine(signer.name, keyIdOf(signer.name, 1, signer.publicKey), signature)}`;
}

/** One signature line of a note; `keyId` is hex. */
export function signatureLine(name: string, keyId: string, signature: Uint8Array): string {
  return `${DASH} ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64')}\n`;
}

/** Takes a note apart; nothing of it is trusted yet. Attacker-controlled: throws `journal_broken` for another shape. */
export function parseNote(note: string): Note {
  const split = note.lastIndexOf('\n\n');
  if (note.length > MAX_NOTE || split < 0 || !note.endsWith('\n') || /[^\n\P{Cc}]/u.test(note)) {
    throw broken('this is no signed note: it ends with a blank line and its signatures');
  }
  const lines = note.slice(split + 2, -1).split('\n');
  return { text: note.slice(0, split + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): NoteSignature {
  const [dash, name = '', blob = '', ...more] = line.split(' ');
  const octets = fromBase64(blob);
  if (dash !== DASH || more.length > 0 || !isKeyName(name) || octets === undefined || octets.length < 5) {
    throw broken('a signature line of this note has an unknown shape');
  }
  return { name, keyId: octets.subarray(0, 4).toString('hex'), signature: octets.subarray(4) };
}

/** Whether `signature` is the Ed25519 signature of `bytes` under a raw public key. */
export function verifyEd25519(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return signature.length === 64 && verify(null, bytes, key, signature);
}

/**
 * Verifies a note's signature under `key`. Signatures of other keys are passed over; one that claims to be of this
 * key and does not verify, or none of this key, throws `journal_broken`.
 */
export function verifyNote(note: Note, key: VerifierKey): void {
  const own = note.signatures.filter((s) => s.name === key.name && s.keyId === key.keyId);
  if (own.length === 0 || key.type !== 1) throw broken(`this was not signed with the key ${key.name}+${key.keyId}`);
  const text = Buffer.from(note.text);
  if (!own.every((s) => verifyEd25519(key.publicKey, text, s.signature))) {
    throw broken(`the signature of ${key.name}+${key.keyId} does not fit what was signed`);
  }
}
