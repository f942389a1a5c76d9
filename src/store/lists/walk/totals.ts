import { type RawBuilder, sql } from 'kysely';
import { covers } from '../../../book/rights/roles.ts';
import { WORKSTATION_USABLE } from '../../../book/tables/states.ts';
import { WORKSTATION_STATES } from '../../../flow/inputs.ts';
import type { Total, Totals } from '../../../flow/reading/lists.ts';
import { amongIds, joinBehind, unindexed } from '../../engine.ts';
import { all } from '../../rows.ts';
import { SHOWN } from '../../seal/guard.ts';
import { type Sought, seek } from '../../search/texts-sought.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { campaignConditions } from '../campaigns/campaign-conditions.ts';
import { areFew, ITEM_STANDING, itemsFound } from '../campaigns/found.ts';
import { incidentsFound } from '../incident-list.ts';
import { recallConditions } from '../recalls.ts';
import { conditions, seen } from '../requests/request-list.ts';
import { deliveryConditions, expectedConditions } from '../tokens/deliveries.ts';
import { isOfKind, kindsOf } from '../tokens/token-kinds.ts';
import { transferConditions } from '../tokens/transfers.ts';
import { undeliveredFound } from '../tokens/undelivered.ts';
import { isOneOf, type WorkstationKind, workstationKinds } from '../workstations/workstation-kinds.ts';
import { servicesUnder } from './branches.ts';
import { among, beginsWith } from './text.ts';

type Sql = RawBuilder<unknown>;
/** Rows that are counted; of more it is said that there are more. */
const COUNTED_MOST = 1000;
/** Rows that are looked at for it, where an index does not have all that is asked for. */
const LOOKED_MOST = 1500;

/** Rows `r` of a list that an index finds, and what is asked of each of them beside. */
interface Found {
  table:
    | 'request'
    | 'workstation'
    | 'token'
    | 'personText'
    | 'certificate'
    | 'incident'
    | 'outbox'
    | 'campaignItem'
    | 'recall'
    | 'campaign'
    | 'delivery'
    | 'stockTransfer'
    | 'expectedDelivery';
  /** The column that names the row of the list, where it is of another table; left out: `id`. */
  id?: Sql;
  where: readonly Sql[];
  also?: readonly Sql[];
}

/** Counts by looking at a bounded number of rows of each; undefined where that does not tell. */
async function count(db: Db, found: readonly Found[], text: Sought | undefined): Promise<Total | undefined> {
  if (text && !text.few) return undefined;
  const looked = found.map(({ table, where, also = [] }) => {
    const name = sql.table(table);
    const rows = text?.few
      ? sql`${text.few.from} ${joinBehind(db)} ${name} as "r" on r."id" = t."id" where ${all([text.few.where, ...where])}`
      : sql`${name} as "r" where ${all(where)}`;
    const fits = sql`case when ${all(also)} then 1 end as "fits"`;
    const most = also.length > 0 ? LOOKED_MOST : COUNTED_MOST;
    return sql`select * from (select r."id", ${fits} from ${rows} limit ${atMost(most + 1)}) as "looked"`;
  });
  const query = sql<{ looked: number; n: number }>`select count(*) as "looked", count("fits") as "n" from
    (${sql.join(looked, sql` union `)}) as "found" ${SHOWN}`;
  const [answer] = (await query.execute(db)).rows;
  const n = Number(answer?.n);
  if (n > COUNTED_MOST) return { n: COUNTED_MOST, more: true };
  return Number(answer?.looked) > LOOKED_MOST ? undefined : { n, more: false };
}

const states = (state: readonly string[] | undefined): Sql[] => (state ? [among(sql`r."state"`, state)] : []);

/** The requests of a list: those of a text are few, so that each is looked at; else an index has each reason to see one. */
async function requestsFound(
  db: Db,
  { visible, ...filter }: Parameters<Totals['requests']>[0],
  few: boolean,
): Promise<Found[]> {
  if (few) return [{ table: 'request', where: [seen(visible), ...conditions(db, filter)] }];
  const { service, state, kind, ...rest } = filter;
  const scopes = visible === 'all' ? (service ? [service] : undefined) : visible.services;
  const under = scopes && (await servicesUnder(db, 'request', scopes));
  const services = under?.filter((one) => !service || covers(service, one));
  const also = conditions(db, rest);
  const ofState = states(state);
  const ofKind = kind ? [among(sql`r."kind"`, kind)] : [];
  const others: Found = services
    ? { table: 'request', where: [among(sql`r."service"`, services), ...ofState], also: [...ofKind, ...also] }
    : { table: 'request', where: [...ofKind, ...ofState], also };
  if (visible === 'all') return [others];
  const theirs = conditions(db, filter);
  const own = (name: 'holderId' | 'askerId'): Found => ({
    table: 'request',
    where: [sql`${sql.ref(`r.${name}`)} = ${visible[name]}`],
    also: theirs,
  });
  return [own('holderId'), own('askerId'), others];
}

