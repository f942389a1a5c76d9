import {
  CAMPAIGN_OUTCOMES,
  type CampaignBlocker,
  type CampaignKind,
  type CampaignOutcome,
  type CampaignTokenLeft,
  type MovedFor,
} from '../../../book/tables/codes.ts';
import type { CampaignState, RequestState, WorkstationState } from '../../../book/tables/states.ts';
import type { WorkstationFilter } from './workstation-lists.ts';

/** Machines of a campaign that stand alike. */
export interface CampaignGroup {
  outcome: CampaignOutcome | null;
  blocked: CampaignBlocker | null;
  /** 1: it has a day. */
  planned: number;
  /** 1: it did not come on a day, or its day moved. */
  moved: number;
  /** 1: its migration has begun. */
  begun: number;
  /** Of the request that replaces its token; null for none. */
  requestState: RequestState | null;
  n: number;
}

/** A day of a campaign. */
export interface CampaignDayLoad {
  /** Days since 1970. */
  day: number;
  /** Machines that are to come, and those of them that have migrated or were exchanged. */
  planned: number;
  done: number;
}

/** A machine of a campaign, as it stands. */
export interface CampaignMachine {
  assetNumber: string;
  model: string;
  image: string | null;
  site: string;
  service: string;
  state: WorkstationState;
  /** The machine that takes its place; null where none does: it migrates. */
  replacedBy: string | null;
  /** The state of that one. */
  replacedByState: WorkstationState | null;
  /** How many tokens its holder has on it, which go to the new machine; 0 where none does. */
  toBind: number;
  day: number | null;
  reason: MovedFor | null;
  times: number;
  blocked: CampaignBlocker | null;
  endedAt: number | null;
  outcome: CampaignOutcome | null;
  /** Of the request that replaces its token. */
  number: string | null;
  requestState: RequestState | null;
  tokenLeft: CampaignTokenLeft | null;
}

/** Campaigns in these states: of a kind, of images, a site, a service or a model in whose name a text stands. */
export interface CampaignsAsked {
  states: readonly CampaignState[];
  kind?: CampaignKind | undefined;
  text?: string | undefined;
}

/** How a machine of a campaign stands: it waits for a day, has one, is being migrated, is blocked, or its part ended so. */
export const CAMPAIGN_STANDINGS = ['waiting', 'planned', 'begun', 'blocked', ...CAMPAIGN_OUTCOMES] as const;
export type CampaignStanding = (typeof CAMPAIGN_STANDINGS)[number];

/**
 * Which machines of a campaign are asked for: those that stand so, or whose part is over, however it ended; those of a day, of a site,
 * of a service; those whose number begins so; those of which a text says something, or the machine that takes their place.
 */
export interface CampaignFilter extends Pick<WorkstationFilter, 'text' | 'site' | 'service'> {
  number?: string | undefined;
  state?: CampaignStanding | 'ended' | undefined;
  /** Days since 1970. */
  day?: number | undefined;
}
