import type { Words } from '../language/language.ts';
import type { Row } from '../tables/row.ts';
import type { TableName } from '../tables/tables.ts';
import type { Member, Rows } from './play.ts';
import type { Scenario } from './staffing.ts';

/** A scenario with its name, and the part of the work that it belongs to. */
export interface NamedScenario extends Scenario, Words {
  id: string;
  part: 'life' | 'house' | 'decision';
  /** Whether there is anything of this kind to do for this team; left out: always. */
  applies?(team: readonly Member[]): boolean;
}

/** The service of everybody in a scenario but the team. */
export const SERVICE = 'PREF-33';
/** Somebody whom a decision is about, and who is not of the team. */
export const OTHER = 'somebody';
/** One row a table. */
export const rowsOf = (rows: Partial<Record<TableName, Row>>): Rows =>
  new Map(Object.entries(rows).map(([table, row]) => [table as TableName, new Map([[String(row['id']), row]])]));

/** A request as its holder asked for it, a token in stock, a workstation in service. */
export const ASKED: Rows = rowsOf({
  request: {
    id: 'request',
    kind: 'first-issue',
    state: 'submitted',
    holderId: 'holder',
    askerId: 'holder',
    service: SERVICE,
    workstationId: 'workstation',
    contentHash: 'hash',
    producerId: null,
    producedAt: null,
  },
  token: { id: 'token', state: 'in_stock', requestId: null, holderId: null },
  workstation: { id: 'workstation', state: 'commissioned', registererId: OTHER, seconderId: null, round: 0 },
});

/** The token is in its holder's hands, made and handed over by people who are not of the team any more. */
export const HELD: Rows = rowsOf({
  request: {
    ...ASKED.get('request')?.get('request'),
    state: 'closed',
    producerId: OTHER,
    producedAt: 1,
  },
  token: { id: 'token', state: 'active', requestId: 'request', holderId: 'holder', workstationId: 'workstation' },
  workstation: { ...ASKED.get('workstation')?.get('workstation') },
});

/** The hand-over by which the holder came to it. */
export const RECEIVED: Rows = rowsOf({
  handover: { id: 'handover', requestId: 'request', tokenId: 'token', mode: 'desk', operatorId: OTHER, failedAt: null },
});

/** An incident of the holder's, on their workstation. */
export const REPORTED: Rows = rowsOf({
  incident: {
    id: 'incident',
    kind: 'phishing',
    state: 'open',
    personId: 'holder',
    workstationId: 'workstation',
    reporterId: 'holder',
    blockedAt: null,
  },
});
