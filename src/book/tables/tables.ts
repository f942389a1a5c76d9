/**
 * The records of the flow, as stored and as journalled: one interface a table, camelCase columns, times as epoch
 * milliseconds, JSON as text. Every row here can be rebuilt from the journal; what cannot (password hashes, sessions,
 * secrets, certificate bodies) belongs to the adapter that owns it.
 */
export const ROLES = [
  'agent',
  'correspondent',
  'approver',
  'technician',
  'security-officer',
  'auditor',
  'administrator',
  'supervisor',
] as const;
export type Role = (typeof ROLES)[number];

export const REQUEST_KINDS = ['first-issue', 'renewal', 'replacement', 'nomade'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];
export const REPLACEMENT_REASONS = ['lost', 'stolen', 'damaged', 'forgotten'] as const;
/** Why a token is replaced: for a reason that people say, or by a recall or a migration, for which only the service asks. */
export const REQUEST_REASONS = [...REPLACEMENT_REASONS, 'recalled', 'migrated'] as const;
export type ReplacementReason = (typeof REQUEST_REASONS)[number];
/** Why a priority is raised, and why it is lowered: codes, since a text that is typed freely would reach the journal. */
export const RAISED_FOR = ['crisis-cell', 'essential-service', 'no-other-access', 'deadline'] as const;
export const LOWERED_FOR = ['not-urgent', 'over', 'fairness'] as const;
/** Why the priority that counts is what it is: as its asker said it, by a recall, or changed. */
export const PRIORITY_REASONS = ['as-asked', 'recalled', ...RAISED_FOR, ...LOWERED_FOR] as const;
export type PriorityReason = (typeof PRIORITY_REASONS)[number];
export const REVOCATION_REASONS = [
  'lost',
  'stolen',
  'key-compromise',
  'damaged',
  'dead-on-arrival',
  'lost-in-transit',
  'superseded',
  'left-service',
  'given-up',
  'workstation-lost',
  'workstation-blocked',
  'workstation-retired',
  'incident',
  'recalled',
  'never-sealed',
  'other',
] as const;
/**
 * Why a role that the directory suggests is not given or ended. Words of a list: text that is typed freely may name people.
 */
export const DISMISSALS = ['not-needed', 'directory-wrong', 'temporary', 'handled-elsewhere'] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];
/** The reasons for which a person revokes; the others say what the service did, or a holder with their own. */
export const BY_HAND = REVOCATION_REASONS.filter(
  (reason) => reason !== 'never-sealed' && reason !== 'recalled' && reason !== 'given-up',
);
/**
 * How it shows that a holder accepted a certificate or received a token themselves: they were signed in; they gave the
 * pick-up code that only they get; two operators checked who they are.
 */
export const PROOFS = ['own-factor', 'pickup-code', 'two-persons'] as const;
export type Proof = (typeof PROOFS)[number];
/** What a check of identity is for. */
export const CHECK_PURPOSES = ['acceptance', 'receipt'] as const;
export type CheckPurpose = (typeof CHECK_PURPOSES)[number];
/** What an operator looks at a document for: one of two who prove an act, or alone for a second renewal in a row. */
export const IDENTITY_PURPOSES = [...CHECK_PURPOSES, 'renewal'] as const;
export type IdentityPurpose = (typeof IDENTITY_PURPOSES)[number];
/** Kinds of document that say who somebody is. Never its number. */
export const DOCUMENTS = ['identity-card', 'passport', 'residence-permit', 'driving-licence', 'agent-card'] as const;
export type DocumentKind = (typeof DOCUMENTS)[number];
/** A pick-up code comes by e-mail, or is shown once on its holder's own page. */
export const CODE_WAYS = ['mail', 'page'] as const;
export type CodeWay = (typeof CODE_WAYS)[number];

/** What a checklist is for. */
export const CHECKLIST_PURPOSES = ['commissioning', 'migration'] as const;
export type ChecklistPurpose = (typeof CHECKLIST_PURPOSES)[number];
/** Why an agent is given a machine, and why it is taken back: codes, since a text would reach the journal. */
export const GIVEN_FOR = ['handed-out', 'replacement', 'correction'] as const;
export type GivenFor = (typeof GIVEN_FOR)[number];
export const TAKEN_BACK_FOR = ['returned', 'left-service', 'replaced', 'correction'] as const;
export type TakenBackFor = (typeof TAKEN_BACK_FOR)[number];

