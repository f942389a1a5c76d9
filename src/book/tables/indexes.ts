import type { Cell, Row } from './row.ts';
import {
  CERTIFICATE_LIVE,
  CODE_LATEST,
  JOB_OPEN,
  LETTER_OPEN,
  LETTER_PRINTED,
  PROPOSAL_OPEN,
  REQUEST_OPEN,
  SECRET_LETTERS,
  TOKEN_BOUND,
  TOKEN_IN_USE,
  TOKEN_LIVE,
  TOKEN_ON_SHELF,
  TOKEN_REPLACEABLE,
  TOKEN_USED,
} from './states.ts';
import type { TableName } from './tables.ts';

interface Index {
  table: TableName;
  /** Columns of the key. */
  by: readonly string[];
  /** Rows that count: each column equals the value, or is among them. */
  standing: Readonly<Record<string, Cell | readonly Cell[]>>;
  /** Only the newest of the rows under one key stands in the index. */
  newest?: true;
}

/** By which keys the judge asks for rows: each is an index of the store, and one that the verifier keeps as it replays. */
export const INDEXES = {
  approvalsOfRequest: { table: 'approval', by: ['requestId'], standing: { withdrawnAt: null } },
  promisesOfRequest: { table: 'promise', by: ['requestId'], standing: {} },
  rosterPlans: { table: 'roster', by: [], standing: {} },
  /** A plan holds 367 days at most: those of a day begin in its year or in the one before. */
  rosterPlansOfYear: { table: 'roster', by: ['year'], standing: {} },
  openAppointments: { table: 'appointment', by: ['requestId'], standing: { state: 'booked' } },
  appointmentsOfRequest: { table: 'appointment', by: ['requestId'], standing: {} },
  appointmentsOfDay: { table: 'appointment', by: ['site', 'day'], standing: { state: 'booked' } },
  handoversOfRequest: { table: 'handover', by: ['requestId'], standing: { failedAt: null } },
  /** Those that failed too: whoever had the token in hand had it. */
  handoversOfToken: { table: 'handover', by: ['tokenId'], standing: {} },
  codesOfRequest: { table: 'pickupCode', by: ['requestId'], standing: { state: CODE_LATEST } },
  identityChecks: { table: 'identityCheck', by: ['handoverId', 'purpose'], standing: {} },
  openJobsOfRequest: { table: 'job', by: ['requestId'], standing: { state: JOB_OPEN } },
  openJobsOfToken: { table: 'job', by: ['tokenId'], standing: { state: JOB_OPEN } },
  undoneJobsOfToken: { table: 'job', by: ['tokenId'], standing: { state: 'undone' } },
  tokensOfRequest: { table: 'token', by: ['requestId'], standing: { state: TOKEN_BOUND } },
  tokensOfHolder: { table: 'token', by: ['holderId', 'workstationId'], standing: { state: TOKEN_BOUND } },
  /** What a renewal or a replacement may follow. */
  formerTokens: { table: 'token', by: ['holderId', 'workstationId'], standing: { state: TOKEN_REPLACEABLE } },
  tokensOfPerson: { table: 'token', by: ['holderId'], standing: { state: TOKEN_IN_USE } },
  tokensOfWorkstation: { table: 'token', by: ['workstationId'], standing: { state: TOKEN_IN_USE } },
  /** Whose machine it may have been, too: tokens that ended where they were used. */
  tokensUsedOnWorkstation: { table: 'token', by: ['workstationId'], standing: { state: TOKEN_USED } },
  tokensOfDelivery: { table: 'token', by: ['deliveryId'], standing: {} },
  /** What of a transfer is still on the way. */
  tokensOnTheWay: { table: 'token', by: ['transferId'], standing: { state: TOKEN_ON_SHELF } },
  /** What a count of a location ought to find. */
  tokensAtLocation: { table: 'token', by: ['locationId'], standing: { state: TOKEN_ON_SHELF, transferId: null } },
  tokensAt: { table: 'token', by: ['locationId', 'model', 'state'], standing: {} },
  tokensOfModelAt: { table: 'token', by: ['locationId', 'model'], standing: {} },
  blanksAt: { table: 'token', by: ['locationId', 'model'], standing: { state: 'in_stock', transferId: null } },
  openStockAlerts: { table: 'stockAlert', by: ['locationId', 'model'], standing: { endedAt: null } },
  stockAlertsAt: { table: 'stockAlert', by: ['locationId', 'model'], standing: {} },
  stockLocations: { table: 'stockLocation', by: [], standing: {} },
  openExpectedDeliveries: { table: 'expectedDelivery', by: [], standing: { state: 'expected' } },
  expectedDeliveries: { table: 'expectedDelivery', by: [], standing: {} },
  deliveriesOfModel: { table: 'delivery', by: ['model'], standing: {} },
  deliveriesAt: { table: 'delivery', by: ['locationId', 'model'], standing: {} },
  liveTokensOfModel: { table: 'token', by: ['model'], standing: { state: TOKEN_LIVE } },
  liveTokensOfFirmware: { table: 'token', by: ['model', 'firmware'], standing: { state: TOKEN_LIVE } },
  liveTokensOfBatch: { table: 'token', by: ['model', 'batch'], standing: { state: TOKEN_LIVE } },
  certificatesOfJob: { table: 'certificate', by: ['jobId'], standing: {} },
  certificatesOfToken: { table: 'certificate', by: ['tokenId'], standing: { state: CERTIFICATE_LIVE } },
  credentialsOfRequest: {
    table: 'certificate',
    by: ['requestId'],
    standing: { tokenId: null, state: CERTIFICATE_LIVE },
  },
  /** Those too that are being made. */
  credentialsOfPerson: { table: 'certificate', by: ['holderId'], standing: { tokenId: null, state: CERTIFICATE_LIVE } },
  certificatesOfWorkstation: { table: 'certificate', by: ['workstationId'], standing: { state: CERTIFICATE_LIVE } },
  certificatesOfPerson: { table: 'certificate', by: ['holderId'], standing: {} },
  lettersOfToken: { table: 'letter', by: ['tokenId'], standing: { kind: 'pin', state: LETTER_OPEN } },
  /** A letter that ended may have been printed before: its `printedAt` tells. */
  pinLettersGone: {
    table: 'letter',
    by: ['requestId'],
    standing: { kind: 'pin', state: LETTER_PRINTED },
  },
  lettersOfRequest: { table: 'letter', by: ['requestId'], standing: { state: LETTER_OPEN } },
  openRequests: { table: 'request', by: ['holderId', 'workstationId', 'deviceId'], standing: { state: REQUEST_OPEN } },
  openRequestsOfWorkstation: { table: 'request', by: ['workstationId'], standing: { state: REQUEST_OPEN } },
  requestsOfPerson: { table: 'request', by: ['holderId'], standing: {} },
  grantsOfPerson: { table: 'grant', by: ['personId'], standing: { revokedAt: null } },
  grantsOfRole: { table: 'grant', by: ['role'], standing: { revokedAt: null } },
  apiTokensOfPerson: { table: 'apiToken', by: ['personId'], standing: { revokedAt: null } },
  proposalsOfPerson: { table: 'proposal', by: ['proposerId'], standing: { state: 'proposed' } },
  openProposals: { table: 'proposal', by: [], standing: { state: PROPOSAL_OPEN } },
  liveApiTokens: { table: 'apiToken', by: [], standing: { revokedAt: null } },
  openSecretLetters: {
    table: 'letter',
    by: [],
    standing: { kind: SECRET_LETTERS, state: LETTER_OPEN },
  },
  openPickupCodes: { table: 'pickupCode', by: [], standing: { state: 'open' } },
  requestsOfAsker: { table: 'request', by: ['askerId'], standing: {} },
  grantsEverOfPerson: { table: 'grant', by: ['personId'], standing: {} },
  workstationsOfNumber: { table: 'workstation', by: ['assetNumber'], standing: {} },
  workstationsOfSerial: { table: 'workstation', by: ['serialNumber'], standing: {} },
  lastChecklist: { table: 'checklist', by: ['purpose', 'model', 'image'], standing: {}, newest: true },
  itemsSigned: { table: 'checkItem', by: ['workstationId', 'round'], standing: {} },
  runningImportsOfPerson: { table: 'import', by: ['askerId'], standing: { state: 'running' } },
  authoritiesOfKind: { table: 'authority', by: ['kind'], standing: {} },
  openIncidents: { table: 'incident', by: ['personId', 'workstationId'], standing: { state: 'open' } },
  openIncidentsOfPerson: { table: 'incident', by: ['personId'], standing: { state: 'open' } },
  openIncidentsOfWorkstation: { table: 'incident', by: ['workstationId'], standing: { state: 'open' } },
  /** All of them, closed ones too: what was recalled never comes back. They are few. */
  recalls: { table: 'recall', by: [], standing: {} },
  itemsOfToken: { table: 'recallItem', by: ['tokenId'], standing: {} },
  unsettledItems: { table: 'recallItem', by: ['recallId'], standing: { settledAt: null } },
  /** A machine is in few campaigns at once. */
  openCampaignItems: { table: 'campaignItem', by: ['workstationId'], standing: { endedAt: null } },
  /** A machine takes the place of few others at once. */
  exchangesOfWorkstation: { table: 'campaignItem', by: ['workstationId'], standing: { outcome: 'exchanged' } },
  openExchangesFor: { table: 'campaignItem', by: ['otherId'], standing: { endedAt: null } },
  itemsOfCampaignDay: { table: 'campaignItem', by: ['campaignId', 'plan', 'day'], standing: { endedAt: null } },
  openItemsOfCampaign: { table: 'campaignItem', by: ['campaignId'], standing: { endedAt: null } },
  campaignsOfMachine: { table: 'campaignItem', by: ['campaignId', 'workstationId'], standing: {} },
  lastDelivery: { table: 'delivery', by: [], standing: {}, newest: true },
  lastCrlOfIssuer: { table: 'crl', by: ['issuerId'], standing: {}, newest: true },
} as const satisfies Record<string, Index>;
export type IndexName = keyof typeof INDEXES;
/** The table of an index. */
export type TableOf<I extends IndexName> = (typeof INDEXES)[I]['table'];

/** Whether a row stands in an index. */
export function stands(index: IndexName, row: Row): boolean {
  const { standing }: Index = INDEXES[index];
  return Object.entries(standing).every(([column, value]) => {
    const cell = row[column] ?? null;
    return Array.isArray(value) ? value.includes(cell) : value === cell;
  });
}
/** The key under which an index keeps a row. */
export const keyOf = (index: IndexName, row: Row): readonly Cell[] => {
  const { by }: Index = INDEXES[index];
  return by.map((column) => row[column] ?? null);
};
/** Whether an index keeps but the row that was made last. */
export const isNewest = (index: IndexName): boolean => {
  const one: Index = INDEXES[index];
  return one.newest === true;
};
/** The indexes of a table. */
export const indexesOf = (table: TableName): readonly IndexName[] => OF_TABLE.get(table) ?? [];
const NAMES = Object.keys(INDEXES) as IndexName[];
const OF_TABLE = new Map(
  NAMES.map((name) => [
    INDEXES[name].table as TableName,
    NAMES.filter((n) => INDEXES[n].table === INDEXES[name].table),
  ]),
);
/** The table of an index. */
export const tableOf = (index: IndexName): TableName => INDEXES[index].table;
