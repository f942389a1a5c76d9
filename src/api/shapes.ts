import { z } from 'zod';
import { AskedValue } from '../book/rules/workstation/check-values.ts';
import { CheckPoint } from '../book/rules/workstation/checklists.ts';
import {
  CHECKLIST_PURPOSES,
  CODE_WAYS,
  DEVICE_KINDS,
  DOCUMENTS,
  IDENTITY_PURPOSES,
  INCIDENT_KINDS,
  INCIDENT_OUTCOMES,
  LETTER_ADDRESSES,
  PRIORITY_REASONS,
  PROOFS,
  RECALL_KINDS,
  RECALL_WAYS,
  REPLACEMENT_REASONS,
  REQUEST_END_REASONS,
  REQUEST_KINDS,
  REQUEST_REASONS,
  REVOCATION_REASONS,
  ROLES,
  STOCK_DIFFERENCE_KINDS,
  STOCK_DIFFERENCE_REASONS,
} from '../book/tables/codes.ts';
import { INITIAL, LIFECYCLE, type Stateful, type States } from '../book/tables/lifecycle.ts';
import { LETTER_HOLDS } from '../flow/handover/letter-standing.ts';
import { WORKSTATION_STATES } from '../flow/inputs.ts';

export { byDepartment } from '../reports/departments.ts';
export { keptOf } from '../reports/kept-dates.ts';
export { DailyReport, StockPlace, tokensMade } from '../reports/shape.ts';
export { DaysSum, machineDays } from '../reports/sums.ts';
export { Trends } from '../reports/trends.ts';

const Count = z.int().min(0);
/** Ends of tokens by week, and the renewals that the service plans. */
export const EndsReport = z.object({
  today: z.iso.date(),
  policy: z.object({ first: Count, second: Count, last: Count, perDay: Count }),
  weeks: z.array(z.object({ week: z.iso.date(), ends: Count, asked: Count, planned: Count, capacity: Count })),
  above: z.array(z.object({ date: z.iso.date(), planned: Count })),
  services: z.array(z.object({ service: z.string(), ends: z.array(Count) })),
});

/** What answers look like. A field that is not named here does not leave the service (ASVS 15.3.1). */
export const Time = z.int().describe('Milliseconds since the epoch');
/** For rows that nothing else names. */
const Id = z.string().describe('An id that the service made, 26 characters');

/** Every state of a kind, from the lifecycle table. */
function states<K extends Stateful>(kind: K): [States[K], ...States[K][]] {
  const steps = Object.values<Readonly<Record<string, string>>>(LIFECYCLE[kind]);
  const all = [...INITIAL[kind], ...steps.flatMap((step) => [...Object.keys(step), ...Object.values(step)])];
  return [...new Set(all)] as [States[K], ...States[K][]];
}
export const RequestStates = z.enum(states('request'));
export const TokenStates = z.enum(states('token'));
export const WorkstationStates = z.enum(WORKSTATION_STATES);
export const AppointmentStates = z.enum(states('appointment'));
export const CampaignStates = z.enum(states('campaign'));
export const ImportStates = z.enum(states('import'));
export const ExpectedStates = z.enum(states('expectedDelivery'));
const Role = z.enum(ROLES);

