import { randomBytes, verify, X509Certificate } from 'node:crypto';
import { certifyWithOpenssl } from '../support/softhsm.ts';
import { type TwinBench, twinBench, type Wanted } from '../support/world/twin-bench.ts';

const NEW = { newSoPin: '9051772634018855', pin: '48201937', label: 'DEM-1' };
const KEY = { pin: NEW.pin, keyId: '0a0b', commonName: 'Jean Petit' };

/** What the bench is told by a device that has this fault, in which step of which operation. */
describe('a device that fails, through its worker', () => {
  let twin: TwinBench;
  let at: { slot: string; serial: string };
  let certificate: Uint8Array;
  beforeAll(async () => {
    twin = twinBench({ blanks: 1, deadlines: { 'generate-key': 1_500 } });
    twin.plug('1', twin.blanks[0]!);
    at = { slot: '1', serial: twin.blanks[0]!.serial };
    await twin.bench.initialise(at, { soPin: twin.blanks[0]!.soPin, ...NEW });
    certificate = certifyWithOpenssl((await twin.bench.generateKey(at, KEY)).request);
  });
  afterAll(() => twin.close());
  const play = (...faults: NonNullable<Wanted['faults']>) => twin.play('1', { faults });

  const initialise = () => twin.bench.initialise(at, { ...NEW, soPin: NEW.newSoPin });
  const another = () => twin.bench.initialise(at, { ...NEW, soPin: NEW.newSoPin, newSoPin: '1111222233334444' });
  const generate = () => twin.bench.generateKey(at, KEY);
  const write = () => twin.bench.writeCertificate(at, { ...KEY, certificate });
  const challenge = () => twin.bench.signChallenge(at, { ...KEY, challenge: randomBytes(32) });
  const reset = () => twin.bench.resetPin(at, { soPin: NEW.newSoPin, pin: NEW.pin });
  /** A wiped token with the certificate's key made again, as an operation needs it. */
  const ready = async (operation: string) => {
    play();
    await initialise();
    if (operation !== 'generate') certificate = certifyWithOpenssl((await generate()).request);
  };

  it.each([
    ['initialise', 'C_InitToken', 'CKR_DEVICE_ERROR', 'format'],
    ['initialise', 'C_InitToken', 'CKR_FUNCTION_NOT_SUPPORTED', 'format'],
    ['initialise', 'C_InitPIN', 'CKR_DEVICE_ERROR', 'user-pin'],
    ['another', 'C_SetPIN', 'CKR_DEVICE_ERROR', 'so-pin'],
    ['initialise', 'C_Login', 'CKR_PIN_LOCKED', 'log-in'],
    ['generate', 'C_Login', 'CKR_PIN_INCORRECT', 'log-in'],
    ['generate', 'C_GenerateKeyPair', 'CKR_DEVICE_MEMORY', 'generate-key'],
    ['generate', 'C_GenerateKeyPair', 'CKR_FUNCTION_NOT_SUPPORTED', 'generate-key'],
    ['generate', 'C_GetAttributeValue', 'CKR_DEVICE_ERROR', 'read-attributes'],
    ['generate', 'C_Sign', 'CKR_DEVICE_ERROR', 'sign'],
    ['write', 'C_CreateObject', 'CKR_DEVICE_MEMORY', 'write'],
    ['write', 'C_OpenSession', 'CKR_DEVICE_ERROR', 'scan'],
    ['challenge', 'C_SignInit', 'CKR_KEY_FUNCTION_NOT_PERMITTED', 'sign'],
    ['challenge', 'C_FindObjects', 'CKR_DEVICE_ERROR', 'sign'],
    ['reset', 'C_InitPIN', 'CKR_DEVICE_ERROR', 'user-pin'],
  ] as const)('%s: %s with %s is named with its step', async (operation, call, rv, step) => {
    await ready(operation);
    play({ call, rv });
    const failed = { initialise, another, generate, write, challenge, reset }[operation]();
    await expect(failed).rejects.toMatchObject({ code: 'device_failed', detail: { slot: '1', step, rv } });
    // and the next one works
    play();
    await initialise();
  });

  it.each([
    ['before', false, 0],
    ['after', true, 1],
  ])('pulled out in mid-write, %s the device had written', async (_, done, written) => {
    await ready('write');
    play({ call: 'C_CreateObject', remove: true, done });
    await expect(write()).rejects.toMatchObject({ detail: { step: 'write', rv: 'CKR_DEVICE_REMOVED' } });
    await expect(twin.looked()).resolves.toMatchObject([{ state: 'empty' }]);
    await expect(challenge()).rejects.toMatchObject({ code: 'token_wrong', detail: { found: [] } });
    twin.pushBack('1');
    const certificates = twin.token('1')!.items.filter(({ attributes }) => attributes['0'] === '0100000000000000');
    expect(certificates).toHaveLength(written);
    // plugged again, the write goes on where it was
    await expect(write()).resolves.toEqual(certificate);
  });

  it('too slow is killed at the deadline of its step, and its worker started again', async () => {
    await ready('generate');
    play({ call: 'C_GenerateKeyPair', ms: 30_000 });
    await expect(generate()).rejects.toMatchObject({ detail: { step: 'generate-key', problem: 'deadline' } });
    await expect(generate()).resolves.toBeDefined();
  });

  it('slow is waited for', async () => {
    await ready('generate');
    play({ call: 'C_GenerateKeyPair', ms: 300 });
    const begun = performance.now();
    await generate();
    expect(performance.now() - begun).toBeGreaterThan(299);
  });

  it('that crashes its worker costs one call', async () => {
    await ready('challenge');
    play({ call: 'C_Sign', end: 'crash' });
    await expect(challenge()).rejects.toMatchObject({ detail: { step: 'sign', problem: 'crashed' } });
    await expect(challenge()).resolves.toBeDefined();
  });

  it('whose certificate reads back otherwise is passed on as it lies, for the flow to judge', async () => {
    await ready('write');
    play({ call: 'C_GetAttributeValue', lie: 'wrong-value', times: 0 });
    const back = await write();
    expect(back).toHaveLength(certificate.length);
    expect(back).not.toEqual(certificate);
  });

  it('whose key may leave it says so', async () => {
    await ready('generate');
    play({ call: 'C_GenerateKeyPair', lie: 'extractable' });
    const { attributes } = await generate();
    expect(attributes).toMatchObject({ extractable: true, neverExtractable: false, alwaysSensitive: true });
  });

  it('whose signature does not fit', async () => {
    await ready('challenge');
    const fits = async () => {
      const data = randomBytes(32);
      const signature = await twin.bench.signChallenge(at, { ...KEY, challenge: data });
      return verify('sha256', data, new X509Certificate(certificate).publicKey, signature);
    };
    play({ call: 'C_Sign', lie: 'wrong-value' });
    expect(await fits()).toBe(false);
    expect(await fits()).toBe(true);
  });

  it('that keeps objects through its wiping is refused', async () => {
    await ready('challenge');
    play({ call: 'C_InitToken', lie: 'keeps-objects' });
    await expect(initialise()).rejects.toMatchObject({ detail: { step: 'verify-empty', problem: 'objects-left' } });
  });

  it('that turns into another token between two looks is not written to', async () => {
    await ready('generate');
    // the first look is the scan's, the second comes right before the key
    play({ call: 'C_GetTokenInfo', lie: 'other-serial', skip: 1 });
    await expect(generate()).rejects.toMatchObject({ code: 'token_wrong', detail: { found: 'OTHER' } });
    expect(twin.token('1')!.items).toEqual([]);
  });

  it('with a PIN that three wrong tries locked says so, and is opened again', async () => {
    await ready('challenge');
    const wrong = () => twin.bench.signChallenge(at, { ...KEY, pin: '00000000', challenge: randomBytes(32) });
    for (let tries = 0; tries < 3; tries += 1)
      await expect(wrong()).rejects.toMatchObject({ detail: { rv: 'CKR_PIN_INCORRECT' } });
    await expect(challenge()).rejects.toMatchObject({ detail: { step: 'log-in', rv: 'CKR_PIN_LOCKED' } });
    await expect(twin.looked()).resolves.toMatchObject([{ token: { pinLocked: true } }]);
    await reset();
    await expect(twin.looked()).resolves.toMatchObject([{ token: { pinLocked: false, holdsCertificate: false } }]);
    await expect(challenge()).resolves.toBeDefined();
  });

  it('is not asked for its SO-PIN when it says that one wrong try is left', async () => {
    await ready('generate');
    for (let tries = 0; tries < 9; tries += 1) {
      const wrong = twin.bench.initialise(at, { ...NEW, soPin: '0000000000000000' });
      await expect(wrong).rejects.toMatchObject({ detail: { rv: 'CKR_PIN_INCORRECT' } });
    }
    await expect(initialise()).rejects.toMatchObject({ detail: { problem: 'so-pin-last-try' } });
    await expect(reset()).rejects.toMatchObject({ detail: { problem: 'so-pin-last-try' } });
  });
});

