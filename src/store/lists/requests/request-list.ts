import { type RawBuilder, sql } from 'kysely';
import { covers } from '../../../book/rights/roles.ts';
import { QUEUE } from '../../../book/rules/waiting/queue.ts';
import type { RequestRow } from '../../../book/tables/rows/requests.ts';
import { REQUEST_ON_ITS_WAY, REQUEST_STATES, TOKEN_IN_USE } from '../../../book/tables/states.ts';
import type { Lists } from '../../../flow/reading/lists.ts';
import type { Cursor, Paged } from '../../../flow/reading/paging.ts';
import type {
  BoundRequest,
  RequestFilter,
  RequestItem,
  RequestOrder,
  Visibility,
} from '../../../flow/reading/request/request-lists.ts';
import { amongIds, joinBehind, likeAnyCase, unindexed } from '../../engine.ts';
import { all } from '../../rows.ts';
import { SHOWN } from '../../seal/guard.ts';
import { type Sought, seek } from '../../search/texts-sought.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { type Key, servicesUnder, type Walk, walk, walkEach } from '../walk/branches.ts';
import { after, limitOf, type Order, ordering, paged } from '../walk/cursor.ts';
import { among, covered, pattern } from '../walk/text.ts';
import { hasAnomaly } from './anomalies.ts';

type Sql = RawBuilder<unknown>;
type Asked = RequestFilter & { visible: Visibility };

const column = (name: keyof RequestRow) => sql.ref(`r.${name}`);
const SERVICE = column('service');

/** What someone may see: their own, what they asked for, and the services of their scopes. */
export function seen(visible: Visibility): Sql {
  if (visible === 'all') return all([]);
  const own = [sql`${column('holderId')} = ${visible.holderId}`, sql`${column('askerId')} = ${visible.askerId}`];
  const services = visible.services.map((scope) => covered(SERVICE, scope));
  return sql`(${sql.join([...own, ...services], sql` or `)})`;
}

/**
 * `hasLostItsToken` (book/rules/request/asking.ts), as a condition. The tokens of each request are looked up: for an `exists`
 * PostgreSQL may read all that there are.
 */
const hasLostItsToken = (db: Db): Sql => sql`(${column('kind')} <> 'nomade'
  and ${among(unindexed(db, column('state')), REQUEST_ON_ITS_WAY)}
  and not coalesce((select true from "token" as "t" where t."requestId" = ${column('id')}
    and ${among(unindexed(db, sql`t."state"`), TOKEN_IN_USE)} limit 1), false))`;

/** What is asked for. `indexed` says whether an index of states or kinds may be used: not where a person's requests are read. */
export function conditions(
  db: Db,
  { state, kind, reason, service, deliverySite, until, anomalies, lostItsToken, of, notOf }: RequestFilter,
  indexed = true,
): Sql[] {
  const looked = (name: 'state' | 'kind') => (indexed ? column(name) : unindexed(db, column(name)));
  return [
    ...(state ? [among(looked('state'), state)] : []),
    ...(kind ? [among(looked('kind'), kind)] : []),
    ...(reason ? [sql`${column('reason')} = ${reason}`] : []),
    ...(until === undefined ? [] : [sql`${column('submittedAt')} <= ${until}`]),
    ...(service ? [covered(SERVICE, service)] : []),
    ...(deliverySite ? [sql`${column('deliverySite')} ${likeAnyCase(db)} ${pattern(deliverySite)} escape '\\'`] : []),
    ...(anomalies ? [anomalies.has ? hasAnomaly(anomalies.usual) : sql`not ${hasAnomaly(anomalies.usual)}`] : []),
    ...(lostItsToken === undefined ? [] : [lostItsToken ? hasLostItsToken(db) : sql`not ${hasLostItsToken(db)}`]),
    ...(of === undefined ? [] : [sql`${of} in ("r"."holderId", "r"."askerId")`]),
    ...(notOf === undefined ? [] : [sql`${notOf} not in ("r"."holderId", "r"."askerId")`]),
  ];
}

