/** The closed sets of words that rows hold: each is a code in the journal, and said in French and English where people read it. */
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
/** Why the service asks for a replacement, in the name of whoever decided the recall or leads the campaign. */
export const SERVICE_REASONS = ['recalled', 'migrated'] as const;
/** Why a token is replaced: for a reason that people say, or for which only the service asks. */
export const REQUEST_REASONS = [...REPLACEMENT_REASONS, ...SERVICE_REASONS] as const;
export type ReplacementReason = (typeof REQUEST_REASONS)[number];
/** Why a priority is raised, and why it is lowered: codes, since a text that is typed freely would reach the journal. */
export const RAISED_FOR = ['crisis-cell', 'essential-service', 'no-other-access', 'deadline'] as const;
export const LOWERED_FOR = ['not-urgent', 'over', 'fairness'] as const;
/** Why the priority that counts is what it is: as its asker said it, by a recall, or changed. */
export const PRIORITY_REASONS = ['as-asked', 'recalled', ...RAISED_FOR, ...LOWERED_FOR] as const;
export type PriorityReason = (typeof PRIORITY_REASONS)[number];
/** Why a token that its holder never had in use is made again: it failed, it did not arrive, or its holder did not accept what is certified. */
export const REPEATED_FOR = ['dead-on-arrival', 'lost-in-transit', 'refused-by-holder'] as const;
export type RepeatedFor = (typeof REPEATED_FOR)[number];
/** Why a request ended with the machine that it was for: it came back from its loan, is retired, or is lost. */
export const REQUEST_END_REASONS = ['loan-ended', 'workstation-retired', 'workstation-lost'] as const;
export type RequestEndReason = (typeof REQUEST_END_REASONS)[number];
export const REVOCATION_REASONS = [
  'lost',
  'stolen',
  'key-compromise',
  'damaged',
  ...REPEATED_FOR,
  'superseded',
  'left-service',
  'given-up',
  'workstation-lost',
  'workstation-blocked',
  'workstation-retired',
  'loan-ended',
  'incident',
  'recalled',
  'never-sealed',
  'other',
] as const;

export type RevocationReason = (typeof REVOCATION_REASONS)[number];
/** The reasons for which a person revokes; the others say what the service did, or a holder with their own. */
export const BY_HAND = REVOCATION_REASONS.filter(
  (reason) => reason !== 'never-sealed' && reason !== 'recalled' && reason !== 'given-up' && reason !== 'loan-ended',
);

/**
 * Why a role that the directory suggests is not given or ended. Words of a list: text that is typed freely may name people.
 */
export const DISMISSALS = ['not-needed', 'directory-wrong', 'temporary', 'handled-elsewhere'] as const;

/**
 * How it shows that a holder accepted a certificate or received a token themselves: they were signed in; they gave the
 * pick-up code that only they get; two operators checked who they are.
 */
export const PROOFS = ['own-factor', 'pickup-code', 'two-persons'] as const;
export type Proof = (typeof PROOFS)[number];
/** What a check of identity is for. */
export const CHECK_PURPOSES = ['acceptance', 'receipt'] as const;
export type CheckPurpose = (typeof CHECK_PURPOSES)[number];
/** The same, and alone for a second renewal in a row: all that is looked at a document for while a token is handed over. */
export const HANDOVER_PURPOSES = [...CHECK_PURPOSES, 'renewal'] as const;
export type HandoverPurpose = (typeof HANDOVER_PURPOSES)[number];
/**
 * What an operator looks at a document of a holder's for. `rebinding`: their token is to go with them to another machine; `bound`:
 * so does who binds it there.
 */
