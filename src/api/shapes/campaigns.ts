import { z } from 'zod';
import {
  CAMPAIGN_BLOCKERS,
  CAMPAIGN_CHECKLISTS,
  CAMPAIGN_KINDS,
  CAMPAIGN_OUTCOMES,
  CAMPAIGN_TOKEN_LEFT,
  CAMPAIGN_TOKENS,
  EXCHANGE_REFUSALS,
  MOVED_FOR,
  REPLAN_REASONS,
  REPLAN_WAYS,
} from '../../book/tables/codes.ts';
import { CampaignStates, RequestStates, WorkstationStates } from './states.ts';
import { Time } from './values.ts';

/** A day such as `2026-11-27`. */
export const Day = z.iso.date();

export const Campaign = z.object({
  id: z.string(),
  kind: z.enum(CAMPAIGN_KINDS),
  fromImage: z.string().nullable(),
  /** Null where machines are exchanged. */
  targetImage: z.string().nullable(),
  site: z.string().nullable(),
  service: z.string().nullable(),
  model: z.string().nullable(),
  tokens: z.enum(CAMPAIGN_TOKENS),
  checklist: z.enum(CAMPAIGN_CHECKLISTS),
  technicians: z.int(),
  perTechnician: z.int(),
  /** Machines that a day takes. */
  capacity: z.int(),
  startsOn: Day,
  closedDays: z.array(Day),
  /** The number of the plan that stands, how it treats days given before, and why it was made. */
  plan: z.int(),
  way: z.enum(REPLAN_WAYS),
  reason: z.enum(REPLAN_REASONS).nullable(),
  state: CampaignStates,
  openerName: z.string(),
  openedAt: Time,
  /** When all its machines were found. */
  enrolledAt: Time.nullable(),
  closedAt: Time.nullable(),
});

export const CampaignProgress = z.object({
  all: z.int(),
  migrated: z.int(),
  exchanged: z.int(),
  already: z.int(),
  retired: z.int(),
  left: z.int(),
  remaining: z.int(),
  planned: z.int(),
  begun: z.int(),
  waiting: z.int(),
  moved: z.int(),
  blocked: z.partialRecord(z.enum(CAMPAIGN_BLOCKERS), z.int()),
  tokensAsked: z.int(),
  tokensReplaced: z.int(),
});

export const CampaignForecast = z.object({
  /** The last day that a machine has. */
  planned: Day.nullable(),
  /** Machines migrated or exchanged on a working day of late, in tenths. */
  paceTenths: z.int().nullable(),
  /** When what is not blocked is done at that pace. */
  atPace: Day.nullable(),
});

export const MachineInCampaign = z.object({
  assetNumber: z.string(),
  model: z.string(),
  image: z.string().nullable(),
  site: z.string(),
  service: z.string(),
  state: WorkstationStates,
  /** The machine that takes its place, and its state; null where none does: it migrates. */
  replacedBy: z.string().nullable(),
  replacedByState: WorkstationStates.nullable(),
  /** Tokens of its holder that are to be bound to that one. */
  toBind: z.int(),
  day: Day.nullable(),
  reason: z.enum(MOVED_FOR).nullable(),
  times: z.int(),
  blocked: z.enum(CAMPAIGN_BLOCKERS).nullable(),
  endedAt: Time.nullable(),
  outcome: z.enum(CAMPAIGN_OUTCOMES).nullable(),
  /** Of the request that replaces its token. */
  number: z.string().nullable(),
  requestState: RequestStates.nullable(),
  tokenLeft: z.enum(CAMPAIGN_TOKEN_LEFT).nullable(),
});

/** `inExchange`: asset numbers of machines that are left out, since they stand in an exchange of a campaign that is not closed. */
export const AddedMachinesShape = z.object({
  added: z.int(),
  unknown: z.array(z.string()),
  inExchange: z.array(z.string()),
});

/** Lines of a list of exchanges that are not taken, each with its reason. */
export const RefusedExchanges = z.array(
  z.object({ workstation: z.string(), replacedBy: z.string(), why: z.enum(EXCHANGE_REFUSALS) }),
);

export const AddedExchangesShape = z.object({ added: z.int(), refused: RefusedExchanges });