export type JoinedRequest = RequestRow & {
  givenName: string | null;
  familyName: string | null;
  assetNumber: string | null;
};
type Names = Pick<JoinedRequest, 'givenName' | 'familyName'>;
/** Into the row itself: a second copy of forty columns takes twice as long as the first. */
function named<R extends object>(row: R, { givenName, familyName }: Names): R & { holderName: string } {
  return Object.assign(row, { holderName: givenName === null ? '—' : `${givenName} ${familyName}` });
}
/** A row as a list shows it. */
export function toItem({ contentSalt: _, givenName, familyName, ...row }: JoinedRequest): RequestItem {
  return named(row, { givenName, familyName });
}
/** The same, to be held against its hash. */
export function toBound({ givenName, familyName, ...row }: JoinedRequest): BoundRequest {
  return named(row, { givenName, familyName });
}

const isByState = (order: RequestOrder): boolean => order === 'states' || order === 'states-back';
/** Of requests of one state only, the order by states is one by age. */
function within(order: RequestOrder, { state }: RequestFilter): RequestOrder {
  if (!isByState(order) || state?.length !== 1) return order;
  return order === 'states' ? 'oldest' : 'newest';
}

/** An order, with the alias that the columns have. */
function orderOf(alias: string, order: RequestOrder): Order {
  const byAge: Order['columns'] = [sql.ref(`${alias}.submittedAt`), sql.ref(`${alias}.id`)];
  if (isByState(order)) return { columns: [sql.ref(`${alias}.state`), ...byAge], descending: order === 'states-back' };
  if (order === 'approved') {
    return { columns: [sql.ref(`${alias}.approvedAt`), sql.ref(`${alias}.id`)], descending: true };
  }
  if (order !== 'working') return { columns: byAge, descending: order === 'newest' };
  const [rank, id] = QUEUE.order;
  return { columns: [sql.ref(`${alias}.${rank}`), sql.ref(`${alias}.${id}`)], descending: false };
}

/** The keys whose values an index of requests begins with; undefined where all are read by age, or by their states. */
function keysOf(
  { state, kind, reason }: RequestFilter,
  services: readonly string[] | undefined,
  order: RequestOrder,
): Key[] | undefined {
  const kinds = kind ?? (reason ? ['replacement' as const] : undefined); // only a replacement has a reason
  const states = { column: column('state'), values: state ?? REQUEST_STATES };
  const then = isByState(order) && !state ? [] : [states]; // the index itself goes on with the states
  if (services) return [{ column: SERVICE, values: services }, ...then];
  if (kinds) return [{ column: column('kind'), values: kinds }, ...then];
  return state ? [states] : undefined;
}

/** The services whose requests are asked for: of a filter, or of the reader's scopes; undefined for all. */
export async function servicesOf(
  db: Db,
  { visible, service }: Pick<Asked, 'visible' | 'service'>,
): Promise<string[] | undefined> {
  const scopes = visible === 'all' ? (service ? [service] : undefined) : visible.services;
  const under = scopes && (await servicesUnder(db, 'request', scopes));
  return under?.filter((one) => !service || covers(service, one));
}

