import pkcs11js from 'pkcs11js';
import type { Cryptoki } from '../../src/pkcs11/cryptoki.ts';
import { logIn } from '../../src/pkcs11/session.ts';

/** A module of two slots that answer what `slots` says of each; only what logging in calls is there. */
function moduleOf(slots: readonly (string | Error)[]) {
  const logins: string[] = [];
  const cryptoki = {
    C_GetSlotList: () => slots.map((_, index) => Buffer.of(index)),
    C_GetTokenInfo: (slot: Buffer) => {
      const says = slots[slot[0]!]!;
      if (says instanceof Error) throw says;
      return { serialNumber: says.padEnd(16) };
    },
    C_OpenSession: (slot: Buffer) => slot,
    C_Login: (handle: Buffer, _: number, pin: string) => void logins.push(`${handle[0]} ${pin}`),
  };
  return { cryptoki: cryptoki as unknown as Cryptoki, logins };
}
const foreign = new pkcs11js.Pkcs11Error('CKR_TOKEN_NOT_RECOGNIZED:225');
const ours = { serial: 'A1', pin: '1234' };

describe('a session with a token', () => {
  it('is opened beside another card that the module does not know', () => {
    const { cryptoki, logins } = moduleOf([foreign, 'A1']);
    expect(logIn(cryptoki, ours).slot).toEqual(Buffer.of(1));
    expect(logins).toEqual(['1 1234']);
  });

  it('is refused where such a card is alone, and no PIN is spent on it', () => {
    const { cryptoki, logins } = moduleOf([foreign, 'B2']);
    expect(() => logIn(cryptoki, ours)).toThrow('token-missing');
    expect(logins).toEqual([]);
  });

  it('hides no error that is not the module’s', () => {
    const { cryptoki } = moduleOf([new TypeError('no such function'), 'A1']);
    expect(() => logIn(cryptoki, ours)).toThrow(TypeError);
  });
});
