import { create } from '../../../src/book/tables/lifecycle.ts';
import type { DeliveryRow } from '../../../src/book/tables/rows/stock.ts';
import type { DeliveryFilter } from '../../../src/flow/reading/stock/stock-lists.ts';
import { entry, person } from '../../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';

const delivery = (id: string, at: number, more: Partial<DeliveryRow> = {}): DeliveryRow => ({
  id,
  reference: `BL-${id}`,
  model: 'Twin',
  firmware: null,
  batch: null,
  count: 1,
  expectedId: null,
  locationId: null,
  receivedBy: 'a',
  receivedAt: START + at,
  ...more,
});

describe('deliveries that came', () => {
  let t: TestStore;
  beforeEach(async () => {
    t = await openTestStore();
    await t.store.transact((unit) => unit.record(entry('x.y', 'x', [create('person', person('a'))])));
    const rows = [
      delivery('d1', 1),
      delivery('d2', 2, { model: 'YubiKey', batch: 'L-1' }),
      delivery('d3', 3, { firmware: '5.7', batch: 'L-1' }),
      delivery('d4', 3),
    ];
    for (const row of rows) await t.store.transact((unit) => unit.record(entry('x.y', 'x', [create('delivery', row)])));
  });
  afterEach(() => t.close());

  const pages = async (filter: DeliveryFilter, limit = 2): Promise<string[][]> => {
    const all: string[][] = [];
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await t.lists.deliveries(filter, { limit, cursor });
      all.push(items.map(({ id }) => id));
      if (next === null) return all;
      cursor = next;
    }
  };

  it('are read page by page, the newest first, to the first one', async () => {
    expect(await pages({})).toEqual([
      ['d4', 'd3'],
      ['d2', 'd1'],
    ]);
  });

  it('are narrowed down by what their notes say, and by where they were put', async () => {
    expect(await pages({ model: 'Twin' })).toEqual([['d4', 'd3'], ['d1']]);
    expect(await pages({ batch: 'L-1' }, 1)).toEqual([['d3'], ['d2']]);
    expect(await pages({ batch: 'L-1', firmware: '5.7', model: undefined })).toEqual([['d3']]);
    expect(await pages({ locationId: 'NONE' })).toEqual([[]]);
  });

  it('are found by any name that they have, whatever its case, and counted', async () => {
    const found = async (filter: DeliveryFilter): Promise<string[]> => {
      const ids = (await pages(filter)).flat();
      expect(await t.lists.totals.deliveries(filter)).toEqual({ n: ids.length, more: false });
      return ids;
    };
    expect(await found({})).toEqual(['d4', 'd3', 'd2', 'd1']);
    expect(await found({ text: 'bl-D3' })).toEqual(['d3']);
    expect(await found({ text: 'yubi' })).toEqual(['d2']);
    expect(await found({ text: 'l-1' })).toEqual(['d3', 'd2']);
    expect(await found({ text: '5.7', model: 'Twin' })).toEqual(['d3']);
    expect(await found({ text: '5.7', model: 'YubiKey' })).toEqual([]);
    expect(await found({ text: '_' })).toEqual([]);
  });

  it('have no page behind a cursor of something else', async () => {
    await expect(t.lists.deliveries({}, { limit: 2, cursor: 'YQ' })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
