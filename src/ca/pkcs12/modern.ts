import {
  Attribute,
  AuthenticatedSafe,
  CertBag,
  Certificate,
  PFX,
  PKCS8ShroudedKeyBag,
  PrivateKeyInfo,
  SafeBag,
  SafeContents,
} from 'pkijs';
import { bagAttributes, CERT_BAG, KEY_BAG } from './bags.ts';
import type { Pkcs12Parts } from './pkcs12.ts';

/** The password has ≥ 128 random bits, so this only has to be what readers expect; they cap it far higher. */
const ITERATIONS = 10_000;
const ENCRYPTION = {
  // the library draws the real one; its type wants one named
  contentEncryptionAlgorithm: { name: 'AES-CBC' as const, length: 256, iv: new Uint8Array(16) },
  hmacHashAlgorithm: 'SHA-256',
  iterationCount: ITERATIONS,
};
const MAC = { iterations: ITERATIONS, pbkdf2HashAlgorithm: 'SHA-256', hmacHashAlgorithm: 'SHA-256' };

function certBag(der: Uint8Array, attributes?: Attribute[]): SafeBag {
  const bagValue = new CertBag({ parsedValue: Certificate.fromBER(Uint8Array.from(der)) });
  return new SafeBag({ bagId: CERT_BAG, bagValue, ...(attributes ? { bagAttributes: attributes } : {}) });
}

/**
 * A PKCS#12 file whose key and certificates are all encrypted: PBES2 with AES-256-CBC and PBKDF2-HMAC-SHA256, and an
 * HMAC-SHA256 over it. What OpenSSL 3, NSS, Windows 10 and macOS 15 read and make by themselves.
 */
export async function packModern({ privateKey, certificate, chain, name, password }: Pkcs12Parts): Promise<Uint8Array> {
  const secret = Uint8Array.from(Buffer.from(password)).buffer;
  const own = bagAttributes(certificate, name).map((der) => Attribute.fromBER(Uint8Array.from(der)));
  const key = new PKCS8ShroudedKeyBag({ parsedValue: PrivateKeyInfo.fromBER(Uint8Array.from(privateKey)) });
  await key.makeInternalValues({ password: secret, ...ENCRYPTION });
  const keys = new SafeContents({ safeBags: [new SafeBag({ bagId: KEY_BAG, bagValue: key, bagAttributes: own })] });
  const certificates = new SafeContents({ safeBags: [certBag(certificate, own), ...chain.map((der) => certBag(der))] });
  const safe = new AuthenticatedSafe({
    parsedValue: {
      safeContents: [
        { privacyMode: 0, value: keys }, // each key is encrypted in its bag
        { privacyMode: 1, value: certificates },
      ],
    },
  });
  await safe.makeInternalValues({ safeContents: [{}, { password: secret, ...ENCRYPTION }] });
  const pfx = new PFX({ parsedValue: { integrityMode: 0, authenticatedSafe: safe } });
  await pfx.makeInternalValues({ password: secret, ...MAC });
  return new Uint8Array(pfx.toSchema().toBER());
}
