import { z } from 'zod';
import { may } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import {
  CampaignPlan,
  closedText,
  ExchangePlan,
  FARTHEST,
  ReplanSettings,
  Selection,
} from '../../book/rules/campaigns.ts';
import { type Day, dayOf } from '../../book/rules/working-days.ts';
import { type Action, create, move, update } from '../../book/tables/lifecycle.ts';
import type { CampaignRow } from '../../book/tables/rows/workstations.ts';
import { CAMPAIGN_GOES_ON, CAMPAIGN_NOT_CLOSED } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps, need } from '../act.ts';
import { createClaimedWork } from '../claimed-work.ts';
import { Ref } from '../inputs.ts';
import { createCarryingOut } from './carry-out.ts';
import { type Coming, createItems, ENROLLED, inPieces, migrates } from './enrol.ts';
import { Exchanges, exchangesListed, type ListedExchanges, noExchange, type RefusedExchange } from './exchange-list.ts';
import {
  ADDS,
  isClosed,
  type Listed,
  type ListedMachines,
  machinesListed,
  mustTake,
  noMachine,
  stillComing,
} from './listed.ts';
import { createDayMoves } from './move-day.ts';
import { itemToTakeOut } from './take-out.ts';

/** Machines of one list at most. */
const MOST_LISTED = 10_000;
const MachineList = z.array(Ref).min(1).max(MOST_LISTED);
export const CampaignRef = z.strictObject({ campaignId: Ref });
/** From one image to another: machines that have something in common, or those of a list. */
export const OpenCampaign = CampaignPlan.extend(Selection.shape)
  .extend({ machines: MachineList.optional() })
  .refine(
    ({ machines, fromImage, site, service, model }) =>
      machines === undefined
        ? [fromImage, site, service, model].some((one) => one !== undefined)
        : [site, service, model].every((one) => one === undefined),
    { path: ['machines'], error: 'name machines, or what they have in common' },
  )
  .refine(({ fromImage, targetImage }) => fromImage !== targetImage, {
    path: ['targetImage'],
    error: 'is the image that the machines have',
  });
export const AddMachines = CampaignRef.extend({ machines: MachineList });
/** Old machines are exchanged for new ones, and each token is bound to its holder's new machine. */
export const OpenExchange = ExchangePlan.extend({ exchanges: Exchanges });
export const AddExchanges = CampaignRef.extend({ exchanges: Exchanges });
/** One machine of a campaign, by its number; of an exchange, the one that is replaced. */
export const TakeOut = CampaignRef.extend({ workstation: Ref });
export const ReplanCampaign = CampaignRef.extend(ReplanSettings.shape);

/** Which machines a campaign would have: those of a selection, or of a list. */
export const CountCampaign = Selection.extend({ machines: MachineList.optional() });

/** What became of a list of machines. */
export interface AddedMachines extends Pick<ListedMachines, 'unknown' | 'inExchange'> {
  added: number;
}
/** What became of a list of exchanges. */
export interface AddedExchanges {
  added: number;
  refused: RefusedExchange[];
}
/** How often a campaign that changes under the hand is looked at anew at once. */
const TRIES = 5;

