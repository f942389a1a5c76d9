import { randomBytes, verify, X509Certificate } from 'node:crypto';
import { type Capabilities, capabilitiesOf } from '../../src/bench/capabilities.ts';
import { certifyWithOpenssl } from '../support/softhsm.ts';
import { type TwinBench, twinBench, type Wanted } from '../support/world/twin-bench.ts';

const token = (words: Partial<Parameters<typeof capabilitiesOf>[1]> = {}) => ({
  manufacturerID: '',
  model: '',
  minPinLen: 4,
  maxPinLen: 16,
  ...words,
});

describe('the adapter', () => {
  const CASES: [string, string, Parameters<typeof token>[0], Partial<Capabilities>][] = [
    ['SoftHSM2', 'SoftHSM                         ', {}, { adapter: 'softhsm2', hotPlug: false, lockReported: false }],
    ['ykcs11', 'Yubico (www.yubico.com)', { maxPinLen: 8 }, { adapter: 'ykcs11', initPin: false, keygenRole: 'so' }],
    ['OpenSC', 'OpenSC Project', { model: 'PKCS#15' }, { adapter: 'opensc', keygenRole: 'user' }],
    [
      'SafeNet',
      'SafeNet, Inc.',
      { model: 'eToken' },
      { adapter: 'safenet', soPin: { alphabet: 'digits', length: 16 } },
    ],
    ['IDPrime', 'Gemalto', { model: 'ID Prime MD' }, { adapter: 'idprime', soPin: { alphabet: 'hex', length: 48 } }],
    ['a token behind a proxy', 'PKCS#11 Kit', { manufacturerID: 'Yubico' }, { adapter: 'ykcs11' }],
    ['somebody else', 'Somebody Else', {}, { adapter: 'generic', initPin: true, idRange: 'any' }],
  ];
  it.each(CASES)('of %s is chosen by module and token', (_, manufacturerID, words, expected) => {
    expect(capabilitiesOf({ manufacturerID }, token(words))).toMatchObject(expected);
  });
  it('takes PIN lengths from the token, and makes no SO-PIN longer than they allow', () => {
    const module = { manufacturerID: 'OpenSC' };
    expect(capabilitiesOf(module, token({ minPinLen: 6, maxPinLen: 8 }))).toMatchObject({
      pinMin: 6,
      pinMax: 8,
      soPin: { length: 8 },
    });
    expect(capabilitiesOf(module, token({ maxPinLen: 0 })).pinMax).toBe(255);
  });
});

const HEX_SO_PIN = 'a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718';
const NEXT_HEX = '00112233445566778899aabbccddeeff0011223344556677';
const NEXT = '9051772634018855';
const PIN = '48201937';

