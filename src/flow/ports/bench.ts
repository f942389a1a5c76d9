import type { KeyKind } from './certificates.ts';

/** What a token's model takes. */
export interface TokenTakes {
  /** Octets of the holder's PIN. */
  pin: { min: number; max: number };
  soPin: { alphabet: 'digits' | 'hex'; length: number };
  /** The CKA_IDs that it has, in hex; left out: any. */
  keyIds?: readonly string[];
}

export interface PluggedToken {
  slot: string;
  serial: string;
  model: string;
  label: string;
  initialised: boolean;
  /** The adapter that the bench chose for it, by module and token information. */
  adapter?: string;
  /** A certificate lies on it: somebody's, unless we put it there. */
  holdsCertificate?: boolean;
  takes?: TokenTakes;
}

export interface SlotStatus {
  slot: string;
  /** Where the technician finds it, such as `Logement 2`. */
  position: string;
  /** The place of the bench that it belongs to, where one technician works at a time. */
  place: string;
  state: 'empty' | 'ready' | 'busy' | 'failed';
  token?: PluggedToken;
  /** Serial numbers where there are several tokens: neither is touched. */
  several?: readonly string[];
  /** Why it is `failed`, for people, with what to do. */
  problem?: string;
}

export interface KeyProof {
  /** DER PKCS#10, signed by the new key in the token. */
  request: Uint8Array;
  /** Attributes of the private key as read back from the token (T1). */
  attributes: {
    token: boolean;
    private: boolean;
    sensitive: boolean;
    extractable: boolean;
    alwaysSensitive: boolean;
    neverExtractable: boolean;
    local: boolean;
    sign: boolean;
    decrypt: boolean;
  };
}

/**
 * The tokens plugged into this machine. Every call names the serial number it means and fails with `token_wrong`
 * before anything is written when another token sits in the slot, or nothing can be asked there; `device_failed` when the token or module fails.
 */
export interface TokenBench {
  slots(): Promise<SlotStatus[]>;
  /** One slot alone, undefined when there is none of this name: looking at all of them is work for all of them. */
  slot(name: string): Promise<SlotStatus | undefined>;
  /** Wipes the token and gives it a new SO-PIN, PIN and label. */
  initialise(
    at: { slot: string; serial: string },
    how: { soPin: string; newSoPin: string; pin: string; label: string },
  ): Promise<void>;
  generateKey(
    at: { slot: string; serial: string },
    how: { pin: string; soPin?: string; keyId: string; key?: KeyKind; commonName: string },
  ): Promise<KeyProof>;
  /** Writes the certificate under the key's CKA_ID and answers what is read back, byte for byte. */
  writeCertificate(
    at: { slot: string; serial: string },
    how: { pin: string; soPin?: string; keyId: string; certificate: Uint8Array },
  ): Promise<Uint8Array>;
  readCertificate(at: { slot: string; serial: string }, how: { keyId: string }): Promise<Uint8Array>;
  /**
   * ECDSA P-256 (DER) or RSA PKCS#1 v1.5, over SHA-256 of `challenge`. With `soPin`, before the token leaves: where the
   * model can, its holder has to change the PIN at first use.
   */
  signChallenge(
    at: { slot: string; serial: string },
    how: { pin: string; soPin?: string; keyId: string; challenge: Uint8Array },
  ): Promise<Uint8Array>;
  /** Gives the token a new PIN, locked or not; key and certificate stay. Twice with the same PIN is harmless. */
  resetPin(at: { slot: string; serial: string }, how: { soPin: string; pin: string }): Promise<void>;
}