/** What somebody says has happened: a code, since a text that is typed freely would reach the journal. */
export const INCIDENT_KINDS = ['phishing', 'ransomware', 'other'] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];
/** What came of an incident. */
export const INCIDENT_OUTCOMES = ['blocked', 'handled', 'false-alarm'] as const;
export type IncidentOutcome = (typeof INCIDENT_OUTCOMES)[number];

/** What the tokens of a recall have in common. */
export const RECALL_KINDS = ['model', 'firmware', 'batch', 'delivery'] as const;
export type RecallKind = (typeof RECALL_KINDS)[number];
/** `revoke-now`: revoked at once, replaced after. `replace-first`: each is revoked once its replacement is accepted, or at a date. */
export const RECALL_WAYS = ['revoke-now', 'replace-first'] as const;
export type RecallWay = (typeof RECALL_WAYS)[number];
/** Why no replacement is asked for a token that a recall hit. */
export const RECALL_LEFT = ['blank', 'temporary', 'holder', 'workstation', 'many-requests', 'gone'] as const;
export type RecallLeft = (typeof RECALL_LEFT)[number];

/** `not-seen`: it ought to be there. `not-expected`: it was there and ought not to be. */
export const STOCK_DIFFERENCE_KINDS = ['not-seen', 'not-expected'] as const;
export type StockDifferenceKind = (typeof STOCK_DIFFERENCE_KINDS)[number];
/**
 * What explains a difference. `missing`: it was declared so. `found`: it is there, and by now the records say so. `misplaced`:
 * it belongs to another location. `taken`: it left the stock meanwhile. `set-apart`: it is no stock, and was put aside.
 */
export const STOCK_DIFFERENCE_REASONS = ['missing', 'found', 'misplaced', 'taken', 'set-apart'] as const;
export type StockDifferenceReason = (typeof STOCK_DIFFERENCE_REASONS)[number];
/**
 * Why a request is given dates. `first`: it had none. Later ones are told with it: `queue`: more is made before it; `approval`:
 * nobody has approved it; `pace`: fewer tokens are made than was foreseen. `earlier`: it is ready sooner.
 */
