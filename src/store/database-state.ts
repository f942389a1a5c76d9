import type { AuthorityRow } from '../book/tables/rows/tokens.ts';

/** An authority whose certificate was signed, as the database knows it. */
export type KnownAuthority = Pick<AuthorityRow, 'id' | 'kind' | 'purpose' | 'issuerId' | 'notAfter'>;

/** What a database says of itself before the service opens it. */
export type DatabaseState =
  /** There is none, or nobody has made a table in it. */
  | { state: 'new' }
  | { state: 'damaged'; why: string; cause?: unknown }
  | { state: 'used'; entries: boolean; authorities: KnownAuthority[] };
