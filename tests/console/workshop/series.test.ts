import { createSeries, type Pair } from '../../../src/console/workshop/series.ts';
import { AppError } from '../../../src/errors.ts';
import { createWorld, type World } from '../../support/world.ts';

describe('a series of tokens made in parallel', () => {
  let w: World;
  const warned: string[] = [];
  beforeEach(async () => {
    warned.length = 0;
    w = await createWorld();
  });
  afterEach(() => w.close());
  const board = () => createSeries(w.flow, w.opened.clock, (message) => warned.push(message));

  /** Requests of Alice and Bruno, taken by Thomas, paired with the two plugged tokens. */
  const pairs = async (): Promise<Pair[]> => {
    const asked = [
      await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 }),
      await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 }),
    ];
    for (const { id } of asked) await w.approve(id);
    const taken = await w.flow.production.takeNext(w.thomas, { count: 2 });
    return taken.map(({ id, number }, at) => {
      const slot = String(at + 1);
      return { requestId: id, number, holderName: '', slot, position: `Poste ${slot}`, serial: `B-000${slot}` };
    });
  };
  const states = async () => (await w.reads.find('request', {})).map((r) => r.state).sort();

  it('makes all of them at once, and only its owner sees it', async () => {
    const series = board();
    const started = series.start(w.thomas, await pairs());
    expect(started.lines.map((line) => line.state)).toEqual(['running', 'running']);
    await series.settled();
    expect(started.lines.map(({ state, labelPrinted }) => [state, labelPrinted])).toEqual([
      ['made', true],
      ['made', true],
    ]);
    expect(await states()).toEqual(['produced', 'produced']);
    expect(series.find(w.thomas, started.id)).toBe(started);
    expect(series.find(w.theo, started.id)).toBeUndefined();
    expect(series.recent(w.theo)).toEqual([]);
  });

  it('lets one fail and the other stand; the failed request is back in the queue', async () => {
    const series = board();
    w.twin.onStep('generateKey', () => {
      throw new AppError('device_failed', 'the token did not answer', { detail: { rv: 'CKR_DEVICE_ERROR' } });
    });
    const started = series.start(w.thomas, await pairs());
    await series.settled();
    expect(started.lines.map((line) => line.state).sort()).toEqual(['failed', 'made']);
    expect(started.lines.find((line) => line.failure)?.failure).toMatchObject({
      code: 'device_failed',
      act: 'production.produce',
    });
    expect(await states()).toEqual(['approved', 'produced']);
  });

  it('puts a request back whose token was changed before production began', async () => {
    const series = board();
    const planned = await pairs();
    w.twin.plug('1', { serial: 'FOREIGN-1', soPin: 'x' });
    const started = series.start(w.thomas, planned);
    await series.settled();
    expect(started.lines[0]?.failure?.code).toBe('token_wrong');
    expect(await states()).toEqual(['approved', 'produced']);
    expect(warned).toEqual([]);
  });
});
