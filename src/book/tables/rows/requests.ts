/** Rows of requests, from what is asked for to the day for which a token is announced. */
import type {
  DeviceKind,
  PriorityReason,
  PromiseReach,
  PromiseReason,
  ReplacementReason,
  RequestEndReason,
  RequestKind,
  RosterReason,
} from '../codes.ts';
import type { AppointmentState, RequestState } from '../states.ts';

/** A personal device on which an agent reads the ministry's mail. Its credentials come one after another. */
export interface DeviceRow {
  id: string;
  holderId: string;
  kind: DeviceKind;
  /** What its holder calls it (personal). */
  name: string | null;
  addedAt: number;
}

/** What an agent asks for, and what became of it. */
export interface RequestRow {
  id: string;
  /** What people say on the telephone: `DEM-2026-00471`. */
  number: string;
  kind: RequestKind;
  /** Name of the certificate profile asked for. */
  profile: string;
  /** Why a token is replaced; null for every other kind. */
  reason: ReplacementReason | null;
  state: RequestState;
  holderId: string;
  askerId: string;
  /** Null for a software credential, which belongs to none. */
  workstationId: string | null;
  /** The personal device of a Nomade credential; null for a token. */
  deviceId: string | null;
  /** The holder's service when asked: it decides which approver may act. */
  service: string;
  deliverySite: string;
  /** What its asker says: 0 normal, 1 continuity of service, 2 crisis. It is part of what is approved. */
  priority: number;
  /** What an approver or a supervisor confirmed of it: what counts in the queue. Null: nobody did yet. */
  confirmedPriority: number | null;
  /** Why it is so; null while nobody confirmed it. */
  priorityReason: PriorityReason | null;
  /** Where it stands in the queue: when it was submitted, less the days that its priority gives (book/rules/waiting/priority.ts). */
  rank: number;
  /** The token or certificate that this one replaces; null: it is the first. */
  replacesTokenId: string | null;
  /** Free text of the asker (personal); null: none. */
  comment: string | null;
  /** Reason of a refusal or question of the approver (personal); null: none. */
  answer: string | null;
  /** Commitment (docs/journal.md) to what is asked, under `contentSalt`: approvals are bound to it. */
  contentHash: string;
  /** Salt of `contentHash`, hex (personal: with it the content could be guessed). */
  contentSalt: string | null;
  submittedAt: number;
  /** Null until that step was taken; a step back empties what came after it. */
  approvedAt: number | null;
  producedAt: number | null;
  handedOverAt: number | null;
  closedAt: number | null;
  /** Why it ended without anybody's step of its own; null where somebody took one, or it goes on. */
  endReason: RequestEndReason | null;
  /** Who took the request to produce it, and until when it is theirs alone; null while nobody has. */
  producerId: string | null;
  leaseUntil: number | null;
}

/** An approver's yes to a request as it read then. */
export interface ApprovalRow {
  id: string;
  requestId: string;
  approverId: string;
  contentHash: string;
  approvedAt: number;
  /** Null while it stands. */
  withdrawnAt: number | null;
}

/** When a request is ready, as its holder was told; the last one holds. Days since 1970 in Paris. */
export interface PromiseRow {
  id: string;
  requestId: string;
  /** The first promise of a request is 1. */
  nth: number;
  /** Ready not before this day, in nine cases of ten. */
  fromDay: number;
  /** Ready by this day in half of all cases. */
  midDay: number;
  /** Ready by this day in 85 cases of 100. */
  byDay: number;
  reach: PromiseReach;
  /** Requests that were to be made before it. */
  ahead: number;
  /** The day on which a blank token comes that is left for it, as was foreseen; null: there is one. */
  blankDay: number | null;
  reason: PromiseReason;
  madeAt: number;
}

/** How many technicians are to work on days to come, as was said; the last plan of a day holds. Days since 1970 in Paris. */
export interface RosterRow {
  id: string;
  /** The first plan is 1. */
  nth: number;
  /** Both days are planned, and those between them. */
  firstDay: number;
  lastDay: number;
  /** That of the first day: plans of a day are found by it. */
  year: number;
  /** None: the workshop is closed. */
  technicians: number;
  reason: RosterReason;
  plannedBy: string;
  plannedAt: number;
}

/** A slot at the desk of a site, in which somebody comes for the token of a request. */
export interface AppointmentRow {
  id: string;
  requestId: string;
  /** The first one of a request is 1. */
  nth: number;
  /** Where the desk is: the delivery site of the request. */
  site: string;
  /** Days since 1970 in Paris. */
  day: number;
  startsAt: number;
  endsAt: number;
  state: AppointmentState;
  bookedBy: string;
  bookedAt: number;
  /** Null while it is booked. */
  endedAt: number | null;
}
