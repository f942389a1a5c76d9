import { dayOf } from '../../book/rules/calendar/working-days.ts';
import { asksTemporary, predecessorOf } from '../../book/rules/request/asking.ts';
import { campaignTokenLeft } from '../../book/rules/request/replacements.ts';
import { isTokenDue } from '../../book/rules/workstation/campaigns.ts';
import type { CampaignTokenLeft } from '../../book/tables/codes.ts';
import { type Change, create, update } from '../../book/tables/lifecycle.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { CampaignItemRow, CampaignRow } from '../../book/tables/rows/workstations.ts';
import { REQUEST_OPEN } from '../../book/tables/states.ts';
import { isAppError } from '../../errors.ts';
import { type Deps, need } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { hasLeft } from '../people/holder-here.ts';
import type { Unit } from '../ports/store.ts';
import { formerTokens } from '../request/held-tokens.ts';
import { newRequest } from '../request/new-request.ts';
import { dropLost, isLost } from '../request/overtaken.ts';
import { chooseProfile } from '../request/request-profile.ts';
import { nextTurn } from '../turn.ts';

/** Items of one transaction: others wait for milliseconds. */
const PIECE = 20;
const WISH = { kind: 'replacement', reason: 'migrated' } as const;

/** Where a campaign replaces tokens: each is asked for in its holder's name some days before its machine comes. */
export function createCampaignTokens(deps: Pick<Deps, 'store' | 'chance' | 'clock' | 'ca' | 'warn'>) {
  const { store, chance, clock } = deps;

  /** The profile of the token before; undefined where the directory does not say any more what that needs. */
  const profileFor = (unit: Unit, holder: PersonRow, tokenId: string | null): Promise<string | undefined> =>
    chooseProfile(deps, unit, { kind: 'replacement' }, holder, tokenId).catch((error: unknown) => {
      if (!isAppError(error, 'invalid_input')) throw error;
      return undefined;
    });

  /** Answers whether it was settled: nothing is asked for beside a request for a temporary token, or in the name of somebody who left. */
  const settleOne = async (
    { unit, now, campaign }: { unit: Unit; now: number; campaign: CampaignRow },
    item: CampaignItemRow,
  ): Promise<boolean> => {
    const settle = (set: Partial<CampaignItemRow>): Change =>
      update('campaignItem', item, { tokenAt: now, ...set }, { tokenAt: null, endedAt: null });
    const record = async (action: string, subject: string, changes: readonly Change[], detail = {}) => {
      await unit.record({ ...SYSTEM, action, subject, outcome: 'done', changes, detail });
      return true;
    };
    const subject = `campaignItem:${item.id}`;
    const leave = (tokenLeft: CampaignTokenLeft) => record('campaign.leaveToken', subject, [settle({ tokenLeft })]);

    const machine = await need(unit.get('workstation', item.workstationId), 'workstation');
    const { holderId, id: workstationId } = machine;
    const [open] =
      holderId === null
        ? []
        : await unit.find('request', { holderId, workstationId, state: REQUEST_OPEN }, { limit: 1 });
    const lost = open && (await isLost(unit, open)) ? open : undefined;
    if (open && !lost) {
      if (asksTemporary(open)) return false;
      return record('campaign.followRequest', subject, [settle({ requestId: open.id })]);
    }
    const former = holderId === null ? [] : await formerTokens(unit, { holderId, workstationId });
    const openRequests = holderId === null ? 0 : await unit.count('request', { holderId, state: REQUEST_OPEN });
    const left = campaignTokenLeft({ held: former, openRequests });
    if (left || holderId === null) return leave(left ?? 'no-token');
    // the next plan says that they left, and gives the machine no day
    if (await hasLeft(unit, holderId, await unit.directoryStanding(holderId))) return false;
    const holder = await need(unit.get('person', holderId), 'person');
    const replacesTokenId = predecessorOf(WISH, former);
    const profile = await profileFor(unit, holder, replacesTokenId);
    if (profile === undefined) return leave('profile');
    const content = {
      id: chance.id(),
      ...WISH,
      holderId,
      workstationId,
      deliverySite: machine.site,
      priority: 0,
      comment: null,
      deviceId: null,
      profile,
    };
    const around = { holder, askerId: campaign.openerId, replacesTokenId };
    const row = await newRequest(chance, { unit, now }, content, around);
    const ended = lost ? await dropLost({ unit, now }, lost) : [];
    const changes = [...ended, create('request', row), settle({ requestId: row.id })];
    return record('campaign.replaceToken', `request:${row.id}`, changes, { item: item.id });
  };

  /** The next items whose token is due, those that come first. */
  const due = async (campaign: CampaignRow, limit: number): Promise<CampaignItemRow[]> => {
    const today = dayOf(clock.now());
    const of = { campaignId: campaign.id, endedAt: null, tokenAt: null, blocked: null };
    const items = await store.reads.find('campaignItem', of, { orderBy: 'day', from: 0, limit });
    return items.filter((item) => isTokenDue(campaign, item, today));
  };

  /** Settles these, as the campaign stands by then. Answers how many wait. */
  const settleSome = (campaignId: string, items: readonly CampaignItemRow[]): Promise<number> =>
    store.transact(async (unit) => {
      const campaign = await unit.get('campaign', campaignId);
      if (!campaign) return items.length;
      const ids = items.map(({ id }) => id);
      const still = await unit.find('campaignItem', { id: ids, tokenAt: null, endedAt: null, blocked: null });
      const now = clock.now(); // a transaction has one moment, however long it takes
      const ready = still.filter((one) => isTokenDue(campaign, one, dayOf(now)));
      // of a campaign that was paused or closed meanwhile none is: the caller, who does not know yet, would find them again
      let waiting = still.length - ready.length;
      for (const item of ready) if (!(await settleOne({ unit, now, campaign }, item))) waiting += 1;
      return waiting;
    });

  return {
    /** Settles all that is due. One that cannot be asked for keeps no other waiting. */
    settleDue: async (campaign: CampaignRow, goesOn: () => boolean): Promise<void> => {
      if (campaign.tokens !== 'replace' || campaign.state !== 'open') return;
      let skipped = 0;
      for (;;) {
        const items = (await due(campaign, PIECE + skipped)).slice(skipped);
        if (items.length === 0 || !goesOn()) return;
        // a request of the same moment, or a row that somebody edited, leaves one item for later and no other
        skipped += await settleSome(campaign.id, items).catch(async () => {
          let left = 0;
          for (const item of items)
            left += await settleSome(campaign.id, [item]).catch((error: unknown) => {
              if (!isAppError(error)) throw error;
              deps.warn('the token of a machine that migrates could not be asked for', error);
              return 1;
            });
          return left;
        });
        await nextTurn();
      }
    },
  };
}
