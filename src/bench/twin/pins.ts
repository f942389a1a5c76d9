import pkcs11js from 'pkcs11js';
import type { Fixed } from '../capabilities.ts';
import { ckr } from './faults.ts';
import { newPin, type Pin, type TwinToken, tryPin } from './token.ts';

export type Login = 'so' | 'user';
type Kept = 'soPin' | 'pin' | 'puk';

/** PINs of the twin: which are right, how many tries are left, who may set them. `save` keeps what a try costs. */
export function createPins({
  device,
  lengths,
  save,
}: {
  device(): Fixed;
  lengths(): { pinMin: number; pinMax: number };
  save(token: TwinToken): void;
}) {
  /** Throws unless `given` is right; answers the token with its tries as they were. */
  const proven = (token: TwinToken, kept: Kept, given: string): TwinToken => {
    const pin = token[kept];
    if (!pin) throw ckr('CKR_USER_PIN_NOT_INITIALIZED');
    const tried = tryPin(pin, given, device().lockReported);
    const after = { ...token, [kept]: tried.pin };
    if (tried.answer !== 'right') save(after);
    if (tried.answer === 'locked') throw ckr('CKR_PIN_LOCKED');
    if (tried.answer === 'wrong') throw ckr('CKR_PIN_INCORRECT');
    return after;
  };
  const checkLength = (pin: string): void => {
    const { pinMin, pinMax } = lengths();
    if (pin.length < pinMin || pin.length > pinMax) throw ckr('CKR_PIN_LEN_RANGE');
  };
  const checkSoPin = (pin: string): void => {
    const { alphabet, length } = device().soPin;
    if (alphabet === 'hex' && !(pin.length === length && /^[0-9a-f]+$/.test(pin))) throw ckr('CKR_PIN_INVALID');
  };
  /** `puk:` and `pin:` are how ykcs11 has C_SetPIN work on the PUK. */
  const byPuk = (token: TwinToken, puk: string, fresh: string): void => {
    const after = proven(token, 'puk', puk);
    if (fresh.startsWith('puk:')) save({ ...after, puk: newPin(fresh.slice(4)) });
    else save({ ...after, pin: newPin(fresh.replace(/^pin:/, '')) });
  };

  return {
    flags({ soPin, pin }: TwinToken): number {
      const told = (it: Pin | null, low: number, last: number, locked: number): number => {
        if (!it || !device().lockReported) return 0;
        if (it.tries === 0) return locked;
        return it.tries === 1 ? last : it.tries < it.limit ? low : 0;
      };
      return (
        pkcs11js.CKF_TOKEN_INITIALIZED |
        pkcs11js.CKF_LOGIN_REQUIRED |
        (pin ? pkcs11js.CKF_USER_PIN_INITIALIZED : 0) |
        (pin?.toBeChanged ? pkcs11js.CKF_USER_PIN_TO_BE_CHANGED : 0) |
        told(pin, pkcs11js.CKF_USER_PIN_COUNT_LOW, pkcs11js.CKF_USER_PIN_FINAL_TRY, pkcs11js.CKF_USER_PIN_LOCKED) |
        told(soPin, pkcs11js.CKF_SO_PIN_COUNT_LOW, pkcs11js.CKF_SO_PIN_FINAL_TRY, pkcs11js.CKF_SO_PIN_LOCKED)
      );
    },
    logIn(token: TwinToken, who: Login, given: string): void {
      const after = proven(token, who === 'so' ? 'soPin' : 'pin', given);
      if (who === 'user' && after.pin?.toBeChanged) throw ckr('CKR_PIN_EXPIRED');
      save(after);
    },
    /** C_InitToken: the factory's PINs, or none. */
    wipe(token: TwinToken, soPin: string, label: string, keeps: boolean): void {
      checkSoPin(soPin);
      const { factory, labelWritable } = device();
      save({
        ...proven(token, 'soPin', soPin),
        label: labelWritable ? label : token.label,
        pin: factory ? newPin(factory.pin) : null,
        puk: factory ? newPin(factory.puk) : null,
        items: keeps ? token.items : [],
      });
    },
    init(token: TwinToken, login: Login | undefined, pin: string): void {
      if (!device().initPin) throw ckr('CKR_FUNCTION_NOT_SUPPORTED');
      if (login !== 'so') throw ckr('CKR_USER_NOT_LOGGED_IN');
      checkLength(pin);
      save({ ...token, pin: newPin(pin, { toBeChanged: device().mustChangePin }) });
    },
    change(token: TwinToken, login: Login | undefined, old: string, fresh: string): void {
      if (login === 'so') {
        checkSoPin(fresh);
        save({ ...proven(token, 'soPin', old), soPin: newPin(fresh, { limit: token.soPin.limit }) });
      } else if (old.startsWith('puk:') && token.puk) {
        byPuk(token, old.slice(4), fresh);
      } else {
        checkLength(fresh);
        save({ ...proven(token, 'pin', old), pin: newPin(fresh) });
      }
    },
  };
}
