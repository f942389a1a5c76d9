import { AppError } from '../../errors.ts';
import { children, expectTag, read, readBits, readInteger, readOid, TAG } from '../asn1/der.ts';
import { OID } from '../asn1/oid.ts';
import { keyKind, publicKeyObject, rsaModulus } from '../keys/public-key.ts';
import { verifyOff } from '../keys/signer.ts';
import { weaknessOf } from './weak-rsa.ts';

/** A token's or tool's request is about 300 to 1,200 octets. */
const LONGEST = 8192;
const HASHES = new Map<string, string>([
  [OID['ecdsa-with-SHA256'], 'sha256'],
  [OID['ecdsa-with-SHA384'], 'sha384'],
  [OID['ecdsa-with-SHA512'], 'sha512'],
  [OID.sha256WithRSA, 'sha256'],
  [OID.sha384WithRSA, 'sha384'],
  [OID.sha512WithRSA, 'sha512'],
]);

function refused(why: string, cause?: unknown): AppError {
  return new AppError('possession_failed', `the certificate request is refused: ${why}`, { cause });
}

/** The parts of a CertificationRequest (RFC 2986 section 4) that matter: subject and attributes are not used. */
function parse(request: Uint8Array) {
  const [info, algorithm, signature, ...more] = children(read(request));
  const [version, , publicKey] = children(expectTag(info, TAG.sequence));
  if (readInteger(version) !== '00' || more.length > 0) throw new Error('not a PKCS#10 request of version 1');
  const name = readOid(children(expectTag(algorithm, TAG.sequence))[0]);
  const spki = expectTag(publicKey, TAG.sequence).raw;
  return { info: expectTag(info, TAG.sequence).raw, algorithm: name, spki, signature: readBits(signature) };
}

/**
 * Verifies a PKCS#10 request's signature with the key inside it (C8) and that the key may be certified at all (C5).
 * Answers the DER SubjectPublicKeyInfo. Attacker-controlled. Throws `possession_failed`.
 */
export async function checkPossession(request: Uint8Array): Promise<Uint8Array> {
  if (request.length > LONGEST) throw refused(`it is longer than ${LONGEST} octets`);
  try {
    const { info, algorithm, spki, signature } = parse(request);
    const kind = keyKind(spki);
    if (kind !== 'ec-p256' && kind !== 'rsa-3072') throw refused('its key is neither P-256 nor RSA-3072 (C5)');
    const key = publicKeyObject(spki);
    const weakness = kind === 'rsa-3072' ? weaknessOf(rsaModulus(spki)) : undefined;
    if (weakness !== undefined) throw refused(`its modulus is weak: ${weakness} (C5)`);
    const hash = HASHES.get(algorithm);
    const isOfKind = (kind === 'rsa-3072') === algorithm.startsWith('1.2.840.113549.');
    if (hash === undefined || !isOfKind) throw refused('it is signed by an algorithm that is not accepted');
    if (!(await verifyOff(hash, info, key, signature))) throw refused('its signature does not fit its key (C8)');
    return Uint8Array.from(spki);
  } catch (error) {
    if (error instanceof AppError && error.code === 'possession_failed') throw error;
    throw refused('it is not a well-formed PKCS#10 request in DER', error);
  }
}
