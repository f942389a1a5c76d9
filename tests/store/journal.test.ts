import { create } from '../../src/book/tables/lifecycle.ts';
import type { NewEntry } from '../../src/flow/ports/store.ts';
import { entry, person } from '../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../support/records/store.ts';

/** Entries 0 to `count` − 1, one a millisecond, by two actors in turn. */
async function withEntries(count: number, more: (i: number) => Partial<NewEntry> = () => ({})): Promise<TestStore> {
  const t = await openTestStore();
  for (let i = 0; i < count; i++) {
    t.clock.set(START + i);
    await t.store.transact((unit) =>
      unit.record({ ...entry('beat', `x:${i}`), actor: i % 2 ? 'odd' : 'even', ...more(i) }),
    );
  }
  return t;
}
async function gather<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}
const seqs = (lines: readonly string[]) => lines.map((line) => JSON.parse(line).seq);

/** A checkpoint over `size` entries. */
const note = (size: number, text: string) => ({ size, root: Buffer.alloc(32, size), note: text, signedAt: START });

describe('reading the journal', () => {
  it('gives lines by number and by time, and the hashes of complete subtrees only', async () => {
    const t = await withEntries(5);
    expect(await t.journal.size()).toBe(5);
    expect(seqs(await gather(t.journal.lines(1, 4)))).toEqual([1, 2, 3]);
    expect(seqs(await gather(t.journal.linesBetween(START + 2, START + 4)))).toEqual([2, 3]);
    expect(await gather(t.journal.lines(9, 20))).toEqual([]);
    expect(await t.journal.node(2, 0)).toHaveLength(32);
    await expect(t.journal.node(2, 1)).rejects.toThrow();
  });

  it('gives hashes that are asked for at once to whom each is for, and fails for a missing one alone', async () => {
    const { journal } = await withEntries(5);
    const places = [
      [1, 1],
      [0, 4],
      [2, 0],
      [0, 4],
      [1, 0],
    ] as const;
    const alone: Uint8Array[] = [];
    for (const [level, place] of places) alone.push(await journal.node(level, place));
    expect(new Set(alone.map((hash) => Buffer.from(hash).toString('hex'))).size).toBe(4);
    expect(await Promise.all(places.map(([level, place]) => journal.node(level, place)))).toEqual(alone);
    const [there, gone] = await Promise.allSettled([journal.node(0, 4), journal.node(3, 0)]);
    expect(there).toEqual({ status: 'fulfilled', value: alone[1] });
    expect(gone).toMatchObject({ status: 'rejected', reason: { code: 'journal_broken' } });
  });

  it('gives more than a page of lines and openings in order, each once', async () => {
    const t = await openTestStore();
    for (let i = 0; i < 1010; i += 101) {
      const work = Array.from({ length: 101 }, (_, j) =>
        t.store.transact((unit) => {
          const id = `p${i + j}`;
          return unit.record(entry('person.import', `person:${id}`, [create('person', person(id))]));
        }),
      );
      await Promise.all(work);
    }
    expect(seqs(await gather(t.journal.lines(0, 5000)))).toEqual(Array.from({ length: 1010 }, (_, i) => i));
    const openings = await gather(t.journal.openings(0, 5000));
    expect(openings.map((o) => o.seq)).toEqual(Array.from({ length: 4040 }, (_, i) => Math.floor(i / 4)));
    expect(new Set(openings.map((o) => o.commitment)).size).toBe(4040);
    expect(await gather(t.journal.openings(7, 9))).toHaveLength(8);
  });

  it('searches the newest first by each field, by part of the line, and page by page', async () => {
    const t = await withEntries(30, (i) =>
      i === 7 ? { action: 'x.100%', outcome: 'refused', detail: { why: 'Ça' } } : {},
    );
    const search = async (filter: Parameters<typeof t.lists.entries>[0], limit = 50) =>
      (await t.lists.entries(filter, { limit })).items.map((e) => e.seq);
    expect(await search({ outcome: 'refused' })).toEqual([7]);
    expect(await search({ action: 'x.100%', actor: 'odd', subject: 'x:7' })).toEqual([7]);
    expect(await search({ actor: 'odd', from: START + 20, to: START + 25 })).toEqual([23, 21]);
    expect(await search({ text: 'x:2' })).toEqual([29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 2]);
    expect(await search({ text: '0%' })).toEqual([7]);
    expect(await search({ text: '_' })).toEqual([]);
    const first = await t.lists.entries({ actor: 'even' }, { limit: 10 });
    await t.store.transact((unit) => unit.record({ ...entry('beat', 'new'), actor: 'even' }));
    const second = await t.lists.entries({ actor: 'even' }, { limit: 10, cursor: first.next ?? '' });
    expect([...first.items, ...second.items].map((e) => e.seq)).toEqual(
      Array.from({ length: 15 }, (_, i) => 28 - 2 * i),
    );
    expect(second.next).toBeNull();
  });

  it('finds what has any of several subjects, actors or acts, each by its index, once and page by page', async () => {
    const t = await withEntries(30, (i) => (i % 10 === 3 ? { action: 'x.three' } : {}));
    const search = async (filter: Parameters<typeof t.lists.entries>[0], limit = 50) =>
      (await t.lists.entries(filter, { limit })).items.map((e) => e.seq);
    const any = { subjects: ['x:7', 'x:8', 'x:nowhere'], actions: ['x.three'] };
    expect(await search({ any })).toEqual([23, 13, 8, 7, 3]);
    expect(await search({ any: { ...any, actors: ['odd'] }, to: START + 10 })).toEqual([9, 8, 7, 5, 3, 1]);
    expect(await search({ any, actor: 'even' })).toEqual([8]);
    expect(await search({ any: {} })).toEqual([]);
    const first = await t.lists.entries({ any }, { limit: 2 });
    expect((await t.lists.entries({ any }, { limit: 50, cursor: first.next ?? '' })).items.map((e) => e.seq)).toEqual([
      8, 7, 3,
    ]);
  });

  it('leaves acts out where they were done, and counts what it left out of each page', async () => {
    const t = await withEntries(20, (i) => (i % 2 === 0 ? { action: 'look' } : {}));
    await t.store.transact((unit) => unit.record({ ...entry('look', 'x:1'), outcome: 'refused' }));
    const without = ['look', 'peep'];
    const page = await t.lists.entries({ without }, { limit: 3 });
    expect(page).toMatchObject({ items: [{ seq: 20 }, { seq: 19 }, { seq: 17 }], leftOut: 1 });
    const rest = await t.lists.entries({ without }, { limit: 50, cursor: page.next ?? '' });
    expect(rest.items.map((e) => e.seq)).toEqual([15, 13, 11, 9, 7, 5, 3, 1]);
    expect([rest.leftOut, (await t.lists.entries({}, { limit: 3 })).leftOut]).toEqual([9, undefined]);
    const about = await t.lists.entries({ without, any: { actors: ['even'], subjects: ['x:3'] } }, { limit: 50 });
    expect(about).toMatchObject({ items: [{ seq: 3 }], leftOut: 10 });
    expect(await t.lists.entries({ without, any: {} }, { limit: 50 })).toMatchObject({ items: [], leftOut: 0 });
  });

  it('reads the entry of a number', async () => {
    const t = await withEntries(3);
    expect(await t.lists.entry(1)).toMatchObject({ seq: 1, subject: 'x:1' });
    expect(await t.lists.entry(3)).toBeUndefined();
  });

  it('keeps signed checkpoints, each size once', async () => {
    const { journal } = await openTestStore();
    expect(await journal.lastCheckpoint()).toBeUndefined();
    await journal.keepCheckpoint(note(3, 'first'));
    await journal.keepCheckpoint(note(9, 'second'));
    await journal.keepCheckpoint(note(9, 'another'));
    expect(await journal.lastCheckpoint()).toEqual(note(9, 'second'));
    expect(await journal.checkpointAt(3)).toEqual(note(3, 'first'));
    expect(await journal.checkpointAt(4)).toBeUndefined();
  });
});