/** A cursor of the page before and how many rows: `{items, next}` comes back. */
export const PageInput = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
/** The schema of a page of a list: its items, and the cursor of the next page, null on the last one. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}
/** One value or several (`?state=a&state=b`). */
export function several<T extends z.ZodType>(item: T) {
  return z.union([item.transform((one) => [one]), z.array(item)]).optional();
}
export const Nothing = z.void();
/** Words of a profile or of the configuration that are not as two persons confirmed them. */
export const ChangedWords = z.array(
  z.object({ at: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
);

export const Person = z.object({
  id: Id,
  directoryId: z.string().nullable(),
  givenName: z.string().nullable(),
  familyName: z.string().nullable(),
  email: z.string().nullable(),
  service: z.string(),
  site: z.string(),
});
export const Grant = z.object({
  id: Id,
  role: Role,
  scope: z.string(),
  grantedAt: Time,
  validFrom: Time.nullable(),
  validUntil: Time.nullable(),
});
export const Proposal = z.object({
  id: Id,
  act: z.string(),
  argsHash: z
    .string()
    .describe('SHA-256, hexadecimal, of the JCS text of {act, args}: give it back to confirm what was read'),
  args: z.string().describe('JCS text (RFC 8785) of what is proposed'),
  proposerId: z.string(),
  state: z.enum(states('proposal')),
  proposedAt: Time,
  expiresAt: Time,
});
export const Workstation = z.object({
  id: Id,
  assetNumber: z.string(),
  /** Its maker's; null: not known. */
  serialNumber: z.string().nullable(),
  model: z.string(),
  /** What it runs; null: not known. */
  image: z.string().nullable(),
  service: z.string(),
  site: z.string(),
  /** Id of the agent who has it; null: nobody. */
  holderId: z.string().nullable(),
  state: WorkstationStates,
  registeredAt: Time,
  /** How it came into service; null: not yet. */
  cameIn: z.enum(['checklist', 'taken-over']).nullable(),
});
export const ChecklistPurpose = z.enum(CHECKLIST_PURPOSES);
/** A version of a checklist; `*` is any model or image. */
export const Checklist = z.object({
  id: Id,
  purpose: ChecklistPurpose,
  model: z.string(),
  image: z.string(),
  version: z.int(),
  since: Time,
  items: z.array(CheckPoint),
  /** It has no items: a more general one is due in its place. */
  withdrawn: z.boolean(),
});
const Signature = z.object({
  value: z.string().nullable(),
  signedBy: z.string(),
  signedAt: Time,
  /** Their name; empty once their data were purged. */
  signer: z.string(),
});
const Words = { item: z.string(), fr: z.string(), en: z.string() };
/** An item of the checklist that is due, what it asks for, and who signed it. */
export const DueItem = z.object({
  ...Words,
  required: z.boolean(),
  value: AskedValue.optional(),
  signed: Signature.nullable(),
});
/** A commissioning or migration, under way or over, with what was signed in it. */
export const CheckRound = z.object({
  round: z.int().describe('1 is the first in which somebody signed'),
  purpose: ChecklistPurpose,
  version: z.int(),
  isOver: z.boolean().describe('Whether every required item is signed'),
  items: z.array(z.object({ ...Words, ...Signature.shape })),
});
export const Token = z.object({
  id: z.string().describe('Its serial number'),
  model: z.string(),
  firmware: z.string().nullable(),
  batch: z.string().nullable(),
  deliveryId: z.string(),
  locationId: z.string().nullable(),
  transferId: z.string().nullable(),
  state: TokenStates,
  label: z.string().nullable(),
  requestId: z.string().nullable(),
  holderId: z.string().nullable(),
  workstationId: z.string().nullable(),
  keyId: z.string().nullable(),
  certificateId: z.string().nullable(),
  cycle: z.int(),
  receivedAt: Time,
  activatedAt: Time.nullable(),
});
/** A token; `temporary`: it was made beside one that its holder forgot, and goes back to the workshop. */
export const ReadToken = Token.extend({ temporary: z.boolean() });
export const Certificate = z.object({
  id: z.string().describe('Its serial number, in hexadecimal'),
  profile: z.string(),
  state: z.enum(states('certificate')),
  holderId: z.string().nullable(),
  requestId: z.string().nullable(),
  tokenId: z.string().nullable(),
  subject: z.string().nullable(),
  sha256: z.string().nullable(),
  notBefore: Time,
  notAfter: Time,
  revokedAt: Time.nullable(),
  revocationReason: z.enum(REVOCATION_REASONS).nullable(),
});
export const Incident = z.object({
  id: Id,
  kind: z.enum(INCIDENT_KINDS),
  state: z.enum(states('incident')),
  personId: z.string(),
  workstationId: z.string().nullable(),
  reporterId: z.string(),
  reportedAt: Time,
  blockedAt: Time.nullable(),
  blockerId: z.string().nullable(),
  closedAt: Time.nullable(),
  closerId: z.string().nullable(),
  outcome: z.enum(INCIDENT_OUTCOMES).nullable(),
});
export const Recall = z.object({
  id: Id,
  kind: z.enum(RECALL_KINDS),
  model: z.string().nullable(),
  value: z.string().nullable(),
  way: z.enum(RECALL_WAYS),
  revokeAt: Time.nullable(),
  state: z.enum(states('recall')),
  proposerId: z.string(),
  confirmerId: z.string(),
  openedAt: Time,
  closedAt: Time.nullable(),
  closerId: z.string().nullable(),
});
export const StockLocation = z.object({
  id: Id,
  label: z.string(),
  site: z.string(),
  threshold: z.int().nullable(),
  addedBy: z.string(),
  addedAt: Time,
});
export const StockTransfer = z.object({
  id: Id,
  fromId: z.string(),
  toId: z.string(),
  count: z.int(),
  state: z.enum(states('stockTransfer')),
  sentBy: z.string(),
  sentAt: Time,
  receivedBy: z.string().nullable(),
  receivedAt: Time.nullable(),
});
export const StockCount = z.object({
  id: Id,
  locationId: z.string(),
  expected: z.int(),
  seen: z.int(),
  unknown: z.int(),
  countedBy: z.string(),
  countedAt: Time,
});
export const StockDifference = z.object({
  id: Id,
  countId: z.string(),
  locationId: z.string(),
  tokenId: z.string(),
  kind: z.enum(STOCK_DIFFERENCE_KINDS),
  reason: z.enum(STOCK_DIFFERENCE_REASONS).nullable(),
  settledBy: z.string().nullable(),
  settledAt: Time.nullable(),
});
/** A request as its own row. */
export const Request = z.object({
  id: Id,
  number: z.string(),
  kind: z.enum(REQUEST_KINDS),
  /** Certificate profile asked for. */
  profile: z.string(),
  reason: z.enum(REQUEST_REASONS).nullable(),
  state: RequestStates,
  holderId: z.string(),
  askerId: z.string(),
  workstationId: z.string().nullable(),
  /** The personal device of a nomade credential. */
  deviceId: z.string().nullable(),
  service: z.string(),
  deliverySite: z.string(),
  /** What its asker says: 0 normal, 1 continuity of service, 2 crisis. */
  priority: z.int(),
  /** What counts in the queue, as an approver or a supervisor confirmed it; null: nobody did yet. */
  confirmedPriority: z.int().nullable(),
  priorityReason: z.enum(PRIORITY_REASONS).nullable(),
  /** Its place in the queue: when it was submitted, less the days of its priority. The lowest is made first. */
  rank: Time,
  replacesTokenId: z.string().nullable(),
  comment: z.string().nullable(),
  answer: z.string().nullable(),
  contentHash: z.string(),
  submittedAt: Time,
  approvedAt: Time.nullable(),
  producerId: z.string().nullable(),
  leaseUntil: Time.nullable(),
  producedAt: Time.nullable(),
  handedOverAt: Time.nullable(),
  closedAt: Time.nullable(),
  /** Why it ended without anybody's step of its own; null where somebody took one, or it goes on. */
  endReason: z.enum(REQUEST_END_REASONS).nullable(),
});
/** A personal device, as its holder named it. */
export const Device = z.object({
  id: Id,
  holderId: z.string(),
  kind: z.enum(DEVICE_KINDS),
  name: z.string().nullable(),
  addedAt: Time,
});
/** A request with the names that people read. */
export const RequestItem = Request.extend({ holderName: z.string(), assetNumber: z.string().nullable() });
export const Approval = z.object({
  id: Id,
  approverId: z.string(),
  approverName: z.string(),
  approvedAt: Time,
  withdrawnAt: Time.nullable(),
});
export const Handover = z.object({
  id: Id,
  mode: z.enum(['desk', 'shipment', 'download']),
  tokenId: z.string().nullable(),
  operatorId: z.string(),
  challengedAt: Time.nullable(),
  acceptedAt: Time.nullable(),
  acceptedBy: z.string().nullable(),
  acceptanceProof: z.enum(PROOFS).nullable(),
  /** SHA-256 of the conditions that the holder of a nomade credential agreed to. */
  termsHash: z.string().nullable(),
  trackingNumber: z.string().nullable(),
  handedOverAt: Time.nullable(),
  parcelAt: Time.nullable(),
  parcelBy: z.string().nullable(),
  receiptAt: Time.nullable(),
  receiptBy: z.string().nullable(),
  receiptProof: z.enum(PROOFS).nullable(),
});
/** A paper that prints; never what stands on it. */
/** Of the last pick-up code: never the code. */
export const PickupCodeState = z.object({
  state: z.enum(states('pickupCode')),
  way: z.enum(CODE_WAYS),
  wrongTries: z.int(),
  issuedAt: Time,
});
export const IdentityCheck = z.object({
  purpose: z.enum(IDENTITY_PURPOSES),
  document: z.enum(DOCUMENTS),
  /** The machine to which a token was to be bound; null for a hand-over. */
  workstationId: z.string().nullable(),
  checkedBy: z.string(),
  checkedAt: Time,
});
const Letter = z.object({
  id: Id,
  kind: z.enum(['pin', 'pkcs12-password', 'label', 'transport-note', 'handover-sheet']),
  requestId: z.string(),
  tokenId: z.string().nullable(),
  state: z.enum(states('letter')),
  printedBy: z.string().nullable(),
  printedAt: Time.nullable(),
  sentTo: z.enum(LETTER_ADDRESSES).nullable(),
  confirmedAt: Time.nullable(),
  shownAt: Time.nullable(),
});
/** A letter with what can be done with it now. */
export const ReadLetter = Letter.extend({
  /** Where a secret letter may go: `to` chooses; left out, it goes to the first. Never where its parcel went. */
  addresses: z.array(z.enum(LETTER_ADDRESSES)),
  /**
   * Why it cannot be printed yet: its hand-over has not begun, its certificate is not accepted, its parcel is not received,
   * its credential is not downloaded, PINs are shown and not printed, or its parcel went to every address that it could go to.
   */
  waitsFor: z.enum(LETTER_HOLDS).nullable(),
});
export const Revoked = z.object({
  serial: z.string(),
  certificateIds: z.array(z.string()),
  revokedAt: Time,
  published: z.boolean(),
  replacement: z
    .union([
      z.object({ kind: z.literal('replacement'), reason: z.enum(REPLACEMENT_REASONS) }),
      z.object({ kind: z.enum(['renewal', 'nomade']) }),
    ])
    .nullable(),
});
export const ApiToken = z.object({
  id: Id,
  name: z.string().nullable(),
  scopes: z.string(),
  createdAt: Time,
  expiresAt: Time,
  revokedAt: Time.nullable(),
  /** Of the certificate that it is bound to: base64url of the SHA-256 of its DER. */
  thumbprint: z.string().nullable(),
});
export const JournalEntry = z.object({
  seq: z.int(),
  at: z.string(),
  actor: z.string(),
  role: z.string(),
  action: z.string(),
  subject: z.string(),
  outcome: z.enum(['done', 'refused', 'failed']),
  detail: z.record(z.string(), z.unknown()),
});
