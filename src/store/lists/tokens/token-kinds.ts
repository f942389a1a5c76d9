import { type RawBuilder, sql } from 'kysely';
import type { TokenFilter } from '../../../flow/reading/token/token-lists.ts';

/** What tokens of a list have in common, the rarest first: each column begins an index that goes on with state and id. */
const COLUMNS = ['deliveryId', 'locationId', 'batch', 'firmware', 'model'] as const;

/** A column, and the value that all tokens of a list have in it. */
export interface TokenKind {
  column: (typeof COLUMNS)[number];
  value: string;
}

/** What a filter asks for beside text and state: by the first of them the tokens are found, the others are looked at. */
export const kindsOf = (filter: Pick<TokenFilter, (typeof COLUMNS)[number]>): TokenKind[] =>
  COLUMNS.flatMap((column) => {
    const value = filter[column];
    return value === undefined ? [] : [{ column, value }];
  });

/** Whether the row of this alias is of the kind. */
export const isOfKind = (alias: string, { column, value }: TokenKind): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(`${alias}.${column}`)} = ${value}`;
