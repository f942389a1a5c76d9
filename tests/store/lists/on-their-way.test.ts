import { hasLostItsToken } from '../../../src/book/rules/request/asking.ts';
import { type Change, create } from '../../../src/book/tables/lifecycle.ts';
import type { HandoverRow } from '../../../src/book/tables/rows/handovers.ts';
import { REQUEST_STATES, TOKEN_ENDED, TOKEN_IN_USE, TOKEN_STATES } from '../../../src/book/tables/states.ts';
import { NOT_YET } from '../../../src/flow/handover/handover.ts';
import { collectStatements, stepsOn } from '../../support/records/query-plans.ts';
import { entry, person, request, token } from '../../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';

const KINDS = ['first-issue', 'nomade'] as const;
/** Every request that there may be, with a token in every state, and with none. */
const ALL = REQUEST_STATES.flatMap((state) =>
  KINDS.flatMap((kind) => [undefined, ...TOKEN_STATES].map((held) => ({ state, kind, held }))),
).map((one, i) => ({ ...one, id: `r${String(i).padStart(4, '0')}`, tokenId: `t${i}` }));

describe('requests on their way, and what was sent', () => {
  let t: TestStore;
  /** An entry has an end: these go into several. */
  const record = (changes: readonly Change[]) =>
    t.store.transact(async (unit) => {
      for (let at = 0; at < changes.length; at += 40) await unit.record(entry('x.y', 'x', changes.slice(at, at + 40)));
    });
  beforeEach(async () => {
    t = await openTestStore();
    const delivery = {
      id: 'd',
      reference: 'BL-1',
      model: 'SoftHSM v2',
      firmware: null,
      batch: null,
      count: ALL.length,
      expectedId: null,
      locationId: null,
      receivedBy: 'p',
      receivedAt: START,
    };
    const made = ALL.flatMap(({ id, state, kind, held, tokenId }): Change[] => [
      create('person', person(`p${id}`)),
      { table: 'request', id, insert: request(id, `p${id}`, { state, kind }) },
      ...(held
        ? ([{ table: 'token', id: tokenId, insert: token(tokenId, 'd', { state: held, requestId: id }) }] as const)
        : []),
    ]);
    await record([create('delivery', delivery), ...made]);
  });

  it.each([true, false])('have lost their token where the book says so (%s)', async (lostItsToken) => {
    const filter = { lostItsToken, visible: 'all', state: ['produced', 'handed_over'] } as const;
    const { items } = await t.lists.requests(filter, { limit: 200 });
    const wanted = ALL.filter(({ state }) => state === 'produced' || state === 'handed_over').filter(
      ({ state, kind, held }) => hasLostItsToken({ state, kind }, held ? [{ state: held }] : []) === lostItsToken,
    );
    expect(items.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id));
    expect(await t.lists.totals.requests(filter)).toEqual({ n: wanted.length, more: false });
    expect(wanted.length).toBeGreaterThan(10);
  });

  const shipment = (i: number, more: Partial<HandoverRow> = {}): HandoverRow => ({
    id: `h${String(i).padStart(4, '0')}`,
    requestId: ALL[i]!.id,
    tokenId: ALL[i]!.held ? ALL[i]!.tokenId : null,
    mode: 'shipment',
    operatorId: 'p',
    challengedAt: START,
    ...NOT_YET,
    handedOverAt: START + i,
    ...more,
  });
  it('finds what was sent and not received by its token, whatever became of its request', async () => {
    const rows = ALL.map((_, i) => shipment(i, { failedAt: i % 2 === 0 ? null : START + i }));
    await record(rows.map((row) => create('handover', row)));
    const collected = collectStatements();
    const dead = await t.lists.shipments({ visible: 'all', which: 'dead' }, 500);
    const sent = await t.lists.shipments({ visible: 'all', which: 'sent' }, 500);
    collected.stop();
    const of = (states: readonly unknown[]) => rows.filter((_, i) => states.includes(ALL[i]!.held));
    const ids = (some: readonly HandoverRow[]) => some.map(({ id }) => id);
    expect(dead).toEqual(ids(of(TOKEN_ENDED)).reverse());
    expect(sent).toEqual(ids(of(TOKEN_IN_USE).filter(({ failedAt }) => failedAt === null)));
    const none = { services: ['PREF-64'], holderId: '', askerId: '' };
    expect(await t.lists.shipments({ visible: none, which: 'dead' }, 500)).toEqual([]);
    for (const text of [...collected.texts].filter((one) => /from "handover" as "h"/.test(one))) {
      const steps = stepsOn(t.path, text, 'h').join();
      expect(steps).toMatch(/INDEX handoverUnconfirmed \(mode=\?/);
    }
  });

  it('finds those of a site, a service or a text alone, and the other way round when asked', async () => {
    await record(ALL.map((_, i) => create('handover', shipment(i))));
    const asked = { visible: 'all', which: 'sent' } as const;
    const all = await t.lists.shipments(asked, 500);
    expect(await t.lists.shipments({ ...asked, newestFirst: true }, 500)).toEqual(all.toReversed());
    const [first] = all;
    const one = ALL[Number(first?.slice(1))]!;
    const row = await t.store.reads.get('request', one.id);
    const { number = '', deliverySite = '', service = '' } = row ?? {};
    expect(await t.lists.shipments({ ...asked, text: number }, 500)).toEqual([first]);
    expect(await t.lists.shipments({ ...asked, deliverySite: deliverySite.slice(0, 3).toLowerCase() }, 500)).toEqual(
      all,
    );
    expect(await t.lists.shipments({ ...asked, deliverySite: '%' }, 500)).toEqual([]);
    expect(await t.lists.shipments({ ...asked, service }, 500)).toEqual(all);
    expect(await t.lists.shipments({ ...asked, service: `${service}-ELSEWHERE` }, 500)).toEqual([]);
  });

  it('asks for none that was received, or given at a desk', async () => {
    const i = ALL.findIndex(({ held }) => held === 'revoked');
    await record([
      create('handover', shipment(i, { receiptAt: START + 9 })),
      create('handover', shipment(i + 1, { mode: 'desk' })),
    ]);
    for (const which of ['dead', 'sent'] as const)
      expect(await t.lists.shipments({ visible: 'all', which }, 500)).toEqual([]);
  });
});