/** Ids of the requests that a filter finds, where they are few enough to be sorted; undefined where they are not. */
export async function foundRequests(
  db: Db,
  filter: Parameters<Totals['requests']>[0],
  text: Sought | undefined,
): Promise<Sql | undefined> {
  const found = await requestsFound(db, filter, text?.few !== undefined);
  // what no index narrows down is walked, however few there are
  if (!text?.few && found.some(({ where }) => where.length === 0)) return undefined;
  // a text that many rows have is asked of each of the few that an index finds
  const total = await count(db, found, text?.few ? text : undefined);
  if (total === undefined || total.more) return undefined;
  const texted = text && !text.few ? [text.inTextOf(sql`r."id"`)] : [];
  const ids = found.map(({ where, also = [] }) => {
    const from = text?.few
      ? sql`${text.few.from} ${joinBehind(db)} "request" as "r" on r."id" = t."id"`
      : sql`"request" as "r"`;
    return sql`select r."id" from ${from} where ${all([...(text?.few ? [text.few.where] : []), ...where, ...also, ...texted])}`;
  });
  return sql.join(ids, sql` union `);
}

type TokensAsked = Parameters<Totals['tokens']>[0];
/** The tokens of a list: an index has the rarest thing that they have in common, and their state. */
function tokensFound({ text: _, state, ...kind }: TokensAsked): Found {
  const [first, ...others] = kindsOf(kind).map((one) => isOfKind('r', one));
  return { table: 'token', where: [...(first ? [first] : []), ...states(state)], also: others };
}

/** Ids of the rows that are found, where they are few enough to be sorted; undefined where they are not. */
async function fewFound(db: Db, found: Found, text: Sought | undefined): Promise<Sql | undefined> {
  if (!text?.few && found.where.length === 0) return undefined;
  const total = await count(db, [found], text?.few ? text : undefined);
  if (total === undefined || total.more) return undefined;
  const { table, where, also = [], id = sql`r."id"` } = found;
  const rows = sql`${sql.table(table)} as "r"`;
  if (!text?.few) {
    const texted = text ? [text.inTextOf(id)] : [];
    return sql`select ${id} as "id" from ${rows} where ${all([...where, ...also, ...texted])}`;
  }
  return sql`select r."id" from ${text.few.from} ${joinBehind(db)} ${rows} on r."id" = t."id"
    where ${all([text.few.where, ...where, ...also])}`;
}

/** The same of the tokens that a filter finds. */
export const foundTokens = (db: Db, filter: TokensAsked, text: Sought | undefined): Promise<Sql | undefined> =>
  fewFound(db, tokensFound(filter), text);

/** Machines of a list: an index has their state with the rarest thing that they have in common. */
function workstationsFound(state: readonly string[] | undefined, kinds: readonly WorkstationKind[]): Found {
  const [first, ...others] = kinds;
  if (!first) return { table: 'workstation', where: states(state) };
  return {
    table: 'workstation',
    where: [...states(state ?? WORKSTATION_STATES), isOneOf('r', first)],
    also: others.map((kind) => isOneOf('r', kind)),
  };
}
/** The same of the machines that a filter finds. */
export const foundWorkstations = (
  db: Db,
  state: readonly string[] | undefined,
  kinds: readonly WorkstationKind[],
  text: Sought | undefined,
): Promise<Sql | undefined> => fewFound(db, workstationsFound(state, kinds), text);

/** Conditions of a certificate of a machine that ends from one moment to another: an index has them in this order. */
export const endsWithin = (alias: string, from: number, until: number): Sql[] => {
  const of = (column: string) => sql.ref(`${alias}.${column}`);
  return [
    sql`${of('workstationId')} is not null`,
    sql`${of('state')} = 'good'`,
    sql`${of('notAfter')} >= ${from}`,
    sql`${of('notAfter')} <= ${until}`,
  ];
};
/** The same of a certificate that is found by its machine: of each machine, all that end would be looked through else. */
export const endsWithinOf = (db: Db, alias: string, from: number, until: number): Sql[] => {
  const of = (column: string) => unindexed(db, sql.ref(`${alias}.${column}`));
  return [sql`${of('state')} = 'good'`, sql`${of('notAfter')} >= ${from}`, sql`${of('notAfter')} <= ${until}`];
};
/** Whether the machine of this alias has a certificate that ends so. */
export const machineEnds = (db: Db, alias: string, from: number, until: number): Sql =>
  sql`exists (select 1 from "certificate" as "e" where e."workstationId" = ${sql.ref(`${alias}.id`)}
    and ${all(endsWithinOf(db, 'e', from, until))})`;

/** From one moment to another. */
type Span = readonly [from: number, until: number];
/** Which machines: what they have in common, the beginning of their numbers, and whether their text is one that few have. */
interface EndingMachines {
  kinds: readonly WorkstationKind[];
  number: string | undefined;
  isFewText: boolean;
}
/**
 * Machines whose certificates end: found by the beginning of a number or by a text that few have, by what they have in common, or by their
 * certificates.
 */
