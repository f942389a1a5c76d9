import { type RawBuilder, sql } from 'kysely';
import type { RequestRow } from '../../book/tables.ts';
import type { Lists, RequestFilter, RequestItem, Visibility } from '../../flow/reading/lists.ts';
import { all } from '../rows.ts';
import { SHOWN } from '../seal/guard.ts';
import type { Db } from '../tables.ts';
import { hasAnomaly } from './anomalies.ts';
import { after, limitOf, type Order, paged } from './cursor.ts';
import { among, contains, covered, pattern } from './text.ts';

const SERVICE = sql.ref('r.service');
const BY_AGE: Order['columns'] = [sql.ref('r.submittedAt'), sql.ref('r.id')];

/** What someone may see: their own, what they asked for, and the services of their scopes. */
export function seen(visible: Visibility): RawBuilder<unknown> {
  if (visible === 'all') return all([]);
  const own = [sql`${sql.ref('r.holderId')} = ${visible.holderId}`, sql`${sql.ref('r.askerId')} = ${visible.askerId}`];
  const services = visible.services.map((scope) => covered(SERVICE, scope));
  return sql`(${sql.join([...own, ...services], sql` or `)})`;
}

/** Part of the number, the holder's name or the workstation's: people and machines are looked through once, not once a request. */
function mentions(text: string): RawBuilder<unknown> {
  const holders = sql`select "id" from "person" where ${contains([sql`"givenName" || ' ' || "familyName"`], text)}`;
  const machines = sql`select "id" from "workstation" where ${contains([sql`"assetNumber"`], text)}`;
  const number = sql`${sql.ref('r.number')} like ${pattern(text)} escape '\\'`;
  return sql`(${number} or ${sql.ref('r.holderId')} in (${holders}) or ${sql.ref('r.workstationId')} in (${machines}))`;
}

function conditions({
  state,
  kind,
  reason,
  service,
  until,
  text,
  anomalies,
  of,
  notOf,
  visible,
}: RequestFilter & { visible: Visibility }): RawBuilder<unknown> {
  return all([
    seen(visible),
    ...(state ? [among(sql.ref('r.state'), state)] : []),
    ...(kind ? [among(sql.ref('r.kind'), kind)] : []),
    ...(reason ? [sql`${sql.ref('r.reason')} = ${reason}`] : []),
    ...(until === undefined ? [] : [sql`${sql.ref('r.submittedAt')} <= ${until}`]),
    ...(service ? [covered(SERVICE, service)] : []),
    ...(text ? [mentions(text)] : []),
    ...(anomalies ? [sql`${hasAnomaly(anomalies.usual)} = ${anomalies.has ? 1 : 0}`] : []),
    ...(of === undefined ? [] : [sql`${of} in ("r"."holderId", "r"."askerId")`]),
    ...(notOf === undefined ? [] : [sql`${notOf} not in ("r"."holderId", "r"."askerId")`]),
  ]);
}

type JoinedRequest = RequestRow & { givenName: string | null; familyName: string | null; assetNumber: string | null };
function toItem({ contentSalt: _, givenName, familyName, ...row }: JoinedRequest): RequestItem {
  return { ...row, holderName: givenName === null ? '—' : `${givenName} ${familyName}` };
}

/** Requests, the newest first unless the oldest are asked for first. */
export function createRequestList(db: Db): Lists['requests'] {
  return async ({ oldestFirst = false, ...filter }, page) => {
    const order: Order = { columns: BY_AGE, descending: !oldestFirst };
    const direction = oldestFirst ? 'asc' : 'desc';
    const rows = await db
      .selectFrom('request as r')
      .innerJoin('person as p', 'p.id', 'r.holderId')
      .leftJoin('workstation as w', 'w.id', 'r.workstationId')
      .selectAll('r')
      .select(['p.givenName', 'p.familyName', 'w.assetNumber'])
      .where(sql<boolean>`${conditions(filter)}`)
      .where(await after(db, sql`"request" as "r"`, order, page, [seen(filter.visible)]))
      .orderBy('r.submittedAt', direction)
      .orderBy('r.id', direction)
      .limit(limitOf(page) + 1)
      .modifyEnd(SHOWN)
      .execute();
    return paged(rows, page, (row) => row.id, toItem);
  };
}

/** How many requests there are of a kind. */
export function createRequestCount(db: Db): Lists['countRequests'] {
  return async (filter) => {
    const query = sql<{ n: number }>`select count(*) as "n" from "request" as "r" where ${conditions(filter)} ${SHOWN}`;
    return Number((await query.execute(db)).rows[0]?.n ?? 0);
  };
}

/** Services that have a request in this state which someone may see. */
export function createServiceList(db: Db): Lists['services'] {
  return async (filter) => {
    const query = sql<{ service: string }>`select distinct ${SERVICE} as "service" from "request" as "r"
      where ${conditions({ state: [filter.state], visible: filter.visible })} order by 1 ${SHOWN}`;
    return (await query.execute(db)).rows.map(({ service }) => service);
  };
}
