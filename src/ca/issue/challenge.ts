import { verify, X509Certificate } from 'node:crypto';
import type { ChallengeVerifier } from '../../flow/ports/certificates.ts';

/**
 * Whether `signature` (ECDSA or RSA PKCS#1 v1.5 with SHA-256, DER) over `challenge` was made by the key of the
 * certificate (T3). What comes from a token is not trusted: anything that does not parse is simply not a signature.
 */
export const verifyChallenge: ChallengeVerifier = (certificate, challenge, signature) => {
  try {
    return verify('sha256', challenge, new X509Certificate(certificate).publicKey, signature);
  } catch {
    return false;
  }
};
