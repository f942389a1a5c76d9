import { sayProgress } from '../../src/offline/say-progress.ts';

describe('how far a long command is', () => {
  it('is said every two seconds, with how fast it goes, and of a short one not at all', () => {
    let [now, said] = [0, ''];
    const stderr = {
      write: (text: unknown) => {
        said += String(text);
        return true;
      },
    };
    const progress = sayProgress(stderr, () => now);
    for (const [at, done] of [
      [1500, 100],
      [2000, 1000],
      [3900, 1500],
      [4000, 6000],
    ] as const) {
      now = at;
      progress(done);
    }
    expect(said).toBe('jeton: 1000, 500 / s\njeton: 6000, 1500 / s\n');
  });

  it('is said with what is left, where it is known how many there are', () => {
    let [now, said] = [0, ''];
    const stderr = {
      write: (text: unknown) => {
        said += String(text);
        return true;
      },
    };
    const progress = sayProgress(stderr, () => now);
    for (const [at, done, total] of [
      [2000, 0, 400_000],
      [4000, 2000, 400_000],
      [8000, 40_000, 200_000],
      [16_000, 200_100, 200_000],
    ] as const) {
      now = at;
      progress(done, total);
    }
    expect(said.split('\n')).toEqual([
      'jeton: 0 / 400000',
      'jeton: 2000 / 400000, 500 / s, ≈ 14 min',
      'jeton: 40000 / 200000, 5000 / s, ≈ 32 s',
      'jeton: 200100, 12506 / s',
      '',
    ]);
  });
});
