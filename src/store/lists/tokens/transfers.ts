import { type RawBuilder, sql } from 'kysely';
import type { TransferFilter } from '../../../flow/reading/stock/stock-lists.ts';

/** What is asked of each transfer of a list beside its state: a house has a few a month, which need no index for it. */
export const transferConditions = ({ locationId }: Pick<TransferFilter, 'locationId'>): RawBuilder<unknown>[] =>
  locationId === undefined ? [] : [sql`${locationId} in (r."fromId", r."toId")`];
