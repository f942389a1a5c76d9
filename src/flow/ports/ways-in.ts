import type { Store, Unit } from './store.ts';

/** Ways in beside the journalled rows, as far as a restore ends them. */
export interface EndedWaysIn {
  /** The hash by which the API token is recognised goes. */
  dropApiToken(apiTokenId: string): Promise<void>;
  /**
   * After a restore: every session, link and waiting command line ends, and passkeys and identities elsewhere, but those of
   * `kept`; a password from before opens nothing but the report of a loss. Answers how many rows that took.
   */
  narrowWaysIn(at: number, kept: readonly string[]): Promise<{ ended: number; passkeys: number; passwords: number }>;
}
export interface RestoreUnit extends Unit, EndedWaysIn {}
/** The store, with what a restore ends in the same transaction as its entry. */
export interface RestoreStore extends Omit<Store, 'transact'> {
  transact<R>(work: (unit: RestoreUnit) => Promise<R>): Promise<R>;
}
