import { dateOf, dayOf } from '../../book/rules/calendar/working-days.ts';
import { ALERT_AGAIN_MS, LOCATIONS_MOST } from '../../book/rules/stock/locations.ts';
import {
  type BalanceRow,
  balanceRow,
  countedSetting,
  isEvening,
  pairKey,
  saidRow,
} from '../../book/rules/stock/stock-balance.ts';
import { create, update } from '../../book/tables/lifecycle.ts';
import type { StockAlertRow, StockLocationRow } from '../../book/tables/rows/stock.ts';
import { TOKEN_STATES } from '../../book/tables/states.ts';
import { isAppError } from '../../errors.ts';
import type { Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { endEach } from '../end-each.ts';
import { allOf } from '../pages.ts';
import type { NewEntry, Reads, Unit } from '../ports/store.ts';
import type { Lists } from '../reading/lists.ts';

/** What the service counts of the stock by itself. */
export function createStockWatch(deps: Deps, lists: Lists) {
  const { store, clock, chance } = deps;
  /** What cannot be counted – a row that somebody edited – keeps no other from it: it is warned of, and tried again by the next round. */
  const orWarn = (what: string, work: Promise<boolean>): Promise<boolean> =>
    work.catch((error: unknown) => {
      if (!isAppError(error, 'record_tampered', 'conflict', 'against_the_book')) throw error;
      deps.warn(`the stock of ${what} was not counted`, error);
      return false;
    });

  const blanks = (reads: Pick<Reads, 'count'>, locationId: string, model: string): Promise<number> =>
    reads.count('token', { locationId, model, state: 'in_stock', transferId: null });

  /** Where tokens of a model are, by the tokens themselves: nobody seals the counts that pages read. */
  const placesOf = async (model: string): Promise<(string | null)[]> => {
    const locations = await store.reads.find('stockLocation', {}, { orderBy: 'addedAt', limit: LOCATIONS_MOST });
    const all = [...locations.map(({ id }) => id), null];
    const held = await Promise.all(all.map((locationId) => store.reads.count('token', { locationId, model })));
    return all.filter((_, i) => (held[i] ?? 0) > 0);
  };

  /** The equation of a model in each location that has or had it. */
  const rowsOf = async (unit: Unit, model: string, places: readonly (string | null)[]) => {
    const deliveries = await allOf(unit, 'delivery', { model });
    const locations = new Set([...places, ...deliveries.map(({ locationId }) => locationId)]);
    const rows: BalanceRow[] = [];
    for (const location of [...locations].sort((a, b) => (pairKey(a, model) < pairKey(b, model) ? -1 : 1))) {
      const counts = new Map<string, number>();
      for (const state of TOKEN_STATES)
        counts.set(state, await unit.count('token', { locationId: location, model, state }));
      const here = deliveries.filter(({ locationId }) => locationId === location);
      const received = here.reduce((n, { count }) => n + count, 0);
      rows.push(balanceRow({ location, model, received }, (state) => counts.get(state) ?? 0));
    }
    return rows;
  };
  /** Writes the equation of a model, once a day. Answers whether it did. */
  const balanceOf = (model: string, places: readonly (string | null)[]): Promise<boolean> =>
    store.transact(async (unit) => {
      const id = countedSetting(model);
      const [before, value] = [await unit.get('setting', id), dateOf(dayOf(clock.now()))];
      if (before !== undefined && before.value >= value) return false;
      const rows = (await rowsOf(unit, model, places)).map(saidRow);
      const changes = [
        before === undefined
          ? create('setting', { id, value })
          : update('setting', before, { value }, { value: before.value }),
      ];
      const detail = { model, rows };
      await unit.record({ ...SYSTEM, action: 'stock.balance', subject: 'stock', outcome: 'done', detail, changes });
      return true;
    });

  /** Begins an alert where blanks of a model are fewer than the threshold, and there was none for a day. */
  const low = (location: StockLocationRow, model: string): Promise<boolean> =>
    store.transact(async (unit) => {
      const { threshold } = (await unit.get('stockLocation', location.id)) ?? location;
      const count = await blanks(unit, location.id, model);
      const open = await unit.count('stockAlert', { locationId: location.id, model, endedAt: null });
      if (threshold === null || count >= threshold || open > 0) return false;
      const newest = { orderBy: 'since', descending: true, limit: 1 } as const;
      const [last] = await unit.find('stockAlert', { locationId: location.id, model }, newest);
      if (last !== undefined && clock.now() < last.since + ALERT_AGAIN_MS) return false;
      const alert: StockAlertRow = {
        id: chance.id(),
        locationId: location.id,
        model,
        threshold,
        count,
        since: clock.now(),
        endedAt: null,
      };
      const subject = `stockLocation:${location.id}`;
      const changes = [create('stockAlert', alert)];
      await unit.record({ ...SYSTEM, action: 'stock.low', subject, outcome: 'done', changes });
      return true;
    });
  /** The end of an alert once there are enough again. */
  const enough = async (unit: Unit, alert: StockAlertRow, now: number): Promise<NewEntry | undefined> => {
    const threshold = (await unit.get('stockLocation', alert.locationId))?.threshold;
    if (alert.endedAt !== null) return undefined;
    if (threshold != null && (await blanks(unit, alert.locationId, alert.model)) < threshold) return undefined;
    const changes = [update('stockAlert', alert, { endedAt: now }, { endedAt: null })];
    return { ...SYSTEM, action: 'stock.enough', subject: `stockAlert:${alert.id}`, outcome: 'done', changes };
  };
  /** Whether a model was not counted on this day yet. */
  const isDue = async (model: string, today: string): Promise<boolean> =>
    ((await store.reads.get('setting', countedSetting(model)))?.value ?? '') < today;

  return {
    /** Holds each watched location against its threshold: once for each crossing, and once a day at most, people are told. Answers how many are new. */
    watch: async (): Promise<number> => {
      await endEach(deps, 'stockAlert', await store.reads.find('stockAlert', { endedAt: null }), enough);
      const locations = await store.reads.find('stockLocation', {}, { orderBy: 'addedAt', limit: LOCATIONS_MOST });
      let found = 0;
      for (const location of locations.filter(({ threshold }) => threshold !== null))
        for (const model of await lists.modelsAt(location.id))
          if (await orWarn(`${model} in ${location.id}`, low(location, model))) found += 1;
      return found;
    },

    /** Counts the stock in the evening, each model once a day and in an entry of its own. Answers whether it counted any. */
    balance: async (): Promise<boolean> => {
      if (!isEvening(clock.now())) return false;
      const today = dateOf(dayOf(clock.now()));
      const due: string[] = [];
      for (const model of new Set((await allOf(store.reads, 'delivery', {})).map((delivery) => delivery.model)))
        if (await orWarn(model, isDue(model, today))) due.push(model);
      if (due.length === 0) return false;
      let counted = false;
      for (const model of due.sort())
        counted =
          (await orWarn(
            model,
            placesOf(model).then((places) => balanceOf(model, places)),
          )) || counted;
      return counted;
    },
  };
}
