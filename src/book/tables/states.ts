import type { LetterKind } from './codes.ts';
import { isOneOf } from './one-of.ts';

export type RequestState =
  | 'submitted'
  | 'needs_information'
  | 'approved'
  | 'in_production'
  | 'produced'
  | 'handed_over'
  | 'closed'
  | 'rejected'
  | 'withdrawn';
export type TokenState =
  | 'in_stock'
  | 'in_production'
  | 'to_check'
  | 'produced'
  | 'handed_over'
  | 'active'
  | 'suspended'
  | 'revoked'
  | 'expired'
  | 'returned'
  | 'missing'
  | 'scrapped'
  | 'scrapped_missing'
  | 'destroyed';
export type WorkstationState =
  | 'registered'
  | 'commissioned'
  | 'migrating'
  | 'loaned'
  | 'in_repair'
  | 'blocked'
  | 'lost'
  | 'retired';
/** `intended`: the signature may exist, nobody may trust it. `issued`: signed, not yet proven on its token. `good`: sealed. */
export type CertificateState = 'intended' | 'issued' | 'good' | 'revoked' | 'expired';
export type JobState = 'leased' | 'certifying' | 'certified' | 'sealed' | 'undone';
export type LetterState = 'waiting' | 'printed' | 'confirmed' | 'shown' | 'expired';
/** `open`: it may be given. `locked`: five wrong ones were. `ended`: a newer one took its place. */
export type PickupCodeState = 'open' | 'locked' | 'ended';
export type ProposalState = 'proposed' | 'confirmed' | 'executed' | 'failed' | 'cancelled' | 'expired';
export type ImportState = 'running' | 'finished' | 'stopped';
export type AccountState = 'invited' | 'active' | 'disabled';
/** How the directory shows somebody whom it showed once. */
export type StandingState = 'present' | 'disabled' | 'gone';
export type IncidentState = 'open' | 'closed';

/**
 * `moved`: another one took its place. `missed`: nobody came. `called_off`: the desk is closed that day. `kept`: the token was
 * handed over. `lapsed`: the token cannot be fetched any more.
 */
export type AppointmentState = 'booked' | 'moved' | 'cancelled' | 'missed' | 'called_off' | 'kept' | 'lapsed';
export type RecallState = 'open' | 'closed';
/** `ended`: nothing of it is on the way any more. */
export type StockTransferState = 'sent' | 'ended';
/** `received`: as many came as were expected. */
export type ExpectedDeliveryState = 'expected' | 'received' | 'cancelled';
/** `closing`: what is left of it is being put down, and holders are told. */
export type CampaignState = 'open' | 'paused' | 'closing' | 'closed';
/** `lost`: nobody hears of it any more; it may run on and does not know. */
export type NodeState = 'running' | 'stopped' | 'lost';

/**
 * Which states count as "in use", "open" or "live": every question of the flow, the store, the doors and the judge asks
 * by one of these lists.
 */

/** A request that has not ended: one such per agent and workstation. */
export const REQUEST_OPEN = [
  'submitted',
  'needs_information',
  'approved',
  'in_production',
  'produced',
  'handed_over',
] as const satisfies readonly RequestState[];
/** Every state of a request, in the order of its life. */
export const REQUEST_STATES: readonly RequestState[] = [...REQUEST_OPEN, 'closed', 'rejected', 'withdrawn'];
export type OpenRequestState = (typeof REQUEST_OPEN)[number];
/** A request that waits for an approver. */
export const REQUEST_TO_DECIDE = ['submitted'] as const satisfies readonly RequestState[];
/** A request that waits to be made, or is being made. */
export const REQUEST_TO_MAKE: readonly RequestState[] = ['submitted', 'approved', 'in_production'];
/** A request that is made, or was: no other is work of a day, or says something of its holder's machine. */
export const REQUEST_WORK: readonly RequestState[] = [...REQUEST_OPEN, 'closed'];
/** A request that nobody has begun to make: its priority may be decided, and an approver may reject it. */
export const REQUEST_WAITING: readonly RequestState[] = ['submitted', 'needs_information', 'approved'];
/** A request that a technician may make, or is making. */
export const REQUEST_IN_WORKSHOP: readonly RequestState[] = ['approved', 'in_production'];
/** A request whose holder has not received yet what was made for it. */
export const REQUEST_ON_ITS_WAY: readonly RequestState[] = ['produced', 'handed_over'];
/** A request that waits for its holder: to answer, to fetch or download what was made, or to confirm that they have it. */
export const REQUEST_WAITS_FOR_HOLDER: readonly RequestState[] = ['needs_information', 'produced', 'handed_over'];
/** What somebody who leaves has asked for in vain: nobody has begun to make it, or it is on its way to them. */
export const REQUEST_LEFT: readonly RequestState[] = [...REQUEST_WAITING, ...REQUEST_ON_ITS_WAY];
/** A request whose holder has been given what was made for it. */
export const REQUEST_HANDED_OVER: readonly RequestState[] = ['handed_over', 'closed'];
/** A request that ended without anything being made. */
export const REQUEST_REFUSED: readonly RequestState[] = ['rejected', 'withdrawn'];
/** The states that a request goes through where nothing stands in its way, in their order. */
export const REQUEST_STEPS = [
  'submitted',
  'approved',
  'in_production',
  'produced',
  'handed_over',
  'closed',
] as const satisfies readonly RequestState[];
/** Whether a request in this state waits to be made, or is being made. */
export const waitsToBeMade = (state: unknown): boolean => isOneOf(REQUEST_TO_MAKE, state);
/** Open requests of one holder: what changes of the person is written into all of them, in one entry. */
export const MOST_OPEN = 40;
/** Open requests for one machine that people may ask for: as it comes back from a loan, all of them end in one entry. */
export const MOST_OPEN_FOR_MACHINE = 20;
/** Whether a request in this state has not ended. */
export const isOpenRequest = (state: unknown): state is OpenRequestState => isOneOf(REQUEST_OPEN, state);

