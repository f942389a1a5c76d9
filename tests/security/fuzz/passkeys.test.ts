import { isAppError } from '../../../src/errors.ts';
import { assertedBy, attested } from '../../../src/identity/passkeys/passkey-proof.ts';
import { createAuthenticator } from '../../support/authenticator.ts';
import { mutants } from './mutations.ts';
import { throwAt } from './throw.ts';

const ORIGIN = 'https://jeton.example';
const expected = { origin: ORIGIN, rpId: 'jeton.example', stands: (challenge: string) => challenge === 'Y2hhbGxlbmdl' };
const CHALLENGE = 'Y2hhbGxlbmdl';
const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
const base64url = (octets: Uint8Array): string => Buffer.from(octets).toString('base64url');

describe("a browser's answer about a passkey", () => {
  const authenticator = createAuthenticator(ORIGIN);
  const made = authenticator.create({
    rp: { id: 'jeton.example', name: 'Jeton' },
    user: { id: base64url(Buffer.from('ALICE')), name: 'a', displayName: 'a' },
    challenge: CHALLENGE,
    pubKeyCredParams: [],
  });

  it('registers a key, or is refused', async () => {
    const seen = await throwAt(
      'WebAuthn registration',
      mutants([bytes(made.response.attestationObject)]),
      async (object) => {
        const response = { ...made.response, attestationObject: base64url(object) };
        try {
          await attested({ ...made, response }, expected);
          return 'registered';
        } catch (error) {
          if (isAppError(error, 'invalid_input')) return 'refused';
          throw error;
        }
      },
    );
    expect(Math.min(seen.get('registered') ?? 0, seen.get('refused') ?? 0)).toBeGreaterThan(0);
  });

  it('signs in with what its key signed, and with nothing else', async () => {
    const key = await attested(made, expected);
    const passkey = { ...key, personId: 'ALICE', name: 'k', rpId: 'jeton.example', createdAt: 0, usedAt: null };
    const proof = authenticator.get({ rpId: 'jeton.example', challenge: CHALLENGE });
    const { authenticatorData, clientDataJSON, signature } = proof.response;
    const parts = { authenticatorData, clientDataJSON, signature };
    const names = ['authenticatorData', 'clientDataJSON', 'signature'] as const;
    let turn = 0;
    const seen = await throwAt('WebAuthn sign-in', mutants(Object.values(parts).map(bytes)), async (octets) => {
      turn += 1;
      const name = names[turn % names.length]!;
      const response = { ...proof.response, [name]: base64url(octets) };
      const signed = await assertedBy(passkey, { ...proof, response }, expected);
      // a signature over other octets is nobody's; of the signature itself, other octets may mean the same
      if (signed && name !== 'signature' && response[name] !== parts[name]) throw new Error('signed by nobody');
      return signed ? 'signed in' : 'refused';
    });
    expect(seen.get('refused') ?? 0).toBeGreaterThan(0);
    expect(seen.get('signed in') ?? 0).toBeGreaterThan(0);
  });
});
