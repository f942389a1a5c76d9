import type { AuthorityRow } from '../book/tables/tables.ts';
import type { Place } from './place.ts';
import { lookAtServer } from './postgres/at-rest.ts';
import { lookAtFile } from './sqlite/at-rest.ts';

/** An authority whose certificate was signed, as the database knows it. */
export type KnownAuthority = Pick<AuthorityRow, 'id' | 'kind' | 'purpose' | 'issuerId' | 'notAfter'>;

/** What a database says of itself before the service opens it. */
export type AtRest =
  /** There is none, or nobody has made a table in it. */
  | { state: 'new' }
  | { state: 'damaged'; why: string; cause?: unknown }
  | { state: 'used'; entries: boolean; authorities: KnownAuthority[] };

/** Looks at the records and changes nothing in them; seals are not checked here. Throws where a server cannot be reached. */
export const lookAtRest = async (place: Place): Promise<AtRest> =>
  'path' in place ? lookAtFile(place.path) : lookAtServer(place.postgres);
