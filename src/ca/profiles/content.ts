import { z } from 'zod';
import { ATTRIBUTES } from '../asn1/name.ts';

const KEY_USAGES = ['digitalSignature', 'keyCertSign', 'cRLSign'] as const;
const PURPOSES = ['clientAuth', 'serverAuth', 'msSmartcardLogin', 'ipsecIKE', 'OCSPSigning'] as const;
/** `userPrincipalName` is Microsoft's otherName, a UTF8String. */
const ALTERNATIVES = ['rfc822Name', 'userPrincipalName', 'dNSName', 'iPAddress'] as const;

/** What decides every field of a certificate: the data of a profile, and of the CA's own certificates. */
export const Content = z.strictObject({
  /** `ec-p256`, `ec-p384` or `rsa-3072`; text, so that a rule can say what is wrong with another. */
  key: z.string(),
  validity: z.strictObject({
    /** Whole days from notBefore; an issuing CA that ends sooner shortens it. */
    days: z.int().min(1),
    /** notBefore lies this far in the past, for clocks that are slow. */
    backdateMinutes: z.int().min(0).max(60),
  }),
  /** One value an RDN, in order. Values may name {organisation}, {siren}, {commonName}, {serialNumber}. */
  subject: z.array(z.strictObject({ type: z.enum(ATTRIBUTES), value: z.string().min(1) })),
  /** Values may name {email}, {userPrincipalName}, {machine}; {dnsNames} and {addresses} stand for as many as a server has. */
  subjectAltName: z.array(z.strictObject({ type: z.enum(ALTERNATIVES), value: z.string().min(1) })),
  /** The account's SID, by which a Windows domain maps a certificate to it; `if-known` leaves it out where the directory has none. */
  securityIdentifier: z.enum(['none', 'if-known', 'required']),
  keyUsage: z.strictObject({ critical: z.boolean(), usages: z.array(z.enum(KEY_USAGES)).min(1) }),
  extendedKeyUsage: z.strictObject({ critical: z.boolean(), purposes: z.array(z.enum(PURPOSES)).min(1) }).nullable(),
  basicConstraints: z
    .strictObject({ critical: z.boolean(), ca: z.boolean(), pathLength: z.int().min(0).optional() })
    .nullable(),
  subjectKeyIdentifier: z.boolean(),
  authorityKeyIdentifier: z.boolean(),
  /** Object identifiers; `{policy}` is the operator's own arc (a setting). */
  certificatePolicies: z.array(z.string().min(1)),
  /** The issuer's CRL over http. */
  crlDistributionPoint: z.boolean(),
  /** The issuer's OCSP responder and its certificate, over http. */
  authorityInformation: z.array(z.enum(['ocsp', 'caIssuers'])),
  ocspNoCheck: z.boolean(),
});
export type Content = z.infer<typeof Content>;

/** The words that a value's braces may name. */
export interface Words {
  organisation: string;
  siren: string;
  policy: string;
  commonName?: string | undefined;
  serialNumber?: string | undefined;
  email?: string | undefined;
  userPrincipalName?: string | undefined;
  securityIdentifier?: string | undefined;
  /** A workstation's name in lower case, as a label of DNS. */
  machine?: string | undefined;
  dnsNames?: readonly string[] | undefined;
  addresses?: readonly string[] | undefined;
}

/** `value` with its braces filled in; undefined when a word is missing or empty. */
export function fill(value: string, words: Words): string | undefined {
  let isWhole = true;
  const filled = value.replace(/\{(\w+)\}/g, (_, name: string) => {
    const word = name in words ? words[name as keyof Words] : undefined;
    if (typeof word === 'string' && word !== '') return word;
    isWhole = false;
    return '';
  });
  return isWhole ? filled : undefined;
}

/** What one entry of the alternative names stands for: one value, or every name or address of a server, which may be none. */
export function fillAll(value: string, words: Words): readonly string[] | undefined {
  if (value === '{dnsNames}') return words.dnsNames ?? [];
  if (value === '{addresses}') return words.addresses ?? [];
  const one = fill(value, words);
  return one === undefined ? undefined : [one];
}
