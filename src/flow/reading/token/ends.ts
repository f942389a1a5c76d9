import type { Caller } from '../../../book/rights/roles.ts';
import { beginOf, type Day, dateOf, dayOf, isWorkingDay, mondayOf } from '../../../book/rules/calendar/working-days.ts';
import { planRenewals, type RenewalPolicy } from '../../../book/rules/certificates/renewals.ts';
import type { Deps } from '../../act.ts';
import { askedOn, renewalPolicy } from '../../request/renewals.ts';
import { guard } from '../guard.ts';
import type { Lists } from '../lists.ts';
import type { DayEnds } from './token-lists.ts';

/** Half a year. */
const WEEKS = 26;

/** What ends in one week, and what of it the service asks for. */
export interface WeekOfEnds {
  /** Its Monday, such as `2026-11-23`. */
  week: string;
  ends: number;
  /** Those of which the replacement was asked for. */
  asked: number;
  /** Renewals that the service asks for in this week, as far as can be told now. */
  planned: number;
  /** Renewals that the workshop makes in it. */
  capacity: number;
}
export interface EndsReport {
  today: string;
  policy: RenewalPolicy;
  weeks: WeekOfEnds[];
  /** Working days on which more is planned than the workshop makes. */
  above: { date: string; planned: number }[];
  /** By service, what ends in each of the weeks. */
  services: { service: string; ends: number[] }[];
}

const total = (days: readonly DayEnds[], of: 'ends' | 'asked'): number => days.reduce((sum, one) => sum + one[of], 0);
const workingDays = (from: Day, until: Day): number =>
  Array.from({ length: until - from }, (_, i) => from + i).filter(isWorkingDay).length;

/** Ends by week against what the workshop makes; pure. `days` begin today, on which `made` renewals were asked for already. */
export function endsReport(
  days: readonly DayEnds[],
  { today, made, policy }: { today: Day; made: number; policy: RenewalPolicy },
): EndsReport {
  const first = mondayOf(today);
  const weekOf = (day: Day): number => Math.floor((day - first) / 7);
  const waiting = days.flatMap(({ day, service, ends, asked }) =>
    Array.from({ length: ends - asked }, (_, i) => ({ id: `${service} ${i}`, notAfter: beginOf(day) })),
  );
  const plan = planRenewals(waiting, { today, made, policy });
  const weeks = Array.from({ length: WEEKS }, (_, week): WeekOfEnds => {
    const own = days.filter(({ day }) => weekOf(day) === week);
    const [begin, end] = [first + 7 * week, first + 7 * (week + 1)];
    const planned = plan.filter(({ day }) => weekOf(day) === week).reduce((sum, { ids }) => sum + ids.length, 0);
    const capacity = workingDays(Math.max(begin, today), end) * policy.perDay;
    return { week: dateOf(begin), ends: total(own, 'ends'), asked: total(own, 'asked'), planned, capacity };
  });
  const services = [...new Set(days.map(({ service }) => service))].sort().map((service) => {
    const own = days.filter((one) => one.service === service);
    const inWeek = (week: number) => own.filter(({ day }) => weekOf(day) === week);
    return { service, ends: weeks.map((_, week) => total(inWeek(week), 'ends')) };
  });
  const above = plan
    .filter(({ ids }) => ids.length > policy.perDay)
    .map(({ day, ids }) => ({ date: dateOf(day), planned: ids.length }));
  return { today: dateOf(today), policy, weeks, above, services };
}

/** What ends in the coming half year. */
export function createEndsReading(deps: Deps, lists: Pick<Lists, 'ends'>) {
  const check = guard(deps);
  return {
    /** For those who steer the workshop: ends by week and by service, and the renewals that the service plans. */
    ends: async (caller: Caller): Promise<EndsReport> => {
      check(caller, 'renewal.read');
      const now = deps.clock.now();
      const today = dayOf(now);
      const until = beginOf(mondayOf(today) + 7 * WEEKS);
      const { reads } = deps.store;
      const [made, policy] = [await askedOn(reads, today), await renewalPolicy(reads)];
      return endsReport(await lists.ends(now, until), { today, made, policy });
    },
  };
}
