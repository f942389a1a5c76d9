import { isIP } from 'node:net';
import { children, expectTag, inner, read, readOid, TAG, type Value } from '../asn1/der.ts';
import { isPrintable, isVisible, readName } from '../asn1/name.ts';
import { OID } from '../asn1/oid.ts';

/** Tags of GeneralName (RFC 5280 4.2.1.6). */
const TAGS = { otherName: 0xa0, mailbox: 0x81, dns: 0x82, address: 0x87 } as const;
const MAILBOX = /^[!#-?A-~]+@[A-Za-z0-9.-]+$/;
const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const ACCOUNT = /^[^\s@]+@[A-Za-z0-9.-]+$/;
/** Of an account in a domain: S-1-5-21, the domain's three numbers, its own. */
const SID = /^S-1-5-21(-(0|[1-9]\d{0,9})){4}$/;

const latin1 = ({ body }: Value): string => Buffer.from(body).toString('latin1');

/** `otherName` (type OID, [0] value of `tag`): its value's octets, undefined for another type. */
function otherName(name: Value, type: string, tag: number): Buffer | undefined {
  const [id, value, ...more] = children(name);
  if (readOid(id) !== type || more.length > 0) return undefined;
  return Buffer.from(inner(expectTag(value, 0xa0), tag).body);
}

function isWell(name: Value): boolean {
  if (name.tag === TAGS.mailbox) return MAILBOX.test(latin1(name));
  if (name.tag === TAGS.dns) return HOST.test(latin1(name)) && isIP(latin1(name)) === 0;
  if (name.tag === TAGS.address) return [4, 16].includes(name.body.length);
  const account = otherName(name, OID.userPrincipalName, TAG.utf8String);
  return account !== undefined && isVisible(account.toString('utf8')) && ACCOUNT.test(account.toString('utf8'));
}

const WANTED: Readonly<Record<string, (tags: readonly number[]) => boolean>> = {
  holder: (tags) =>
    tags.filter((tag) => tag === TAGS.mailbox).length === 1 &&
    tags.filter((tag) => tag === TAGS.otherName).length <= 1 &&
    tags.every((tag) => tag === TAGS.mailbox || tag === TAGS.otherName),
  nomade: (tags) => tags.length === 1 && tags[0] === TAGS.mailbox,
  machine: (tags) => tags.every((tag) => tag === TAGS.dns),
  'tls-server': (tags) => tags.length > 0 && tags.every((tag) => tag === TAGS.dns || tag === TAGS.address),
};

/** Whether the alternative names (DER GeneralNames, or none) are those of their role, each well formed; none for the CA's own. */
export function areNamesOf(role: string, names: Uint8Array | undefined): boolean {
  const all = names === undefined ? [] : children(read(names), 128);
  const fits = WANTED[role]?.(all.map(({ tag }) => tag)) ?? names === undefined;
  return fits && all.every(isWell) && (names === undefined || all.length > 0);
}

/** Whether a user principal name stands exactly with smart-card logon, and a security identifier never without it. */
export function isAccountOf(
  purposes: readonly string[],
  names: Uint8Array | undefined,
  securityIdentifier: Uint8Array | undefined,
): boolean {
  const isForLogon = purposes.includes(OID.msSmartcardLogin);
  const accounts = names === undefined ? [] : children(read(names), 128).filter(({ tag }) => tag === TAGS.otherName);
  if ((accounts.length === 1) !== isForLogon) return false;
  return securityIdentifier === undefined || (isForLogon && isSid(securityIdentifier));
}

function isSid(der: Uint8Array): boolean {
  const [name, ...more] = children(read(der));
  if (more.length > 0) return false;
  return SID.test(otherName(expectTag(name, TAGS.otherName), OID.objectSid, TAG.octetString)?.toString('latin1') ?? '');
}

/** Whether a subject (DER Name) has the attributes of C4, in their order and form. */
export function isNamed(subject: Uint8Array): boolean {
  const rdns = readName(subject);
  const [c, o, ou, cn, ...more] = rdns;
  return (
    rdns.every((rdn) => rdn.values === 1 && rdn.value.length > 0 && [...rdn.value].length <= 64) &&
    rdns.every((rdn) => isVisible(rdn.value)) &&
    `${c?.type}${c?.tag}${c?.value}` === `C${TAG.printableString}FR` &&
    `${o?.type}${o?.tag}` === `O${TAG.utf8String}` &&
    `${ou?.type}${ou?.tag}` === `OU${TAG.utf8String}` &&
    /^0002 (\d{9}|\d{14})$/.test(ou?.value ?? '') &&
    `${cn?.type}${cn?.tag}` === `CN${TAG.utf8String}` &&
    more.length <= 1 &&
    more.every((rdn) => rdn.type === 'serialNumber' && rdn.tag === TAG.printableString && isPrintable(rdn.value))
  );
}
