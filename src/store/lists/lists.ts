import { sql } from 'kysely';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { TOKEN_STATES } from '../../book/tables/states.ts';
import type { Lists } from '../../flow/reading/lists.ts';
import { sizeOf } from '../journal/journal.ts';
import type { Db } from '../tables.ts';
import { campaignMachines } from './campaigns/machines.ts';
import { campaignDays, campaignGroups, lastCampaignDay } from './campaigns/progress.ts';
import { entriesAbout, entryAt, refusedProposals, searchEntries } from './entries.ts';
import { incidentList } from './incident-list.ts';
import { listImports } from './people/imports.ts';
import { lastUses } from './people/last-uses.ts';
import { peopleInUse } from './people/people-in-use.ts';
import { recalledTokens, recallGroups, recallHits } from './recalls.ts';
import { createAnomalies } from './requests/anomalies.ts';
import { promisedWaits } from './requests/promised-waits.ts';
import { createQueueAhead, createQueuePassing } from './requests/queue-ahead.ts';
import {
  createRequestCount,
  createRequestList,
  createServiceList,
  type JoinedRequest,
  type ListOf,
  toBound,
  toItem,
} from './requests/request-list.ts';
import { createRequestsByHolder } from './requests/requests-by-holder.ts';
import { listDeliveries } from './tokens/deliveries.ts';
import { endsByDay } from './tokens/ends-by-day.ts';
import { createShipments } from './tokens/shipments.ts';
import { blankTokens, madeSince, modelsAt, stockLevels, stockSums, stockUse } from './tokens/stock-levels.ts';
import { isOfKind, kindsOf } from './tokens/token-kinds.ts';
import { tokensByHolder } from './tokens/tokens-by-holder.ts';
import { undeliveredList } from './tokens/undelivered.ts';
import { createWaitingLetters } from './tokens/waiting-letters.ts';
import { servicesUnder } from './walk/branches.ts';
import { createListsByState } from './walk/by-state.ts';
import { cellsOf, newestCellsOf } from './walk/cells.ts';
import { goesByItself, inStates, list, ORDERS, within } from './walk/sorted-list.ts';
import { among, covered } from './walk/text.ts';
import { createTotals } from './walk/totals.ts';
import { machineEnds } from './workstations/machine-ends.ts';
import { workstationValues } from './workstations/workstation-kinds.ts';
import { workstationList } from './workstations/workstation-list.ts';
import { workstationsOfService } from './workstations/workstations-of-service.ts';

/** Lists for people, in pages that stay put while rows come and go: a cursor names the last row seen. */
export function createLists(db: Db): Lists {
  const requestsAs = <T>(asShown: (row: JoinedRequest) => T): ListOf<T> => {
    const [requests, byHolder] = [createRequestList(db, asShown), createRequestsByHolder(db, asShown)];
    return (filter, page) => (filter.order?.startsWith('holders') ? byHolder : requests)(filter, page);
  };
  return {
    requests: requestsAs(toItem),
    boundRequests: requestsAs(toBound),
    countRequests: createRequestCount(db),
    anomalies: createAnomalies(db),
    services: createServiceList(db),
    queueAhead: createQueueAhead(db),
    queuePassing: createQueuePassing(db),
    waitingLetters: createWaitingLetters(db),
    shipments: createShipments(db),
    ...createListsByState(db),

    /** By name; people whose data were purged have none and are left out. */
    people: async ({ text, service, sort = { by: 'name', descending: false } }, page) => {
      const sorted = { table: 'person', order: ORDERS.people[sort.by], descending: sort.descending, text } as const;
      const scopes = [service || '*'].flat();
      if (scopes.includes('*')) return list<PersonRow>(db, sorted, page);
      const values = await servicesUnder(db, 'personText', scopes);
      const keys = { of: 'texts' as const, keys: [{ column: sql`r."service"`, values }] };
      const seen = [
        sql`(${sql.join([sql`1 = 0`, ...scopes.map((scope) => covered(sql`r."service"`, scope))], sql` or `)})`,
      ];
      return list<PersonRow>(db, { ...sorted, seen, keys }, page);
    },

    incidents: incidentList(db),
    undelivered: undeliveredList(db),
    deliveries: listDeliveries(db),
    imports: listImports(db),

    workstations: workstationList(db),
    workstationValues: (column, limit) => workstationValues(db, column, limit),

    tokens: ({ text, state, sort = { by: 'serial', descending: false }, ...kind }, page) => {
      // a blank has no holder: of blanks alone the order is the one of their serial numbers
      const ofNobody = state?.every((one) => one === 'in_stock') ?? false;
      if (sort.by === 'holder' && !ofNobody)
        return tokensByHolder(db, { text, state, ...kind, descending: sort.descending }, page);
      const column = sort.by === 'holder' ? 'serial' : sort.by;
      const [first, ...others] = kindsOf(kind);
      if (first) {
        // of one kind an index goes on with state and serial number
        const by = column === 'model' ? 'serial' : within(column, 'serial', state);
        const order = { order: ORDERS.tokens[by], descending: sort.by !== 'model' && sort.descending, text };
        const keys = [
          { column: sql.ref(`r.${first.column}`), values: [first.value] },
          { column: sql`r."state"`, values: state ?? TOKEN_STATES },
        ];
        const where = others.map((one) => isOfKind('r', one));
        const of = [first, ...others].map((one) => isOfKind('s', one));
        if (state) of.push(among(sql`s."state"`, state));
        return list<TokenRow>(db, { table: 'token', ...order, of, keys: { of: 'rows', keys, where } }, page);
      }
      const by = within(column, 'serial', state);
      const sorted = { order: ORDERS.tokens[by], descending: sort.descending, text };
      const states = inStates(state, { all: TOKEN_STATES, ownOrder: goesByItself(by, 'serial', text) });
      return list<TokenRow>(db, { table: 'token', ...sorted, ...states }, page);
    },

    totals: createTotals(db),
    ends: (from, until) => endsByDay(db, from, until),
    machineEnds: machineEnds(db),
    campaignGroups: (campaignId) => campaignGroups(db, campaignId),
    campaignDays: (campaignId, from, limit) => campaignDays(db, campaignId, from, limit),
    lastCampaignDay: (campaignId) => lastCampaignDay(db, campaignId),
    campaignMachines: (campaignId, filter, page) => campaignMachines(db, campaignId, filter, page),
    recallHits: (of) => recallHits(db, of),
    recallGroups: (recallId) => recallGroups(db, recallId),
    recalledTokens: (recallId, page) => recalledTokens(db, recallId, page),
    workstationsOfService: (service, limit) => workstationsOfService(db, service, limit),
    peopleInUse: (service, limit) => peopleInUse(db, service, limit),

    entriesAbout: (of) => entriesAbout(db, of),
    refusedProposals: (proposerId, limit) => refusedProposals(db, proposerId, limit),
    lastUses: (grantIds) => lastUses(db, grantIds),
    cells: (table, columns, where, page) => cellsOf(db, table, columns, where, page),
    newestCells: (table, columns, of, limit) => newestCellsOf(db, table, columns, of, limit),
    entries: (filter, page) => searchEntries(db, filter, page),
    entry: (seq) => entryAt(db, seq),

    stockLevels: () => stockLevels(db),
    promisedWaits: () => promisedWaits(db),
    modelsAt: (location) => modelsAt(db, location),
    stockUse: (since) => stockUse(db, since),
    madeSince: (since) => madeSince(db, since),
    size: () => sizeOf(db),
    stock: () => stockSums(db),
    blanks: () => blankTokens(db),
  };
}