/** Ids of the requests of a page, and more where two walks find some each. */
async function idsOf(
  db: Db,
  { order, ...filter }: Asked & { order: RequestOrder },
  text: Sought | undefined,
  first: Pick<Walk, 'order' | 'limit' | 'where'>,
) {
  const { visible } = filter;
  const where = [...conditions(db, filter), ...first.where];
  const page = { ...first, table: 'request', alias: 'r' };
  if (text?.few) {
    const rows = sql`${text.few.from} ${joinBehind(db)} "request" as "r" on r."id" = t."id"`;
    const whole = all([text.few.where, seen(visible), ...where]);
    return sql`select r."id" from ${rows} where ${whole} order by ${first.order} limit ${atMost(first.limit)}`;
  }
  if (text && visible === 'all' && (order === 'newest' || order === 'oldest') && conditions(db, filter).length === 0) {
    return walk({ ...page, table: 'requestText', where: [text.inText('r'), ...first.where] });
  }
  const texted = text ? [text.inTextOf(column('id'))] : [];
  const wanted = [...where, ...texted];
  const services = await servicesOf(db, filter);
  const keys = keysOf(filter, services, order);
  const rest = keys ? walkEach(db, keys, { ...page, where: wanted }) : walk({ ...page, where: wanted });
  if (visible === 'all') return rest;
  const { state, ...stateless } = filter;
  const own = (name: 'holderId' | 'askerId'): Walk => ({
    ...page,
    where: [sql`${column(name)} = ${visible[name]}`, ...conditions(db, stateless, false), ...first.where, ...texted],
  });
  // the past of a holder, and of who asks for others, is of any length: what is open has walks of its own, as the rest has
  const held = walkEach(db, [{ column: column('state'), values: state ?? REQUEST_STATES }], own('holderId'));
  const asked = state
    ? walkEach(db, [{ column: column('state'), values: state }], own('askerId'))
    : walk(own('askerId'));
  return sql`select * from (${held}) as "held" union all select * from (${asked}) as "asked"
    union all select * from (${rest}) as "others"`;
}

/** A list of requests, each as it is shown. */
export type ListOf<T> = (filter: Parameters<Lists['requests']>[0], page: Cursor) => Promise<Paged<T>>;
/** Requests, the newest first unless another order is asked for. */
export function createRequestList<T>(db: Db, asShown: (row: JoinedRequest) => T): ListOf<T> {
  return async ({ order: asked = 'newest', ...filter }, page) => {
    const by = within(asked, filter);
    const order = orderOf('r', by);
    const onward = await after(db, sql`"request" as "r"`, order, page, [seen(filter.visible)]);
    const limit = limitOf(page) + 1;
    const text = await seek(db, 'request', filter.text);
    const first = { order: ordering(order), limit, where: page.cursor === undefined ? [] : [onward] };
    const ids = await idsOf(db, { ...filter, order: by }, text, first);
    return shown(db, ids, page, asShown, sql`order by ${ordering(orderOf('x', by))}`);
  };
}

/** The requests of these ids, a page of them, with what a list shows of the rows that they name. */
export async function shown<T>(
  db: Db,
  ids: Sql,
  page: Cursor,
  asShown: (row: JoinedRequest) => T,
  order: Sql,
  joined: Sql = sql``,
): Promise<Paged<T>> {
  const query = sql<JoinedRequest>`select x.*, p."givenName", p."familyName", w."assetNumber" from "request" as "x"
    join "person" as "p" on p."id" = x."holderId" left join "workstation" as "w" on w."id" = x."workstationId" ${joined}
    where ${amongIds(db, sql`x."id"`, ids)} ${order} limit ${atMost(limitOf(page) + 1)} ${SHOWN}`;
  return paged((await query.execute(db)).rows, page, (row) => row.id, asShown);
}

/** How many requests there are of a kind: for states that a day's work empties, as all of them are looked at. */
export function createRequestCount(db: Db): Lists['countRequests'] {
  return async (filter) => {
    const text = await seek(db, 'request', filter.text);
    const where = [seen(filter.visible), ...conditions(db, filter), ...(text ? [text.inTextOf(column('id'))] : [])];
    const query = sql<{ n: number }>`select count(*) as "n" from "request" as "r" where ${all(where)} ${SHOWN}`;
    return Number((await query.execute(db)).rows[0]?.n ?? 0);
  };
}

/** Services that have a request in this state which someone may see. */
export function createServiceList(db: Db): Lists['services'] {
  return async ({ state, visible }) => {
    const where = all([seen(visible), ...conditions(db, { state: [state] })]);
    const query = sql<{ service: string }>`select distinct ${SERVICE} as "service" from "request" as "r"
      where ${where} order by 1 ${SHOWN}`;
    return (await query.execute(db)).rows.map(({ service }) => service);
  };
}