/** Every state of a token, in the order of its life. */
export const TOKEN_STATES = Object.keys({
  in_stock: 0,
  in_production: 0,
  to_check: 0,
  produced: 0,
  handed_over: 0,
  active: 0,
  suspended: 0,
  revoked: 0,
  expired: 0,
  returned: 0,
  missing: 0,
  scrapped: 0,
  scrapped_missing: 0,
  destroyed: 0,
} satisfies Record<TokenState, 0>) as TokenState[];
/** A token whose key works for its holder, or would again. */
export const TOKEN_ACTIVATED: readonly TokenState[] = ['active', 'suspended'];
/** A token that was made and that nobody has confirmed to have. */
export const TOKEN_ON_ITS_WAY: readonly TokenState[] = ['produced', 'handed_over'];
/** A token that its holder has in hand. */
export const TOKEN_WITH_HOLDER: readonly TokenState[] = ['handed_over', ...TOKEN_ACTIVATED];
/** A token that somebody has, or is about to: what can be revoked. */
export const TOKEN_IN_USE: readonly TokenState[] = [...TOKEN_ON_ITS_WAY, ...TOKEN_ACTIVATED];
/** A token that is bound to a request: in use, or on the bench for it. */
export const TOKEN_BOUND: readonly TokenState[] = ['in_production', ...TOKEN_IN_USE];
/** A token that works no more and is not back in the workshop. */
export const TOKEN_ENDED: readonly TokenState[] = ['revoked', 'expired'];
/** A token that its holder had in hand, whatever became of it, and that is not back in the workshop. */
export const TOKEN_USED: readonly TokenState[] = [...TOKEN_WITH_HOLDER, ...TOKEN_ENDED];
/** A token that a replacement may follow; a renewal follows an active one alone. */
export const TOKEN_REPLACEABLE: readonly TokenState[] = [...TOKEN_ACTIVATED, ...TOKEN_ENDED];

/** A token that lies on a shelf: what a location holds, a transfer moves and a count looks for. */
export const TOKEN_ON_SHELF: readonly TokenState[] = ['in_stock', 'to_check', 'returned', 'scrapped'];
/** A token of which nobody knows where it is; what was scrapped before is scrapped again as soon as it is found. */
export const TOKEN_MISSING: readonly TokenState[] = ['missing', 'scrapped_missing'];
/** A token that waits on a shelf to serve: as a blank, or once it is wiped. */
export const TOKEN_TO_SERVE: readonly TokenState[] = ['in_stock', 'returned'];
/** What a token that was set aside becomes: wiped, or scrapped where it refuses its SO-PINs. */
export const TOKEN_CHECKED = ['in_stock', 'scrapped'] as const satisfies readonly TokenState[];
/** A blank that could be made, or has to be looked at: what a recall scraps. */
export const TOKEN_BLANK: readonly TokenState[] = ['in_stock', 'to_check'];
/** What a recall hits. */
export const TOKEN_RECALLABLE: readonly TokenState[] = [...TOKEN_BLANK, ...TOKEN_IN_USE];
/** What has to be gone of a kind before its recall is closed. */
export const TOKEN_LIVE: readonly TokenState[] = ['in_production', ...TOKEN_RECALLABLE];

/** Every state of a SPAN workstation's life. */
export const WORKSTATION_STATES = Object.keys({
  registered: 0,
  commissioned: 0,
  migrating: 0,
  loaned: 0,
  in_repair: 0,
  blocked: 0,
  lost: 0,
  retired: 0,
} satisfies Record<WorkstationState, 0>) as [WorkstationState, ...WorkstationState[]];

