import { recordStart, recordStop } from '../../../src/flow/nodes/start-and-stop.ts';
import { createThisNode } from '../../../src/flow/nodes/this-node.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('a node', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const START = { version: '1.2.3', evaluation: true, profiles: [], policy: 'policy' };
  const recordsOf = (name: string, site = 'Lyon') => ({
    store: w.store,
    clock: w.clock,
    node: createThisNode({ name, site }),
  });
  const newest = async () => (await w.opened.lists.entries({}, { limit: 1 })).items[0]!;

  it('has no run before its start was recorded', () => {
    const node = createThisNode({ name: 'lyon', site: 'Lyon' });
    expect(() => node.run()).toThrow(expect.objectContaining({ code: 'internal' }));
  });

  it('is known from its first start on, with its site and version', async () => {
    const lyon = recordsOf('lyon');
    await recordStart(lyon, START);
    expect(lyon.node.run()).toBe('lyon/1');
    const row = { site: 'Lyon', version: '1.2.3', state: 'running', run: 1, startedAt: w.clock.now(), endedAt: null };
    expect(await w.reads.get('node', 'lyon')).toMatchObject(row);
    const detail = expect.objectContaining({ site: 'Lyon', version: '1.2.3' });
    expect(await newest()).toMatchObject({ action: 'service.start', actor: 'system', subject: 'node:lyon', detail });
  });

  it('counts its runs over a stop, a crash and a move, and leaves the others alone', async () => {
    const lyon = recordsOf('lyon');
    await recordStart(lyon, START);
    w.clock.advance(60_000);
    await recordStop(lyon);
    expect(await newest()).toMatchObject({ action: 'service.stop', subject: 'node:lyon' });
    expect(await w.reads.get('node', 'lyon')).toMatchObject({ state: 'stopped', run: 1, endedAt: w.clock.now() });
    await recordStart(lyon, START);
    const moved = recordsOf('lyon', 'Marseille');
    await recordStart(moved, START);
    expect(moved.node.run()).toBe('lyon/3');
    expect(await w.reads.get('node', 'lyon')).toMatchObject({ state: 'running', site: 'Marseille', endedAt: null });
    expect(await w.reads.get('node', 'jeton')).toMatchObject({ state: 'running', site: 'Paris', run: 1 });
  });

  it('that was found to have gone does not stop once more, and starts again', async () => {
    const lyon = recordsOf('lyon');
    await recordStart(lyon, START);
    await w.flow.nodes.lose('lyon');
    const before = await w.reads.get('node', 'lyon');
    await recordStop(lyon);
    expect(await w.reads.get('node', 'lyon')).toEqual(before);
    await recordStart(lyon, START);
    expect(await w.reads.get('node', 'lyon')).toMatchObject({ state: 'running', run: 2 });
  });

  it('whose name has a capital letter is refused by the book', async () => {
    const wrong = recordsOf('Lyon');
    await expect(recordStart(wrong, START)).rejects.toMatchObject({ code: 'against_the_book' });
    expect(await w.reads.get('node', 'Lyon')).toBeUndefined();
  });
});
