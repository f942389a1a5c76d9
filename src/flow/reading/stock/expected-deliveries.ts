import type { Caller } from '../../../book/rights/roles.ts';
import { dayOf } from '../../../book/rules/calendar/working-days.ts';
import { MOST_OPEN_DELIVERIES } from '../../../book/rules/stock/expected-deliveries.ts';
import type { ExpectedDeliveryRow } from '../../../book/tables/rows/stock.ts';
import type { Deps } from '../../act.ts';
import { guard, nameOf } from '../guard.ts';
import type { Lists } from '../lists.ts';
import type { Cursor, Paged, Total } from '../paging.ts';
import type { ExpectedFilter } from './stock-lists.ts';

/** An expected delivery, and who said that it comes. */
export interface ReadExpected extends ExpectedDeliveryRow {
  expecterName: string;
  /** Its day is past: forecasts do not count with it until it is moved. */
  late: boolean;
}

/** What is to come of blank tokens, and what came against what was expected. */
export function createExpectedReading(
  deps: Deps,
  lists: Pick<Lists, 'expectedDeliveries'> & { totals: Pick<Lists['totals'], 'expectedDeliveries'> },
) {
  const { reads } = deps.store;
  const check = guard(deps);
  const shown = async (rows: readonly ExpectedDeliveryRow[]): Promise<ReadExpected[]> => {
    const people = await reads.find('person', { id: [...new Set(rows.map(({ expectedBy }) => expectedBy))] });
    const names = new Map(people.map((person) => [person.id, person]));
    const today = dayOf(deps.clock.now());
    return rows.map((row) => ({
      ...row,
      expecterName: nameOf(names.get(row.expectedBy)),
      late: row.state === 'expected' && row.day < today,
    }));
  };
  return {
    /** Those that are expected, the next first. */
    openDeliveries: async (caller: Caller): Promise<ReadExpected[]> => {
      check(caller, 'stock.read');
      const page = { orderBy: 'day', limit: MOST_OPEN_DELIVERIES } as const;
      return shown(await reads.find('expectedDelivery', { state: 'expected' }, page));
    },
    /** Those that are or were expected, that of the last day first, in pages. */
    expectedDeliveries: async (caller: Caller, filter: ExpectedFilter, page: Cursor): Promise<Paged<ReadExpected>> => {
      check(caller, 'stock.read');
      const { items, next } = await lists.expectedDeliveries(filter, page);
      return { items: await shown(items), next };
    },
    /** How many there are of them. */
    expectedTotal: async (caller: Caller, filter: ExpectedFilter): Promise<Total | undefined> => {
      check(caller, 'stock.read');
      return lists.totals.expectedDeliveries(filter);
    },
  };
}
