import { Results } from '../../../src/app/readings/messages.ts';
import { createReadingPool, type ReadingPool } from '../../../src/app/readings/pool.ts';

const program = { path: 'tests/app/readings/odd-reader.child.mjs', execArgv: [] };

describe('processes that read for the service', () => {
  let pool: ReadingPool;
  const open = (most: number, mostWaiting: number, idleMs = 60_000): void => {
    pool = createReadingPool({ most, mostWaiting, idleMs, program });
  };
  afterEach(() => pool.close());
  const run = (text: string, { signal, limitMs = 60_000 }: { signal?: AbortSignal; limitMs?: number } = {}) =>
    pool.run({
      task: { kind: 'search', place: { path: 'nowhere' }, filter: { text }, page: { limit: 1 } },
      result: Results.search,
      limitMs,
      signal,
    });
  const pidOf = async (): Promise<number> => Number((await run('pid')).next);
  const lives = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it('are another process than this, kept for the next task', async () => {
    open(1, 4);
    const pid = await pidOf();
    expect(pid).not.toBe(process.pid);
    await expect(run('refuse')).rejects.toMatchObject({ code: 'journal_broken', detail: { seq: 4 } });
    expect(await pidOf()).toBe(pid);
    await pool.close();
    expect(lives(pid)).toBe(false);
  });

  it.each(['crash', 'nonsense', 'gibberish'])('harm nobody but their asker: %s', async (how) => {
    open(1, 4);
    const pid = await pidOf();
    const others = [run(how), run('refuse'), pidOf()] as const;
    await expect(others[0]).rejects.toMatchObject({ code: 'internal' });
    await expect(others[1]).rejects.toMatchObject({ code: 'journal_broken' });
    expect(await others[2]).not.toBe(pid);
    expect(lives(pid)).toBe(false);
  });

  it('give a task up that takes too long, or whose asker has gone', async () => {
    open(1, 4);
    await expect(run('hang', { limitMs: 20 })).rejects.toMatchObject({ code: 'limit_reached' });
    const gone = new AbortController();
    const [asked, waiting] = [run('hang', { signal: gone.signal }), run('hang', { signal: gone.signal })];
    expect(pool.counts()).toEqual({ running: 1, waiting: 1, idle: 0 });
    gone.abort();
    for (const one of [asked, waiting, run('pid', { signal: gone.signal })]) {
      await expect(one).rejects.toMatchObject({ code: 'wrong_state' });
    }
    expect(pool.counts()).toEqual({ running: 0, waiting: 0, idle: 0 });
    expect(await pidOf()).toBeGreaterThan(0);
  });

  it('are so many at once; others wait, and too many are refused', async () => {
    open(2, 1);
    const gone = new AbortController();
    const hanging = [run('hang', { signal: gone.signal }), run('hang', { signal: gone.signal })];
    const next = pidOf();
    await expect(run('pid')).rejects.toMatchObject({ code: 'overloaded' });
    expect(pool.counts()).toEqual({ running: 2, waiting: 1, idle: 0 });
    gone.abort();
    await Promise.allSettled(hanging);
    expect(await next).toBeGreaterThan(0);
  });

  it('lose no place where one could not be started', async () => {
    pool = createReadingPool({ most: 1, mostWaiting: 1, idleMs: 0, program: { path: 'no\0path', execArgv: [] } });
    for (let i = 0; i < 2; i++) await expect(run('pid')).rejects.toThrow();
    expect(pool.counts()).toEqual({ running: 0, waiting: 0, idle: 0 });
  });

  it('end after each task where none is kept, and with the service', async () => {
    open(2, 1, 0);
    const pid = await pidOf();
    expect([pool.counts().idle, lives(pid)]).toEqual([0, false]);
    const hanging = run('hang');
    const closed = pool.close();
    await expect(hanging).rejects.toMatchObject({ code: 'wrong_state' });
    await closed;
    await expect(run('pid')).rejects.toMatchObject({ code: 'wrong_state' });
  });
});
