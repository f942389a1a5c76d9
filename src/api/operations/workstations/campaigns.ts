import { z } from 'zod';
import { dateOf } from '../../../book/rules/calendar/working-days.ts';
import { CampaignDay } from '../../../book/rules/workstation/campaigns.ts';
import { CAMPAIGN_KINDS } from '../../../book/tables/codes.ts';
import { CAMPAIGN_NOT_CLOSED } from '../../../book/tables/states.ts';
import { CountExchanges } from '../../../flow/campaign/exchange-list.ts';
import {
  AddExchanges,
  AddMachines,
  CampaignRef,
  CountCampaign,
  OpenCampaign,
  OpenExchange,
  ReplanCampaign,
  TakeOut,
} from '../../../flow/campaign/inputs.ts';
import { MoveDay } from '../../../flow/campaign/move-day.ts';
import { searchText } from '../../../flow/inputs.ts';
import type { CampaignMachine } from '../../../flow/reading/workstation/campaign-lists.ts';
import type { ReadCampaign } from '../../../flow/reading/workstation/campaigns.ts';
import { operation } from '../../operation.ts';
import {
  AddedExchangesShape,
  AddedMachinesShape,
  Campaign,
  CampaignForecast,
  CampaignProgress,
  Day,
  MachineInCampaign,
  RefusedExchanges,
} from '../../shapes/campaigns.ts';
import { PageInput, page, several } from '../../shapes/page.ts';
import { CampaignStates } from '../../shapes/states.ts';
import { Nothing } from '../../shapes/values.ts';

/** Ten thousand asset numbers. */
const LIST_LIMIT = 1_000_000;

const dated = (day: number | null): string | null => (day === null ? null : dateOf(day));
const shown = (row: ReadCampaign) => ({
  ...row,
  startsOn: dateOf(row.startsOn),
  closedDays: row.closedDays.map(dateOf),
});
const machineOf = (row: CampaignMachine) => ({ ...row, day: dated(row.day) });

/** What somebody does to one campaign, by its name. */
const step = (verb: 'pause' | 'resume' | 'close', summary: string) =>
  operation({
    method: 'POST',
    path: `/v1/campaigns/{campaignId}/${verb}`,
    summary,
    acts: ['campaign.change'],
    input: CampaignRef,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.campaign[verb](who.caller, input),
  });

