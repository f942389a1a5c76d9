import { createSeries } from '../../../src/console/workshop/series.ts';
import { AppError } from '../../../src/errors.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('a series of tokens made side by side', () => {
  let w: World;
  const warned: string[] = [];
  beforeEach(async () => {
    warned.length = 0;
    w = await createWorld();
    for (const [name, workstation] of [
      ['alice', 'PN-1'],
      ['bruno', 'PN-2'],
    ] as const) {
      const { id } = await w.flow.request.submit(w[name], { kind: 'first-issue', workstation, priority: 0 });
      await w.approve(id);
      w.clock.advance(1_000); // of one moment any would be the first
    }
  });
  afterEach(() => w.close());
  const board = () => createSeries(w.opened.clock, (message) => warned.push(message));
  const start = (series: ReturnType<typeof board>) =>
    series.start(w.thomas, (watch) => w.flow.production.produceNext(w.thomas, { count: 2 }, watch));

  it('is shown as soon as it has begun, and only to its owner', async () => {
    const series = board();
    let goOn: () => void = () => {};
    w.twin.onStep('generateKey', () => new Promise<void>((done) => (goOn = done)));
    const started = await start(series);
    expect(started.lines.map((line) => line.state)).toEqual(['running', 'running']);
    expect(started.lines.map(({ position, holderName }) => [position, holderName])).toEqual([
      ['Poste 1', 'Alice Agard'],
      ['Poste 2', 'Bruno Béart'],
    ]);
    while (started.lines.every((line) => line.state === 'running')) await new Promise(setImmediate);
    goOn();
    await series.settled();
    expect(started.lines.map(({ state, labelPrinted }) => [state, labelPrinted])).toEqual([
      ['made', true],
      ['made', true],
    ]);
    expect(series.find(w.thomas, started.id)).toBe(started);
    expect(series.find(w.theo, started.id)).toBeUndefined();
    expect(series.recent(w.theo)).toEqual([]);
    expect(warned).toEqual([]);
  });

  it('shows why one failed while the other stands', async () => {
    const series = board();
    w.twin.onStep('generateKey', () => {
      throw new AppError('device_failed', 'the token did not answer', { detail: { rv: 'CKR_DEVICE_ERROR' } });
    });
    const started = await start(series);
    await series.settled();
    expect(started.lines.map((line) => line.state).sort()).toEqual(['failed', 'made']);
    expect(started.lines.find((line) => line.failure)?.failure).toMatchObject({
      code: 'device_failed',
      act: 'production.produce',
    });
  });

  it('does not begin where nothing can be made', async () => {
    const series = board();
    for (const slot of ['1', '2']) w.twin.unplug(slot);
    await expect(start(series)).rejects.toMatchObject({ code: 'token_wrong' });
    expect(series.recent(w.thomas)).toEqual([]);
  });
});
