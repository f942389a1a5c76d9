import { balanceRow, isBalanced } from '../../../src/book/rules/stock-balance.ts';
import { dateOf, workingDaysBack } from '../../../src/book/rules/working-days.ts';
import { TOKEN_STATES } from '../../../src/book/tables/states.ts';

describe('the equation of a model in a location', () => {
  it('counts every state of a token once', () => {
    const row = balanceRow({ location: 'LYON-A', model: 'Twin', received: TOKEN_STATES.length }, () => 1);
    expect(row.moved).toBe(0);
    const { location: _, model: __, received, moved, ...terms } = row;
    expect(Object.values(terms).reduce((sum, n) => sum + n, 0)).toBe(received + moved);
  });

  it('is balanced where what left one location came to another', () => {
    expect(isBalanced([{ moved: -3 }, { moved: 2 }, { moved: 1 }])).toBe(true);
    expect(isBalanced([{ moved: -3 }, { moved: 2 }])).toBe(false);
  });
});

describe('working days', () => {
  it('are counted back over week-ends and holidays, the day itself included', () => {
    const day = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
    const back = (date: string, count: number) => dateOf(workingDaysBack(day(date), count));
    expect(back('2026-11-27', 1)).toBe('2026-11-27');
    expect(back('2026-11-27', 5)).toBe('2026-11-23');
    expect(back('2026-11-28', 1)).toBe('2026-11-27');
    // All Saints' falls on a Sunday, Armistice Day on a Wednesday
    expect(back('2026-11-27', 20)).toBe('2026-10-30');
  });
});
