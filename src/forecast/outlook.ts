import type { Day } from '../book/rules/working-days.ts';
import { blanksBy } from './blanks.ts';
import { LEVELS } from './levels.ts';
import { LOOKED_AT } from './measured.ts';
import { drawScenarios, type Workshop } from './scenarios.ts';
import { seeded } from './seeded.ts';
import { quantile } from './sorted.ts';

/** What the supervisor of a workshop wants to know of the weeks to come. */
export interface Outlook {
  /** Requests for tokens that wait at the end of each working day: in the middle of what may be, and eight cases of ten. */
  days: { day: Day; low: number; mid: number; high: number; technicians: number | null }[];
  /** The day by which all that waits now is made, in half of all cases and in 85 of 100; null: beyond what is looked at. */
  clear: { mid: Day | null; by: Day | null };
  /** Working days until a request of today is ready, in half of all cases. */
  wait: number;
  /** Tokens that a working day has to bring so that whoever asks has theirs within `within` working days. */
  needed: number;
  /** What the workshop makes on a day, in the middle of what may be. */
  pace: number;
  /** The day on which the last blank token is used in half of all cases; null: they last. */
  stockEnds: Day | null;
}
interface Asked {
  /** Requests for tokens that wait. */
  waiting: number;
  /** Working days within which a token is to be ready. */
  within: number;
  /** Requests that come beside the usual ones, over the working days that are shown. */
  campaign: number;
}

/** Working days that are shown. */
export const SHOWN_DAYS = 15;
const [LOW, HIGH] = [0.1, 0.9];

/** Requests for tokens on a day to come: as on one of the measured ones; none where nothing is known of them. */
function arrivals({ measured }: Workshop, chance: () => number): () => number {
  const asked = measured.slice(-LOOKED_AT).map((one) => one.asked);
  const { floor } = Math;
  return () => asked[floor(chance() * asked.length)] ?? 0;
}

/**
 * How the queue goes on: the same scenarios that dates are reckoned with, and requests that come as they came (Monte Carlo).
 * The same workshop, day and hour give the same outlook.
 */
export function foresee(workshop: Workshop, { waiting, within, campaign }: Asked): Outlook {
  const { min, max, ceil } = Math;
  // as long as anything is left to make, and for all the days that are shown
  const { days, each, over } = drawScenarios(workshop, waiting, SHOWN_DAYS);
  const chance = seeded(workshop.today);
  const arrive = arrivals(workshop, chance);
  const shown = min(SHOWN_DAYS, days.length);
  const left = Array.from({ length: shown }, () => new Float64Array(each.length));
  const clear = new Float64Array(each.length);
  const paceOf = new Float64Array(each.length);
  const used = new Float64Array(each.length);
  const limits = days.map((day) => blanksBy(workshop.blanks, day));
  let asked = 0;
  for (const [at, scenario] of each.entries()) {
    let [queue, before] = [waiting, 0];
    for (let day = 0; day < shown; day += 1) {
      const made = (scenario[day] ?? before) - before;
      before += made;
      // of today only what is left of it comes
      const usual = arrive() * (day === 0 ? 1 - over : 1);
      asked += usual;
      queue = max(0, queue + usual + campaign / shown - made);
      (left[day] as Float64Array)[at] = queue;
    }
    const done = scenario.findIndex((sum) => sum >= waiting);
    clear[at] = done < 0 ? days.length : done;
    const none = scenario.findIndex((sum, day) => sum >= (limits[day] ?? 0));
    used[at] = none < 0 ? days.length : none;
    paceOf[at] = (scenario[min(shown, scenario.length) - 1] ?? 0) / max(1, shown - over);
  }
  const sorted = (values: Float64Array): Float64Array => values.slice().sort();
  const [clearSorted, paces] = [sorted(clear), sorted(paceOf)];
  const dayAt = (index: number): Day | null => days[ceil(index)] ?? null;
  const mean = asked / max(1, each.length * (shown - over));
  return {
    days: left.map((values, day) => {
      const all = sorted(values);
      return {
        ...{ day: days[day] ?? workshop.today, technicians: workshop.planned(days[day] ?? workshop.today) ?? null },
        ...{ low: quantile(all, LOW), mid: quantile(all, LEVELS.mid), high: quantile(all, HIGH) },
      };
    }),
    clear: { mid: dayAt(quantile(clearSorted, LEVELS.mid)), by: dayAt(quantile(clearSorted, LEVELS.by)) },
    wait: quantile(clearSorted, LEVELS.mid),
    needed: ceil(max(waiting / within, mean + campaign / SHOWN_DAYS)),
    pace: quantile(paces, LEVELS.mid),
    stockEnds: dayAt(quantile(sorted(used), LEVELS.mid)),
  };
}
