import type { Day } from '../book/rules/calendar/working-days.ts';
import type { PromiseReach } from '../book/tables/codes.ts';
import { LEVELS, type Level, type Standing } from './levels.ts';
import { LOOKED_AT, type MeasuredDay, officeShare } from './measured.ts';
import { quantile } from './quantile.ts';
import { indexOf, type Scenario, type Scenarios } from './scenarios.ts';
import { normal } from './seeded.ts';

/** A request that waits to be made. */
export interface Waiting {
  /** Requests that are made before it. */
  ahead: number;
  approved: boolean;
}
/** When it is ready: not before `from` in nine cases of ten, by `mid` in half of them, by `by` in 85 of 100. */
export interface ReadyDays {
  from: Day;
  mid: Day;
  by: Day;
  reach: PromiseReach;
}

/** The earliest day that is told: one case in ten is earlier. It is not corrected, nothing is promised by it. */
const EARLIEST = 0.1;
/** Waits up to so many working days, as they are without correction, are near. */
const NEAR = 1.5;
/** Half a day: so that a wait of hours is corrected too. */
const PAD = 0.5;
/** Standard deviations between the median and the 90th percentile of a normal distribution. */
const TO_P90 = 1.2816;

/** An approval of minutes, office days. */
const AT_ONCE = 0.01;

/** Working days until so many are made, with the part of the last day that it takes. */
function waitFor(scenario: Scenario, need: number, over: number): number {
  const at = indexOf(scenario, need);
  const before = at === 0 ? 0 : (scenario[at - 1] ?? 0);
  const made = (scenario[at] ?? 0) - before;
  const part = made <= 0 ? 1 : Math.min(1, Math.max(0, (need - before) / made));
  return at === 0 ? over + (1 - over) * part : at + part;
}

/**
 * Draws, once for each scenario, how many working days an approval is waited for, as of days that were measured: a log-normal
 * wait of office days by their median and 90th percentile, from this hour on.
 */
export function approvalWaits(
  measured: readonly MeasuredDay[],
  { hour, over, each }: { hour: number } & Pick<Scenarios, 'over' | 'each'>,
  chance: () => number,
): Float64Array {
  const known = measured.slice(-LOOKED_AT).flatMap(({ approval }) => (approval ? [approval] : []));
  // nothing is approved any more on a day that is over, or on which nobody works
  const now = over < 1 ? officeShare(hour) : 1;
  return Float64Array.from(each, () => {
    const one = known[Math.floor(chance() * known.length)];
    if (!one) return now;
    const median = Math.max(one.median, AT_ONCE);
    const spread = Math.log(Math.max(1, one.p90 / median)) / TO_P90;
    return now + median * Math.exp(spread * normal(chance));
  });
}

/**
 * The days of requests that wait, in the order given. What is later than the horizon
 * is told as its last day.
 */
export function readyDays(
  waiting: readonly Waiting[],
  { days, over, each }: Scenarios,
  { stretch, aim }: Pick<Standing, 'stretch' | 'aim'>,
  approvals: Float64Array,
): ReadyDays[] {
  const last = days.length - 1;
  // nothing is ready any more on a day that is over, or on which nobody works
  const first = over < 1 ? 0 : 1;
  const dayAt = (wait: number): Day => days[Math.min(last, Math.max(first, Math.floor(wait)))] ?? 0;
  const waits = new Float64Array(each.length);
  return waiting.map(({ ahead, approved }) => {
    for (const [at, scenario] of each.entries()) {
      const made = waitFor(scenario, ahead + 1, over);
      waits[at] = approved ? made : Math.max(made, approvals[at] ?? 0);
    }
    waits.sort();
    const reach: PromiseReach = quantile(waits, LEVELS.mid) < NEAR ? 'near' : 'far';
    const corrected = (level: Level): Day =>
      dayAt((quantile(waits, aim[level]) + PAD) * Math.exp(stretch[reach][level]) - PAD);
    const mid = corrected('mid');
    const from = Math.min(mid, dayAt(quantile(waits, EARLIEST)));
    return { from, mid, by: Math.max(mid, corrected('by')), reach };
  });
}
