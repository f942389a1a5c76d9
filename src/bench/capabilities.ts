/** What SO-PINs a device takes: decimal digits, or a key in hexadecimal. */
export interface SoPinForm {
  alphabet: 'digits' | 'hex';
  length: number;
}

/** What an adapter to one make of token knows of it (T6): everything in which makes differ. */
export interface Capabilities {
  adapter: string;
  /** C_InitPIN sets the holder's PIN, and sets it again when it is locked. */
  initPin: boolean;
  /** Who must be logged in to make a key and to write a certificate. */
  keygenRole: 'user' | 'so';
  /** CKA_IDs that the device takes, in hex; `any` when it takes them all. */
  idRange: 'any' | readonly string[];
  /** The labels of token and objects can be chosen. */
  labelWritable: boolean;
  /** Octets. */
  pinMin: number;
  pinMax: number;
  /** The token's flags tell that a PIN is locked, or how near to it. */
  lockReported: boolean;
  /** A PIN that the security officer set must be changed by the holder before anything else. */
  mustChangePin: boolean;
  /** The device can prove that a key was made in it. */
  attestation: boolean;
  /** C_GetSlotList sees what was plugged since; otherwise only C_Finalize and C_Initialize do. */
  hotPlug: boolean;
  soPin: SoPinForm;
  /** What C_InitToken sets, where there is no C_InitPIN: the bench changes both, and unblocks by the PUK. */
  factory: { pin: string; puk: string } | null;
  /** Making a key leaves a certificate of the device's own beside it; writing ours replaces it. */
  ownCertificate: boolean;
}
export type Fixed = Omit<Capabilities, 'pinMin' | 'pinMax'>;

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
  soPin: { alphabet: 'digits', length: 16 },
  factory: null,
  ownCertificate: false,
};

/**
 * What is known of each make. SoftHSM2 was tried; ykcs11 and OpenSC were read in their sources, SafeNet in its maker's
 * documents, and all are tried on the twin.
 */
export const MAKES = {
  generic: GENERIC,
  /** Never locks a PIN, tells of none, and sees tokens made by others only after it was initialised again. */
  softhsm2: { ...GENERIC, adapter: 'softhsm2', lockReported: false, hotPlug: false },
  /**
   * YubiKey, as PIV: the SO-PIN is the management key (AES-192 or 3DES), needed to make keys and write certificates; C_InitToken resets
   * the application to its factory PIN and PUK; CKA_ID 1 is slot 9a, for authentication.
   */
  ykcs11: {
    ...GENERIC,
    adapter: 'ykcs11',
    initPin: false,
    keygenRole: 'so',
    idRange: ['01'],
    labelWritable: false,
    attestation: true,
    soPin: { alphabet: 'hex', length: 48 },
    factory: { pin: '123456', puk: '12345678' },
    ownCertificate: true,
  },
  opensc: { ...GENERIC, adapter: 'opensc' },
  /** eToken; an IDPrime card has a management key of 24 octets instead of an SO-PIN. */
  safenet: { ...GENERIC, adapter: 'safenet', mustChangePin: true },
  idprime: { ...GENERIC, adapter: 'idprime', mustChangePin: true, soPin: { alphabet: 'hex', length: 48 } },
} as const satisfies Record<string, Fixed>;
export type Make = keyof typeof MAKES;

/** Manufacturer as the module names itself (C_GetInfo), or else the token (C_GetTokenInfo); the first that fits. */
const KNOWN: readonly { maker: RegExp; model?: RegExp; is: Fixed }[] = [
  { maker: /^SoftHSM\b/, is: MAKES.softhsm2 },
  { maker: /^Yubico\b/, is: MAKES.ykcs11 },
  { maker: /^OpenSC\b/, is: MAKES.opensc },
  { maker: /^(SafeNet|Gemalto|Thales)\b/, model: /^ID ?Prime/i, is: MAKES.idprime },
  { maker: /^(SafeNet|Gemalto|Thales)\b/, is: MAKES.safenet },
];

export interface TokenWords {
  manufacturerID: string;
  model: string;
  minPinLen: number;
  maxPinLen: number;
}

/** The adapter for a module; `token` chooses among a maker's models and narrows its PIN lengths once one is plugged. */
export function capabilitiesOf(module: { manufacturerID: string }, token?: TokenWords): Capabilities {
  const fits = (maker: string) =>
    KNOWN.find((known) => known.maker.test(maker) && (known.model?.test(token?.model ?? '') ?? true));
  const is = (fits(module.manufacturerID) ?? fits(token?.manufacturerID ?? ''))?.is ?? GENERIC;
  return narrowed(is, token);
}

/** An adapter with a plugged token's own PIN lengths; a decimal SO-PIN is no longer than they allow. */
export function narrowed(is: Fixed, token?: Pick<TokenWords, 'minPinLen' | 'maxPinLen'>): Capabilities {
  const pinMax = token?.maxPinLen || 255; // 0: the device does not say
  const { alphabet, length } = is.soPin;
  const soPin = { alphabet, length: alphabet === 'hex' ? length : Math.min(length, pinMax) };
  return { ...is, pinMin: token?.minPinLen ?? 4, pinMax, soPin };
}
