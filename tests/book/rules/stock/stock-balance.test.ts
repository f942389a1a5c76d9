import { dateOf, workingDaysBack } from '../../../../src/book/rules/calendar/working-days.ts';
import { LOCATIONS_MOST } from '../../../../src/book/rules/stock/locations.ts';
import {
  BALANCE_NUMBERS,
  type BalanceRow,
  balanceRow,
  isBalanced,
  isEvening,
  rowOfSaid,
  saidRow,
} from '../../../../src/book/rules/stock/stock-balance.ts';
import { TOKEN_STATES } from '../../../../src/book/tables/states.ts';

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

  it('is said in short, and read again as it was', () => {
    const row = balanceRow({ location: 'LYON-A', model: 'Virage', received: 9 }, (state) =>
      TOKEN_STATES.indexOf(state),
    );
    expect(rowOfSaid('Virage', saidRow(row))).toEqual(row);
  });

  it('fits in a line of the journal in as many locations as there may be', () => {
    const most = Object.fromEntries(BALANCE_NUMBERS.map((name) => [name, 999_999]));
    const row = { location: 'L'.repeat(40), model: 'Virage', ...most, moved: -999_999 } as BalanceRow;
    const rows = Array.from({ length: LOCATIONS_MOST + 1 }, () => saidRow(row));
    expect(JSON.stringify(rows).length).toBeLessThan(64_000);
  });

  it('is counted from six in the evening in Paris, in winter and in summer', () => {
    const evening = ['2026-01-15T16:59:00Z', '2026-01-15T17:00:00Z', '2026-07-15T15:59:00Z', '2026-07-15T16:00:00Z'];
    expect(evening.map((at) => isEvening(Date.parse(at)))).toEqual([false, true, false, true]);
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
