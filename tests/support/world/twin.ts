import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { AppError } from '../../../src/errors.ts';
import type { KeyProof, SlotStatus, TokenBench } from '../../../src/flow/ports/bench.ts';

export type Step = 'initialise' | 'generateKey' | 'writeCertificate' | 'readCertificate' | 'signChallenge' | 'resetPin';
interface TwinToken {
  serial: string;
  soPin: string;
  pin: string | null;
  label: string;
  keyId: string | null;
  keys: webcrypto.CryptoKeyPair | null;
  certificate: Uint8Array | null;
}
const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** r‖s as PKCS#11 and WebCrypto give it → the DER that X.509 wants. */
function derSignature(raw: Uint8Array): Uint8Array {
  const integer = (octets: Uint8Array): Buffer => {
    let value = Buffer.from(octets);
    while (value.length > 1 && value[0] === 0) value = value.subarray(1);
    if ((value[0] ?? 0) & 0x80) value = Buffer.concat([Buffer.from([0]), value]);
    return Buffer.concat([Buffer.from([2, value.length]), value]);
  };
  const body = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

/**
 * A bench of software tokens in this process, with real keys and signatures, that fails where a test tells it to.
 * For the rules of the flow; real tokens are tested in tests/bench and in the journeys.
 */
export function createTwin(serials: Record<string, { serial: string; soPin: string }>) {
  /** The place of the bench that a slot belongs to, where it is not A. */
  const places = new Map<string, string>();
  const tokens = new Map<string, TwinToken>();
  /** Slots that do not answer what they hold. */
  const silent = new Set<string>();
  for (const [slot, { serial, soPin }] of Object.entries(serials)) {
    tokens.set(slot, { serial, soPin, pin: null, label: '', keyId: null, keys: null, certificate: null });
  }
  const faults: { step: Step; skip: number; error?: AppError; before?: () => Promise<unknown>; lie?: boolean }[] = [];
  let attributes: Partial<KeyProof['attributes']> = {};

  const at = ({ slot, serial }: { slot: string; serial: string }): TwinToken => {
    const token = tokens.get(slot);
    if (token?.serial !== serial)
      throw new AppError('token_wrong', `slot ${slot} holds another token`, { detail: { slot } });
    return token;
  };
  /** Throws the fault set for this step, once. */
  const fault = async (step: Step): Promise<{ lie: boolean }> => {
    const found = faults.find((f) => f.step === step);
    if (!found || found.skip-- > 0) return { lie: false };
    faults.splice(faults.indexOf(found), 1);
    await found.before?.();
    if (found.error) throw found.error;
    return { lie: found.lie ?? false };
  };
  const login = (token: TwinToken, pin: string): void => {
    if (token.pin !== pin) throw new AppError('device_failed', 'wrong PIN', { detail: { rv: 'CKR_PIN_INCORRECT' } });
  };

  const statusOf = ([slot, t]: [string, TwinToken]): SlotStatus => {
    const where = { slot, position: `Poste ${slot}`, place: places.get(slot) ?? 'A' };
    if (silent.has(slot)) return { ...where, state: 'failed' };
    const token = { slot, serial: t.serial, model: 'Twin', label: t.label, initialised: true };
    return { ...where, state: 'ready', token };
  };

  const bench: TokenBench = {
    slots: async () => [...tokens].map(statusOf),
    slot: async (name) => [...tokens].map(statusOf).find(({ slot }) => slot === name),
    initialise: async (where, how) => {
      const token = at(where);
      await fault('initialise');
      if (token.soPin !== how.soPin)
        throw new AppError('device_failed', 'wrong SO-PIN', { detail: { rv: 'CKR_PIN_INCORRECT' } });
      Object.assign(token, {
        soPin: how.newSoPin,
        pin: how.pin,
        label: how.label,
        keyId: null,
        keys: null,
        certificate: null,
      });
    },
    generateKey: async (where, how) => {
      const token = at(where);
      login(token, how.pin);
      await fault('generateKey');
      token.keys = (await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
      token.keyId = how.keyId;
      const csr = await x509.Pkcs10CertificateRequestGenerator.create({
        name: `CN=${how.commonName}`,
        keys: token.keys,
        signingAlgorithm: EC,
      });
      const good = {
        token: true,
        private: true,
        sensitive: true,
        extractable: false,
        alwaysSensitive: true,
        neverExtractable: true,
        local: true,
        sign: true,
        decrypt: false,
      };
      return { request: new Uint8Array(csr.rawData), attributes: { ...good, ...attributes } };
    },
    writeCertificate: async (where, how) => {
      const token = at(where);
      login(token, how.pin);
      const { lie } = await fault('writeCertificate');
      token.certificate = how.certificate;
      return lie ? Buffer.concat([how.certificate, Buffer.from([0])]) : how.certificate;
    },
    readCertificate: async (where) => {
      await fault('readCertificate');
      return at(where).certificate ?? new Uint8Array();
    },
    signChallenge: async (where, how) => {
      const token = at(where);
      login(token, how.pin);
      const { lie } = await fault('signChallenge');
      const keys = lie
        ? ((await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair)
        : token.keys;
      if (!keys) throw new AppError('device_failed', 'no key');
      return derSignature(new Uint8Array(await webcrypto.subtle.sign(EC, keys.privateKey, how.challenge)));
    },
    resetPin: async (where, how) => {
      const token = at(where);
      await fault('resetPin');
      if (token.soPin !== how.soPin)
        throw new AppError('device_failed', 'wrong SO-PIN', { detail: { rv: 'CKR_PIN_INCORRECT' } });
      token.pin = how.pin;
    },
  };

  return {
    bench,
    places,
    tokens,
    silent,
    /** The next time `step` comes (after `skip` times that pass), it throws. */
    fail: (
      step: Step,
      skip = 0,
      error = new AppError('device_failed', 'the device failed', { detail: { step } }),
    ): void => void faults.push({ step, skip, error }),
    /** The next time `step` comes, the device answers something untrue. */
    lie: (step: Step): void => void faults.push({ step, skip: 0, lie: true }),
    /** The next time `step` comes, `before` happens first. */
    onStep: (step: Step, before: () => Promise<unknown>): void => void faults.push({ step, skip: 0, before }),
    claim: (read: Partial<KeyProof['attributes']>): void => {
      attributes = read;
    },
    plug: (slot: string, token: { serial: string; soPin: string }): void => {
      tokens.set(slot, { ...token, pin: null, label: '', keyId: null, keys: null, certificate: null });
    },
    unplug: (slot: string): void => void tokens.delete(slot),
  };
}
