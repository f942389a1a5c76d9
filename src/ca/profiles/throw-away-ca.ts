import { generateKeyPair } from 'node:crypto';
import type { Purpose } from '../../book/rules/certificates/purposes.ts';
import { DAY_MS } from '../../durations.ts';
import { readCertificate } from '../asn1/read-certificate.ts';
import { buildCertificate, type Plan } from '../issue/certificate.ts';
import { issuingContent, rootContent } from '../keys/evaluation.ts';
import { addressesOf } from '../keys/make-authority.ts';
import { keyIdentifier } from '../keys/public-key.ts';
import { createSoftwareSigner, newKey, signedAndVerified } from '../keys/signer.ts';
import type { Words } from './content.ts';

/** Outlives every profile. */
const DAYS = 3650;

/** A CA under which profiles are tried: made for it, its key thrown away afterwards. */
export interface ThrowAwayCa {
  certificate: Uint8Array;
  issuer: Plan['issuer'];
  notBefore: number;
  notAfter: number;
  sign(tbs: Uint8Array): Promise<Uint8Array>;
}
interface Made {
  purpose: Purpose;
  words: Pick<Words, 'organisation' | 'siren' | 'policy'>;
  now: number;
  /** Addresses as the real CA writes them. */
  pkiUrl: string;
}

/** A CA to try profiles under: its key is only in memory, and nobody trusts what it signs. */
export async function createThrowAwayCa({ purpose, words, now, pkiUrl }: Made): Promise<ThrowAwayCa> {
  const pkcs8 = await newKey('P-384');
  const signer = createSoftwareSigner(pkcs8);
  pkcs8.fill(0);
  const notBefore = Math.floor(now / 1000) * 1000;
  const notAfter = notBefore + DAYS * DAY_MS;
  const addresses = addressesOf(pkiUrl, { kind: 'issuing', purpose, id: 'throw-away', evaluation: 1 });
  const own = { ...addresses, name: undefined, keyIdentifier: keyIdentifier(signer.publicKey) };
  const dates = { notBefore, notAfter, publicKey: signer.publicKey };
  const content = { ...rootContent(), certificatePolicies: issuingContent(purpose).certificatePolicies };
  const built = await buildCertificate({ content, words, serialNumber: '5b'.repeat(16), ...dates, issuer: own });
  const sign = (der: Uint8Array): Promise<Uint8Array> => signedAndVerified(readCertificate(der).tbs, signer);
  const certificate = await sign(built);
  return { certificate, issuer: { ...own, name: readCertificate(certificate).subject }, notBefore, notAfter, sign };
}

const keys = new Map<string, Promise<Uint8Array>>();

/**
 * A public key of a kind, as DER SubjectPublicKeyInfo; the private half is forgotten. Made once in a process: an RSA key
 * takes a second, and nothing that is tried depends on which one it is.
 */
export function publicKeyOfKind(kind: string): Promise<Uint8Array> {
  const key = keys.get(kind) ?? makeKey(kind);
  keys.set(kind, key);
  return key;
}

function makeKey(kind: string): Promise<Uint8Array> {
  const encoding = { type: 'spki', format: 'der' } as const;
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, publicKey: { export(how: typeof encoding): Uint8Array }): void =>
      error ? reject(error) : resolve(publicKey.export(encoding));
    if (kind === 'rsa-3072') generateKeyPair('rsa', { modulusLength: 3072, publicExponent: 65_537 }, done);
    else generateKeyPair('ec', { namedCurve: 'P-256' }, done);
  });
}
