import { type BalanceRow, balanceRow } from '../../book/rules/stock-balance.ts';
import { beginOf, dayOf } from '../../book/rules/working-days.ts';
import { create, update } from '../../book/tables/lifecycle.ts';
import { TOKEN_STATES } from '../../book/tables/states.ts';
import type { DeliveryRow, StockAlertRow, StockLocationRow } from '../../book/tables/tables.ts';
import type { Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import type { Reads, Unit } from '../ports/store.ts';
import type { Lists } from '../reading/lists.ts';

/** When the stock of a day is counted: 18:00 in Paris, give or take the hour of a change of clocks. */
const EVENING_MS = 18 * 3_600_000;
const LOCATIONS_MOST = 500;
const PAGE = 1000;

async function allDeliveries(reads: Pick<Reads, 'find'>): Promise<DeliveryRow[]> {
  const all: DeliveryRow[] = [];
  for (let from = ''; ; ) {
    const page = await reads.find('delivery', {}, { orderBy: 'id', from, limit: PAGE });
    all.push(...page.filter(({ id }) => id !== from));
    const last = page.at(-1)?.id;
    if (page.length < PAGE || last === undefined) return all;
    from = last;
  }
}

const keyOf = (location: string | null, model: string): string => JSON.stringify([location, model]);

/** What the service counts of the stock by itself. */
export function createStockWatch({ store, clock, chance }: Deps, lists: Lists) {
  const blanks = (reads: Pick<Reads, 'count'>, locationId: string, model: string): Promise<number> =>
    reads.count('token', { locationId, model, state: 'in_stock', transferId: null });

  const rowsOf = async (unit: Unit, pairs: ReadonlyMap<string, readonly [string | null, string]>) => {
    const deliveries = await allDeliveries(unit);
    const all = new Map([
      ...pairs,
      ...deliveries.map((d) => [keyOf(d.locationId, d.model), [d.locationId, d.model]] as const),
    ]);
    const rows: BalanceRow[] = [];
    for (const [key, [location, model]] of [...all].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const counts = new Map<string, number>();
      for (const state of TOKEN_STATES)
        counts.set(state, await unit.count('token', { locationId: location, model, state }));
      const here = deliveries.filter((d) => keyOf(d.locationId, d.model) === key);
      const received = here.reduce((n, { count }) => n + count, 0);
      rows.push(balanceRow({ location, model, received }, (state) => counts.get(state) ?? 0));
    }
    return rows;
  };

  /** Begins an alert where blanks of a model are fewer than the threshold, and there is none. */
  const low = (location: StockLocationRow, model: string): Promise<boolean> =>
    store.transact(async (unit) => {
      const { threshold } = (await unit.get('stockLocation', location.id)) ?? location;
      const count = await blanks(unit, location.id, model);
      const open = await unit.count('stockAlert', { locationId: location.id, model, endedAt: null });
      if (threshold === null || count >= threshold || open > 0) return false;
      const alert: StockAlertRow = {
        ...{ id: chance.id(), locationId: location.id, model, threshold, count },
        ...{ since: clock.now(), endedAt: null },
      };
      const subject = `stockLocation:${location.id}`;
      const changes = [create('stockAlert', alert)];
      await unit.record({ ...SYSTEM, action: 'stock.low', subject, outcome: 'done', changes });
      return true;
    });
  /** Ends an alert once there are enough again. */
  const enough = (id: string): Promise<void> =>
    store.transact(async (unit) => {
      const alert = await unit.get('stockAlert', id);
      const threshold = alert && (await unit.get('stockLocation', alert.locationId))?.threshold;
      if (!alert || alert.endedAt !== null) return;
      if (threshold != null && (await blanks(unit, alert.locationId, alert.model)) < threshold) return;
      const changes = [update('stockAlert', alert, { endedAt: clock.now() }, { endedAt: null })];
      await unit.record({ ...SYSTEM, action: 'stock.enough', subject: `stockAlert:${id}`, outcome: 'done', changes });
    });

  return {
    /** Holds each watched location against its threshold: once for each crossing somebody is told. Answers how many are new. */
    watch: async (): Promise<number> => {
      for (const { id } of await store.reads.find('stockAlert', { endedAt: null })) await enough(id);
      const locations = await store.reads.find('stockLocation', {}, { orderBy: 'addedAt', limit: LOCATIONS_MOST });
      let found = 0;
      for (const location of locations.filter(({ threshold }) => threshold !== null))
        for (const model of await lists.modelsAt(location.id)) if (await low(location, model)) found += 1;
      return found;
    },

    /** Counts the stock in the evening, once a day. Answers whether it did. */
    balance: async (): Promise<boolean> => {
      const begin = beginOf(dayOf(clock.now()));
      if (clock.now() < begin + EVENING_MS) return false;
      const done = await lists.entries({ action: 'stock.balance', from: begin }, { limit: 1 });
      if (done.items.length > 0) return false;
      const { levels } = await lists.stockLevels();
      const pairs = new Map(levels.map((l) => [keyOf(l.location, l.model), [l.location, l.model]] as const));
      return store.transact(async (unit) => {
        const rows = await rowsOf(unit, pairs);
        if (rows.length === 0) return false;
        await unit.record({ ...SYSTEM, action: 'stock.balance', subject: 'stock', outcome: 'done', detail: { rows } });
        return true;
      });
    },
  };
}