/** Machines are moved from one image to another, or exchanged for others: so many a day, their holders told when to come. */
export const campaigns = {
  countCampaign: operation({
    method: 'POST',
    path: '/v1/campaigns/count',
    summary:
      'How many machines a selection has now, or a list names; how many of them are blocked or have the image already, and how many are left out as they are exchanged; nothing is done',
    acts: ['campaign.read'],
    bodyLimit: LIST_LIMIT,
    input: CountCampaign,
    output: z.object({
      machines: z.int(),
      /** How they would stand; null where no image is named to which they would go. */
      blocked: z.int().nullable(),
      already: z.int().nullable(),
      inExchangeCount: z.int(),
    }),
    run: async ({ door, who, gone }, input) => {
      const { left: _, ...counted } = await door.flow.reading.countMachines(who.caller, input, gone);
      return counted;
    },
  }),
  openCampaign: operation({
    method: 'POST',
    path: '/v1/campaigns',
    summary: 'Open a migration campaign: its machines are found, given their days, and their holders told',
    acts: ['campaign.change'],
    created: true,
    bodyLimit: LIST_LIMIT,
    input: OpenCampaign,
    output: AddedMachinesShape.extend({ id: z.string() }),
    run: async ({ door, who }, input) => {
      const { campaign, ...added } = await door.flow.campaign.open(who.caller, input);
      return { id: campaign.id, ...added };
    },
  }),
  countExchanges: operation({
    method: 'POST',
    path: '/v1/campaigns/exchanges/count',
    summary:
      'How many exchanges a list would bring to a campaign, or to a new one, and which of its lines are refused; nothing is done',
    acts: ['campaign.read'],
    bodyLimit: LIST_LIMIT,
    input: CountExchanges,
    output: z.object({ machines: z.int(), refused: RefusedExchanges }),
    run: ({ door, who }, input) => door.flow.reading.countExchanges(who.caller, input),
  }),
  openExchange: operation({
    method: 'POST',
    path: '/v1/campaigns/exchanges',
    summary: 'Open a campaign that exchanges machines: old ones for new ones, each on a day, their holders told',
    acts: ['campaign.change'],
    created: true,
    bodyLimit: LIST_LIMIT,
    input: OpenExchange,
    output: AddedExchangesShape.extend({ id: z.string() }),
    run: async ({ door, who }, input) => {
      const { campaign, ...added } = await door.flow.campaign.openExchange(who.caller, input);
      return { id: campaign.id, ...added };
    },
  }),
  listCampaigns: operation({
    method: 'GET',
    path: '/v1/campaigns',
    summary:
      'Campaigns in some states, those that go on where none is named; of a kind, or with a text in what their machines have in common: the newest first',
    acts: ['campaign.read'],
    input: z.strictObject({
      state: several(CampaignStates),
      kind: z.enum(CAMPAIGN_KINDS).optional(),
      text: searchText(100).optional(),
      ...PageInput,
    }),
    output: page(Campaign),
    run: async ({ door, who }, { state, kind, text, cursor, limit }) => {
      const filter = { states: state ?? CAMPAIGN_NOT_CLOSED, kind, text };
      const { items, next } = await door.flow.reading.campaigns(who.caller, filter, { cursor, limit });
      return { items: items.map(shown), next };
    },
  }),
  getCampaign: operation({
    method: 'GET',
    path: '/v1/campaigns/{campaignId}',
    summary: 'A campaign, how far it is, its next days, and when it ends',
    acts: ['campaign.read'],
    input: CampaignRef,
    output: z.object({
      campaign: Campaign,
      progress: CampaignProgress,
      forecast: CampaignForecast,
      days: z.array(z.object({ day: Day, planned: z.int(), done: z.int() })),
    }),
    run: async ({ door, who }, { campaignId }) => {
      const { campaign, progress, forecast, days } = await door.flow.reading.campaign(who.caller, campaignId);
      return {
        campaign: shown(campaign),
        progress,
        forecast: { ...forecast, planned: dated(forecast.planned), atPace: dated(forecast.atPace) },
        days: days.map((one) => ({ ...one, day: dateOf(one.day) })),
      };
    },
  }),
  listCampaignMachines: operation({
    method: 'GET',
    path: '/v1/campaigns/{campaignId}/machines',
    summary: 'The machines of a campaign in their order: all, those of a day, the blocked ones or those that are over',
    acts: ['campaign.read'],
    input: CampaignRef.extend(PageInput).extend({
      day: CampaignDay.optional(),
      show: z.enum(['blocked', 'ended']).optional(),
    }),
    output: page(MachineInCampaign),
    run: async ({ door, who }, { campaignId, day, show, cursor, limit }) => {
      const page = { cursor, limit };
      const found = await door.flow.reading.campaignMachines(who.caller, campaignId, { state: show, day }, page);
      return { ...found, items: found.items.map(machineOf) };
    },
  }),
  addCampaignMachines: operation({
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/machines',
    summary: 'Add machines of a list to a campaign, by their numbers',
    acts: ['campaign.change'],
    bodyLimit: LIST_LIMIT,
    input: AddMachines,
    output: AddedMachinesShape,
    run: ({ door, who }, input) => door.flow.campaign.add(who.caller, input),
  }),
  addExchanges: operation({
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/exchanges',
    summary: 'Add exchanges of a list to a campaign that exchanges machines',
    acts: ['campaign.change'],
    bodyLimit: LIST_LIMIT,
    input: AddExchanges,
    output: AddedExchangesShape,
    run: ({ door, who }, input) => door.flow.campaign.addExchanges(who.caller, input),
  }),
  takeOutOfCampaign: operation({
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/take-out',
    summary: 'Take one machine out of a campaign: its holder is told where it was to come; it may come into one again',
    acts: ['campaign.change'],
    input: TakeOut,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.campaign.takeOut(who.caller, input),
  }),
  moveCampaignDay: operation({
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/move-day',
    summary:
      'Give one machine of a campaign, or a few, another day: their holders are told; all of them are moved or none',
    acts: ['campaign.change'],
    input: MoveDay,
    output: z.object({ moved: z.int() }),
    run: ({ door, who }, input) => door.flow.campaign.moveDay(who.caller, input),
  }),
  pauseCampaign: step('pause', 'Pause a campaign: days to come are called off'),
  resumeCampaign: step('resume', 'Take up a campaign that is paused: days are given anew'),
  replanCampaign: operation({
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/replan',
    summary: 'Plan anew, for another capacity or closed days; whose day moves is told why',
    acts: ['campaign.change'],
    input: ReplanCampaign,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.campaign.replan(who.caller, input),
  }),
  closeCampaign: step('close', 'Close a campaign: what remains is left, and whoever was to come is told'),
};
