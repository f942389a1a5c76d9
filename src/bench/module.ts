import pkcs11js from 'pkcs11js';
import type { Cryptoki } from '../pkcs11/cryptoki.ts';
import { initialise, loadModule } from '../pkcs11/module.ts';
import { printable } from '../pkcs11/serial.ts';
import { type Capabilities, capabilitiesOf, type TokenWords } from './capabilities.ts';
import type { Found, Selector } from './messages.ts';
import { createTwin } from './twin/cryptoki.ts';
import { isTwin } from './twin/scenario.ts';

/** A slot of the module in which a token sits. */
export interface Occupied {
  handle: pkcs11js.Handle;
  token: Omit<Found, 'holdsCertificate' | 'adapter' | 'takes'>;
  capabilities: Capabilities;
  soPinLastTry: boolean;
}
export interface Module {
  cryptoki: Cryptoki;
  /** The slots that hold a token now. Ends every session of this process where the module has no hot plug. */
  scan(): Occupied[];
}

/** True when a certificate lies there that nobody has to log in for; most devices keep theirs so. */
function holdsCertificate(cryptoki: Cryptoki, slot: pkcs11js.Handle, { idRange }: Capabilities): boolean {
  const session = cryptoki.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION);
  try {
    const classes = { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE };
    // beyond the range of a user's keys lie certificates of the maker's
    const ids =
      idRange === 'any' ? [[]] : idRange.map((id) => [{ type: pkcs11js.CKA_ID, value: Buffer.from(id, 'hex') }]);
    return ids.some((id) => {
      cryptoki.C_FindObjectsInit(session, [classes, ...id]);
      const found = cryptoki.C_FindObjects(session, 1);
      cryptoki.C_FindObjectsFinal(session);
      return found.length > 0;
    });
  } finally {
    cryptoki.C_CloseAllSessions(slot);
  }
}

type Adapter = (token?: TokenWords) => Capabilities;

function occupied(cryptoki: Cryptoki, handle: pkcs11js.Handle, adapter: Adapter): Occupied {
  const info = cryptoki.C_GetTokenInfo(handle);
  const has = (flag: number) => (info.flags & flag) !== 0;
  const capabilities = adapter({
    ...info,
    manufacturerID: printable(info.manufacturerID),
    model: printable(info.model),
  });
  const token = {
    serial: printable(info.serialNumber),
    model: printable(info.model),
    label: printable(info.label),
    initialised: has(pkcs11js.CKF_TOKEN_INITIALIZED),
    pinLocked: has(pkcs11js.CKF_USER_PIN_LOCKED),
    soPinLocked: has(pkcs11js.CKF_SO_PIN_LOCKED),
  };
  return { handle, token, capabilities, soPinLastTry: has(pkcs11js.CKF_SO_PIN_FINAL_TRY) };
}

/** What the service is told of a token. */
export function foundOf(cryptoki: Cryptoki, { handle, token, capabilities }: Occupied): Found {
  const { adapter, pinMin, pinMax, soPin, idRange } = capabilities;
  const takes = { pin: { min: pinMin, max: pinMax }, soPin, keyIds: idRange === 'any' ? null : [...idRange] };
  return { ...token, holdsCertificate: holdsCertificate(cryptoki, handle, capabilities), adapter, takes };
}

function isMeant(cryptoki: Cryptoki, handle: pkcs11js.Handle, selector: Selector | undefined): boolean {
  if (selector === undefined) return true;
  if ('id' in selector) return handle.readBigUInt64LE() === BigInt(selector.id);
  return printable(cryptoki.C_GetSlotInfo(handle).slotDescription) === selector.description;
}

/** The module, initialised, and the adapter that fits it; a twin brings its own. */
function load(path: string): { cryptoki: Cryptoki; adapter: Adapter } {
  if (isTwin(path)) {
    const { cryptoki, capabilities } = createTwin(path);
    initialise(cryptoki);
    return { cryptoki, adapter: capabilities };
  }
  const cryptoki = loadModule(path);
  return { cryptoki, adapter: (token) => capabilitiesOf(cryptoki.C_GetInfo(), token) };
}

/**
 * Loads and initialises a PKCS#11 module; throws its error, and then the process must end. A slot without a serial number
 * is SoftHSM2's door to new tokens, and no token.
 */
export function openModule(path: string, selector: Selector | undefined): Module {
  const { cryptoki, adapter } = load(path);
  let live = true;
  const { hotPlug } = adapter();
  const beginAgain = () => {
    if (live) cryptoki.C_Finalize();
    live = false;
    initialise(cryptoki);
    live = true;
  };
  return {
    cryptoki,
    scan() {
      if (!hotPlug) beginAgain();
      const handles = cryptoki.C_GetSlotList(true).filter((handle) => isMeant(cryptoki, handle, selector));
      return handles.map((handle) => occupied(cryptoki, handle, adapter)).filter(({ token }) => token.serial !== '');
    },
  };
}
