import pkcs11js from 'pkcs11js';
import type { Fixed } from '../capabilities.ts';
import { element } from '../der.ts';
import { ckr } from './faults.ts';
import { makeEcKeys, makeRsaKeys, type TwinKeys } from './keys.ts';
import type { Item, TwinToken } from './token.ts';

const { CKA_CLASS, CKA_ID, CKA_LABEL, CKA_PRIVATE, CKA_SENSITIVE, CKA_EXTRACTABLE, CKA_VALUE } = pkcs11js;

/** An attribute's value as a device keeps it: CK_BBOOL, CK_ULONG, text or octets; in hex. */
function encoded(value: pkcs11js.Attribute['value']): string {
  if (typeof value === 'boolean') return value ? '01' : '00';
  if (typeof value === 'string') return Buffer.from(value).toString('hex');
  if (typeof value !== 'number') return Buffer.from(value as Buffer).toString('hex');
  const octets = Buffer.alloc(8);
  octets.writeBigUInt64LE(BigInt(value));
  return octets.toString('hex');
}
/** The attributes of a template as the twin keeps them: type to hex. */
export function attributesOf(template: pkcs11js.Template): Item['attributes'] {
  return Object.fromEntries(template.map(({ type, value }) => [String(type), encoded(value)]));
}

const yes = (item: Item, type: number): boolean => item.attributes[String(type)] === '01';
/** Whether the object is of this class (CKO_…). */
export const isOfClass = (item: Item, objectClass: number): boolean =>
  item.attributes[String(CKA_CLASS)] === encoded(objectClass);
/** Whether only somebody who is logged in may see the object. */
export const isPrivate = (item: Item): boolean => yes(item, CKA_PRIVATE);

/** Whether the object has every attribute that is wanted, with its value. */
export function fits(item: Item, wanted: Item['attributes']): boolean {
  return Object.entries(wanted).every(([type, value]) => item.attributes[type] === value);
}

/** Adds an object; answers the token with it and its handle. */
export function withItem(token: TwinToken, item: Omit<Item, 'handle'>): { token: TwinToken; handle: number } {
  const handle = token.lastHandle + 1;
  return { token: { ...token, lastHandle: handle, items: [...token.items, { handle, ...item }] }, handle };
}

/** What this make refuses in a template. */
export function checkTemplate(template: pkcs11js.Template, device: Fixed): void {
  const attributes = attributesOf(template);
  const id = attributes[String(CKA_ID)] ?? '';
  if (device.idRange !== 'any' && !device.idRange.includes(id)) throw ckr('CKR_ATTRIBUTE_VALUE_INVALID');
  if (!device.labelWritable && attributes[String(CKA_LABEL)] !== undefined) throw ckr('CKR_ATTRIBUTE_READ_ONLY');
}

function makeKeys(mechanism: number, publicTemplate: Item['attributes']): TwinKeys {
  if (mechanism === pkcs11js.CKM_EC_KEY_PAIR_GEN) return makeEcKeys();
  if (mechanism !== pkcs11js.CKM_RSA_PKCS_KEY_PAIR_GEN) throw ckr('CKR_MECHANISM_INVALID');
  const bits = Buffer.from(publicTemplate[String(pkcs11js.CKA_MODULUS_BITS)] ?? '', 'hex');
  return makeRsaKeys(Number(bits.readBigUInt64LE()));
}

/** Makes a key pair: the objects as a sound device would show them, or with a private key that may leave it. */
export function makePair(
  token: TwinToken,
  device: Fixed,
  how: { mechanism: number; publicTemplate: pkcs11js.Template; privateTemplate: pkcs11js.Template },
  extractable: boolean,
): { token: TwinToken; publicKey: number; privateKey: number } {
  const open = attributesOf(how.publicTemplate);
  const closed = attributesOf(how.privateTemplate);
  const keys = makeKeys(how.mechanism, open);
  const keyType = how.mechanism === pkcs11js.CKM_EC_KEY_PAIR_GEN ? pkcs11js.CKK_EC : pkcs11js.CKK_RSA;
  const shown: pkcs11js.Template = [
    { type: pkcs11js.CKA_KEY_TYPE, value: keyType },
    { type: pkcs11js.CKA_LOCAL, value: true },
    ...(keys.point ? [{ type: pkcs11js.CKA_EC_POINT, value: Buffer.from(element(0x04, keys.point)) }] : []),
    ...(keys.modulus ? [{ type: pkcs11js.CKA_MODULUS, value: keys.modulus }] : []),
    ...(keys.exponent ? [{ type: pkcs11js.CKA_PUBLIC_EXPONENT, value: keys.exponent }] : []),
  ];
  const mayLeave = extractable || closed[String(CKA_EXTRACTABLE)] !== '00';
  const secret: pkcs11js.Template = [
    { type: CKA_CLASS, value: pkcs11js.CKO_PRIVATE_KEY },
    { type: CKA_EXTRACTABLE, value: mayLeave },
    { type: pkcs11js.CKA_NEVER_EXTRACTABLE, value: !mayLeave },
    { type: pkcs11js.CKA_ALWAYS_SENSITIVE, value: closed[String(CKA_SENSITIVE)] === '01' },
  ];
  const first = withItem(token, {
    attributes: { ...open, ...attributesOf([{ type: CKA_CLASS, value: pkcs11js.CKO_PUBLIC_KEY }, ...shown]) },
  });
  const second = withItem(first.token, {
    attributes: { ...closed, ...attributesOf([...shown, ...secret]) },
    key: keys.pkcs8.toString('base64'),
  });
  const pair = { publicKey: first.handle, privateKey: second.handle };
  return { token: device.ownCertificate ? withOwnCertificate(second.token, closed) : second.token, ...pair };
}

/** The certificate that some devices write beside a new key, to carry its public key. */
function withOwnCertificate(token: TwinToken, key: Item['attributes']): TwinToken {
  const own: pkcs11js.Template = [
    { type: CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
    { type: CKA_PRIVATE, value: false },
    { type: CKA_VALUE, value: Buffer.from('a certificate of the device itself') },
  ];
  const attributes = { ...attributesOf(own), [String(CKA_ID)]: key[String(CKA_ID)] ?? '' };
  return withItem(token, { attributes }).token;
}
