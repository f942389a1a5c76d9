import { encodeEntry } from '../../src/journal/entry.ts';
import { dailyReport } from '../../src/reports/daily.ts';
import { recalls } from '../support/journals/recall.ts';
import { stock } from '../support/journals/stock.ts';
import { troubles } from '../support/journals/troubles.ts';
import { honest } from '../support/journals.ts';
import { readLine } from './count-by-hand.ts';
import { modelsByHand } from './count-things-by-hand.ts';

describe('what becomes of things in journeys that go wrong', () => {
  it('of tokens, is counted by their model on each day as an export tells it', async () => {
    const happened = { produced: 0, repeat: 0, scrapped: 0, setAside: 0 };
    for (const journey of [troubles, stock, recalls]) {
      const { entries } = await honest(journey);
      const lines = entries.map((entry) => readLine(encodeEntry(entry)));
      const now = lines.at(-1)!.at + 1;
      for (const date of new Set(lines.map(({ day }) => day))) {
        const { models } = await dailyReport(entries, { date, now });
        expect({ date, models }).toEqual({ date, models: modelsByHand(lines, date) });
        for (const one of models) {
          happened.produced += one.produced;
          happened.repeat += one.repeat;
          happened.scrapped += one.scrapped;
          happened.setAside += one.setAside;
        }
      }
    }
    // whatever is counted was there to be counted
    expect(Object.entries(happened).filter(([, count]) => count === 0)).toEqual([]);
  }, 120_000);
});
