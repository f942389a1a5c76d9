import { createEntryReading } from '../../../../src/flow/reading/journal/entries.ts';
import { createFewAtOnce } from '../../../../src/flow/reading/journal/few-at-once.ts';
import type { Lists } from '../../../../src/flow/reading/lists.ts';
import { createWorkstationReading } from '../../../../src/flow/reading/workstation/workstations.ts';
import { createWorld, type World } from '../../../support/world/world.ts';

describe('what one person has read at once', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(() => w.close());
  const turns = async (): Promise<void> => {
    for (let i = 0; i < 50; i++) await new Promise((turn) => setImmediate(turn));
  };
  /** The lists, whose searches end when each is told to. */
  const heldUp = () => {
    const ends: (() => void)[] = [];
    const entries: Lists['entries'] = (filter, page) =>
      new Promise((resolve) => ends.push(() => resolve(w.opened.lists.entries(filter, page))));
    const begun = async (count: number): Promise<void> => {
      while (ends.length < count) await new Promise((turn) => setImmediate(turn));
    };
    return { lists: { ...w.opened.lists, entries }, ends, begun };
  };

  it('is one search: three more wait, and further ones are refused without an entry', async () => {
    const { lists, ends, begun } = heldUp();
    const reading = createEntryReading({ store: w.opened.store, clock: w.clock }, lists, createFewAtOnce());
    const search = (who: World['aurore']) => reading.entries(who, { text: 'nowhere' }, { limit: 1 });
    const newest = async () => (await w.opened.lists.entries({}, { limit: 1 })).items[0]?.seq;
    const mine = Array.from({ length: 4 }, () => search(w.aurore));
    await begun(1);
    const before = await newest();
    await w.refuses('overloaded', search(w.aurore), { entry: false });
    expect(await newest()).toBe(before);
    const others = search(w.olga);
    await begun(2);
    await turns();
    expect(ends).toHaveLength(2); // the others of the first person's have not begun
    for (let at = 0; at < 4; at++) {
      ends[at === 0 ? 0 : at + 1]?.();
      await mine[at];
      if (at < 3) await begun(at + 3);
    }
    ends[1]?.();
    expect((await others).items).toBeDefined();
    const next = search(w.aurore);
    await begun(6);
    ends[5]?.();
    expect((await next).items).toBeDefined();
  });

  it('is one page of the lives of machines', async () => {
    const { lists, ends, begun } = heldUp();
    const reading = createWorkstationReading(w.own, lists, createFewAtOnce());
    const life = (who: World['aurore']) => reading.workstationLife(who, 'PN-1', { limit: 1 });
    const mine = Array.from({ length: 4 }, () => life(w.thomas));
    await begun(1);
    await w.refuses('overloaded', life(w.thomas), { entry: false });
    const others = life(w.olga);
    for (let count = 2; count <= 5; count++) {
      await begun(count);
      for (const end of ends) end();
    }
    expect(await Promise.all([...mine, others])).toHaveLength(5);
  });

  it('is one report, and one that fails leaves its place', async () => {
    const ends: ((error: Error) => void)[] = [];
    const report = () => w.flow.audit.report(w.aurore, () => new Promise((_, reject) => ends.push(reject)));
    const mine = Array.from({ length: 4 }, report);
    const settled = Promise.allSettled(mine);
    for (let count = 1; count <= 4; count++) {
      while (ends.length < count) await new Promise((turn) => setImmediate(turn));
      if (count === 1) await w.refuses('overloaded', report(), { entry: false });
      ends[count - 1]?.(new Error('gone'));
    }
    await settled;
    expect(await w.flow.audit.report(w.aurore, async () => 'made')).toBe('made');
  });

  it('is one of all kinds together', async () => {
    let end: (() => void) | undefined;
    const report = w.flow.audit.report(w.thomas, () => new Promise<void>((resolve) => (end = resolve)));
    let forecasts = 0;
    const forecast = w.flow.reading.forecast(w.thomas, async () => (forecasts += 1));
    while (end === undefined) await turns(); // a right is looked up first
    expect(forecasts).toBe(0);
    end();
    await report;
    expect(await forecast).toBe(1);
  });

  it('waits no more once its asker has gone, and keeps nobody behind it', async () => {
    const few = createFewAtOnce();
    const gone = new AbortController();
    let end = (): void => {};
    const first = few('p', () => new Promise<void>((resolve) => (end = resolve)));
    const second = few('p', async () => 'never', gone.signal);
    const third = few('p', async () => 'third');
    gone.abort();
    await expect(second).rejects.toMatchObject({ code: 'wrong_state' });
    await expect(few('p', async () => 'never', gone.signal)).rejects.toMatchObject({ code: 'wrong_state' });
    end();
    await first;
    expect(await third).toBe('third');
  });
});
