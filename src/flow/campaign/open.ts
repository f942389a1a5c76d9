import type { z } from 'zod';
import { may } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import { type Day, dayOf } from '../../book/rules/calendar/working-days.ts';
import { closedText, FARTHEST } from '../../book/rules/workstation/campaigns.ts';
import { create } from '../../book/tables/lifecycle.ts';
import type { CampaignRow } from '../../book/tables/rows/workstations.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps, need } from '../act.ts';
import { inPieces } from '../pieces.ts';
import { type Coming, createItems, ENROLLED, migrates } from './enrol.ts';
import { exchangesListed, type ListedExchanges, noExchange } from './exchange-list.ts';
import type { AddExchanges, AddedExchanges, AddedMachines, AddMachines, OpenCampaign, OpenExchange } from './inputs.ts';
import { ADDS, type Listed, type ListedMachines, machinesListed, mustTake, noMachine, stillComing } from './listed.ts';

const NO_MACHINES: ListedMachines = { taken: [], unknown: [], inExchange: [] };
const NO_EXCHANGES: ListedExchanges = { taken: [], refused: [] };
/** What a campaign that exchanges machines has in place of images. */
const EXCHANGE = {
  kind: 'exchange',
  fromImage: null,
  targetImage: null,
  site: null,
  service: null,
  model: null,
  tokens: 'rebound',
  checklist: 'any',
} as const;
/** What is decided of a campaign when it is opened. */
type Begun = Pick<CampaignRow, keyof typeof EXCHANGE | 'technicians' | 'perTechnician' | 'startsOn'> & {
  closedDays?: readonly Day[] | undefined;
};

/** Opens campaigns and adds to them; `take` has the campaign carried out. */
export function createOpening(deps: Deps, take: (campaignId: string) => Promise<void>) {
  const { store } = deps;

  /** Adds machines that are listed, a piece in one entry. What was added stays where a later piece is refused. */
  const addAll = async (caller: Caller, campaignId: string, kind: Listed, all: readonly Coming[]): Promise<number> => {
    let added = 0;
    for (const piece of inPieces(all, ENROLLED)) {
      added += await act(deps, caller, 'campaign.change', `campaign:${campaignId}`, async (a) => {
        const campaign = await need(a.unit.get('campaign', campaignId), 'campaign');
        a.allow();
        mustTake(campaign, kind);
        const still = await stillComing(a.unit, campaignId, kind, piece);
        const changes = createItems(deps, campaign, still, a.now);
        if (changes.length > 0) await a.done(changes, { action: ADDS[kind] });
        return changes.length;
      });
    }
    return added;
  };
  /** Whether the caller may add to it, before anything is looked up: who may not is not told which numbers there are. */
  const mustBeAllowedToAdd = (caller: Caller, campaignId: string, kind: Listed): Promise<void> =>
    act(deps, caller, 'campaign.change', `campaign:${campaignId}`, async (a) => {
      const campaign = await need(a.unit.get('campaign', campaignId), 'campaign');
      a.allow();
      mustTake(campaign, kind);
    });

  /** Nothing of a list is looked up for people who may not open one, so that numbers cannot be probed: the act itself refuses them. */
  const mayOpen = (caller: Caller): boolean => may(caller, 'campaign.change', {}, deps.clock.now());
  /** One entry: the campaign stands, with no machine yet. `unless`: what is thrown at whoever may open one. */
  const begin = (
    caller: Caller,
    action: 'campaign.open' | 'campaign.openExchange',
    { closedDays = [], ...what }: Begun,
    unless: AppError | undefined,
  ): Promise<CampaignRow> =>
    act(deps, caller, 'campaign.change', 'campaign', async (a) => {
      a.allow();
      if (what.startsOn < dayOf(a.now))
        throw new AppError('invalid_input', 'the first day is past', { detail: { field: 'startsOn' } });
      if (what.startsOn > dayOf(a.now) + FARTHEST)
        throw new AppError('invalid_input', 'the first day is too far from today', { detail: { field: 'startsOn' } });
      if (unless) throw unless;
      const row: CampaignRow = {
        ...what,
        id: deps.chance.id(),
        closedDays: closedText(closedDays),
        plan: 1,
        way: 'keep',
        reason: null,
        state: 'open',
        openerId: caller.personId,
        openedAt: a.now,
        enrolledAt: what.kind === 'selection' ? null : a.now,
        closedAt: null,
        closerId: null,
      };
      await a.done([create('campaign', row)], { action, subject: `campaign:${row.id}` });
      return row;
    });

  return {
    /**
     * Opens a campaign; afterwards its machines are found and given their days, and their holders told, in turns. Throws
     * `invalid_input` for a list of which no machine is taken.
     */
    open: async (
      caller: Caller,
      { machines: references, ...input }: z.output<typeof OpenCampaign>,
    ): Promise<{ campaign: CampaignRow } & AddedMachines> => {
      const { taken, unknown, inExchange } = mayOpen(caller)
        ? await machinesListed(store.reads, references ?? [])
        : NO_MACHINES;
      const { fromImage = null, site = null, service = null, model = null, ...plan } = input;
      const kind = references ? 'list' : 'selection';
      const none = references && taken.length === 0 ? noMachine({ unknown, inExchange }) : undefined;
      const campaign = await begin(caller, 'campaign.open', { ...plan, kind, fromImage, site, service, model }, none);
      const added = await addAll(caller, campaign.id, 'list', taken.map(migrates));
      await take(campaign.id);
      return { campaign, added, unknown, inExchange };
    },

    /**
     * Opens a campaign that exchanges machines: each holder is told on which day to come with both. Lines that are refused are
     * answered with their reason, and the others taken. Throws `invalid_input` for a list of which no line is taken.
     */
    openExchange: async (
      caller: Caller,
      { exchanges, ...plan }: z.output<typeof OpenExchange>,
    ): Promise<{ campaign: CampaignRow } & AddedExchanges> => {
      const { taken, refused } = mayOpen(caller) ? await exchangesListed(store.reads, exchanges, null) : NO_EXCHANGES;
      const what = { ...plan, ...EXCHANGE };
      const none = taken.length === 0 ? noExchange(refused) : undefined;
      const campaign = await begin(caller, 'campaign.openExchange', what, none);
      const added = await addAll(caller, campaign.id, 'exchange', taken);
      await take(campaign.id);
      return { campaign, added, refused };
    },

    /** Adds machines of a list; those that stand in an exchange are left out and named. Throws `wrong_state` for a campaign of a selection or of exchanges, or one that is closed. */
    add: async (
      caller: Caller,
      { campaignId, machines: references }: z.output<typeof AddMachines>,
    ): Promise<AddedMachines> => {
      await mustBeAllowedToAdd(caller, campaignId, 'list');
      const { taken, unknown, inExchange } = await machinesListed(store.reads, references);
      const added = await addAll(caller, campaignId, 'list', taken.map(migrates));
      await take(campaignId);
      return { added, unknown, inExchange };
    },

    /** Adds exchanges of a list. Throws `wrong_state` for a campaign that exchanges no machines, or one that is closed. */
    addExchanges: async (
      caller: Caller,
      { campaignId, exchanges }: z.output<typeof AddExchanges>,
    ): Promise<AddedExchanges> => {
      await mustBeAllowedToAdd(caller, campaignId, 'exchange');
      const { taken, refused } = await exchangesListed(store.reads, exchanges, campaignId);
      const added = await addAll(caller, campaignId, 'exchange', taken);
      await take(campaignId);
      return { added, refused };
    },
  };
}
