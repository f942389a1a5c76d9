import { type Change, create } from '../../../src/book/tables/lifecycle.ts';
import type { RecallRow } from '../../../src/book/tables/rows/stock.ts';
import type { CampaignRow } from '../../../src/book/tables/rows/workstations.ts';
import type { Cursor, Paged } from '../../../src/flow/reading/paging.ts';
import type { RecallFilter } from '../../../src/flow/reading/token/recall-lists.ts';
import type { CampaignsAsked } from '../../../src/flow/reading/workstation/campaign-lists.ts';
import { campaign as campaignRow } from '../../support/records/campaign-rows.ts';
import { entry, person } from '../../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';

const recall = (id: string, at: number, more: Partial<RecallRow> = {}): RecallRow => ({
  id,
  kind: 'model',
  model: `M-${id}`,
  value: null,
  way: 'revoke-now',
  revokeAt: null,
  state: 'open',
  proposerId: 'a',
  confirmerId: 'b',
  openedAt: START + at,
  closedAt: null,
  closerId: null,
  ...more,
});
const campaign = (id: string, at: number, more: Partial<CampaignRow> = {}): CampaignRow =>
  campaignRow(id, { openedAt: START + at, ...more });

/** A row as it stands in whatever state: how it came there is not what a list is about. */
const standing = (table: 'recall' | 'campaign', row: RecallRow | CampaignRow): Change =>
  ({ table, id: row.id, insert: row }) as Change;

describe('what is open until somebody ends it', () => {
  let t: TestStore;
  beforeEach(async () => {
    t = await openTestStore();
    const people = [create('person', person('a')), create('person', person('b'))];
    await t.store.transact((unit) => unit.record(entry('x.y', 'x', people)));
  });
  afterEach(() => t.close());

  const everyPage = async (list: (page: Cursor) => Promise<Paged<{ id: string }>>): Promise<string[][]> => {
    const pages: string[][] = [];
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await list(cursor === undefined ? { limit: 2 } : { limit: 2, cursor });
      pages.push(items.map(({ id }) => id));
      if (next === null) return pages;
      cursor = next;
    }
  };

  it('is read page by page, the newest first, to the oldest: recalls', async () => {
    const ended = { state: 'closed', closedAt: START, closerId: 'a' } as const;
    const rows = [recall('r1', 1), recall('r2', 2), recall('r3', 3, ended), recall('r4', 3), recall('r5', 3)];
    for (const row of rows) await t.store.transact((unit) => unit.record(entry('x.y', 'x', [standing('recall', row)])));
    expect(await everyPage((page) => t.lists.recalls({ state: 'open' }, page))).toEqual([
      ['r5', 'r4'],
      ['r2', 'r1'],
    ]);
    expect(await everyPage((page) => t.lists.recalls({ state: 'closed' }, page))).toEqual([['r3']]);
  });

  it('is narrowed down by what it is of, and counted: recalls', async () => {
    const note = {
      id: 'd1',
      reference: 'BL-77',
      model: 'Twin',
      firmware: null,
      batch: null,
      count: 1,
      expectedId: null,
    };
    const delivery = { ...note, locationId: null, receivedBy: 'a', receivedAt: START };
    await t.store.transact((unit) => unit.record(entry('x.y', 'x', [create('delivery', delivery)])));
    const rows = [
      recall('r1', 1, { kind: 'delivery', model: null, value: 'd1' }),
      recall('r2', 2, { model: 'YubiKey 5' }),
      recall('r3', 3, { kind: 'firmware', model: 'Twin', value: '5.7_1' }),
      recall('r4', 4, { state: 'closed', model: 'YubiKey 4', closedAt: START, closerId: 'a' }),
    ];
    for (const row of rows) await t.store.transact((unit) => unit.record(entry('x.y', 'x', [standing('recall', row)])));
    const found = async (filter: Omit<RecallFilter, 'state'>): Promise<string[]> => {
      const of = { state: 'open', ...filter } as const;
      const ids = (await everyPage((page) => t.lists.recalls(of, page))).flat();
      expect(await t.lists.totals.recalls(of)).toEqual({ n: ids.length, more: false });
      return ids;
    };
    expect(await found({})).toEqual(['r3', 'r2', 'r1']);
    expect(await found({ text: 'yubikey' })).toEqual(['r2']);
    expect(await found({ text: '_1' })).toEqual(['r3']);
    expect(await found({ text: ' bl-77 ' })).toEqual(['r1']);
    // people know no id of a delivery
    expect(await found({ text: 'd1' })).toEqual([]);
    expect(await found({ kind: 'firmware' })).toEqual(['r3']);
    expect(await found({ kind: 'firmware', text: '%' })).toEqual([]);
  });

  it('is merged of several states in the order of its moments: campaigns', async () => {
    const ended = { state: 'closed', closedAt: START, closerId: 'a' } as const;
    const rows = [
      campaign('c1', 1, { state: 'paused' }),
      campaign('c2', 2),
      campaign('c3', 3, ended),
      campaign('c4', 4, { state: 'closing', closerId: 'a' }),
      campaign('c5', 5, { state: 'paused' }),
    ];
    for (const row of rows)
      await t.store.transact((unit) => unit.record(entry('x.y', 'x', [standing('campaign', row)])));
    const goesOn = await everyPage((page) => t.lists.campaigns({ states: ['open', 'paused', 'closing'] }, page));
    expect(goesOn).toEqual([
      ['c5', 'c4'],
      ['c2', 'c1'],
    ]);
    expect(await everyPage((page) => t.lists.campaigns({ states: ['closed'] }, page))).toEqual([['c3']]);
  });

  it('is narrowed down by what it is of, and counted: campaigns', async () => {
    const none = { site: null, service: null, model: null };
    const rows = [
      campaign('c1', 1, { ...none, fromImage: null, targetImage: 'SPAN-2026.3', site: 'Lyon' }),
      campaign('c2', 2, { ...none, fromImage: 'SPAN-2025.1', targetImage: 'SPAN-2026.3', model: 'Latitude' }),
      campaign('c3', 3, {
        ...none,
        state: 'paused',
        kind: 'selection',
        targetImage: 'SPAN-2027.1',
        service: 'PREF-33',
      }),
    ];
    for (const row of rows)
      await t.store.transact((unit) => unit.record(entry('x.y', 'x', [standing('campaign', row)])));
    const found = async (filter: Partial<CampaignsAsked>): Promise<string[]> => {
      const of = { states: ['open', 'paused'], ...filter } as const;
      const ids = (await everyPage((page) => t.lists.campaigns(of, page))).flat();
      expect(await t.lists.totals.campaigns(of)).toEqual({ n: ids.length, more: false });
      return ids;
    };
    expect(await found({})).toEqual(['c3', 'c2', 'c1']);
    expect(await found({ text: '2026' })).toEqual(['c2', 'c1']);
    for (const text of ['lyon', 'YON']) expect(await found({ text })).toEqual(['c1']);
    expect(await found({ text: 'latitude' })).toEqual(['c2']);
    expect(await found({ text: '2025.1' })).toEqual(['c2']);
    expect(await found({ text: 'pref-33' })).toEqual(['c3']);
    expect(await found({ kind: 'selection' })).toEqual(['c3']);
    expect(await found({ states: ['open'], text: '2027' })).toEqual([]);
  });

  it('has no page behind a cursor of something else', async () => {
    await expect(t.lists.recalls({ state: 'open' }, { limit: 2, cursor: 'YQ' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});
