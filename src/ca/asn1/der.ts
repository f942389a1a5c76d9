import { AppError } from '../../errors.ts';

/** One value of a DER encoding: its tag octet, its content, and both with the length between them. */
export interface Value {
  tag: number;
  body: Uint8Array;
  raw: Uint8Array;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** How many octets a length takes behind its first one (X.690 8.1.3, shortest form). */
function longOctets(length: number): number {
  let octets = 0;
  for (let rest = length < 0x80 ? 0 : length; rest > 0; rest = Math.floor(rest / 256)) octets += 1;
  return octets;
}

/** Writes a header into the beginning of `bytes`; answers where the content begins. */
function writeHeader(bytes: Uint8Array, tag: number, length: number): number {
  const octets = longOctets(length);
  bytes[0] = tag;
  bytes[1] = octets === 0 ? length : 0x80 | octets;
  for (let at = 1 + octets, rest = length; at > 1; at -= 1, rest = Math.floor(rest / 256)) bytes[at] = rest % 256;
  return 2 + octets;
}

/** The header octets of a value of `length` octets. */
export function header(tag: number, length: number): Uint8Array {
  const bytes = new Uint8Array(2 + longOctets(length));
  writeHeader(bytes, tag, length);
  return bytes;
}

/** Encodes one value whose content is `parts`, one after another. Every answer is made of these: one allocation each. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const bytes = Buffer.allocUnsafe(2 + longOctets(length) + length);
  let at = writeHeader(bytes, tag, length);
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
/** SEQUENCE of the parts. */
export const seq = (...parts: readonly Uint8Array[]): Uint8Array => tlv(TAG.sequence, ...parts);
/** OCTET STRING of the parts. */
export const octetString = (...parts: readonly Uint8Array[]): Uint8Array => tlv(TAG.octetString, ...parts);
/** A BIT STRING of whole octets. */
export const bitString = (bytes: Uint8Array): Uint8Array => tlv(TAG.bitString, Uint8Array.of(0), bytes);
/** `[n] EXPLICIT`, or IMPLICIT of something constructed. */
export const tagged = (n: number, ...parts: readonly Uint8Array[]): Uint8Array => tlv(0xa0 | n, ...parts);
export const NULL = Uint8Array.of(TAG.null, 0);
export const TRUE = Uint8Array.of(TAG.boolean, 1, 0xff);

/** A non-negative INTEGER, from a number or its magnitude in hex. */
export function integer(value: number | string): Uint8Array {
  const hex = typeof value === 'number' ? value.toString(16) : value;
  const bytes = Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex');
  const first = bytes.findIndex((octet) => octet !== 0);
  const magnitude = first === -1 ? Uint8Array.of(0) : bytes.subarray(first);
  return tlv(TAG.integer, Uint8Array.of(...((magnitude[0] ?? 0) & 0x80 ? [0] : [])), magnitude);
}

/** An OBJECT IDENTIFIER from its dotted form; arcs up to 2^53. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tlv(TAG.oid, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}
function base128(arc: number): number[] {
  const octets = [arc % 128];
  for (let high = Math.floor(arc / 128); high > 0; high = Math.floor(high / 128)) octets.unshift(0x80 | (high % 128));
  return octets;
}

const digits = (ms: number): string => new Date(ms).toISOString().replace(/[-:T]|\.\d+Z$/g, '');

/** GeneralizedTime with whole seconds (RFC 5280 4.1.2.5.2); OpenSSL refuses OCSP times with fractions. */
export const generalizedTime = (ms: number): Uint8Array => tlv(TAG.generalizedTime, Buffer.from(`${digits(ms)}Z`));

/** UTCTime to 2049, GeneralizedTime from 2050 (C9). */
export function time(ms: number): Uint8Array {
  if (new Date(ms).getUTCFullYear() >= 2050) return generalizedTime(ms);
  return tlv(TAG.utcTime, Buffer.from(`${digits(ms).slice(2)}Z`));
}

/** Malformed input: what `reason` says is as much as its sender learns. */
export function malformed(reason: string): AppError {
  return new AppError('invalid_input', `malformed DER: ${reason}`);
}

/** Reads the value that begins at `at`. Attacker-controlled: lengths are checked before anything is sliced. */
function readAt(bytes: Uint8Array, at: number): Value {
  const tag = bytes[at];
  const short = bytes[at + 1];
  if (tag === undefined || short === undefined) throw malformed('it ends too early');
  if ((tag & 0x1f) === 0x1f) throw malformed('a tag of several octets');
  let start = at + 2;
  let length = short;
  if (short >= 0x80) {
    const octets = short & 0x7f;
    if (octets === 0 || octets > 4) throw malformed('a length that is not definite and short');
    length = 0;
    for (const octet of bytes.subarray(start, start + octets)) length = length * 256 + octet;
    start += octets;
    if (length < 0x80 || length < 256 ** (octets - 1)) throw malformed('a length that is not in its shortest form');
  }
  if (start + length > bytes.length) throw malformed('it ends too early');
  return { tag, body: bytes.subarray(start, start + length), raw: bytes.subarray(at, start + length) };
}

/** Reads exactly one value with `tag`; throws `invalid_input` for anything else, trailing octets included. */
export function read(bytes: Uint8Array, tag: number = TAG.sequence): Value {
  const value = readAt(bytes, 0);
  if (value.raw.length !== bytes.length) throw malformed('something follows it');
  return expectTag(value, tag);
}

/** The values inside a constructed one, in order; at most `limit` of them. */
export function children(of: Value, limit = 64): Value[] {
  const values: Value[] = [];
  for (let at = 0; at < of.body.length; at += values.at(-1)?.raw.length ?? 0) {
    if (values.length === limit) throw malformed('too many values');
    values.push(readAt(of.body, at));
  }
  return values;
}

/** `value` itself when it is there and has `tag`. */
export function expectTag(value: Value | undefined, tag: number): Value {
  if (value?.tag !== tag) throw malformed(`tag ${value?.tag ?? 'none'} where ${tag} should be`);
  return value;
}

/** The single value inside an explicitly tagged one. */
export function inner(of: Value, tag: number): Value {
  return read(of.body, tag);
}

/** The dotted form of an OBJECT IDENTIFIER. */
export function readOid(value: Value | undefined): string {
  const { body } = expectTag(value, TAG.oid);
  const arcs: number[] = [];
  let arc = 0;
  for (const [index, octet] of body.entries()) {
    if (arc === 0 && octet === 0x80) throw malformed('an arc that is not in its shortest form');
    arc = arc * 128 + (octet & 0x7f);
    if (!Number.isSafeInteger(arc)) throw malformed('an arc beyond 2^53');
    if (octet >= 0x80 && index === body.length - 1) throw malformed('an arc that does not end');
    if (octet < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [first, ...rest] = arcs;
  if (first === undefined) throw malformed('an empty object identifier');
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}

/** The content of an INTEGER in its shortest form, in hex; negative ones are refused. */
export function readInteger(value: Value | undefined): string {
  const { body } = expectTag(value, TAG.integer);
  const [first, second] = body;
  if (first === undefined || first >= 0x80) throw malformed('an integer that is empty or negative');
  if (first === 0 && second !== undefined && second < 0x80) throw malformed('an integer that is padded');
  return Buffer.from(first === 0 && second !== undefined ? body.subarray(1) : body).toString('hex');
}

/** The octets of a BIT STRING without unused bits. */
export function readBits(value: Value | undefined): Uint8Array {
  const { body } = expectTag(value, TAG.bitString);
  if (body[0] !== 0) throw malformed('a bit string of broken octets');
  return body.subarray(1);
}

/** Milliseconds since the epoch of a UTCTime or GeneralizedTime as RFC 5280 wants them: seconds, Z, no fraction. */
export function readTime(value: Value | undefined): number {
  const text = Buffer.from(value?.body ?? []).toString('latin1');
  const full = value?.tag === TAG.utcTime ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  if (value?.tag !== TAG.utcTime && value?.tag !== TAG.generalizedTime) throw malformed('no time where one should be');
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full);
  const ms = parts
    ? Date.parse(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}Z`)
    : Number.NaN;
  if (Number.isNaN(ms)) throw malformed('a time that is none');
  return ms;
}
