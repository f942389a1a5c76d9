import type { Caller } from '../../book/rights/roles.ts';
import { dayOf } from '../../book/rules/calendar/working-days.ts';
import type { RosterRow } from '../../book/tables/rows/requests.ts';
import type { Deps } from '../act.ts';
import { MOST_STANDING } from '../roster/roster.ts';
import { guard, nameOf } from './guard.ts';
import type { FewAtOnce } from './journal/few-at-once.ts';

/** A plan of days that are not over, and who made it. */
export interface ReadPlan extends RosterRow {
  plannerName: string;
}

/** What is to come of the workshop. */
export function createForecastReading(deps: Deps, few: FewAtOnce) {
  const { reads } = deps.store;
  const check = guard(deps);
  return {
    /** What is foreseen, read beside the service by `read`. `gone`: the caller waits no more. */
    forecast: async <R>(caller: Caller, read: () => Promise<R>, gone?: AbortSignal): Promise<R> => {
      check(caller, 'forecast.read');
      return few(caller.personId, read, gone);
    },
    /** The same beside another reading of theirs that has its turn, such as the report of today: both are of one page. */
    forecastInTurn: async <R>(caller: Caller, read: () => Promise<R>): Promise<R> => {
      check(caller, 'forecast.read');
      return read();
    },
    /** Plans of days that are not over, in the order in which they were made, the last first: it holds. */
    roster: async (caller: Caller): Promise<ReadPlan[]> => {
      check(caller, 'forecast.read');
      const from = dayOf(deps.clock.now());
      const plans = await reads.find('roster', {}, { orderBy: 'lastDay', from, limit: MOST_STANDING });
      const people = await reads.find('person', { id: [...new Set(plans.map(({ plannedBy }) => plannedBy))] });
      const names = new Map(people.map((person) => [person.id, person]));
      return plans
        .toSorted((a, b) => b.nth - a.nth)
        .map((row) => ({ ...row, plannerName: nameOf(names.get(row.plannedBy)) }));
    },
  };
}
