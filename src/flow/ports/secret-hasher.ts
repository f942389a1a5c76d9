/** Hashes what people type back: revocation and pick-up codes. Slow on purpose (Argon2id), off the event loop. */
export interface SecretHasher {
  hash(secret: string): Promise<string>;
  verify(hash: string, secret: string): Promise<boolean>;
}
