import { encodeEntry } from '../../src/journal/entry.ts';
import { reportOn } from '../../src/reports/daily.ts';
import type { KeptDay } from '../../src/reports/shape.ts';
import { sumDays } from '../../src/reports/sums.ts';
import type { Journey } from '../support/judged/journals/journal.ts';
import { campaigns } from '../support/judged/journals/machines/campaign.ts';
import { checklists } from '../support/judged/journals/machines/checklists.ts';
import { exchanges } from '../support/judged/journals/machines/exchange.ts';
import { workstations } from '../support/judged/journals/machines/workstations.ts';
import { rebinding } from '../support/judged/journals/rebinding.ts';
import { recalls } from '../support/judged/journals/recall.ts';
import { stock } from '../support/judged/journals/stock.ts';
import { troubles } from '../support/judged/journals/troubles.ts';
import { honest } from '../support/judged/journals.ts';
import { type Line, readLine } from './count-by-hand.ts';
import { machinesByHand, modelsByHand } from './count-things-by-hand.ts';

/** Each day of these journeys by its report, beside the lines of the journal in which it is counted by hand. */
async function* daysOf(
  ...journeys: readonly Journey[]
): AsyncGenerator<{ date: string; report: KeptDay; lines: readonly Line[] }> {
  for (const journey of journeys) {
    const { entries } = await honest(journey);
    const lines = entries.map((entry) => readLine(encodeEntry(entry)));
    const now = (lines.at(-1)?.at ?? 0) + 1;
    for (const date of new Set(lines.map(({ day }) => day))) {
      const { report, took } = await reportOn(entries, { date, now });
      yield { date, report: { ...report, took }, lines };
    }
  }
}
const never = (happened: Readonly<Record<string, number>>): string[] =>
  Object.entries(happened).flatMap(([what, count]) => (count === 0 ? [what] : []));

describe('what becomes of things on each day of a journey, as its journal tells', () => {
  it('of tokens, is counted by their model', async () => {
    const happened = { produced: 0, repeat: 0, scrapped: 0, setAside: 0 };
    for await (const { date, report, lines } of daysOf(troubles, stock, recalls)) {
      const { models } = report;
      expect({ date, models }).toEqual({ date, models: modelsByHand(lines, date) });
      for (const one of models) {
        happened.produced += one.produced;
        happened.repeat += one.repeat;
        happened.scrapped += one.scrapped;
        happened.setAside += one.setAside;
      }
    }
    // whatever is counted was there to be counted
    expect(never(happened)).toEqual([]);
  }, 120_000);

  it('of workstations, is counted in all, by site and by campaign', async () => {
    const happened = {
      takenOver: 0,
      commissioned: 0,
      migrated: 0,
      exchanged: 0,
      retired: 0,
      migrations: 0,
      exchanges: 0,
    };
    for await (const { date, report, lines } of daysOf(campaigns, exchanges, workstations, checklists, rebinding)) {
      expect(report).toMatchObject({ date, ...machinesByHand(lines, date) });
      const { takenOver, commissioned, migrated, exchanged, retired } = report.workstations;
      happened.takenOver += takenOver;
      happened.commissioned += commissioned;
      happened.migrated += migrated;
      happened.exchanged += exchanged;
      happened.retired += retired;
      for (const { kind, done } of report.campaigns) happened[kind === 'exchange' ? 'exchanges' : 'migrations'] += done;
      // every machine is at a site
      const atSites = report.workstationSites.reduce(
        (all, one) => all + one.commissioned + one.migrated + one.retired,
        0,
      );
      expect(atSites).toBe(commissioned + migrated + retired);
    }
    expect(never(happened)).toEqual([]);
  }, 120_000);

  it('of workstations, adds up over the days to what the whole journal tells', async () => {
    for (const journey of [campaigns, exchanges]) {
      const days = new Map<string, KeptDay>();
      let all: readonly Line[] = [];
      for await (const { date, report, lines } of daysOf(journey)) {
        days.set(date, report);
        all = lines;
      }
      const [first = '', last = ''] = [[...days.keys()].at(0), [...days.keys()].at(-1)];
      const of = (date: string): KeptDay | undefined => days.get(date);
      const sum = sumDays({ first, last }, { timeZone: 'Europe/Paris', begins: first, today: last, of });
      // one day for all, as if everything had happened on it
      const whole = machinesByHand(
        all.map((line) => ({ ...line, day: last })),
        last,
      );
      expect(sum).toMatchObject(whole);
      expect(whole.campaigns.length).toBeGreaterThan(0);
    }
  }, 120_000);
});