export const IDENTITY_PURPOSES = [...HANDOVER_PURPOSES, 'rebinding', 'bound'] as const;
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
export const PROMISE_REASONS = ['first', 'stock', 'approval', 'roster', 'queue', 'pace', 'earlier'] as const;
export type PromiseReason = (typeof PROMISE_REASONS)[number];
/** How far a promise reaches: the next working day, or farther (src/forecast). */
export const PROMISE_REACHES = ['near', 'far'] as const;
export type PromiseReach = (typeof PROMISE_REACHES)[number];
/** Why an expected delivery comes on another day, or not at all. */
export const DELIVERY_REASONS = ['supplier', 'transport', 'order', 'error'] as const;
export type DeliveryReason = (typeof DELIVERY_REASONS)[number];
/** Why surge mode is started: a code, since text that is typed freely may name people. */
export const SURGE_REASONS = ['crisis', 'demand', 'backlog', 'absence', 'campaign', 'recall'] as const;
export type SurgeReason = (typeof SURGE_REASONS)[number];
/** Why technicians of days to come are planned; a `closure` has none. */
export const ROSTER_REASONS = ['usual', 'reinforcement', 'absence', 'closure'] as const;
export type RosterReason = (typeof ROSTER_REASONS)[number];
/**
 * How a campaign's machines are named: by what they have in common, by a list of asset numbers, or by a list of exchanges, each
 * of an old machine for a new one.
 */
export const CAMPAIGN_KINDS = ['selection', 'list', 'exchange'] as const;
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number];
/** What becomes of the token on a machine that migrates: it stays, or its replacement is asked for before the day. */
export const MIGRATION_TOKENS = ['keep', 'replace'] as const;
export type MigrationTokens = (typeof MIGRATION_TOKENS)[number];
/** What becomes of tokens in any campaign; `rebound`: the machine is exchanged, and its token is bound to the new one. */
export const CAMPAIGN_TOKENS = [...MIGRATION_TOKENS, 'rebound'] as const;
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
export const MOVED_FOR = [...REPLAN_REASONS, 'by-hand', 'missed', 'paused', 'resumed', 'blocked', 'unblocked'] as const;
export type MovedFor = (typeof MOVED_FOR)[number];
/** Why a machine of a campaign cannot migrate, or be exchanged, now. */
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
  'no-holder',
  'several-holders',
  'new-not-in-service',
  'new-of-another',
  'new-elsewhere',
  'token-not-active',
  'token-temporary',
  'token-ends',
  'other-token',
  'request-open',
] as const;
export type CampaignBlocker = (typeof CAMPAIGN_BLOCKERS)[number];
/**
 * How a machine's part in a campaign ended: by its checklist; by its exchange for another; it had the image; it was retired; the
 * campaign was closed before.
 */
export const CAMPAIGN_OUTCOMES = ['migrated', 'exchanged', 'already', 'retired', 'left'] as const;
export type CampaignOutcome = (typeof CAMPAIGN_OUTCOMES)[number];
/** What was to be done with the machine was done. */
export const CAMPAIGN_DONE = ['migrated', 'exchanged'] as const satisfies readonly CampaignOutcome[];
/** Why a line of a list of exchanges is not taken. */
export const EXCHANGE_REFUSALS = [
  'incomplete',
  'same-machine',
  'twice',
  'old-unknown',
  'new-unknown',
  'old-retired',
  'new-retired',
  'in-campaign',
  'in-exchange',
] as const;
export type ExchangeRefusal = (typeof EXCHANGE_REFUSALS)[number];
/** Why no replacement of the token is asked for; `profile`: the directory does not say what the profile of the token needs. */
export const CAMPAIGN_TOKEN_LEFT = ['no-token', 'many-requests', 'profile'] as const;
export type CampaignTokenLeft = (typeof CAMPAIGN_TOKEN_LEFT)[number];
/** What a Nomade credential is put on: a personal machine, by its system. */
export const DEVICE_KINDS = ['windows', 'macos', 'linux', 'ios', 'android'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];
/** `pin` and `pkcs12-password` hold a secret (SECRET_LETTERS in states.ts); the others are papers. */
export const LETTER_KINDS = ['pin', 'pkcs12-password', 'label', 'transport-note', 'handover-sheet'] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];
/** Where a secret letter goes: to its holder's site, or to the other address that they gave. */
export const LETTER_ADDRESSES = ['site', 'address'] as const;
export type LetterAddress = (typeof LETTER_ADDRESSES)[number];
/** What a file brings in. */
export const IMPORT_KINDS = ['people', 'workstations'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/**
 * `checklist`: item by item. `taken-over`: it was in service before this service was, and two persons said so; nothing is
 * known here of its checklist.
 */
export type CameIn = 'checklist' | 'taken-over';
