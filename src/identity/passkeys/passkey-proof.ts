import {
  type AuthenticatorTransport,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { AppError } from '../../errors.ts';
import type { PasskeyRow } from '../records.ts';

/** COSE: ES256, EdDSA, RS256. */
export const ALGORITHMS = [-7, -8, -257] as const;
const TRANSPORTS = ['usb', 'nfc', 'ble', 'internal', 'hybrid'] as const;
/** What every answer of a browser's `navigator.credentials` has; a door saw to its shape, an attacker may have written the rest. */
interface Answer<R> {
  id: string;
  rawId: string;
  type: 'public-key';
  clientExtensionResults: Record<string, never>;
  response: R;
}
/** What `credentials.get` answers; base64url throughout. */
export type Proof = Answer<{
  clientDataJSON: string;
  authenticatorData: string;
  signature: string;
  userHandle?: string | undefined;
}>;
/** What `credentials.create` answers. */
export type Attestation = Answer<{ clientDataJSON: string; attestationObject: string; transports: string[] }>;

interface Expected {
  origin: string;
  rpId: string;
  /** Whether a challenge is ours and stands. */
  stands(challenge: string): boolean;
}

/** The transports in a list with commas; unknown ones are left out. */
export function transportsOf(text: string): AuthenticatorTransport[] {
  return TRANSPORTS.filter((transport) => text.split(',').includes(transport));
}

/** What the library compares, and `told`, which answers the challenge that the authenticator signed. */
function expectation({ origin, rpId, stands }: Expected) {
  let challenge = '';
  return {
    told: () => challenge,
    expectedChallenge: (given: string) => {
      challenge = given;
      return stands(given);
    },
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
  };
}

/**
 * WebAuthn level 3, section 7.2, except for the counter, which the caller compares: exact origin and relying-party id, user
 * present and verified. Answers the challenge that was signed and the counter; undefined for anything that does not fit.
 */
export async function assertedBy(
  passkey: PasskeyRow,
  proof: Proof,
  expected: Expected,
): Promise<{ challenge: string; counter: number } | undefined> {
  const { userHandle, ...response } = proof.response;
  const owner = userHandle === undefined ? undefined : Buffer.from(userHandle, 'base64url').toString();
  if (owner !== undefined && owner !== passkey.personId) return undefined;
  const { told, ...where } = expectation(expected);
  const verified = await verifyAuthenticationResponse({
    response: { ...proof, response: { ...response, ...(userHandle === undefined ? {} : { userHandle }) } },
    ...where,
    credential: { id: passkey.id, publicKey: Uint8Array.from(passkey.publicKey), counter: 0 },
  }).catch(() => undefined); // it throws for everything that does not fit, and says what: nobody outside needs to know
  if (!verified?.verified) return undefined;
  return { challenge: told(), counter: verified.authenticationInfo.newCounter };
}

/** Section 6.1.1: a counter that is used at all only grows. */
export function counterFits(before: number, now: number): boolean {
  return (before === 0 && now === 0) || now > before;
}

/** Section 7.1: the new credential, or `invalid_input`. No attestation is asked for: any authenticator with user verification will do. */
export async function attested(
  attestation: Attestation,
  expected: Expected,
): Promise<Pick<PasskeyRow, 'id' | 'publicKey' | 'counter' | 'transports'> & { challenge: string }> {
  const { told, ...where } = expectation(expected);
  const transports = transportsOf(attestation.response.transports.join(','));
  const verified = await verifyRegistrationResponse({
    response: { ...attestation, response: { ...attestation.response, transports } },
    ...where,
    supportedAlgorithmIDs: [...ALGORITHMS],
  }).catch((cause: unknown) => refuse(cause));
  if (!verified.verified) return refuse(undefined);
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  return { id, publicKey, counter, transports: transports.join(','), challenge: told() };
}

function refuse(cause: unknown): never {
  throw new AppError('invalid_input', 'this passkey could not be registered: start again from the page', { cause });
}