describe('the twin as a device', () => {
  it('is refused outside training, and says why', async () => {
    const twin = twinBench();
    const { slots } = twin;
    await twin.close();
    const { createBench } = await import('../../src/bench/bench.ts');
    const log = { info: () => undefined, warn: () => undefined };
    expect(() => createBench({ slots, log })).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining('for training') }),
    );
  });

  it('with a scenario that makes no sense is a module that cannot be used', async () => {
    const twin = twinBench();
    twin.play('1', { make: 'nobody' } as never);
    await twin.restart();
    await expect(twin.looked()).resolves.toMatchObject([
      { state: 'failed', problem: expect.stringContaining('module cannot be used') },
    ]);
    await twin.close();
  });

  it('is seen within a second when it is plugged and when it is pulled', async () => {
    const twin = twinBench({ slots: 4, blanks: 4 });
    const until = async (state: string) => {
      const begun = performance.now();
      while ((await twin.bench.slots()).some((slot) => slot.state !== state));
      return performance.now() - begun;
    };
    try {
      await until('empty');
      const plugged: number[] = [];
      const pulled: number[] = [];
      // the quickest of some: on a busy machine a look may have to wait for its turn
      for (let tries = 0; tries < 3; tries += 1) {
        for (const [index, blank] of twin.blanks.entries()) twin.plug(`${index + 1}`, blank);
        plugged.push(await until('ready'));
        expect((await twin.looked()).map((slot) => slot?.token?.serial)).toEqual(twin.blanks.map((b) => b.serial));
        for (const slot of ['1', '2', '3', '4']) twin.unplug(slot);
        pulled.push(await until('empty'));
      }
      expect(Math.min(...plugged)).toBeLessThan(1_000);
      expect(Math.min(...pulled)).toBeLessThan(1_000);
    } finally {
      await twin.close();
    }
  });
});
