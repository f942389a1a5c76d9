import pkcs11js from 'pkcs11js';
import { capabilitiesOf } from '../../src/bench/capabilities.ts';
import type { Occupied } from '../../src/bench/module.ts';
import { generateKey, signChallenge } from '../../src/bench/operations.ts';
import { initialise } from '../../src/bench/pins.ts';
import { pluggedToken } from '../../src/bench/token.ts';
import type { Cryptoki } from '../../src/pkcs11/cryptoki.ts';

const HANDLE = Buffer.alloc(8, 1);
const WRITING = ['C_InitToken', 'C_InitPIN', 'C_SetPIN', 'C_GenerateKeyPair', 'C_CreateObject'];
const HOW = { serial: 'A1', soPin: '11111111', newSoPin: '22222222', pin: '48201937', label: 'L' };
const KEY = { serial: 'A1', pin: HOW.pin, keyId: '0a0b', commonName: 'Jean Petit' };

/**
 * A device that answers as told: no token of SoftHSM2's can be swapped within a call, nor lie. `calls` lists what was
 * called on it; `serials` is what C_GetTokenInfo answers, one after another, the last for ever.
 */
function device(
  answers: Partial<Record<keyof Cryptoki, (...args: never[]) => unknown>> = {},
  serials = ['A1'],
  last = false,
) {
  const calls: string[] = [];
  const info = () => ({ serialNumber: serials.length > 1 ? serials.shift() : serials[0] });
  const sound = {
    C_GetTokenInfo: info,
    C_OpenSession: () => HANDLE,
    C_GetSessionInfo: () => ({ slotID: HANDLE }),
    C_FindObjects: () => [],
  };
  const all: Record<string, (...args: never[]) => unknown> = { ...sound, ...answers };
  const cryptoki = new Proxy(
    {},
    {
      get:
        (_, name: string) =>
        (...args: never[]) => {
          calls.push(name);
          return all[name]?.(...args);
        },
    },
  ) as Cryptoki;
  const token = { serial: 'A1', model: 'M', label: '', initialised: true, pinLocked: false, soPinLocked: false };
  const occupied: Occupied = {
    handle: HANDLE,
    token,
    capabilities: capabilitiesOf({ manufacturerID: 'X' }),
    soPinLastTry: last,
  };
  const module = { cryptoki, scan: () => [occupied] };
  return { calls, plugged: () => pluggedToken(module, 'A1', async () => undefined) };
}
const written = (calls: string[]) => calls.filter((name) => WRITING.includes(name));
const rv = (name: string, code: number) => () => {
  throw new pkcs11js.Pkcs11Error(`${name}:${code}`);
};

describe('right before each write the token is looked at again', () => {
  it.each([
    ['formatting', ['B2'], []],
    ['setting the PIN', ['A1', 'B2'], ['C_InitToken']],
    ['setting the SO-PIN', ['A1', 'A1', 'B2'], ['C_InitToken', 'C_InitPIN']],
  ])('%s', async (_, serials, before) => {
    const { calls, plugged } = device({}, serials);
    await expect(initialise(await plugged(), HOW)).rejects.toMatchObject({ problem: 'token-wrong', found: ['B2'] });
    expect(written(calls)).toEqual(before);
  });

  it('making a key', async () => {
    const { calls, plugged } = device({}, ['B2']);
    await expect(generateKey(await plugged(), KEY)).rejects.toMatchObject({ problem: 'token-wrong' });
    expect(written(calls)).toEqual([]);
    // and nobody stays logged in
    expect(calls.at(-1)).toBe('C_CloseAllSessions');
  });
});

