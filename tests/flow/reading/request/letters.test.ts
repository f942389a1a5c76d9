import type { Caller } from '../../../../src/book/rights/roles.ts';
import type { Reads } from '../../../../src/flow/ports/store.ts';
import { createLetterReading } from '../../../../src/flow/reading/request/letters.ts';
import { createWorld, type World } from '../../../support/world/world.ts';

describe('the letters that wait', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const printLabel = async (requestId: string): Promise<void> => {
    const [label] = await w.reads.find('letter', { requestId, kind: 'label' });
    await w.flow.letters.print(w.theo, { letterId: label?.id ?? '' });
  };

  it('are pushed out by no label that came out long ago, and say when there are more than a page shows', async () => {
    const desk = createLetterReading(w.own, w.opened.lists, 2);
    const kinds = async () => {
      const { letters, more } = await desk.letters(w.valerie);
      return [...letters.map(({ kind }) => kind), more];
    };
    await printLabel((await w.produced(w.alice, 'PN-1')).id);
    expect(await kinds()).toEqual(['pin', false]);
    await printLabel((await w.produced(w.bruno, 'PN-2')).id);
    expect(await kinds()).toEqual(['pin', 'pin', false]);
    const last = await w.produced(w.eve, 'PN-3');
    expect(await kinds()).toEqual(['pin', 'pin', true]);
    await printLabel(last.id);
    expect(await kinds()).toEqual(['pin', 'pin', true]);
  });

  it('are read page after page, each part in its own, in both orders and of one kind', async () => {
    const made = [
      await w.produced(w.alice, 'PN-1'),
      await w.produced(w.bruno, 'PN-2'),
      await w.produced(w.eve, 'PN-3'),
    ];
    const all = await w.reads.find('letter', { requestId: made.map(({ id }) => id), state: 'waiting', kind: 'pin' });
    const early = all.map(({ id }) => id).sort();
    const pages = async (wish: Parameters<typeof w.flow.reading.letterPages>[1]) => {
      const found: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const at = { ready: { limit: 2 }, early: { limit: 2, cursor } };
        const page = await w.flow.reading.letterPages(w.theo, wish, at);
        found.push(...page.early.letters.map(({ id }) => id));
        expect(page.early.total).toEqual({ n: 3, more: false });
        cursor = page.early.next;
      }
      return found;
    };
    expect(early).toHaveLength(3);
    expect(await pages({})).toEqual(early);
    expect(await pages({ newestFirst: true })).toEqual(early.toReversed());
    expect(await pages({ part: 'early' })).toEqual(early);
    const once = { ready: { limit: 50 }, early: { limit: 50 } };
    const pins = await w.flow.reading.letterPages(w.theo, { kind: 'pin' }, once);
    expect([pins.ready.total.n, pins.early.total.n]).toEqual([0, 3]);
    const labels = await w.flow.reading.letterPages(w.theo, { kind: 'label' }, once);
    expect(labels.early.total.n).toBe(0);
    await expect(w.flow.reading.letterPages(w.alice, {}, once)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('are read where somebody edited the row of their holder', async () => {
    await w.produced(w.alice, 'PN-1');
    const edit = (site: string) =>
      w.opened.behind.run('update "person" set "site" = ? where "id" = ?', site, w.alice.personId);
    const read = async () => (await w.flow.reading.letters(w.valerie)).letters.map(({ id }) => id);
    const before = await read();
    const { site } = (await w.reads.get('person', w.alice.personId))!;
    await edit('Ailleurs');
    const edited = await read();
    await edit(site);
    expect(edited).toEqual(before);
  });

  it('of other services push out none of those that an approver of one service reads', async () => {
    const desk = createLetterReading(w.own, w.opened.lists, 2);
    await w.produced(w.eve, 'PN-3');
    const own = [(await w.produced(w.alice, 'PN-1')).id, (await w.produced(w.bruno, 'PN-2')).id];
    const read = async (caller: Caller) => {
      const { letters, more } = await desk.letters(caller);
      return { of: letters.map(({ requestId }) => requestId), more, counted: await desk.letterCount(caller) };
    };
    // in the order of the letters' ids, which are chance
    const sorted = async (caller: Caller) => {
      const theirs = await read(caller);
      return { ...theirs, of: theirs.of.sort() };
    };
    expect(await sorted(w.vera)).toEqual({ of: own.toSorted(), more: false, counted: 0 });
    // of all services more wait than are shown
    expect(await read(w.valerie)).toMatchObject({ of: [expect.anything(), expect.anything()], more: true });
    expect(await read(w.victor)).toMatchObject({ of: [expect.anything()], more: false, counted: 0 });
    // printed and not confirmed yet, it waits still, of the same service, and somebody can do something for it
    const requestId = own[1] ?? '';
    await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    await w.accept(requestId);
    await w.flow.letters.print(w.vincent, { letterId: (await w.pinLetter(requestId)).id });
    expect(await sorted(w.vera)).toEqual({ of: own.toSorted(), more: false, counted: 1 });
    expect((await read(w.victor)).counted).toBe(0);
  });

  /** What a page shows: the request of each letter and what it waits for, and how many there are of both. */
  const page = async (most?: number) => {
    const { letters, ready, early, more } = await createLetterReading(w.own, w.opened.lists, most).letters(w.valerie);
    return { letters: letters.map(({ requestId, waitsFor }) => [requestId, waitsFor]), ready, early, more };
  };
  const n = (count: number, more = false) => ({ n: count, more });
  /** In the order of the ids that their letters were given; in a service that is the order of their age. */
  const inOrder = async (...waits: (readonly [requestId: string, waitsFor: string | null])[]) => {
    const named = await Promise.all(waits.map(async (one) => ({ one, id: (await w.pinLetter(one[0])).id })));
    return named.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ one }) => one);
  };

  it('stand behind those that can be printed while their secret may not be told, and say why', async () => {
    const { id: first } = await w.produced(w.alice, 'PN-1');
    const { id: sent } = await w.produced(w.bruno, 'PN-2');
    await w.flow.handover.ship(w.theo, { requestId: sent, slot: '1', trackingNumber: 'C-1' });
    const { id: last } = await w.produced(w.eve, 'PN-3');
    await w.flow.handover.challenge(w.theo, { requestId: last, slot: '1' });
    const waits = [
      [first, 'handover'],
      [sent, 'receipt'],
    ] as const;
    expect(await page()).toEqual({
      letters: await inOrder(...waits, [last, 'acceptance']),
      ready: n(0),
      early: n(3),
      more: false,
    });
    await w.accept(last);
    const printable = [[last, null], ...(await inOrder(...waits))];
    expect(await page()).toEqual({ letters: printable, ready: n(1), early: n(2), more: false });
    // those that can be printed fill the page first, and the others are counted all the same
    expect(await page(1)).toEqual({ letters: [[last, null]], ready: n(1), early: n(1, true), more: true });
    await w.accept(sent);
    expect((await page()).letters).toEqual(printable);
    await w.flow.handover.confirmReceipt(await w.holderOf(sent), { requestId: sent });
    const both = await inOrder([sent, null], [last, null]);
    expect((await page()).letters).toEqual([...both, [first, 'handover']]);
    expect(await page(1)).toEqual({ letters: both.slice(0, 1), ready: n(1, true), early: n(1), more: true });
    // printed and not confirmed yet, it waits for somebody who can confirm it
    await w.flow.letters.print(w.vincent, { letterId: (await w.pinLetter(last)).id });
    expect((await page()).letters).toEqual([...both, [first, 'handover']]);
  });

  it('stand behind where their parcel went to the one address that their holder gave', async () => {
    const { id: first } = await w.produced(w.alice, 'PN-1');
    const { id: sent } = await w.produced(w.corinne, 'PN-2');
    await w.flow.handover.ship(w.theo, { requestId: sent, slot: '1', trackingNumber: 'C-1' });
    await w.accept(sent);
    await w.flow.handover.confirmReceipt(w.corinne, { requestId: sent });
    const letters = await inOrder([sent, 'elsewhere'], [first, 'handover']);
    expect(await page()).toEqual({ letters, ready: n(0), early: n(2), more: false });
    const addresses = async () => (await w.flow.reading.request(w.corinne, sent)).letters.map((one) => one.addresses);
    expect(await addresses()).toEqual(expect.arrayContaining([[]]));
    await w.flow.people.setAddress(w.corinne, { postalAddress: '1 cours du Médoc, 33300 Bordeaux' });
    const printable = [
      [sent, null],
      [first, 'handover'],
    ];
    expect(await page()).toEqual({ letters: printable, ready: n(1), early: n(1), more: false });
    expect(await addresses()).toContainEqual(['address']);
  });

  it('stand behind where PINs are shown and go by no letter, whatever their hand-over; one in hand is confirmed', async () => {
    const ids = [(await w.produced(w.alice, 'PN-1')).id, (await w.produced(w.bruno, 'PN-2')).id];
    const [printed = '', waits = ''] = ids.toReversed();
    await w.flow.handover.challenge(w.theo, { requestId: printed, slot: '1' });
    await w.accept(printed);
    await w.flow.letters.print(w.vincent, { letterId: (await w.pinLetter(printed)).id });
    await w.dual('policy.set', { id: 'pin.ways', value: 2 });
    const letters = [
      [printed, null],
      [waits, 'showing'],
    ];
    expect(await page()).toEqual({ letters, ready: n(1), early: n(1), more: false });
  });

  it('of a Nomade credential wait for its download', async () => {
    const device = { kind: 'android', name: 'Téléphone' } as const;
    const { id: requestId } = await w.flow.request.submit(w.alice, { kind: 'nomade', device, priority: 0 });
    await w.approve(requestId);
    await w.flow.software.release(w.thomas, { requestId });
    expect((await page()).letters).toEqual([[requestId, 'download']]);
    await w.flow.software.download(w.alice, { requestId, terms: 1, form: 'modern' });
    expect(await page()).toEqual({ letters: [[requestId, null]], ready: n(1), early: n(0), more: false });
  });

  it('after a failed hand-over wait for the next one', async () => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    await w.accept(requestId);
    expect(await page()).toMatchObject({ letters: [[requestId, null]] });
    await w.flow.handover.repeat(w.theo, { requestId, reason: 'dead-on-arrival' });
    w.plugNext('1');
    await w.flow.production.produce(w.thomas, { requestId, slot: '1' });
    expect(await page()).toMatchObject({ letters: [[requestId, 'handover']], ready: n(0) });
  });

  it('ask who had their tokens in hand once, however many they are', async () => {
    let asked = 0;
    const reads: Reads = {
      ...w.reads,
      find: async (table, where, page) => {
        asked += 1;
        return w.reads.find(table, where, page);
      },
    };
    const desk = createLetterReading({ ...w.own, store: { ...w.store, reads } }, w.opened.lists);
    const statements = async (): Promise<number> => {
      asked = 0;
      await desk.letters(w.valerie);
      return asked;
    };
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    const ofOne = await statements();
    await w.produced(w.bruno, 'PN-2');
    await w.produced(w.eve, 'PN-3');
    const { letters } = await desk.letters(w.valerie);
    const carriers = letters.map(({ requestId: of, carrierIds }) => [of === requestId, carrierIds]);
    expect(carriers).toHaveLength(3);
    for (const [isCarried, ids] of carriers) expect(ids).toEqual(isCarried ? [w.theo.personId] : []);
    expect(await statements()).toBe(ofOne);
  });
});