describe('a token is made on', () => {
  let twin: TwinBench;
  afterEach(() => twin.close());

  /** A blank in slot 1 of a device with these manners, and the operations on it. */
  const device = (scenario: Wanted, so: 'digits' | 'hex' = 'digits') => {
    twin = twinBench({ scenario, soPin: () => (so === 'hex' ? HEX_SO_PIN : '1234567812345678') });
    const [blank] = twin.blanks;
    twin.plug('1', blank!);
    const at = { slot: '1', serial: blank!.serial };
    const newSoPin = so === 'hex' ? NEXT_HEX : NEXT;
    const { bench } = twin;
    const initialise = (more = {}) =>
      bench.initialise(at, { soPin: blank!.soPin, newSoPin, pin: PIN, label: 'DEM-1', ...more });
    const challenge = async (certificate: Uint8Array, more: { keyId: string; pin?: string; soPin?: string }) => {
      const data = randomBytes(32);
      const signature = await bench.signChallenge(at, { pin: PIN, challenge: data, ...more });
      return verify('sha256', data, new X509Certificate(certificate).publicKey, signature);
    };
    /** Blank to proven. */
    const make = async (keyId: string, key?: 'ec-p256' | 'rsa-3072') => {
      await initialise();
      const proof = await bench.generateKey(at, {
        pin: PIN,
        soPin: newSoPin,
        keyId,
        commonName: 'Jean',
        ...(key ? { key } : {}),
      });
      const certificate = certifyWithOpenssl(proof.request);
      const how = { pin: PIN, soPin: newSoPin, keyId, certificate };
      expect(await bench.writeCertificate(at, how)).toEqual(certificate);
      expect(await bench.writeCertificate(at, how)).toEqual(certificate);
      expect(await challenge(certificate, { keyId })).toBe(true);
      return certificate;
    };
    return { at, bench, newSoPin, initialise, challenge, make };
  };

  it.each(['generic', 'softhsm2', 'opensc', 'safenet'] as const)('%s', async (make) => {
    await device({ make }).make('0a0b');
  });

  it.each([
    ['any device', {}],
    ['one where only the SO makes keys', { manners: { keygenRole: 'so' as const } }],
  ])('%s with an RSA-3072 key', async (_, scenario) => {
    const certificate = await device(scenario).make('0a0b', 'rsa-3072');
    const { asymmetricKeyDetails } = new X509Certificate(certificate).publicKey;
    expect(asymmetricKeyDetails).toMatchObject({ modulusLength: 3072, publicExponent: 65_537n });
  });

  it('ykcs11: SO login for keys and certificates, no C_InitPIN, CKA_ID 1, its own certificate replaced', async () => {
    const { make, bench, at, challenge } = device({ make: 'ykcs11', pinMin: 6, pinMax: 8 }, 'hex');
    await expect(bench.slot('1')).resolves.toMatchObject({
      token: {
        adapter: 'ykcs11',
        takes: { pin: { min: 6, max: 8 }, soPin: { alphabet: 'hex', length: 48 }, keyIds: ['01'] },
      },
    });
    const certificate = await make('01');
    // the factory's PIN and PUK open nothing any more
    const old = (pin: string) => bench.signChallenge(at, { pin, keyId: '01', challenge: randomBytes(8) });
    await expect(old('123456')).rejects.toMatchObject({ detail: { rv: 'CKR_PIN_INCORRECT' } });
    expect(twin.token('1')!.label).toBe('BLANK');
    // locked, and unblocked by the PUK that follows from the SO-PIN
    for (let tries = 0; tries < 3; tries += 1) await expect(old('999999')).rejects.toBeDefined();
    await expect(old(PIN)).rejects.toMatchObject({ detail: { rv: 'CKR_PIN_LOCKED' } });
    await bench.resetPin(at, { soPin: NEXT_HEX, pin: '11223344' });
    expect(await challenge(certificate, { keyId: '01', pin: '11223344' })).toBe(true);
  });

  it('idprime: the SO-PIN is a key in hexadecimal', async () => {
    const { make, initialise } = device({ make: 'idprime' }, 'hex');
    await expect(initialise({ newSoPin: '1234' })).rejects.toMatchObject({ detail: { problem: 'so-pin-form' } });
    await make('0a');
  });

  it('a device without C_InitPIN whose PIN is not known: refused before it is wiped', async () => {
    const { bench, at, initialise } = device({ manners: { initPin: false } });
    await expect(initialise()).rejects.toMatchObject({ detail: { problem: 'pin-unsettable' } });
    const reset = bench.resetPin(at, { soPin: NEXT, pin: PIN });
    await expect(reset).rejects.toMatchObject({ detail: { problem: 'pin-unsettable' } });
    expect(twin.token('1')).toMatchObject({ label: 'BLANK', pin: null });
  });

  it('a device that is not as its adapter says: named, so that the adapter is mended', async () => {
    const { bench, at, initialise } = device({ known: false, manners: { initPin: false } });
    await expect(initialise()).rejects.toMatchObject({
      detail: { step: 'user-pin', rv: 'CKR_FUNCTION_NOT_SUPPORTED' },
      message: expect.stringContaining("the maker's own module"),
    });
    twin.play('1', { known: false, manners: { keygenRole: 'so' } });
    await initialise({ newSoPin: '1234567812345678' });
    const key = bench.generateKey(at, { pin: PIN, keyId: '0a', commonName: 'Jean' });
    await expect(key).rejects.toMatchObject({ detail: { step: 'generate-key', rv: 'CKR_USER_TYPE_INVALID' } });
    twin.play('1', { known: false, manners: { labelWritable: false } });
    const labelled = bench.generateKey(at, { pin: PIN, keyId: '0a', commonName: 'Jean' });
    await expect(labelled).rejects.toMatchObject({ detail: { rv: 'CKR_ATTRIBUTE_READ_ONLY' } });
    twin.play('1', { known: false, manners: { mustChangePin: true } });
    await expect(initialise({ soPin: '1234567812345678' })).rejects.toMatchObject({
      detail: { rv: 'CKR_PIN_EXPIRED' },
    });
  });

  it('a device with few CKA_IDs: another is refused before anything is written', async () => {
    const { bench, at, initialise } = device({ manners: { idRange: ['01', '02'] } });
    await initialise();
    const key = bench.generateKey(at, { pin: PIN, keyId: '0a', commonName: 'Jean' });
    await expect(key).rejects.toMatchObject({ detail: { problem: 'identifier-range' } });
    twin.play('1', { manners: { idRange: ['01', '02'] } });
    await initialise({ soPin: NEXT });
  });

  it('a device whose label cannot be written', async () => {
    await device({ manners: { labelWritable: false } }).make('0a');
    expect(twin.token('1')!.label).toBe('BLANK');
  });

  it('a device that reports no lock: its SO-PIN is tried, whatever came before', async () => {
    const { initialise } = device({ manners: { lockReported: false } });
    for (let tries = 0; tries < 12; tries += 1)
      await expect(initialise({ soPin: '0000000000000000' })).rejects.toMatchObject({
        detail: { rv: 'CKR_PIN_INCORRECT' },
      });
    await initialise();
  });

  it.each([
    ['short', { pinMin: 10, pinMax: 12 }],
    ['long', { pinMin: 4, pinMax: 6 }],
  ])('a device for which the PIN is too %s: refused before it is wiped', async (_, lengths) => {
    const { initialise, bench, at } = device(lengths);
    await expect(initialise({ newSoPin: '123456' })).rejects.toMatchObject({ detail: { problem: 'pin-length' } });
    await expect(bench.resetPin(at, { soPin: NEXT, pin: PIN })).rejects.toMatchObject({
      detail: { problem: 'pin-length' },
    });
  });

  it('a device that lets its holder change the PIN first: it works here, and asks for it once it has left', async () => {
    const { make, challenge, newSoPin, bench, at } = device({ make: 'safenet' });
    const certificate = await make('0a');
    expect(twin.token('1')!.pin!.toBeChanged).toBe(false);
    // the last challenge before it leaves arms it, and can be repeated
    for (const _ of [1, 2]) {
      expect(await challenge(certificate, { keyId: '0a', soPin: newSoPin })).toBe(true);
      expect(twin.token('1')!.pin!.toBeChanged).toBe(true);
    }
    await expect(challenge(certificate, { keyId: '0a' })).rejects.toMatchObject({ detail: { rv: 'CKR_PIN_EXPIRED' } });
    await bench.resetPin(at, { soPin: newSoPin, pin: '11112222' });
    expect(await challenge(certificate, { keyId: '0a', pin: '11112222' })).toBe(true);
  });
});
