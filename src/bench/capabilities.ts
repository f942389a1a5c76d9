/** What a device adapter can do (T6). */
export interface Capabilities {
  adapter: string;
  /** C_InitPIN sets the holder's PIN. */
  initPin: boolean;
  /** Who must be logged in to generate a key. */
  keygenRole: 'user' | 'so';
  /** CKA_IDs that the device takes, in hex; `any` when it takes them all. */
  idRange: 'any' | readonly string[];
  labelWritable: boolean;
  /** Octets. */
  pinMin: number;
  pinMax: number;
  /** The token's flags tell that a PIN is locked, or how near to it. */
  lockReported: boolean;
  /** The device makes the holder change the PIN at first use. */
  mustChangePin: boolean;
  /** The device can prove that a key was made in it. */
  attestation: boolean;
  /** C_GetSlotList sees what was plugged since; otherwise only C_Finalize and C_Initialize do. */
  hotPlug: boolean;
}
type Fixed = Omit<Capabilities, 'pinMin' | 'pinMax'>;

const GENERIC: Fixed = {
  adapter: 'generic',
  initPin: true,
  keygenRole: 'user',
  idRange: 'any',
  labelWritable: true,
  lockReported: true,
  mustChangePin: false,
  attestation: false,
  hotPlug: true,
};
/** Never locks a PIN, tells of none, and sees tokens made by others only after it was initialised again. */
const SOFTHSM2: Fixed = { ...GENERIC, adapter: 'softhsm2', lockReported: false, hotPlug: false };

/** Manufacturer as the module names itself (C_GetInfo), or else the token (C_GetTokenInfo), and who it is. */
const ADAPTERS: readonly { made: RegExp; is: Fixed }[] = [{ made: /^SoftHSM\b/, is: SOFTHSM2 }];

/** The adapter for a module; `token` narrows its PIN lengths once one is plugged. */
export function capabilitiesOf(
  module: { manufacturerID: string },
  token?: { minPinLen: number; maxPinLen: number },
): Capabilities {
  const is = ADAPTERS.find(({ made }) => made.test(module.manufacturerID))?.is ?? GENERIC;
  return { ...is, pinMin: token?.minPinLen ?? 4, pinMax: token?.maxPinLen ?? 255 };
}
