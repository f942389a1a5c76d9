import pkcs11js from 'pkcs11js';
import { type Capabilities, capabilitiesOf } from './capabilities.ts';
import type { Found, Selector } from './messages.ts';

/** The part of PKCS#11 that the bench uses; a training twin implements the same. */
export type Cryptoki = Pick<
  pkcs11js.PKCS11,
  | 'C_Initialize'
  | 'C_Finalize'
  | 'C_GetInfo'
  | 'C_GetSlotList'
  | 'C_GetSlotInfo'
  | 'C_GetTokenInfo'
  | 'C_InitToken'
  | 'C_InitPIN'
  | 'C_SetPIN'
  | 'C_OpenSession'
  | 'C_CloseAllSessions'
  | 'C_GetSessionInfo'
  | 'C_Login'
  | 'C_CreateObject'
  | 'C_FindObjectsInit'
  | 'C_FindObjects'
  | 'C_FindObjectsFinal'
  | 'C_GetAttributeValue'
  | 'C_GenerateKeyPair'
  | 'C_SignInit'
  | 'C_Sign'
>;

/** A slot of the module in which a token sits. */
export interface Occupied {
  handle: pkcs11js.Handle;
  token: Found;
  capabilities: Capabilities;
  soPinLastTry: boolean;
}
export interface Module {
  cryptoki: Cryptoki;
  /** The slots that hold a token now. Ends every session of this process where the module has no hot plug. */
  scan(): Occupied[];
}

/** Text from a device: fixed width, padded, of unknown mind. What is not printable ASCII becomes `?`. */
function printable(text: string): string {
  return text.replace(/[\0 ]+$/, '').replace(/[^\x20-\x7e]/g, '?');
}

/** The token's serial number, as everything here compares it. */
export function serialOf(cryptoki: Cryptoki, slot: pkcs11js.Handle): string {
  return printable(cryptoki.C_GetTokenInfo(slot).serialNumber);
}

function occupied(cryptoki: Cryptoki, handle: pkcs11js.Handle): Occupied {
  const info = cryptoki.C_GetTokenInfo(handle);
  const has = (flag: number) => (info.flags & flag) !== 0;
  const token = {
    serial: printable(info.serialNumber),
    model: printable(info.model),
    label: printable(info.label),
    initialised: has(pkcs11js.CKF_TOKEN_INITIALIZED),
    pinLocked: has(pkcs11js.CKF_USER_PIN_LOCKED),
    soPinLocked: has(pkcs11js.CKF_SO_PIN_LOCKED),
  };
  const capabilities = capabilitiesOf(cryptoki.C_GetInfo(), info);
  return { handle, token, capabilities, soPinLastTry: has(pkcs11js.CKF_SO_PIN_FINAL_TRY) };
}

function isMeant(cryptoki: Cryptoki, handle: pkcs11js.Handle, selector: Selector | undefined): boolean {
  if (selector === undefined) return true;
  if ('id' in selector) return handle.readBigUInt64LE() === BigInt(selector.id);
  return printable(cryptoki.C_GetSlotInfo(handle).slotDescription) === selector.description;
}

/**
 * Loads and initialises a PKCS#11 module; throws its error. After a failed load the process must end: initialising
 * again was seen to crash. A slot without a serial number is SoftHSM2's door to new tokens, and no token.
 */
export function openModule(path: string, selector: Selector | undefined): Module {
  const cryptoki = new pkcs11js.PKCS11();
  cryptoki.load(path);
  let live = false;
  const initialise = () => {
    cryptoki.C_Initialize({ flags: pkcs11js.CKF_OS_LOCKING_OK });
    live = true;
  };
  const finalise = () => {
    if (live) cryptoki.C_Finalize();
    live = false;
  };
  initialise();
  const { hotPlug } = capabilitiesOf(cryptoki.C_GetInfo());
  return {
    cryptoki,
    scan() {
      if (!hotPlug) {
        finalise();
        initialise();
      }
      const handles = cryptoki.C_GetSlotList(true).filter((handle) => isMeant(cryptoki, handle, selector));
      return handles.map((handle) => occupied(cryptoki, handle)).filter(({ token }) => token.serial !== '');
    },
  };
}
