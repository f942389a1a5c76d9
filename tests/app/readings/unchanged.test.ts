import { createUnchanged } from '../../../src/app/readings/unchanged.ts';

describe('what was read of the records as they stood', () => {
  const NOW = 1_000_000;
  const STATE = { stands: '7', now: NOW, asked: 'today' };
  const reading = () => {
    let times = 0;
    const unchanged = createUnchanged<number>();
    return { read: (state: typeof STATE) => unchanged(state, async () => (times += 1)), times: () => times };
  };

  it('is told again while nothing was written, for a minute', async () => {
    const { read } = reading();
    expect([await read(STATE), await read({ ...STATE, now: NOW + 59_999 }), await read(STATE)]).toEqual([1, 1, 1]);
  });

  it.each([
    ['an entry was made', { stands: '8' }],
    ['something else is asked for', { asked: 'yesterday' }],
    ['a minute is over', { now: NOW + 60_000 }],
    ['the clock went back', { now: NOW - 1 }],
  ])('is read anew once %s', async (_, other) => {
    const { read } = reading();
    expect([await read(STATE), await read({ ...STATE, ...other })]).toEqual([1, 2]);
  });

  it('is nothing where reading it failed', async () => {
    const unchanged = createUnchanged<string>();
    await expect(unchanged(STATE, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await unchanged(STATE, async () => 'read')).toBe('read');
  });
});