async function machineEndsFound(
  db: Db,
  [from, until]: Span,
  { kinds, number, isFewText }: EndingMachines,
): Promise<Found> {
  const ofNumber = (alias: string): Sql[] =>
    number === undefined ? [] : beginsWith(sql.ref(`${alias}.assetNumber`), number);
  const usable = among(sql`w."state"`, WORKSTATION_USABLE);
  const ends = machineEnds(db, 'r', from, until);
  const isFewNumber =
    number !== undefined && (await areFew(db, sql`"workstation" as "w"`, all([usable, ...ofNumber('w')])));
  if (isFewNumber) {
    const where = [among(sql`r."state"`, WORKSTATION_USABLE), ...ofNumber('r')];
    return { table: 'workstation', where, also: [...kinds.map((kind) => isOneOf('r', kind)), ends] };
  }
  if (kinds.length === 0 && !isFewText) {
    const isAsked = sql`exists (select 1 from "workstation" as "w" where w."id" = r."workstationId"
      and ${all([usable, ...ofNumber('w')])})`;
    return { table: 'certificate', id: sql`r."workstationId"`, where: endsWithin('r', from, until), also: [isAsked] };
  }
  const { where, also = [], ...found } = workstationsFound(WORKSTATION_USABLE, kinds);
  return { ...found, where, also: [...also, ...ofNumber('r'), ends] };
}
/** Ids of the machines that a filter finds so, where they are few enough to be sorted; undefined where they are not. */
export const foundMachineEnds = async (
  db: Db,
  span: Span,
  of: Omit<EndingMachines, 'isFewText'>,
  text: Sought | undefined,
): Promise<Sql | undefined> =>
  fewFound(db, await machineEndsFound(db, span, { ...of, isFewText: text?.few !== undefined }), text);

/** How many rows lists have, for whoever reads them: exact up to a bound. */
export function createTotals(db: Db): Totals {
  return {
    requests: async (filter) => {
      const text = await seek(db, 'request', filter.text);
      return count(db, await requestsFound(db, filter, text?.few !== undefined), text);
    },
    people: async ({ text, service }) => {
      const scopes = [service || '*'].flat();
      const under = scopes.includes('*') ? undefined : await servicesUnder(db, 'personText', scopes);
      const where = under ? [among(sql`r."service"`, under)] : [];
      return count(db, [{ table: 'personText', where }], await seek(db, 'person', text));
    },
    workstations: async (filter) => {
      const { holderId, text, state } = filter;
      const kinds = await workstationKinds(db, filter);
      const sought = await seek(db, 'workstation', text);
      if (holderId === undefined) return count(db, [workstationsFound(state, kinds)], sought);
      const also = [...states(state), ...kinds.map((kind) => isOneOf('r', kind))];
      return count(db, [{ table: 'workstation', where: [sql`r."holderId" = ${holderId}`], also }], sought);
    },
    tokens: async (filter) => count(db, [tokensFound(filter)], await seek(db, 'token', filter.text)),
    incidents: async (filter) => {
      const { where, also, few } = await incidentsFound(db, filter);
      const found = few ? { where: [amongIds(db, sql`r."id"`, few)] } : { where, also };
      return count(db, [{ table: 'incident', ...found }], undefined);
    },
    undelivered: async (filter) => {
      const { states: each, also, few } = await undeliveredFound(db, filter);
      const found = few ? [[amongIds(db, sql`r."id"`, few)]] : each.map((state) => [state]);
      return count(
        db,
        found.map((where) => ({ table: 'outbox', where, also: few ? [] : also })),
        undefined,
      );
    },
    campaigns: ({ states: asked, ...of }) =>
      count(db, [{ table: 'campaign', where: states(asked), also: campaignConditions(db, of) }], undefined),
    stockTransfers: (filter) =>
      count(
        db,
        [{ table: 'stockTransfer', where: states([filter.state]), also: transferConditions(filter) }],
        undefined,
      ),
    deliveries: (filter) =>
      count(db, [{ table: 'delivery', where: [], also: deliveryConditions(db, filter) }], undefined),
    expectedDeliveries: ({ states: asked, ...of }) =>
      count(db, [{ table: 'expectedDelivery', where: states(asked), also: expectedConditions(db, of) }], undefined),
    recalls: ({ state, ...of }) =>
      count(db, [{ table: 'recall', where: states([state]), also: recallConditions(db, of) }], undefined),
    campaignMachines: async (campaignId, filter) => {
      const { ofIt, standings, also, few: findFew } = await itemsFound(db, campaignId, filter);
      const few = also.length === 0 ? undefined : await findFew();
      const where = few
        ? [amongIds(db, sql`r."id"`, few)]
        : [ofIt, ...(standings ? [among(ITEM_STANDING, standings)] : [])];
      return count(db, [{ table: 'campaignItem', where, also: few ? [] : also }], undefined);
    },
    machineEnds: async (from, until, filter) => {
      const kinds = await workstationKinds(db, { service: filter.service, site: filter.site });
      const text = await seek(db, 'workstation', filter.text);
      const of = { kinds, number: filter.number, isFewText: text?.few !== undefined };
      return count(db, [await machineEndsFound(db, [from, until], of)], text);
    },
  };
}
