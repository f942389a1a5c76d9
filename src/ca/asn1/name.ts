import { children, expectTag, read, readOid, TAG } from './der.ts';
import { OID } from './oid.ts';

/** Attributes that a distinguished name of ours may have. */
export const ATTRIBUTES = ['C', 'O', 'OU', 'CN', 'serialNumber'] as const;
/** One RDN; ours have one value each (C4). `tag` is the string's type: country and serial number are PrintableString. */
export interface Attribute {
  type: string;
  tag: number;
  value: string;
  /** How many values the RDN has. */
  values: number;
}

const NAMES = new Map<string, string>(ATTRIBUTES.map((name) => [OID[name], name]));
const TEXT: Readonly<Record<number, BufferEncoding>> = { [TAG.utf8String]: 'utf8', [TAG.printableString]: 'latin1' };

/** Reads a DER Name into its RDNs in order; a type that is not ours keeps its dotted form. */
export function readName(der: Uint8Array): Attribute[] {
  return children(read(der)).map((rdn) => {
    const pairs = children(expectTag(rdn, TAG.set));
    const [type, value] = children(expectTag(pairs[0], TAG.sequence));
    const dotted = readOid(type);
    const text = Buffer.from(value?.body ?? []).toString(TEXT[value?.tag ?? 0] ?? 'hex');
    return { type: NAMES.get(dotted) ?? dotted, tag: value?.tag ?? 0, value: text, values: pairs.length };
  });
}

/** PrintableString's characters (X.680 41.4). */
export function isPrintable(text: string): boolean {
  return /^[A-Za-z0-9 '()+,./:=?-]+$/.test(text);
}

/** Controls, bidirectional overrides and whatever else makes a name look like another one, or end where a program stops reading. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
/** Whether a name shows all that it holds. */
export function isVisible(text: string): boolean {
  return !INVISIBLE.test(text);
}

const escaped = (value: string): string =>
  value
    .replace(/[\\",+;<>=]/g, '\\$&')
    .replace(/^[ #]|(?<!^) $/g, '\\$&')
    .replaceAll('\0', '\\00');

/** A DER Name as RFC 4514 writes it: last RDN first. */
export function rfc4514(der: Uint8Array): string {
  const rdns = readName(der).map(
    ({ type, value }) => `${type === 'serialNumber' ? 'SERIALNUMBER' : type}=${escaped(value)}`,
  );
  return rdns.reverse().join(',');
}