export const PROMISE_REASONS = ['first', 'queue', 'approval', 'pace', 'earlier'] as const;
export type PromiseReason = (typeof PROMISE_REASONS)[number];
/** How far a promise reaches: the next working day, or farther (src/forecast). */
export const PROMISE_REACHES = ['near', 'far'] as const;
export type PromiseReach = (typeof PROMISE_REACHES)[number];
/** Why an expected delivery comes on another day, or not at all. */
export const DELIVERY_REASONS = ['supplier', 'transport', 'order', 'error'] as const;
export type DeliveryReason = (typeof DELIVERY_REASONS)[number];
/** Why technicians of days to come are planned; a `closure` has none. */
/** Why surge mode is started: a code, since text that is typed freely may name people. */
export const SURGE_REASONS = ['crisis', 'demand', 'backlog', 'absence', 'campaign', 'recall'] as const;
export type SurgeReason = (typeof SURGE_REASONS)[number];
export const ROSTER_REASONS = ['usual', 'reinforcement', 'absence', 'closure'] as const;
export type RosterReason = (typeof ROSTER_REASONS)[number];
/** How a campaign's machines are named: by what they have in common, or by a list of asset numbers. */
export const CAMPAIGN_KINDS = ['selection', 'list'] as const;
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number];
/** What becomes of the token on a machine that migrates: it stays, or its replacement is asked for before the day. */
export const CAMPAIGN_TOKENS = ['keep', 'replace'] as const;
export type CampaignTokens = (typeof CAMPAIGN_TOKENS)[number];
/** Which checklist a machine has to have: one that was written for the target image, or any that is due. */
export const CAMPAIGN_CHECKLISTS = ['of-image', 'any'] as const;
export type CampaignChecklist = (typeof CAMPAIGN_CHECKLISTS)[number];
/** `keep`: a day stays where it still fits. `anew`: every day to come is given anew. */
export const REPLAN_WAYS = ['keep', 'anew'] as const;
export type ReplanWay = (typeof REPLAN_WAYS)[number];
/** Why a supervisor plans anew: a code, since a text would reach the journal. */
export const REPLAN_REASONS = ['capacity', 'days-closed', 'other'] as const;
export type ReplanReason = (typeof REPLAN_REASONS)[number];
/** Why the day of a machine is not the one that its holder was told before. */
export const MOVED_FOR = [...REPLAN_REASONS, 'missed', 'paused', 'resumed', 'blocked', 'unblocked'] as const;
export type MovedFor = (typeof MOVED_FOR)[number];
/** Why a machine of a campaign cannot migrate now. */
export const CAMPAIGN_BLOCKERS = [
  'lost',
  'blocked',
  'in-repair',
  'not-commissioned',
  'loaned',
  'incident',
  'holder-left',
  'other-image',
  'no-checklist',
  'other-campaign',
] as const;
export type CampaignBlocker = (typeof CAMPAIGN_BLOCKERS)[number];
/** How a machine's part in a campaign ended: by its checklist; it had the image; it was retired; the campaign was closed before. */
export const CAMPAIGN_OUTCOMES = ['migrated', 'already', 'retired', 'left'] as const;
export type CampaignOutcome = (typeof CAMPAIGN_OUTCOMES)[number];
/** Why no replacement of the token is asked for; `profile`: the directory does not say what the profile of the token needs. */
export const CAMPAIGN_TOKEN_LEFT = ['no-token', 'many-requests', 'profile'] as const;
export type CampaignTokenLeft = (typeof CAMPAIGN_TOKEN_LEFT)[number];
/** What a Nomade credential is put on: a personal machine, by its system. */
export const DEVICE_KINDS = ['windows', 'macos', 'linux', 'ios', 'android'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

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
/** `pin` and `pkcs12-password` hold a secret (SECRET_LETTERS in states.ts); the others are papers. */
export type LetterKind = 'pin' | 'pkcs12-password' | 'label' | 'transport-note' | 'handover-sheet';
/** Where a secret letter goes: to its holder's site, or to the other address that they gave. */
export const LETTER_ADDRESSES = ['site', 'address'] as const;
export type LetterAddress = (typeof LETTER_ADDRESSES)[number];
/** `open`: it may be given. `locked`: five wrong ones were. `ended`: a newer one took its place. */
export type PickupCodeState = 'open' | 'locked' | 'ended';
export type ProposalState = 'proposed' | 'confirmed' | 'executed' | 'failed' | 'cancelled' | 'expired';
/** What a file brings in. */
export const IMPORT_KINDS = ['people', 'workstations'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];
export type ImportState = 'running' | 'finished' | 'stopped';
export type AccountState = 'invited' | 'active' | 'disabled';
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

/** A personal column is null once a purge has emptied it (PERSONAL below); what else null means stands at the column. */
export interface PersonRow {
  id: string;
  /** Identifier in the ministry's directory (personal). One directory person, one account. */
  directoryId: string | null;
  givenName: string | null;
  familyName: string | null;
  email: string | null;
  /**
   * The account in a Windows domain, `name@domain` (personal), and its SID (personal): for smart-card logon. Null: the
   * person has none.
   */
  userPrincipalName: string | null;
  securityIdentifier: string | null;
  /** Where their letters go that must not go where their parcels do (personal). Null: letters go to their site. */
  postalAddress: string | null;
  /** Code of the service, such as `DNUM/SDIT` or `PREF-33`. */
  service: string;
  site: string;
  createdAt: number;
  /** Null until two persons decided it. */
  purgedAt: number | null;
}
/** How a person comes in: whether they may sign in at all. There is one account a person. */
export interface AccountRow {
  /** The person's id. */
  id: string;
  state: AccountState;
  createdAt: number;
  /** Who made the link that opens it, or opened it; `system` for the service's first two people; null since it was closed. */
  inviterId: string | null;
  /** Who gave the second person's code with it; null: one person alone opened it, which is no operator's account. */
  voucherId: string | null;
}
/** A role that a person was given. */
export interface GrantRow {
  id: string;
  personId: string;
  role: Role;
  /** Service code, its descendants included (`PREF-33` covers `PREF-33/DCL`), or `*`. */
  scope: string;
  grantedAt: number;
  /** Who gave it, or proposed it; null: it came with the person, by the directory or at the service's founding. */
  granterId: string | null;
  /** The second person, who confirmed it; null: one person alone gives such a role. */
  seconderId: string | null;
  /** Dates of a deputy; null: from the grant on, and without an end. */
  validFrom: number | null;
  validUntil: number | null;
  /** When two persons last reviewed it, and by which proposal (access-review.ts); null: nobody did yet. */
  reviewedAt: number | null;
  reviewId: string | null;
  /** Null while it stands. */
  revokedAt: number | null;
}
/** An act of two persons (decisions.ts), from its proposal on. */
export interface ProposalRow {
  id: string;
  act: string;
  /** SHA-256 (hex) of the JCS form of {act, args}: what is confirmed is exactly what was proposed. */
  argsHash: string;
  /** JCS text. It names people by their ids, so it stands in clear. */
  args: string;
  proposerId: string;
  /** Null until somebody else confirmed it. */
  confirmerId: string | null;
  state: ProposalState;
  proposedAt: number;
  expiresAt: number;
}
/** A way in for a machine, which acts as its owner. */
export interface ApiTokenRow {
  id: string;
  personId: string;
  /** What its owner calls it (personal). */
  name: string | null;
  /** Roles the token may act in, comma separated. */
  scopes: string;
  createdAt: number;
  expiresAt: number;
  /** Null while it stands. */
  revokedAt: number | null;
  /**
   * The client certificate that it works with alone: base64url of the SHA-256 of its DER (RFC 8705 section 3.1). Null: a
   * plain token, which a throw-away data folder takes and no other.
   */
  thumbprint: string | null;
}
/** A SPAN workstation. */
export interface WorkstationRow {
  id: string;
  /** Label on the machine, such as `PN-88213`. */
  assetNumber: string;
  /** Its maker's serial number, in capitals; null until it is known. No two machines have the same. */
  serialNumber: string | null;
  model: string;
  /** The image that it runs, by its name and version; null until it is known. */
  image: string | null;
  service: string;
  site: string;
  /** The agent who has it; null: nobody. */
  holderId: string | null;
  state: WorkstationState;
  /** How many commissionings and migrations were begun; check items belong to one round. */
  round: number;
  /** The checklist, in its version, under which the last round began; null: none did, it was taken over. */
  checklistId: string | null;
  registeredAt: number;
  /** Who brought it in: registered or imported it, or proposed that it be taken over. */
  registererId: string;
  /** The second person, who confirmed that it be taken over; null: one person brought it in, alone. */
  seconderId: string | null;
  /** Who signed the last item of its last checklist; null: nobody did yet. */
  commissionerId: string | null;
  /** How it came into service; null: it did not, or has to come anew. */
  cameIn: CameIn | null;
}
/**
 * `checklist`: item by item. `taken-over`: it was in service before this service was, and two persons said so; nothing is
 * known here of its checklist.
 */
export type CameIn = 'checklist' | 'taken-over';
/** A version of a checklist (rules/checklists.ts). None is ever changed: the next version is a row of its own. */
export interface ChecklistRow {
  id: string;
  purpose: ChecklistPurpose;
  /** For which machines: a model's and an image's name, or `*`. */
  model: string;
  image: string;
  version: number;
  /** Its items in order, as canonical JSON. */
  items: string;
  /** The two who decided it; null: it came with the service. */
  proposerId: string | null;
  confirmerId: string | null;
  since: number;
}
/** An item of a checklist that a technician signed. */
export interface CheckItemRow {
  id: string;
  workstationId: string;
  checklistId: string;
  round: number;
  item: string;
  /** What the item asks for (rules/check-values.ts); null: it asks for nothing. */
  value: string | null;
  signedBy: string;
  signedAt: number;
}
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
  /** Where it stands in the queue: when it was submitted, less the days that its priority gives (waiting/priority.ts). */
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
/** Blank tokens that were ordered and are to come. */
export interface ExpectedDeliveryRow {
  id: string;
  /** The first one is 1. */
  nth: number;
  /** By which the supplier knows the order. */
  reference: string;
  model: string;
  count: number;
  /** How many of them came so far: an order may come in parts. */
  came: number;
  /** The day on which they are to come. Days since 1970 in Paris. */
  day: number;
  state: ExpectedDeliveryState;
  /** Why it was moved or cancelled; null: neither. */
  reason: DeliveryReason | null;
  expectedBy: string;
  expectedAt: number;
  /** When it was moved or cancelled last; null: never. */
  changedAt: number | null;
}
/** Blank tokens that came together. */
export interface DeliveryRow {
  id: string;
  reference: string;
  model: string;
  /** As the supplier's note says them: of all tokens of the delivery; null where it does not. */
  firmware: string | null;
  batch: string | null;
  count: number;
  /** The expected delivery that they are of; null: nobody said that they would come. */
  expectedId: string | null;
  /** The location of the stock that it came to; null: none was named. */
  locationId: string | null;
  receivedBy: string;
  receivedAt: number;
}
/** A place where tokens are kept: a safe, a drawer. */
export interface StockLocationRow {
  /** Its code, such as `LYON-COFFRE-1`: what stands on its label. */
  id: string;
  label: string;
  site: string;
  /** Below so many blanks of a model the stock is low here; null: it is not watched. */
  threshold: number | null;
  addedBy: string;
  addedAt: number;
}
/** Tokens that go from one site to another: sent by one person, received by another. */
export interface StockTransferRow {
  id: string;
  fromId: string;
  toId: string;
  /** How many were sent. */
  count: number;
  state: StockTransferState;
  sentBy: string;
  sentAt: number;
  /** Who last said of some of them where they are; null: nobody did yet. */
  receivedBy: string | null;
  receivedAt: number | null;
}
/** An inventory of one location: what was scanned, against what ought to be there. */
export interface StockCountRow {
  id: string;
  locationId: string;
  /** How many ought to be there, how many of ours were scanned, and how many that are not ours. */
  expected: number;
  seen: number;
  unknown: number;
  countedBy: string;
  countedAt: number;
}
/** A token that was not where the records say, or was where they do not say. */
export interface StockDifferenceRow {
  id: string;
  countId: string;
  locationId: string;
  tokenId: string;
  kind: StockDifferenceKind;
  /** What explains it, by whom and when; null while it is open. */
  reason: StockDifferenceReason | null;
  settledBy: string | null;
  settledAt: number | null;
}
/** A location that fell below its threshold of blanks of a model: once for each crossing. */
export interface StockAlertRow {
  id: string;
  locationId: string;
  model: string;
  /** The threshold, and how many there were, when it was found. */
  threshold: number;
  count: number;
  since: number;
  /** Null while the stock is low. */
  endedAt: number | null;
}
/** A token, blank or made, from its delivery to its end. */
export interface TokenRow {
  /** The vendor's serial number, as PKCS#11 reports it. */
  id: string;
  model: string;
  /** Its own where the file of the delivery says one, else that of the delivery; null where neither does. */
  firmware: string | null;
  /** As its delivery has it. */
  batch: string | null;
  deliveryId: string;
  /** Where it is kept, or was before it went to the bench; null: none was named. */
  locationId: string | null;
  /** The transfer that it is on, or on which it went missing; null: none. */
  transferId: string | null;
  state: TokenState;
  /** CKA_LABEL of the token, unique, ASCII, ≤ 32 characters; null while blank. */
  label: string | null;
  /** For what, for whom and with which key and certificate; null while it is in stock. */
  requestId: string | null;
  holderId: string | null;
  workstationId: string | null;
  /** CKA_ID of key pair and certificate, hex. */
  keyId: string | null;
  certificateId: string | null;
  /** The vault's record of its present SO-PIN; of a token to check, of the one before: it may have its last job's by now. */
  soPinId: string;
  /** How many holders it has had. */
  cycle: number;
  receivedAt: number;
  /** Null until its present holder confirmed the receipt. */
  activatedAt: number | null;
}
/** One production: of a token, or of a nomade credential. */
export interface JobRow {
  id: string;
  requestId: string;
  /** The token and where it is plugged; null for a software credential. */
  tokenId: string | null;
  slot: string | null;
  technicianId: string;
  state: JobState;
  /** Null until the certificate is intended. */
  certificateId: string | null;
  startedAt: number;
  /** Null while it is open. */
  endedAt: number | null;
  /** Error code of an undone job; null for any other. */
  failure: string | null;
  /** `NAME/RUN` of the node that began it (rules/nodes.ts). */
  run: string;
}
/** A certificate, from the intent to sign it on. */
export interface CertificateRow {
  /** Serial number, lower-case hex without leading zeros beyond the octet. */
  id: string;
  issuerId: string;
  profile: string;
  profileHash: string;
  /** The policy that it says, dotted; empty for one that only a CRL told of. */
  policy: string;
  state: CertificateState;
  /** Whose it is, and by which request and job; null for a workstation's, the server's, and one that only a CRL told of. */
  holderId: string | null;
  requestId: string | null;
  jobId: string | null;
  /** Null for a software credential too. */
  tokenId: string | null;
  /** Of a workstation's own certificate; null for any other. */
  workstationId: string | null;
  /** SHA-256 (hex) of the subject public key info. */
  publicKeyHash: string;
  /** SHA-256 (hex) of the DER; null until signed. */
  sha256: string | null;
  /** Subject distinguished name, RFC 4514 (personal); null until signed. */
  subject: string | null;
  /**
   * What it says of its holder, as canonical JSON (personal): `commonName`, `serialNumber`, and those of `email`,
   * `userPrincipalName` and `securityIdentifier` that its profile asks for. Null for a certificate of no person.
   */
  names: string | null;
  notBefore: number;
  notAfter: number;
  intendedAt: number;
  /** Who had it made: the technician, or `system`. */
  orderedBy: string;
  /** `NAME/RUN` of the node that ordered it (rules/nodes.ts); null for one that only a CRL told of. */
  run: string | null;
  /** Null until it was good. */
  sealedAt: number | null;
  /** Null until it was revoked. */
  revokedAt: number | null;
  revocationReason: RevocationReason | null;
}
/** The way of a token or credential to its holder. */
export interface HandoverRow {
  id: string;
  requestId: string;
  /** Null for a download. */
  tokenId: string | null;
  mode: 'desk' | 'shipment' | 'download';
  /** Who had the token sign its challenge: the one who has it in hand until it is handed over or shipped. */
  operatorId: string;
  /** When the token signed the hand-over challenge that its certificate verified; null for a download. */
  challengedAt: number | null;
  /** Null until that step was taken. */
  acceptedAt: number | null;
  acceptedBy: string | null;
  acceptanceProof: Proof | null;
  /** SHA-256 (hex) of the conditions that its holder agreed to before a download (rules/nomade-terms.ts); null for a token. */
  termsHash: string | null;
  /** Carrier's number (personal: it leads to an address); null at the desk. */
  trackingNumber: string | null;
  handedOverAt: number | null;
  /** When a correspondent confirmed the parcel of a shipment, and who; null where it went to its holder. */
  parcelAt: number | null;
  parcelBy: string | null;
  /** Null until its holder received it. Closed by rule, it has a time, and nobody and nothing that proves it. */
  receiptAt: number | null;
  receiptBy: string | null;
  receiptProof: Proof | null;
  /** Null unless the token came back, dead or lost. */
  failedAt: number | null;
}
/** A pick-up code of a request's holder. The code itself is hashed, and stands beside the journal. */
export interface PickupCodeRow {
  id: string;
  requestId: string;
  state: PickupCodeState;
  way: CodeWay;
  /** How often another code was given in its place. */
  wrongTries: number;
  issuedAt: number;
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
/** An operator checked by a document who the holder is, who stands before them. Two such checks are a proof. */
export interface IdentityCheckRow {
  id: string;
  handoverId: string;
  purpose: IdentityPurpose;
  document: DocumentKind;
  checkedBy: string;
  checkedAt: number;
}
/** A paper that is printed: a letter with a secret, a label, a note. */
export interface LetterRow {
  id: string;
  kind: LetterKind;
  requestId: string;
  /** Null for the password of a software credential. */
  tokenId: string | null;
  /** The vault's record; null for papers without a secret and once it is gone. */
  secretId: string | null;
  state: LetterState;
  /** Null until that step was taken. */
  printedBy: string | null;
  printedAt: number | null;
  sentTo: LetterAddress | null;
  confirmedAt: number | null;
  /** Instead of being printed, its PIN was shown once to its holder. */
  shownAt: number | null;
  shownTo: string | null;
}
/** A certificate of the CA's own: root, issuing CA or OCSP signer. */
export interface AuthorityRow {
  id: string;
  kind: 'root' | 'issuing' | 'ocsp';
  /** What an issuing CA is for, and the operator's arc below which its policies are (purposes.ts); null for all others. */
  purpose: 'token' | 'nomade' | null;
  policy: string | null;
  /** Null for a root. */
  issuerId: string | null;
  serialNumber: string;
  subject: string;
  /** SHA-256 (hex) of the DER; null while it is intended: then a signature may exist, and nothing can be signed with it. */
  sha256: string | null;
  evaluation: number;
  notBefore: number;
  notAfter: number;
}
/** Phishing, ransomware or the like that somebody reported, for themselves or for somebody else. */
export interface IncidentRow {
  id: string;
  kind: IncidentKind;
  state: IncidentState;
  /** Whom it befell, and on which machine; null where none was named. */
  personId: string;
  workstationId: string | null;
  reporterId: string;
  reportedAt: number;
  /** When a security officer took away what could be misused, and who; null where nobody did. */
  blockedAt: number | null;
  blockerId: string | null;
  /** Null while it is open. */
  closedAt: number | null;
  closerId: string | null;
  outcome: IncidentOutcome | null;
}
/** A flaw in a model, a firmware or a batch: two persons decided which tokens go, and how. */
export interface RecallRow {
  id: string;
  kind: RecallKind;
  /** Null for a delivery, which has one model. */
  model: string | null;
  /** The firmware, the batch or the delivery's id; null for a model. */
  value: string | null;
  way: RecallWay;
  /** When what was not replaced by then is revoked; null: never by itself, and for what is revoked at once. */
  revokeAt: number | null;
  state: RecallState;
  /** The two who decided it: the first asks for the replacements, the second approves them. */
  proposerId: string;
  confirmerId: string;
  openedAt: number;
  /** Null while it is open. */
  closedAt: number | null;
  closerId: string | null;
}
/** A token that a recall hit. */
export interface RecallItemRow {
  id: string;
  recallId: string;
  tokenId: string;
  /** Its state when it was hit. */
  found: TokenState;
  /** Who had it; null for a blank. */
  holderId: string | null;
  /** Since when its holder has it, or since when it is here: the oldest is replaced first. */
  since: number;
  hitAt: number;
  /** When it was settled what takes its place, and its holder was told; null until then. */
  settledAt: number | null;
  /** The request that replaces it, asked for by the recall or open before; null where there is none, for the reason of `left`. */
  requestId: string | null;
  left: RecallLeft | null;
}
/** Machines are moved from one image to another, so many a day. */
export interface CampaignRow {
  id: string;
  kind: CampaignKind;
  /** The image that its machines have; null: whichever. */
  fromImage: string | null;
  targetImage: string;
  /** What a selection's machines have in common, the services below the one named included; null: whichever. */
  site: string | null;
  service: string | null;
  model: string | null;
  tokens: CampaignTokens;
  checklist: CampaignChecklist;
  /** Who migrates on a day, and how many machines each: together what a day takes. */
  technicians: number;
  perTechnician: number;
  /** The first day (rules/working-days.ts). */
  startsOn: number;
  /** Working days on which nobody migrates, as a JSON list in rising order. */
  closedDays: string;
  /** The number of the plan that stands, how it treats days given before, and why it was made; null: it is the first. */
  plan: number;
  way: ReplanWay;
  reason: ReplanReason | null;
  state: CampaignState;
  openerId: string;
  openedAt: number;
  /** When all its machines were found; null until then. */
  enrolledAt: number | null;
  closedAt: number | null;
  /** Who had it closed; null while nobody has. */
  closerId: string | null;
}
/** A machine of a campaign. */
export interface CampaignItemRow {
  id: string;
  campaignId: string;
  workstationId: string;
  /** Its place in the order: site, service, asset number. */
  rank: string;
  addedAt: number;
  /** The plan under which it was looked at last; 0: under none yet. */
  plan: number;
  /** The day on which it is to come (rules/working-days.ts); null: it has none. */
  day: number | null;
  /** Why that is not what its holder was told before; null: nothing was, or it is the first day. */
  reason: MovedFor | null;
  /** How many days it was given, one after another. */
  times: number;
  blocked: CampaignBlocker | null;
  /** Null while it is to migrate. */
  endedAt: number | null;
  outcome: CampaignOutcome | null;
  /** When it was settled what becomes of its token; null until then, and always where tokens stay. */
  tokenAt: number | null;
  /** The request that replaces it; null where there is none, for the reason of `tokenLeft`. */
  requestId: string | null;
  tokenLeft: CampaignTokenLeft | null;
}
/** A CRL that was published. */
export interface CrlRow {
  id: string;
  issuerId: string;
  number: number;
  thisUpdate: number;
  nextUpdate: number;
  entries: number;
  /** How many of its issuer's certificates were revoked by then, those included that have ended since. */
  revoked: number;
  sha256: string;
}
/** One value under a name: what two persons set, and what the service says of itself. */
export interface SettingRow {
  id: string;
  value: string;
}

/** A file of people or workstations that is taken in, a piece at a time. */
export interface ImportRow {
  id: string;
  kind: ImportKind;
  /** Who imports it: what it brings in, they bring in. */
  askerId: string;
  state: ImportState;
  /** How many rows the file has. */
  rows: number;
  /** How many of them were dealt with, and what came of these. */
  taken: number;
  added: number;
  updated: number;
  unchanged: number;
  refused: number;
  /** The first that were refused, because somebody changed something meanwhile: `[place, code]` of each, the first row being 1. */
  refusals: string;
  begunAt: number;
  /** Null while it runs. */
  endedAt: number | null;
}

/** A process of the service, of several that run on one database. */
export interface NodeRow {
  /** Its name, as its machine's settings say it (rules/nodes.ts). */
  id: string;
  site: string;
  version: string;
  state: NodeState;
  /** How often it was started. */
  run: number;
  startedAt: number;
  /** When it stopped or was found to have gone; null while it runs. */
  endedAt: number | null;
}

/** Everything the journal can rebuild, by the name an entry's `changes` use. */
export interface Tables {
  person: PersonRow;
  account: AccountRow;
  grant: GrantRow;
  proposal: ProposalRow;
  apiToken: ApiTokenRow;
  workstation: WorkstationRow;
  checklist: ChecklistRow;
  checkItem: CheckItemRow;
  import: ImportRow;
  device: DeviceRow;
  request: RequestRow;
  approval: ApprovalRow;
  promise: PromiseRow;
  roster: RosterRow;
  appointment: AppointmentRow;
  stockLocation: StockLocationRow;
  stockTransfer: StockTransferRow;
  stockCount: StockCountRow;
  stockAlert: StockAlertRow;
  stockDifference: StockDifferenceRow;
  expectedDelivery: ExpectedDeliveryRow;
  delivery: DeliveryRow;
  token: TokenRow;
  job: JobRow;
  certificate: CertificateRow;
  handover: HandoverRow;
  pickupCode: PickupCodeRow;
  identityCheck: IdentityCheckRow;
  letter: LetterRow;
  incident: IncidentRow;
  recall: RecallRow;
  recallItem: RecallItemRow;
  campaign: CampaignRow;
  campaignItem: CampaignItemRow;
  authority: AuthorityRow;
  crl: CrlRow;
  setting: SettingRow;
  node: NodeRow;
}
export type TableName = keyof Tables;

type Columns = { readonly [T in TableName]?: readonly (keyof Tables[T] & string)[] };
const COMMITTED = {
  person: [
    'directoryId',
    'givenName',
    'familyName',
    'email',
    'userPrincipalName',
    'securityIdentifier',
    'postalAddress',
  ],
  apiToken: ['name'],
  device: ['name'],
  request: ['comment', 'answer', 'contentSalt'],
  certificate: ['subject', 'names'],
  handover: ['trackingNumber'],
} as const satisfies Columns;
/** Columns that the journal shows as commitments only (docs/journal.md): a purge sets them to null and drops the openings. */
export const PERSONAL: Columns = COMMITTED;
/** The personal columns of a table. */
export type PersonalColumn<T extends TableName> = T extends keyof typeof COMMITTED
  ? (typeof COMMITTED)[T][number]
  : never;
