import { sharing } from '../src/within.ts';

describe('work that calls share', () => {
  it('runs once at a time, and once more for all who came meanwhile', async () => {
    const ends: (() => void)[] = [];
    let runs = 0;
    const work = sharing(async () => {
      runs += 1;
      const own = runs;
      await new Promise<void>((done) => void ends.push(done));
      return own;
    });
    const [first, second, third] = [work(), work(), work()];
    expect(runs).toBe(1);
    ends.shift()?.();
    expect(await first).toBe(1);
    await new Promise(setImmediate);
    expect(runs).toBe(2); // it began after the two had come
    ends.shift()?.();
    expect(await Promise.all([second, third])).toEqual([2, 2]);
    const later = work();
    ends.shift()?.();
    expect(await later).toBe(3);
  });

  it('goes on after a run that failed, which is told to those who shared it', async () => {
    let runs = 0;
    const work = sharing(async () => {
      runs += 1;
      if (runs === 1) throw new Error('away');
      return runs;
    });
    const [first, second] = [work(), work()];
    await expect(first).rejects.toThrow('away');
    expect(await second).toBe(2);
  });
});
