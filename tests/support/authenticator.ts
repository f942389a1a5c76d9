import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';

/** What of CBOR an authenticator says: integers, octets, texts and maps (RFC 8949). */
function cbor(value: number | string | Uint8Array | Map<number | string, unknown>): Buffer {
  const head = (major: number, n: number): Buffer => {
    if (n < 24) return Buffer.from([(major << 5) | n]);
    if (n < 256) return Buffer.from([(major << 5) | 24, n]);
    return Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  };
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  const entries = [...value].flatMap(([k, v]) => [cbor(k), cbor(v as Parameters<typeof cbor>[0])]);
  return Buffer.concat([head(5, value.size), ...entries]);
}

/** How a ceremony goes wrong, for tests of refusals. */
export interface Lies {
  origin?: string;
  rpId?: string;
  /** The user was not verified, or not even present. */
  flags?: number;
  challenge?: string;
  userHandle?: string;
}
const USER = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;
export const PRESENT_ONLY = USER;

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();

/** A security key in software: one credential, P-256, counting. `origin` is where its browser is. */
export function createAuthenticator(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  let counter = 0;
  let handle = '';

  const clientData = (type: string, challenge: string, lies: Lies): Buffer =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? origin,
        crossOrigin: false,
      }),
    );
  const authenticatorData = (rpId: string, flags: number, rest: Uint8Array = new Uint8Array()): Buffer => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, rest]);
  };
  const wrap = <R>(response: R) => ({
    id: base64url(id),
    rawId: base64url(id),
    type: 'public-key' as const,
    clientExtensionResults: {},
    response,
  });

  return {
    id: base64url(id),
    setCounter: (value: number): void => {
      counter = value;
    },
    /** `navigator.credentials.create`. */
    create(options: PublicKeyCredentialCreationOptionsJSON, lies: Lies = {}) {
      handle = options.user.id;
      const key = coseKey(publicKey);
      const rest = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, key]);
      const authData = authenticatorData(
        lies.rpId ?? options.rp.id ?? '',
        (lies.flags ?? USER | VERIFIED) | ATTESTED,
        rest,
      );
      const object = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]);
      return wrap({
        clientDataJSON: base64url(clientData('webauthn.create', options.challenge, lies)),
        attestationObject: base64url(cbor(object)),
        transports: ['usb'],
      });
    },
    /** `navigator.credentials.get`. */
    get(options: PublicKeyCredentialRequestOptionsJSON, lies: Lies = {}) {
      counter += 1;
      const data = clientData('webauthn.get', options.challenge, lies);
      const authData = authenticatorData(lies.rpId ?? options.rpId ?? '', lies.flags ?? USER | VERIFIED);
      return wrap({
        clientDataJSON: base64url(data),
        authenticatorData: base64url(authData),
        signature: base64url(sign('sha256', Buffer.concat([authData, sha256(data)]), privateKey)),
        userHandle: lies.userHandle ?? handle,
      });
    },
  };
}
export type Authenticator = ReturnType<typeof createAuthenticator>;

/** RFC 9053: EC2, ES256, P-256. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return cbor(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]),
  );
}
