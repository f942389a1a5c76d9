import fc from 'fast-check';
import { LIMITS } from '../../../../src/book/rules/limits.ts';
import { PRIORITIES, rankOf, reasonsFor } from '../../../../src/book/rules/waiting/priority.ts';
import { LOWERED_FOR, RAISED_FOR } from '../../../../src/book/tables/codes.ts';

const DAY_MS = 86_400_000;
const settings = fc
  .record({
    'queue.continuityDays': fc.integer({ min: 1, max: 90 }),
    'queue.crisisDays': fc.integer({ min: 1, max: 180 }),
  })
  .filter((days) => days['queue.continuityDays'] <= days['queue.crisisDays']);
const asked = fc.record({
  submittedAt: fc.integer({ min: 0, max: 2_000 * DAY_MS }),
  priority: fc.constantFrom(...PRIORITIES),
  confirmedPriority: fc.constantFrom(...PRIORITIES, null),
});

describe('the rank of a request', () => {
  it('starves nobody: what is asked more than the days of a crisis later is made later', () => {
    fc.assert(
      fc.property(settings, asked, asked, (days, one, other) => {
        const says = (id: string) => String(days[id as keyof typeof days]);
        const overtakes = rankOf(says, other) < rankOf(says, one);
        return !overtakes || other.submittedAt < one.submittedAt + days['queue.crisisDays'] * DAY_MS;
      }),
    );
  });

  it('has the more urgent first of two that were asked at once, and the older first of two of one priority', () => {
    fc.assert(
      fc.property(settings, asked, asked, (days, one, other) => {
        const says = (id: string) => String(days[id as keyof typeof days]);
        const same = { ...other, submittedAt: one.submittedAt };
        const [a, b] = [one, same].map((row) => row.confirmedPriority ?? row.priority) as [number, number];
        if (a > b && rankOf(says, one) > rankOf(says, same)) return false;
        const alike = { ...one, submittedAt: other.submittedAt };
        return rankOf(says, alike) - rankOf(says, one) === other.submittedAt - one.submittedAt;
      }),
    );
  });

  it('is that of the usual policy where none was set', () => {
    const row = { submittedAt: 100 * DAY_MS, priority: 2, confirmedPriority: null };
    expect(rankOf(() => undefined, row)).toBe((100 - LIMITS['queue.crisisDays'].usual) * DAY_MS);
    expect(rankOf(() => undefined, { ...row, confirmedPriority: 0 })).toBe(100 * DAY_MS);
  });
});

describe('the reasons of a priority', () => {
  const stood = { priority: 1, confirmedPriority: null, priorityReason: null };
  it('are those of its direction, and what was asked is its own', () => {
    expect(reasonsFor(stood, 1)).toEqual(['as-asked']);
    expect(reasonsFor(stood, 2)).toEqual(RAISED_FOR);
    expect(reasonsFor(stood, 0)).toEqual(LOWERED_FOR);
    const confirmed = { priority: 0, confirmedPriority: 2, priorityReason: 'crisis-cell' } as const;
    expect(reasonsFor(confirmed, 2)).toEqual(['crisis-cell']);
    expect(reasonsFor(confirmed, 0)).toEqual(LOWERED_FOR);
  });
});
