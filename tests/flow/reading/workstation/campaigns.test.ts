import { dayOf, isWorkingDay } from '../../../../src/book/rules/calendar/working-days.ts';
import type { CampaignGroup } from '../../../../src/flow/reading/workstation/campaign-lists.ts';
import { campaignProgress, endAtPace } from '../../../../src/flow/reading/workstation/campaigns.ts';

const group = (n: number, of: Partial<CampaignGroup> = {}): CampaignGroup => ({
  outcome: null,
  blocked: null,
  planned: 1,
  moved: 0,
  begun: 0,
  requestState: null,
  n,
  ...of,
});
const at = (text: string): number => dayOf(Date.parse(`${text}T12:00:00Z`));

describe('how far a campaign is', () => {
  it('is told of groups: each machine once among what remains and what is over', () => {
    const progress = campaignProgress([
      group(10),
      group(2, { moved: 1 }),
      group(3, { begun: 1 }),
      group(4, { planned: 0 }),
      group(5, { planned: 0, blocked: 'loaned' }),
      group(1, { planned: 0, blocked: 'lost' }),
      group(6, { outcome: 'migrated', requestState: 'closed' }),
      group(7, { outcome: 'already', planned: 0 }),
      group(2, { outcome: 'exchanged' }),
    ]);
    expect(progress).toEqual({
      all: 40,
      migrated: 6,
      exchanged: 2,
      already: 7,
      retired: 0,
      left: 0,
      remaining: 25,
      planned: 12,
      begun: 3,
      waiting: 4,
      blocked: { loaned: 5, lost: 1 },
      moved: 2,
      tokensAsked: 6,
      tokensReplaced: 6,
    });
  });

  it('ends on the working day on which what remains has migrated at the pace', () => {
    const campaign = { startsOn: at('2026-11-02'), closedDays: '[]' };
    // a Friday: four working days for 40 machines at 10 a day
    const today = at('2026-11-27');
    expect(endAtPace(campaign, { today, remaining: 40, paceTenths: 100 })).toBe(at('2026-12-03'));
    expect(endAtPace(campaign, { today, remaining: 41, paceTenths: 100 })).toBe(at('2026-12-04'));
    const closed = { ...campaign, closedDays: `[${at('2026-12-01')}]` };
    expect(endAtPace(closed, { today, remaining: 40, paceTenths: 100 })).toBe(at('2026-12-04'));
    expect(endAtPace({ ...campaign, startsOn: at('2026-12-14') }, { today, remaining: 5, paceTenths: 100 })).toBe(
      at('2026-12-14'),
    );
  });

  it('has no end without a pace, or beyond what anybody plans; and never ends on a holiday', () => {
    const campaign = { startsOn: at('2026-11-02'), closedDays: '[]' };
    const today = at('2026-12-24');
    expect(endAtPace(campaign, { today, remaining: 5, paceTenths: 0 })).toBeNull();
    expect(endAtPace(campaign, { today, remaining: 1_000_000, paceTenths: 1 })).toBeNull();
    const end = endAtPace(campaign, { today, remaining: 1, paceTenths: 10 });
    expect(end).toBe(at('2026-12-28'));
    expect(isWorkingDay(end ?? 0)).toBe(true);
  });
});
