import { predecessorOf } from '../../book/rules/asking.ts';
import { isTokenDue } from '../../book/rules/campaigns.ts';
import { dayOf } from '../../book/rules/working-days.ts';
import { type Change, create, update } from '../../book/tables/lifecycle.ts';
import { MOST_OPEN, REQUEST_OPEN, TOKEN_ACTIVATED } from '../../book/tables/states.ts';
import type { CampaignItemRow, CampaignRow, CampaignTokenLeft } from '../../book/tables/tables.ts';
import { isAppError } from '../../errors.ts';
import { type Deps, need } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import type { Unit } from '../ports/store.ts';
import { formerTokens } from '../request/held-tokens.ts';
import { newRequest } from '../request/new-request.ts';
import { chooseProfile } from '../request/request-profile.ts';
import { nextTurn } from '../turn.ts';

/** Items of one transaction: others wait for milliseconds. */
const PIECE = 20;
const WISH = { kind: 'replacement', reason: 'migrated' } as const;

/** Where a campaign replaces tokens: each is asked for in its holder's name some days before its machine comes. */
export function createCampaignTokens(deps: Pick<Deps, 'store' | 'chance' | 'clock' | 'ca' | 'warn'>) {
  const { store, chance, clock } = deps;

  const settleOne = async (unit: Unit, campaign: CampaignRow, item: CampaignItemRow): Promise<void> => {
    const now = clock.now();
    const settle = (set: Partial<CampaignItemRow>): Change =>
      update('campaignItem', item, { tokenAt: now, ...set }, { tokenAt: null, endedAt: null });
    const record = (action: string, subject: string, changes: readonly Change[], detail = {}) =>
      unit.record({ ...SYSTEM, action, subject, outcome: 'done', changes, detail });
    const subject = `campaignItem:${item.id}`;
    const leave = (tokenLeft: CampaignTokenLeft) => record('campaign.leaveToken', subject, [settle({ tokenLeft })]);

    const machine = await need(unit.get('workstation', item.workstationId), 'workstation');
    const { holderId, id: workstationId } = machine;
    const [open] =
      holderId === null
        ? []
        : await unit.find('request', { holderId, workstationId, state: REQUEST_OPEN }, { limit: 1 });
    if (open) return void (await record('campaign.followRequest', subject, [settle({ requestId: open.id })]));
    const former = holderId === null ? [] : await formerTokens(unit, { holderId, workstationId });
    const inUse = former.some(({ state, temporary }) => TOKEN_ACTIVATED.includes(state) && !temporary);
    if (holderId === null || !inUse) return void (await leave('no-token'));
    if ((await unit.count('request', { holderId, state: REQUEST_OPEN })) >= MOST_OPEN)
      return void (await leave('many-requests'));
    const holder = await need(unit.get('person', holderId), 'person');
    const replacesTokenId = predecessorOf(WISH, former);
    const content = {
      ...{
        id: chance.id(),
        ...WISH,
        holderId,
        workstationId,
        deliverySite: machine.site,
        priority: 0,
        comment: null,
        deviceId: null,
      },
      profile: await chooseProfile(deps, unit, { kind: 'replacement' }, holder, replacesTokenId),
    };
    const around = { holder, askerId: campaign.openerId, replacesTokenId };
    const row = await newRequest(chance, { unit, now }, content, around);
    const changes = [create('request', row), settle({ requestId: row.id })];
    await record('campaign.replaceToken', `request:${row.id}`, changes, { item: item.id });
  };

  /** The next items whose token is due, those that come first. */
  const due = async (campaign: CampaignRow, limit: number): Promise<CampaignItemRow[]> => {
    const today = dayOf(clock.now());
    const of = { campaignId: campaign.id, endedAt: null, tokenAt: null, blocked: null };
    const items = await store.reads.find('campaignItem', of, { orderBy: 'day', from: 0, limit });
    return items.filter((item) => isTokenDue(campaign, item, today));
  };

  /** Settles these. A profile that the directory does not fit any more, or a request of the same moment, leaves one for later. */
  const settleSome = (campaign: CampaignRow, items: readonly CampaignItemRow[]): Promise<void> =>
    store.transact(async (unit) => {
      const ids = items.map(({ id }) => id);
      for (const item of await unit.find('campaignItem', { id: ids, tokenAt: null, endedAt: null, blocked: null }))
        if (isTokenDue(campaign, item, dayOf(clock.now()))) await settleOne(unit, campaign, item);
    });

  return {
    /** Settles all that is due. One that cannot be asked for keeps no other waiting. */
    settleDue: async (campaign: CampaignRow, goesOn: () => boolean): Promise<void> => {
      if (campaign.tokens === 'keep' || campaign.state !== 'open') return;
      let skipped = 0;
      for (;;) {
        const items = (await due(campaign, PIECE + skipped)).slice(skipped);
        if (items.length === 0 || !goesOn()) return;
        await settleSome(campaign, items).catch(async () => {
          for (const item of items)
            await settleSome(campaign, [item]).catch((error: unknown) => {
              if (!isAppError(error)) throw error;
              skipped += 1;
              deps.warn('the token of a machine that migrates could not be asked for', error);
            });
        });
        await nextTurn();
      }
    },
  };
}
