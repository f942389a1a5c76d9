import { rankOf } from '../../../src/book/rules/waiting/priority.ts';
import type { PersonRow } from '../../../src/book/tables/rows/people.ts';
import type { RequestRow } from '../../../src/book/tables/rows/requests.ts';
import type { TokenRow } from '../../../src/book/tables/rows/tokens.ts';
import type { WorkstationRow } from '../../../src/book/tables/rows/workstations.ts';
import type { NewEntry } from '../../../src/flow/ports/store.ts';
import { START } from '../clock.ts';

/** A session that is at no bench. */
export const NO_BENCH = { benchNode: null, benchPlace: null, benchUntil: null };
/** The columns of a grant that came with its person and that nobody reviewed yet. */
export const UNREVIEWED = { granterId: null, seconderId: null, reviewedAt: null, reviewId: null };

/** Rows and entries for tests of the store, complete but for what a test says. */
export const person = (id: string, more: Partial<PersonRow> = {}): PersonRow => ({
  id,
  directoryId: `M-${id}`,
  givenName: 'Alice',
  familyName: `Agard ${id}`,
  email: `${id}@example.fr`,
  userPrincipalName: null,
  securityIdentifier: null,
  postalAddress: null,
  service: 'PREF-33',
  site: 'Bordeaux',
  createdAt: START,
  purgedAt: null,
  ...more,
});
export const workstation = (id: string, more: Partial<WorkstationRow> = {}): WorkstationRow => ({
  id,
  assetNumber: `PN-${id}`,
  serialNumber: null,
  model: 'SPAN 14',
  image: null,
  service: 'PREF-33',
  site: 'Bordeaux',
  holderId: null,
  formerHolderId: null,
  state: 'commissioned',
  round: 1,
  checklistId: null,
  registeredAt: START,
  registererId: 'r',
  seconderId: 's',
  commissionerId: null,
  cameIn: 'taken-over',
  ...more,
});
export const request = (id: string, holderId: string, more: Partial<RequestRow> = {}): RequestRow => {
  const row = {
    id,
    number: `DEM-2026-${id}`,
    kind: 'first-issue' as RequestRow['kind'],
    profile: 'agent-vpn',
    reason: null,
    state: 'submitted' as RequestRow['state'],
    holderId,
    askerId: holderId,
    workstationId: null,
    deviceId: null,
    service: 'PREF-33',
    deliverySite: 'Bordeaux',
    priority: 0,
    confirmedPriority: null,
    priorityReason: null,
    replacesTokenId: null,
    comment: null,
    answer: null,
    contentHash: id.padStart(43, '0'),
    contentSalt: null,
    submittedAt: START,
    approvedAt: null,
    producerId: null,
    leaseUntil: null,
    producedAt: null,
    handedOverAt: null,
    closedAt: null,
    endReason: null,
    ...more,
  };
  return { ...row, rank: more.rank ?? rankOf(() => undefined, row) };
};
export const token = (id: string, deliveryId: string, more: Partial<TokenRow> = {}): TokenRow => ({
  id,
  model: 'SoftHSM v2',
  firmware: null,
  batch: null,
  deliveryId,
  locationId: null,
  transferId: null,
  state: 'in_stock',
  label: null,
  requestId: null,
  holderId: null,
  workstationId: null,
  keyId: null,
  certificateId: null,
  soPinId: 'so',
  cycle: 0,
  receivedAt: START,
  activatedAt: null,
  ...more,
});
export const entry = (action: string, subject: string, changes: NewEntry['changes'] = []): NewEntry => ({
  actor: 'system',
  role: 'system',
  action,
  subject,
  outcome: 'done',
  changes,
});