/** A certificate that is signed, or about to be, and not yet proven on its token. */
export const CERTIFICATE_UNSEALED: readonly CertificateState[] = ['intended', 'issued'];
/** A certificate that is not over. */
export const CERTIFICATE_LIVE: readonly CertificateState[] = [...CERTIFICATE_UNSEALED, 'good'];
/** A certificate that was sealed and is good no more. */
export const CERTIFICATE_ENDED: readonly CertificateState[] = ['revoked', 'expired'];

/** A job that is not over: sealed or undone it will be, after a crash too. */
export const JOB_OPEN: readonly JobState[] = ['leased', 'certifying', 'certified'];

/** Letters that tell a secret. */
export const SECRET_LETTERS: readonly LetterKind[] = ['pin', 'pkcs12-password'];
/** A letter whose secret has not reached its holder. */
export const LETTER_OPEN: readonly LetterState[] = ['waiting', 'printed'];

/** A letter that was printed, wherever it is by now. */
export const LETTER_PRINTED: readonly LetterState[] = ['printed', 'confirmed', 'expired'];
/** A proposal that is not decided, or not done yet. */
export const PROPOSAL_OPEN: readonly ProposalState[] = ['proposed', 'confirmed'];
/** A proposal of which nothing comes any more. */
export const PROPOSAL_OVER = ['executed', 'failed', 'cancelled', 'expired'] as const satisfies readonly ProposalState[];
/** What the desk sees of a day: who comes, who came, who did not. */
export const APPOINTMENT_SEEN: readonly AppointmentState[] = ['booked', 'kept', 'missed'];
/** An appointment that the service ended without anybody having asked for it. */
export const APPOINTMENT_ENDED_BY_SERVICE: readonly AppointmentState[] = ['missed', 'called_off'];
/** An appointment that does not take place. */
export const APPOINTMENT_OFF: readonly AppointmentState[] = ['cancelled', 'called_off', 'lapsed'];
/** Every state of an incident, a recall, a transfer and a node. */
export const INCIDENT_STATES = ['open', 'closed'] as const satisfies readonly IncidentState[];
export const RECALL_STATES = ['open', 'closed'] as const satisfies readonly RecallState[];
export const TRANSFER_STATES = ['sent', 'ended'] as const satisfies readonly StockTransferState[];
export const NODE_STATES = ['running', 'stopped', 'lost'] as const satisfies readonly NodeState[];

/** A pick-up code in whose place no newer one came. */
export const CODE_LATEST: readonly PickupCodeState[] = ['open', 'locked'];

export const EXPECTED_DELIVERY_STATES = [
  'expected',
  'received',
  'cancelled',
] as const satisfies readonly ExpectedDeliveryState[];
/** An expected delivery that is expected no more. */
export const EXPECTED_PAST: readonly ExpectedDeliveryState[] = ['received', 'cancelled'];

/** Somebody whom the directory does not show any more, or as closed. */
export const STANDING_LEFT: readonly StandingState[] = ['disabled', 'gone'];

/** A campaign that is led: paused or not. */
export const CAMPAIGN_GOES_ON: readonly CampaignState[] = ['open', 'paused'];
/** A campaign in which something may still be left. */
export const CAMPAIGN_NOT_CLOSED: readonly CampaignState[] = [...CAMPAIGN_GOES_ON, 'closing'];
/** Every state of a campaign. */
export const CAMPAIGN_STATES: readonly CampaignState[] = [...CAMPAIGN_NOT_CLOSED, 'closed'];

/** A workstation that came into service, by its checklist or by two persons. */
export const WORKSTATION_CAME_IN: readonly WorkstationState[] = ['commissioned', 'loaned', 'migrating'];
/** A workstation that was given up: it comes back by a repair, or is retired. */
export const WORKSTATION_GIVEN_UP: readonly WorkstationState[] = ['lost', 'blocked'];
/** A workstation on which no token and no certificate is in use. */
export const WORKSTATION_OUT: readonly WorkstationState[] = [...WORKSTATION_GIVEN_UP, 'retired'];
/** With these the way back of a machine that was blocked is over: what it goes through later is no part of it. */
export const WORKSTATION_BACK: readonly WorkstationState[] = ['commissioned', 'retired'];
/** A workstation for which a token may be made. */
export const WORKSTATION_IN_SERVICE: readonly WorkstationState[] = ['commissioned', 'loaned'];
/** A workstation that may be asked for: one that is not in service yet may be by the time of production. */
export const WORKSTATION_USABLE: readonly WorkstationState[] = [
  'registered',
  'commissioned',
  'migrating',
  'loaned',
  'in_repair',
];
