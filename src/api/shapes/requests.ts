import { z } from 'zod';
import {
  CODE_WAYS,
  DOCUMENTS,
  IDENTITY_PURPOSES,
  LETTER_ADDRESSES,
  PRIORITY_REASONS,
  PROOFS,
  REQUEST_END_REASONS,
  REQUEST_KINDS,
  REQUEST_REASONS,
} from '../../book/tables/codes.ts';
import { statesOf } from '../../book/tables/lifecycle.ts';
import { LETTER_HOLDS } from '../../flow/handover/letter-standing.ts';
import { RequestStates } from './states.ts';
import { Id, Time } from './values.ts';

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

/** Of the last pick-up code: never the code. */
export const PickupCodeState = z.object({
  state: z.enum(statesOf('pickupCode')),
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

/** A paper that prints; never what stands on it. */
const Letter = z.object({
  id: Id,
  kind: z.enum(['pin', 'pkcs12-password', 'label', 'transport-note', 'handover-sheet']),
  requestId: z.string(),
  tokenId: z.string().nullable(),
  state: z.enum(statesOf('letter')),
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