describe('a token in danger, or one that lies', () => {
  it('is not asked for its SO-PIN when one wrong try more would destroy it', async () => {
    const { calls, plugged } = device({}, ['A1'], true);
    await expect(initialise(await plugged(), HOW)).rejects.toMatchObject({ problem: 'so-pin-last-try' });
    expect(calls).toEqual([]);
  });

  it('is asked for its SO-PIN once', async () => {
    const { calls, plugged } = device({ C_InitToken: rv('CKR_PIN_INCORRECT', 0xa0) });
    await expect(initialise(await plugged(), HOW)).rejects.toThrow('CKR_PIN_INCORRECT');
    expect(written(calls)).toEqual(['C_InitToken']);
  });

  it('is refused when it keeps objects through its wiping', async () => {
    const { plugged } = device({ C_FindObjects: () => [HANDLE] });
    await expect(initialise(await plugged(), HOW)).rejects.toMatchObject({ problem: 'objects-left' });
  });

  const pair = () => ({ privateKey: HANDLE, publicKey: HANDLE });
  /** Attributes of a key that is as asked, but for `lie`. */
  const attributes =
    (lie: Record<number, Buffer>) =>
    (_: never, __: never, [{ type }]: [{ type: number }]) => {
      const no = [
        pkcs11js.CKA_EXTRACTABLE,
        pkcs11js.CKA_DECRYPT,
        pkcs11js.CKA_UNWRAP,
        pkcs11js.CKA_SIGN_RECOVER,
        pkcs11js.CKA_DERIVE,
      ];
      const sound = type === pkcs11js.CKA_ID ? Buffer.from('0a0b', 'hex') : Buffer.of(no.includes(type) ? 0 : 1);
      return [{ type, value: lie[type] ?? sound }];
    };
  const making = async (lie: Record<number, Buffer>, more = {}) =>
    generateKey(
      await device({ C_GenerateKeyPair: pair, C_GetAttributeValue: attributes(lie), ...more }).plugged(),
      KEY,
    );
  const point = { [pkcs11js.CKA_EC_POINT]: Buffer.concat([Buffer.of(4, 65, 4), Buffer.alloc(64)]) };
  const signing = { C_Sign: () => Buffer.alloc(64, 7) };

  it('has its answers about the key passed on as they are', async () => {
    const { attributes: read } = await making(
      { ...point, [pkcs11js.CKA_LOCAL]: Buffer.of(0), [pkcs11js.CKA_EXTRACTABLE]: Buffer.of(1) },
      signing,
    );
    expect(read).toMatchObject({ local: false, extractable: true, sensitive: true });
  });

  it.each([
    ['a key that may derive', { ...point, [pkcs11js.CKA_DERIVE]: Buffer.of(1) }, signing, 'key-attributes'],
    ['a key under another identifier', { ...point, [pkcs11js.CKA_ID]: Buffer.of(1) }, signing, 'key-attributes'],
    ['a flag of two octets', { ...point, [pkcs11js.CKA_SENSITIVE]: Buffer.of(1, 1) }, signing, 'malformed'],
    ['a point that is none', { [pkcs11js.CKA_EC_POINT]: Buffer.alloc(65) }, signing, 'malformed'],
    ['an endless value', { [pkcs11js.CKA_EC_POINT]: Buffer.alloc(20_000) }, signing, 'malformed'],
    ['a signature of one octet', point, { C_Sign: () => Buffer.of(1) }, 'malformed'],
  ])('is refused with %s', async (_, lie, more, problem) => {
    await expect(making(lie, more)).rejects.toMatchObject({ problem });
  });

  it('may not know the attributes that not every device has', async () => {
    const unknown = (session: never, object: never, [asked]: [{ type: number }]) =>
      asked.type === pkcs11js.CKA_SIGN_RECOVER
        ? rv('CKR_ATTRIBUTE_TYPE_INVALID', 0x12)()
        : attributes(point)(session, object, [asked]);
    await expect(making(point, { ...signing, C_GetAttributeValue: unknown })).resolves.toBeDefined();
  });

  it('signs only with the one key meant', async () => {
    const { plugged } = device({ C_FindObjects: () => [HANDLE, HANDLE] });
    const how = { serial: 'A1', pin: '1', keyId: '0a', challenge: new Uint8Array() };
    await expect(signChallenge(await plugged(), how)).rejects.toMatchObject({ problem: 'key-missing' });
  });
});
