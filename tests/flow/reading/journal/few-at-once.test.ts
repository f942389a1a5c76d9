import { createEntryReading } from '../../../../src/flow/reading/journal/entries.ts';
import type { Lists } from '../../../../src/flow/reading/lists.ts';
import { createWorkstationReading } from '../../../../src/flow/reading/workstation/workstations.ts';
import { createWorld, type World } from '../../../support/world.ts';

describe('what one person has read at once', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(() => w.close());

  it('is four searches: they fill no line in which others wait', async () => {
    const ends: (() => void)[] = [];
    const entries: Lists['entries'] = (filter, page) =>
      new Promise((resolve) => ends.push(() => resolve(w.opened.lists.entries(filter, page))));
    const reading = createEntryReading({ store: w.opened.store, clock: w.clock }, { ...w.opened.lists, entries });
    const search = (who: World['aurore']) => reading.entries(who, { text: 'nowhere' }, { limit: 1 });
    const newest = async () => (await w.opened.lists.entries({}, { limit: 1 })).items[0]?.seq;
    const begun = async (count: number): Promise<void> => {
      while (ends.length < count) await new Promise((turn) => setImmediate(turn));
    };
    const mine = Array.from({ length: 4 }, () => search(w.aurore));
    await begun(4);
    const before = await newest();
    await w.refuses('overloaded', search(w.aurore), { entry: false });
    expect(await newest()).toBe(before);
    const others = search(w.olga);
    await begun(5);
    ends[0]?.();
    await mine[0];
    const next = search(w.aurore);
    await begun(6);
    for (const end of ends) end();
    expect(await Promise.all([...mine, others, next])).toHaveLength(6);
  });

  it('is four pages of the lives of machines', async () => {
    const ends: (() => void)[] = [];
    const entries: Lists['entries'] = (filter, page) =>
      new Promise((resolve) => ends.push(() => resolve(w.opened.lists.entries(filter, page))));
    const reading = createWorkstationReading(w.own, { ...w.opened.lists, entries });
    const life = (who: World['aurore']) => reading.workstationLife(who, 'PN-1', { limit: 1 });
    const begun = async (count: number): Promise<void> => {
      while (ends.length < count) await new Promise((turn) => setImmediate(turn));
    };
    const mine = Array.from({ length: 4 }, () => life(w.thomas));
    await begun(4);
    await w.refuses('overloaded', life(w.thomas), { entry: false });
    const others = life(w.olga);
    await begun(5);
    for (const end of ends) end();
    expect(await Promise.all([...mine, others])).toHaveLength(5);
  });

  it('is four reports, and one that fails leaves its place', async () => {
    const ends: ((error: Error) => void)[] = [];
    const report = () => w.flow.audit.report(w.aurore, () => new Promise((_, reject) => ends.push(reject)));
    const mine = Array.from({ length: 4 }, report);
    const settled = Promise.allSettled(mine);
    while (ends.length < 4) await new Promise((turn) => setImmediate(turn));
    await w.refuses('overloaded', report(), { entry: false });
    for (const end of ends) end(new Error('gone'));
    await settled;
    expect(await w.flow.audit.report(w.aurore, async () => 'made')).toBe('made');
  });
});
