import { type RawBuilder, sql } from 'kysely';
import { TOKEN_ENDED, TOKEN_IN_USE } from '../../../book/tables/states.ts';
import type { Lists } from '../../../flow/reading/lists.ts';
import { all } from '../../rows.ts';
import { SHOWN } from '../../seal/guard.ts';
import { seek } from '../../search/texts-sought.ts';
import type { Db } from '../../tables.ts';
import { conditions, seen } from '../requests/request-list.ts';
import { walk } from '../walk/branches.ts';
import { among } from '../walk/text.ts';

type Sql = RawBuilder<unknown>;

/** A shipment whose token is in one of these states, and still the one of that request. */
const withToken = (states: Parameters<typeof among>[1]): Sql => sql`coalesce((select true from "token" as "t"
  where t."id" = h."tokenId" and t."requestId" = h."requestId" and ${among(sql`t."state"`, states)}), false)`;

/** Which shipments are asked for. A failed one is on no way, but its parcel may still arrive. */
const WHICH = {
  dead: [withToken(TOKEN_ENDED)],
  sent: [sql`h."failedAt" is null`, withToken(TOKEN_IN_USE)],
} as const;

/**
 * Ids of shipments that nobody received. Token and request of each are looked up by their ids: for a join PostgreSQL may read all
 * that there ever were.
 */
export function createShipments(db: Db): Lists['shipments'] {
  return async ({ visible, which, newestFirst = which === 'dead', text, ...filter }, limit) => {
    const sought = await seek(db, 'request', text);
    const asked = [
      ...(visible === 'all' ? [] : [seen(visible)]),
      ...conditions(db, filter),
      ...(sought ? [sought.inTextOf(sql`r."id"`)] : []),
    ];
    const theirs =
      asked.length === 0 ? [] : [sql`(select ${all(asked)} from "request" as "r" where r."id" = h."requestId")`];
    const unreceived = [sql`h."mode" = 'shipment'`, sql`h."receiptAt" is null`, sql`h."handedOverAt" is not null`];
    const ids = walk({
      table: 'handover',
      alias: 'h',
      where: [...unreceived, ...WHICH[which], ...theirs],
      order: newestFirst ? sql`h."handedOverAt" desc, h."id" desc` : sql`h."handedOverAt", h."id"`,
      limit,
    });
    return (await sql<{ id: string }>`${ids} ${SHOWN}`.execute(db)).rows.map(({ id }) => id);
  };
}
