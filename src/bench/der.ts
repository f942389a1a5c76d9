/**
 * As much DER (X.690) as the bench needs, so that a worker starts without an ASN.1 library.
 * The reader takes bytes that a device or its owner may have made up: it checks every length against what is there.
 */
const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** One element: tag, definite length, the parts as its contents. */
export function element(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = joined(parts);
  const { length } = content;
  if (length < 0x80) return joined([Uint8Array.of(tag, length), content]);
  if (length < 0x100) return joined([Uint8Array.of(tag, 0x81, length), content]);
  return joined([Uint8Array.of(tag, 0x82, length >> 8, length & 0xff), content]);
}

/** SEQUENCE of the parts. */
export const sequence = (...parts: readonly Uint8Array[]) => element(0x30, ...parts);
/** UTF8String of a text. */
export const utf8String = (text: string) => element(0x0c, Buffer.from(text, 'utf8'));
/** BIT STRING of whole octets. */
export const bitString = (bits: Uint8Array) => element(0x03, Uint8Array.of(0), bits);
/** A known object identifier, given by its encoded contents in hex. */
export const objectIdentifier = (hex: string) => element(0x06, Buffer.from(hex, 'hex'));

/** INTEGER from an unsigned big-endian number: no leading zeros but the one that keeps it positive. */
export function unsignedInteger(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const digits = bytes.subarray(start);
  return ((digits[0] ?? 0) & 0x80) === 0 ? element(0x02, digits) : element(0x02, Uint8Array.of(0), digits);
}

export interface Element {
  tag: number;
  /** Tag, length and contents. */
  whole: Uint8Array;
  content: Uint8Array;
}

/** The elements that stand one after another in `bytes`; undefined when they do not fill it exactly. */
export function elements(bytes: Uint8Array): Element[] | undefined {
  const found: Element[] = [];
  let at = 0;
  while (at < bytes.length) {
    const head = header(bytes, at);
    if (!head || head.end > bytes.length) return undefined;
    found.push({ tag: head.tag, whole: bytes.subarray(at, head.end), content: bytes.subarray(head.start, head.end) });
    at = head.end;
  }
  return found;
}

function header(bytes: Uint8Array, at: number): { tag: number; start: number; end: number } | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first };
  const count = first & 0x7f;
  const octets = bytes.subarray(at + 2, at + 2 + count);
  // more than three octets of length would be more than any message here may carry; 0x80 is BER's indefinite length
  if (count === 0 || count > 3 || octets.length !== count) return undefined;
  const length = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return { tag, start: at + 2 + count, end: at + 2 + count + length };
}

/** The contents of the only element in `bytes`, when it has this tag. */
export function contentOf(bytes: Uint8Array, tag: number): Uint8Array | undefined {
  const [only, ...rest] = elements(bytes) ?? [];
  return only?.tag === tag && rest.length === 0 ? only.content : undefined;
}
