import { type RawBuilder, sql } from 'kysely';
import { covers } from '../../../book/rights/roles.ts';
import type { Totals } from '../../../flow/reading/lists.ts';
import { amongIds, joinBehind } from '../../engine.ts';
import { all } from '../../rows.ts';
import { type Sought, seek } from '../../search/texts-sought.ts';
import type { Db } from '../../tables.ts';
import { campaignConditions } from '../campaigns/campaign-conditions.ts';
import { ITEM_STANDING, itemsFound } from '../campaigns/found.ts';
import { incidentsFound } from '../incident-list.ts';
import { recallConditions } from '../recalls.ts';
import { conditions, seen } from '../requests/request-list.ts';
import { deliveryConditions, expectedConditions } from '../tokens/deliveries.ts';
import { isOfKind, kindsOf } from '../tokens/token-kinds.ts';
import { transferConditions } from '../tokens/transfers.ts';
import { undeliveredFound } from '../tokens/undelivered.ts';
import { machineEndsFound, workstationsFound } from '../workstations/machines-found.ts';
import { isOneOf, workstationKinds } from '../workstations/workstation-kinds.ts';
import { servicesUnder } from './branches.ts';
import { count, type Found, fewFound, states } from './found.ts';
import { among } from './text.ts';

type Sql = RawBuilder<unknown>;
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

/** Ids of the tokens that a filter finds, where they are few enough to be sorted; undefined where they are not. */
export const foundTokens = (db: Db, filter: TokensAsked, text: Sought | undefined): Promise<Sql | undefined> =>
  fewFound(db, tokensFound(filter), text);

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
      const of = { state: filter.state, kinds, number: filter.number, isFewText: text?.few !== undefined };
      return count(db, [await machineEndsFound(db, [from, until], of)], text);
    },
  };
}