/** Campaigns, which the service carries out in turns; after a stop they go on, on any node that claims them. */
export function createCampaigns(deps: Deps) {
  const { store } = deps;
  const carryOn = async (id: string): Promise<void> => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const campaign = await store.reads.get('campaign', id);
      if (!campaign || campaign.state === 'closed' || !work.goesOn(id)) return;
      if (await carryOut(campaign)) return;
    }
    // whatever changes all the time is looked at in the next round
  };
  const work = createClaimedWork(deps, 'campaign', carryOn);
  const { take } = work;
  const { carryOut } = createCarryingOut(deps, ({ id }) => work.goesOn(id));

  const find = (unit: Pick<Deps['store']['reads'], 'get'>, id: string): Promise<CampaignRow> =>
    need(unit.get('campaign', id), 'campaign');

  /** Adds machines that are listed, a piece in one entry. What was added stays where a later piece is refused. */
  const addAll = async (caller: Caller, campaignId: string, kind: Listed, all: readonly Coming[]): Promise<number> => {
    let added = 0;
    for (const piece of inPieces(all, ENROLLED)) {
      added += await act(deps, caller, 'campaign.change', `campaign:${campaignId}`, async (a) => {
        const campaign = await find(a.unit, campaignId);
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
  const mayAdd = (caller: Caller, campaignId: string, kind: Listed): Promise<void> =>
    act(deps, caller, 'campaign.change', `campaign:${campaignId}`, async (a) => {
      const campaign = await find(a.unit, campaignId);
      a.allow();
      mustTake(campaign, kind);
    });

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

  const step = async (
    caller: Caller,
    campaignId: string,
    action: Action<'campaign'> & ('pause' | 'resume' | 'close'),
  ) => {
    await act(deps, caller, 'campaign.change', `campaign:${campaignId}`, async (a) => {
      const campaign = await find(a.unit, campaignId);
      a.allow();
      const closes = action === 'close' ? { closerId: caller.personId } : {};
      await a.done([move('campaign', campaign, action, closes)], { action: `campaign.${action}` });
    });
    await take(campaignId);
  };

  return {
    ...createDayMoves(deps, take),
    /** At start and now and then: what is not closed and no node carries out goes on here. */
    carryOn: async (): Promise<void> => {
      const open = await store.reads.find('campaign', { state: CAMPAIGN_NOT_CLOSED });
      await work.resume(open.map(({ id }) => id));
    },
    /** Answers once none runs here. */
    ended: (): Promise<void> => work.ended(),
    /** Ends after the piece that is being done: the rest goes on at the next start. */
    stop: work.stop,

    /**
     * Opens a campaign; afterwards its machines are found and given their days, and their holders told, in turns. Throws
     * `invalid_input` for a list of which no machine is taken.
     */
    open: async (
      caller: Caller,
      { machines: references, ...input }: z.output<typeof OpenCampaign>,
    ): Promise<{ campaign: CampaignRow } & AddedMachines> => {
      const { taken, unknown, inExchange } = await machinesListed(store.reads, references ?? []);
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
      // nothing is looked up for who may not open one: the act itself refuses them
      const mayOpen = may(caller, 'campaign.change', {}, deps.clock.now());
      const { taken, refused } = mayOpen ? await exchangesListed(store.reads, exchanges, null) : NO_EXCHANGES;
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
      await mayAdd(caller, campaignId, 'list');
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
      await mayAdd(caller, campaignId, 'exchange');
      const { taken, refused } = await exchangesListed(store.reads, exchanges, campaignId);
      const added = await addAll(caller, campaignId, 'exchange', taken);
      await take(campaignId);
      return { added, refused };
    },

    /** Nobody is to come until it is taken up again: days to come are called off, and their holders told. */
    pause: (caller: Caller, { campaignId }: z.output<typeof CampaignRef>) => step(caller, campaignId, 'pause'),
    /** Everybody is given a day anew. */
    resume: (caller: Caller, { campaignId }: z.output<typeof CampaignRef>) => step(caller, campaignId, 'resume'),
    /** What is left of it stays as it is, and whoever was to come is told. */
    close: (caller: Caller, { campaignId }: z.output<typeof CampaignRef>) => step(caller, campaignId, 'close'),

    /**
     * One machine leaves a campaign that goes on, and its holder is told where it was to come: it may be named anew. Throws `wrong_state`
     * where it is not in the campaign, its part is over, or its migration has begun.
     */
    takeOut: async (caller: Caller, { campaignId, workstation }: z.output<typeof TakeOut>): Promise<void> => {
      await act(deps, caller, 'campaign.change', `campaign:${campaignId}`, async (a) => {
        const campaign = await find(a.unit, campaignId);
        a.allow();
        if (!CAMPAIGN_GOES_ON.includes(campaign.state)) throw isClosed(campaign);
        const item = await itemToTakeOut(a.unit, campaign, workstation);
        const set = { endedAt: a.now, outcome: 'left' } as const;
        await a.done([update('campaignItem', item, set, { endedAt: null })], {
          action: 'campaign.takeOut',
          subject: `campaignItem:${item.id}`,
        });
      });
      await take(campaignId);
    },

    /** Another capacity, other closed days, or all days given anew. Whose day moves is told why. */
    replan: async (
      caller: Caller,
      { campaignId, closedDays, technicians, perTechnician, way, reason }: z.output<typeof ReplanCampaign>,
    ): Promise<void> => {
      await act(deps, caller, 'campaign.change', `campaign:${campaignId}`, async (a) => {
        const row = await find(a.unit, campaignId);
        a.allow();
        if (!CAMPAIGN_GOES_ON.includes(row.state)) throw isClosed(row);
        const set = {
          ...(technicians === undefined ? {} : { technicians }),
          ...(perTechnician === undefined ? {} : { perTechnician }),
          ...(closedDays === undefined ? {} : { closedDays: closedText(closedDays) }),
          plan: row.plan + 1,
          way,
          reason,
        };
        await a.done([update('campaign', row, set, { plan: row.plan })], { action: 'campaign.replan' });
      });
      await take(campaignId);
    },
  };
}

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
