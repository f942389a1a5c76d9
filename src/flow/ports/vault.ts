/** A secret as the vault sealed it: useless without the key-encryption key. */
export interface SealedSecret {
  id: string;
  /** What it is for, bound into the seal: `pin`, `so-pin`, `pkcs12`, … */
  purpose: string;
  sealed: Uint8Array;
}

/** Seals secrets under a data key each; both are wrapped by the key-encryption key. Synchronous and fast. */
export interface Vault {
  seal(id: string, purpose: string, secret: Uint8Array): SealedSecret;
  /** Throws `kek_wrong` when the seal does not fit. */
  open(secret: SealedSecret): Uint8Array;
}
