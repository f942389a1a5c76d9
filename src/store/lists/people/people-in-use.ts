import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { CERTIFICATE_LIVE, REQUEST_LEFT, TOKEN_IN_USE } from '../../../book/tables/states.ts';
import { SHOWN } from '../../seal/guard.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { servicesUnder } from '../walk/branches.ts';
import { among } from '../walk/text.ts';

/**
 * Whether the person whose id this column holds has a token or a Nomade credential in use, or one that is being made: all that
 * ends with an incident of theirs, or once they leave. Each part has an index by holder.
 */
export const hasInUse = (person: RawBuilder<unknown>): RawBuilder<SqlBool> => sql<SqlBool>`(
      exists (select 1 from "token" as t where t."holderId" = ${person} and ${among(sql`t."state"`, TOKEN_IN_USE)})
      or exists (select 1 from "certificate" as c where c."holderId" = ${person} and c."tokenId" is null
        and ${among(sql`c."state"`, CERTIFICATE_LIVE)})
      or exists (select 1 from "request" as r where r."holderId" = ${person} and r."kind" = 'nomade' and r."state" = 'in_production'))`;

/** Whether they have a request that nobody has begun to make, or one on its way: once they leave, nobody comes for it. */
export const hasWaiting = (person: RawBuilder<unknown>): RawBuilder<SqlBool> => sql<SqlBool>`
      exists (select 1 from "request" as r where r."holderId" = ${person}
        and ${among(sql`r."state"`, REQUEST_LEFT)})`;

/**
 * Ids of the first people of a service, or of one below it, who have something in use. By the people themselves, not by the text
 * of their list: that has no seal, and who is left out here keeps what they have.
 */
export async function peopleInUse(db: Db, service: string, limit: number): Promise<string[]> {
  const services = await servicesUnder(db, 'person', [service]);
  const query = sql<{
    id: string;
  }>`select p."id" from "person" as p where ${among(sql`p."service"`, services)} and ${hasInUse(sql`p."id"`)}
    order by p."id" limit ${atMost(limit)} ${SHOWN}`;
  return (await query.execute(db)).rows.map(({ id }) => id);
}
